"""The numbers on the admin's first page, few and cheap, and what happened last."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from audit.catalogue import Event
from audit.models import AuditEvent
from core.clock import now
from idp.oauth2.models import Client

LATEST = 10


def numbers(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Called by django-unfold; each number only for who may see what it counts."""
    since = now() - timedelta(days=1)
    cards: list[tuple[str, int, str]] = []
    if request.user.has_perm("accounts.view_user"):
        cards.append((_("People"), User.objects.count(), "/admin/accounts/user/"))
    if request.user.has_perm("oauth2.view_client"):
        cards.append((_("Clients"), Client.objects.count(), "/admin/oauth2/client/"))
    if request.user.has_perm("audit.view_auditevent"):
        recent = AuditEvent.objects.filter(at__gte=since)
        link = "/admin/audit/auditevent/?event__exact="
        for title, event in ((_("Sign-ins in 24 hours"), Event.SIGN_IN), (_("Failures in 24 hours"), Event.SIGN_IN_FAILED)):
            cards.append((title, recent.filter(event=event).count(), link + event))
        context["events"] = AuditEvent.objects.order_by("-at")[:LATEST]
    context["cards"] = cards
    return context
