"""What stands where on the user pages."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

RIGHTS = ("is_staff", "is_superuser", "user_permissions")
SUPERUSERS_ONLY = ("is_superuser", "user_permissions")

FIELDSETS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (None, {"fields": ("username", "password", "is_active")}),
    (_("Profile"), {"classes": ["tab"], "fields": (
        "name", ("given_name", "family_name"), ("middle_name", "nickname"), "profile", "picture", "website",
        ("gender", "birthdate"), ("zoneinfo", "locale"),
    )}),
    (_("Phone and address"), {"classes": ["tab"], "fields": (
        ("phone_number", "phone_number_verified"), "street_address", ("postal_code", "locality"), ("region", "country"),
    )}),
    (_("Rights"), {"classes": ["tab"], "fields": ("is_staff", "is_superuser", "groups", "user_permissions")}),
    (_("Dates"), {"classes": ["tab"], "fields": ("last_login", "date_joined", "updated_at", "not_before")}),
)  # fmt: skip

ADD_FIELDSETS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (None, {"classes": ("wide",), "fields": ("username", "usable_password", "password1", "password2")}),
)


def by_short_names(field: Any) -> None:
    """Permissions as "Can add user": with application and model before it, the half that matters is cut off."""
    field.label_from_instance = lambda permission: permission.name
    field.queryset = field.queryset.order_by("name")


def without(names: Iterable[str], fieldsets: Any) -> list[tuple[Any, dict[str, Any]]]:
    """The same fieldsets without these fields."""
    left = []
    for title, options in fieldsets:
        left.append((title, {**options, "fields": [field for field in options["fields"] if field not in names]}))
    return left
