"""Filters of the admin's lists in which somebody types: a whole value, or a span of time."""

from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import DateField, TimeField
from django.http import HttpRequest
from django.utils.timezone import make_aware
from unfold.contrib.filters.admin import RangeDateTimeFilter, TextFilter


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


class Between(RangeDateTimeFilter):  # type: ignore[misc]
    """A span of time. A day without an hour counts whole, where django-unfold's own filter would silently do nothing."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Open at the end that is not given."""
        first, last = self._moment("from", time.min), self._moment("to", time.max)
        if first is not None:
            queryset = queryset.filter(**{f"{self.field_path}__gte": first})
        if last is not None:
            queryset = queryset.filter(**{f"{self.field_path}__lte": last})
        return queryset

    def _moment(self, end: str, otherwise: time) -> datetime | None:
        day, hour = (self.used_parameters.get(f"{self.field_path}_{end}_{part}") or "" for part in (0, 1))
        try:
            date = DateField(required=False).clean(day)
            at = TimeField(required=False).clean(hour) or otherwise
            return make_aware(datetime.combine(date, at)) if date else None
        except (ValidationError, OverflowError):
            return None
