"""A filter in which somebody types a whole value."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import TextFilter


def exactly(column: str, label: Any) -> type[TextFilter]:
    """A filter for lists with too many values to choose from; compares exactly, so what is typed becomes no pattern."""

    class ExactFilter(TextFilter):  # type: ignore[misc]
        title = label
        parameter_name = f"{column}_is"

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            """Unfiltered while nothing is typed."""
            value = (self.value() or "").strip()
            return queryset.filter(**{column: value}) if value else queryset

    return ExactFilter
