"""How an object looks in the record: its columns, what it is linked to, and what changed."""

from typing import Any

from django.db.models import Model


def snapshot(obj: Model, related: tuple[str, ...] = ()) -> dict[str, Any]:
    """The values of an object as the record keeps them: columns, many-to-many, and the rows of `related`."""
    values: dict[str, Any] = {}
    for field in obj._meta.concrete_fields:
        if field.editable and not field.primary_key:
            value = getattr(obj, field.attname)
            values[field.name] = value if isinstance(value, bool | int | str | list | dict) or value is None else str(value)
    for many in obj._meta.many_to_many:
        values[many.name] = sorted(str(row) for row in getattr(obj, many.name).all())
    for name in related:
        values[name] = sorted(_line(row) for row in getattr(obj, name).all())
    return values


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """{name: {"before", "after"}} of what differs."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: {"before": before.get(name), "after": after.get(name)} for name in names}


def _line(row: Model) -> str:
    """`someone@example.org, verified, primary`: yes-and-no columns by their names, the others by their values."""
    parts = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if not field.editable or field.is_relation or field.primary_key or value is False:
            continue
        parts.append(str(field.name if value is True else value))
    return ", ".join(parts)
