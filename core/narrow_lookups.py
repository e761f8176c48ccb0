"""What the query string of an admin list may ask.

Django's admin takes any look-up on a model's own columns: `?client_secret__startswith=a` would let whoever may only look at
clients read a hash letter by letter, and `?username__regex=` would run a pattern of theirs (DB-10).
"""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest

OPERATORS = frozenset({"exact", "gte", "gt", "lte", "lt", "isnull"})
KEYS = frozenset({"id", "pk"})


class NarrowLookups(ModelAdmin):
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
