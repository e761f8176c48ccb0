"""What every page of the admin site has in common: each change is recorded with before and after, and nothing is hidden.

Called by the `admin` module of each part.
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from unfold.admin import ModelAdmin

from audit.catalogue import Event
from audit.record import record


def snapshot(obj: Model, related: tuple[str, ...] = ()) -> dict[str, Any]:
    """The values of an object as the record keeps them: columns, many-to-many, and the rows of `related`."""
    values: dict[str, Any] = {}
    for field in obj._meta.concrete_fields:
        if field.editable and not field.primary_key:
            value = getattr(obj, field.attname)
            values[field.name] = value if isinstance(value, bool | int | str | list | dict) or value is None else str(value)
    for many in obj._meta.many_to_many:
        values[many.name] = sorted(str(row) for row in getattr(obj, many.name).all())
    for name in related:
        rows = getattr(obj, name).all()
        values[name] = sorted(
            ", ".join(str(getattr(row, f.attname)) for f in row._meta.concrete_fields if f.editable and not f.is_relation)
            for row in rows
        )
    return values


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """{name: {"before", "after"}} of what differs."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: {"before": before.get(name), "after": after[name]} for name in names}


class RecordedAdmin(ModelAdmin):  # type: ignore[misc]
    """Records what is created, changed and deleted. `recorded_related` names reverse relations edited inline."""

    recorded_related: tuple[str, ...] = ()
    warn_unsaved_form = True
    compressed_fields = True

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
            record(
                Event.CHANGED if change else Event.CREATED, actor=person(request), subject=obj, kind=kind(obj), changes=changes
            )

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Records, then deletes."""
        record(Event.DELETED, actor=person(request), subject=obj, kind=kind(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, so that each is recorded and refused by the same rules as alone."""
        for obj in queryset:
            if self.has_delete_permission(request, obj):
                self.delete_model(request, obj)


class LookedAtAdmin(RecordedAdmin):
    """Rows that are looked at, not edited; perhaps deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody edits one by hand."""
        return False


def person(request: HttpRequest) -> Any:
    """Whoever is at the page."""
    return request.user


def kind(obj: Model) -> str:
    """What the object is, for the record."""
    return str(capfirst(obj._meta.verbose_name or obj._meta.model_name or ""))
