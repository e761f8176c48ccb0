"""Browser sessions."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.administration.owned import OwnedAdmin
from accounts.models import BrowserSession
from accounts.sessions.ending import session_ended
from audit.filters import Between


class BrowserSessionAdmin(OwnedAdmin):
    """Who is signed in where; ending a session ends what hangs on it."""

    list_display = ("user", "ip", "user_agent", "created_at", "last_seen_at", "expires_at")
    fields = ("user", "sid", "ip", "user_agent", "created_at", "last_seen_at", "expires_at")
    readonly_fields = fields
    list_filter = (("created_at", Between),)
    list_filter_submit = True
    actions = ("end_sessions",)

    @admin.action(description=gettext_lazy("End session"), permissions=["delete"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[BrowserSession]) -> None:
        """The people are signed out there."""
        for session in self.reachable(request, queryset):
            self.delete_model(request, session)
            self.message_user(request, _("The session of %(user)s is ended.") % {"user": session.user}, messages.SUCCESS)

    def delete_model(self, request: HttpRequest, obj: BrowserSession) -> None:  # type: ignore[override]
        """The row first, then what hangs on it."""
        super().delete_model(request, obj)
        if obj.user is not None:
            session_ended.send(sender=BrowserSession, sid=obj.sid, user=obj.user)
