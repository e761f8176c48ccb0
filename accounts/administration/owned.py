"""What people own (sessions, grants, tokens, consents): found by its person, and out of reach where the person is."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import delegation
from accounts.administration.finding import people_of
from accounts.models import User
from audit.administered import LookedAtAdmin


class OwnedAdmin(LookedAtAdmin):
    """Rows with a `user`."""

    list_select_related: ClassVar[Any] = ("user",)
    search_fields = ("user__username_key",)
    search_help_text = _("Beginning of a username or an e-mail address")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """By person."""
        people = people_of(search_term)
        return (queryset if people is None else queryset.filter(user__in=people)), False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What belongs to somebody who may do more is left alone."""
        owner = getattr(obj, "user", None)
        if isinstance(owner, User) and isinstance(request.user, User) and not delegation.may_change(request.user, owner):
            return False
        return super().has_delete_permission(request, obj)

    def may_act(self, request: HttpRequest, obj: Model, name: str) -> bool:
        """Every action here takes something away."""
        return self.has_delete_permission(request, obj)

    def reachable(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """The rows that an action may end."""
        return [obj for obj in queryset if self.has_delete_permission(request, obj)]
