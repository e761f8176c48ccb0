"""The outbox in the admin: what waits, what was done, what failed."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from outbox.models import OutboxItem


@admin.register(OutboxItem)
class OutboxItemAdmin(ModelAdmin):  # type: ignore[misc]
    """Looked at only."""

    list_display = ("task", "priority", "due_at", "attempts", "done_at", "failed_at", "last_error")
    list_filter = ("task", "priority")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False
