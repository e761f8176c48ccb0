"""The outbox in the admin: what waits, what was done, what failed."""

import json

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from core.narrow_lookups import NarrowLookups
from outbox.models import OutboxItem


@admin.register(OutboxItem)
class OutboxItemAdmin(NarrowLookups, ModelAdmin):  # type: ignore[misc]
    """Looked at only."""

    list_display = ("task", "priority", "due_at", "attempts", "done_at", "failed_at", "last_error")
    list_filter = ("priority", ("done_at", admin.EmptyFieldListFilter), ("failed_at", admin.EmptyFieldListFilter))
    ordering = ("-created_at",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = ("task", "shown_args", "priority", "idempotency_key", "created_at", "due_at", "attempts", "leased_until", "done_at",
              "failed_at", "last_error")  # fmt: skip
    readonly_fields = fields

    @admin.display(description=_("arguments"))
    def shown_args(self, obj: OutboxItem) -> str:
        """In a line."""
        return json.dumps(obj.args, ensure_ascii=False)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False
