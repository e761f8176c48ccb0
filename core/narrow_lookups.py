"""What may be asked of an admin list, in its query string and by the form of its actions.

Django's admin takes any look-up on a model's own columns: `?client_secret__startswith=a` would let whoever may only look at
clients read a hash letter by letter, and `?username__regex=` would run a pattern of theirs (DB-10).
"""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, FieldDoesNotExist, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

OPERATORS = frozenset({"exact", "gte", "gt", "lte", "lt", "isnull", "isempty"})
KEYS = frozenset({"id", "pk"})


class NarrowLookups(ModelAdmin):  # type: ignore[type-arg]
    """Takes only comparisons of the columns that the page has a filter for."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Parameters that belong to no column are the filters' own, and theirs to read."""
        if not self._is_a_column(lookup.split("__")[0]):
            return True
        filters = self.get_list_filter(request) if request is not None else self.list_filter
        for path in map(_path, filters):
            if lookup == path or lookup.startswith(f"{path}__"):
                return set(lookup[len(path) :].split("__")[1:]) <= OPERATORS | KEYS
        return False

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any) -> HttpResponse | None:
        """Raises BadRequest for keys that no row can have, which Django would hand to the database."""
        key = self.opts.pk
        assert key is not None
        try:
            for text in request.POST.getlist(ACTION_CHECKBOX_NAME):
                key.clean(text, None)
        except ValidationError as error:
            raise BadRequest from error
        return super().response_action(request, queryset, *args, **kwargs)

    def _is_a_column(self, name: str) -> bool:
        try:
            self.opts.get_field(name)
        except FieldDoesNotExist:
            return name == "pk"
        return True


def _path(listed: Any) -> str:
    """The column of an entry of `list_filter`; a filter class of its own has none."""
    if isinstance(listed, tuple | list):
        listed = listed[0]
    return listed if isinstance(listed, str) else "\0"
