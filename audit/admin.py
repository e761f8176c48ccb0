"""The audit record in the admin: read, filtered, never changed."""

import json

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from audit.administered import ReadOnlyAdmin
from audit.filters import Between, exactly
from audit.models import AuditEvent

EXACT = ("actor", "subject", "client_id", "ip", "actor_id", "subject_id")


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Nobody, not even a superuser, adds, changes or deletes a row."""

    list_display = ("shown_at", "shown_event", "actor", "subject", "client_id", "ip", "channel")
    list_filter = (
        "event",
        ("at", Between),
        exactly("actor", _("actor")),
        exactly("subject", _("subject")),
        exactly("client_id", _("client")),
        exactly("ip", _("address")),
    )
    list_filter_submit = True
    search_fields = ("actor",)
    search_help_text = _("Whole actor, subject, client or address")
    ordering = ("-at",)
    list_per_page = 50
    paginator = InfinitePaginator  # counting millions of rows for every page is no use to anybody
    fields = (
        "shown_at",
        "event",
        "actor",
        "actor_id",
        "subject",
        "subject_id",
        "client_id",
        "ip",
        "user_agent",
        "channel",
        "shown_details",
    )
    readonly_fields = fields

    @display(description=_("when"), ordering="at")
    def shown_at(self, obj: AuditEvent) -> str:
        """To the second: the order of events is what a record is read for."""
        return f"{localtime(obj.at):%Y-%m-%d %H:%M:%S}"

    @display(description=_("event"), ordering="event", label=True)
    def shown_event(self, obj: AuditEvent) -> str:
        """In words."""
        return str(obj.get_event_display())

    @display(description=_("details"))
    def shown_details(self, obj: AuditEvent) -> SafeString:
        """Before and after as a table, the rest as a list."""
        details = dict(obj.details)
        changes = details.pop("changes", None)
        parts = [format_html_join("", "<p><b>{}</b>: {}</p>", ((key, _shown(value)) for key, value in details.items()))]
        if isinstance(changes, dict) and changes:
            rows = format_html_join(
                "", "<tr><th>{}</th><td>{}</td><td>{}</td></tr>", (_row(name, pair) for name, pair in changes.items())
            )
            head = format_html("<tr><th></th><th>{}</th><th>{}</th></tr>", _("before"), _("after"))
            parts.append(format_html('<table class="keyhall-changes">{}{}</table>', head, rows))
        return format_html_join("", "{}", ((part,) for part in parts))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEvent], search_term: str
    ) -> tuple[QuerySet[AuditEvent], bool]:
        """Exact: what somebody typed becomes no pattern."""
        term = search_term.strip()[:255]
        if not term:
            return queryset, False
        match = Q()
        for name in EXACT:
            match |= Q(**{name: term})
        return queryset.filter(match), False


def _row(name: str, pair: object) -> tuple[str, str, str]:
    if isinstance(pair, dict):
        return (name, _shown(pair.get("before")), _shown(pair.get("after")))
    return (name, "", _shown(pair))


def _shown(value: object) -> str:
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
