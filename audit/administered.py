"""What every page of the admin site has in common: each change is recorded with before and after, and nothing is hidden.

Called by the `admin` module of each part.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from unfold.admin import ModelAdmin

from audit.catalogue import Event
from audit.record import record
from audit.snapshots import difference, snapshot
from core.narrow_lookups import NarrowLookups


class RecordedAdmin(NarrowLookups, ModelAdmin):  # type: ignore[misc]
    """Records what is created, changed and deleted. `recorded_related` names reverse relations edited inline."""

    recorded_related: tuple[str, ...] = ()
    warn_unsaved_form = True
    compressed_fields = True
    change_form_outer_before_template = "admin/object_actions.html"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """With a button for each action, and without an error page when somebody else was first (DB-09).

        A name that was taken between check and write is found by the check of the second round, which says so at its field.
        """
        context = {**(extra_context or {}), "object_actions": self._buttons(request, object_id)}
        for _round in range(2):
            try:
                return super().changeform_view(request, object_id, form_url, context)
            except IntegrityError:
                continue
        self.message_user(request, _("Somebody else changed this at the same moment. Try again."), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def _buttons(self, request: HttpRequest, object_id: str | None) -> list[tuple[str, str]]:
        obj = self.get_object(request, object_id) if object_id and request.method == "GET" else None
        if obj is None:
            return []
        offered: dict[str, Any] = self.get_actions(request)
        names = [name for name in offered if name != "delete_selected" and self.may_act(request, obj, name)]
        return [(name, str(offered[name][2])) for name in names]

    def may_act(self, request: HttpRequest, obj: Model, name: str) -> bool:
        """Whether the object's page shows a button for the action; the action itself decides again."""
        return True

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Remembers how it was."""
        stored = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        request._keyhall_before = snapshot(stored, self.recorded_related) if stored else {}  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Everything is written now: compares and records."""
        super().save_related(request, form, formsets, change)
        self.after_save(request, form.instance, change)

    def after_save(self, request: HttpRequest, obj: Model, change: bool) -> None:
        """Records the change; extended by pages that have more to do."""
        stored = type(obj)._default_manager.get(pk=obj.pk)
        changes = difference(request._keyhall_before, snapshot(stored, self.recorded_related))  # type: ignore[attr-defined]
        if not change or changes:
            self.record_change(request, obj, changes, Event.CHANGED if change else Event.CREATED)

    def record_change(self, request: HttpRequest, obj: Model, changes: dict[str, Any], event: Event = Event.CHANGED) -> None:
        """One row of the record; `changes` is {name: {"before", "after"}}."""
        client_id = getattr(obj, "client_id", "")
        record(
            event, actor=person(request), subject=obj, kind=kind(obj), changes=changes,
            client_id=client_id if isinstance(client_id, str) else "",
        )  # fmt: skip

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Records what it was, then deletes."""
        self.record_change(request, obj, difference(snapshot(obj, self.recorded_related), {}), Event.DELETED)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, so that each is recorded and refused by the same rules as alone."""
        for obj in queryset:
            if self.has_delete_permission(request, obj):
                self.delete_model(request, obj)


class LookedAtAdmin(RecordedAdmin):
    """Rows that are looked at, not edited; perhaps deleted."""

    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # they would count a long table once for each choice

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody edits one by hand."""
        return False


class ReadOnlyAdmin(LookedAtAdmin):
    """Rows that nobody touches, not even a superuser."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False


def person(request: HttpRequest) -> Any:
    """Whoever is at the page."""
    return request.user


def kind(obj: Model) -> str:
    """What the object is, for the record."""
    with override("en"):  # the record has one language, whatever the administrator's is
        return str(capfirst(obj._meta.verbose_name or obj._meta.model_name or ""))
