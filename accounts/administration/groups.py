"""Groups."""

from typing import Any

from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.models import Group, Permission
from django.db.models import ManyToManyField
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from accounts import delegation
from accounts.administration.pages import by_short_names
from accounts.models import User
from audit.administered import RecordedAdmin


class GroupAdmin(StockGroupAdmin, RecordedAdmin):
    """A delegated administrator hands on what they hold, and leaves the groups that hold more alone."""

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the beginning of the name; what somebody typed becomes no pattern."""
        term = search_term.strip()[:150]
        return (queryset.filter(name__startswith=term) if term else queryset), False

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest | None = None, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        """Offers, and so accepts, only permissions that the administrator holds."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.remote_field.model is Permission and request is not None:
            assert isinstance(request.user, User)
            field.queryset = delegation.grantable_permissions(request.user)
            by_short_names(field)
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As far as delegation goes."""
        return super().has_change_permission(request, obj) and _may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As far as delegation goes."""
        return super().has_delete_permission(request, obj) and _may(request, obj)


def _may(request: HttpRequest, obj: Any) -> bool:
    if not isinstance(obj, Group):
        return True
    return isinstance(request.user, User) and delegation.may_change_group(request.user, obj)
