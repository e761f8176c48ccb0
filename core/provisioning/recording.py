"""Comparing what is with what should be."""

from typing import Any


def assign(target: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Sets attributes that differ; gives {name: {"before": …, "after": …}} of those."""
    changes = {}
    for name, value in values.items():
        before = getattr(target, name)
        if before != value:
            setattr(target, name, value)
            changes[name] = {"before": before, "after": value}
    return changes
