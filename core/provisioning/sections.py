"""The sections that a file may have; each part registers its own."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from django.utils.module_loading import import_string
from pydantic import BaseModel, ConfigDict, ValidationError

from core.provisioning.faults import Fault, Location
from core.provisioning.names import NOT_YET, registered


class Entry(BaseModel):
    """What every entry has: no unknown keys, no guessing of types, and `state: absent` to remove it."""

    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=False)
    state: Literal["present", "absent"] = "present"

    def given(self, name: str) -> bool:
        """Whether the file says anything about this key: what it leaves out is left alone."""
        return name in self.model_fields_set


@dataclass
class Change:
    """What was done to one entry. `changes` goes into the record; `notice` is shown once and kept nowhere."""

    action: Literal["created", "changed", "removed"]
    name: str
    changes: dict[str, Any] = field(default_factory=dict)
    notice: str = ""


class Section(Protocol):
    """A list of the file and what stands behind it in the database."""

    name: str
    entry: type[Entry]

    def key(self, entry: Any) -> str:
        """What the entry is known by, in comparison form."""

    def check(self, entries: "list[tuple[Location, Any]]", all_entries: dict[str, list[Any]]) -> Iterator[Fault]:
        """Faults that only the database or the other entries show. Writes nothing."""

    def write(self, entry: Any) -> Change | None:
        """Makes the entry true; None if it was."""

    def remove(self, entry: Any) -> Change | None:
        """Takes it away; None if it was not there."""

    def export(self, *, with_secrets: bool) -> list[dict[str, Any]]:
        """The section as the database has it."""


def sections() -> list[Section]:
    """All, in the order in which they are written."""
    return [import_string(path)() for path in registered()]


def unknown_section(name: str, known: list[str]) -> str:
    """The sentence about a section that is not there."""
    if name in NOT_YET:
        return f"The section {name} is not supported yet."
    return f"There is no section of this name.{did_you_mean(name, known)}"


def did_you_mean(name: str, known: list[str]) -> str:
    """A hint for a misspelt key."""
    near = difflib.get_close_matches(name, known, 1, 0.6)
    return f" Did you mean {near[0]}?" if near else f" Known: {', '.join(known)}."


def faults_of(error: ValidationError, where: Location, model: type[BaseModel]) -> Iterator[Fault]:
    """Pydantic's findings in our words."""
    for found in error.errors(include_url=False):
        location: Location = where + tuple(part for part in found["loc"] if part not in ("function-after", "function-wrap"))
        kind, message = found["type"], found["msg"]
        if kind == "extra_forbidden":
            message = "There is no key of this name." + did_you_mean(str(found["loc"][-1]), _names_at(model, found["loc"][:-1]))
        elif kind == "missing":
            message = "This key is missing."
        elif kind == "string_type":
            message = "This must be text; put it in quotes."
        elif kind == "list_type":
            message = "This must be a list."
        elif kind in ("dict_type", "model_type"):
            message = "This must be a mapping of keys to values."
        elif kind == "int_type":
            message = "This must be a whole number."
        elif kind == "bool_type":
            message = "This must be true or false."
        elif kind == "value_error":
            message = str(found.get("ctx", {}).get("error", message))
        yield Fault(location, message)


def _names_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    for part in location:
        if isinstance(part, str) and part in model.model_fields:
            inner = [
                kind
                for kind in _kinds(model.model_fields[part].annotation)
                if isinstance(kind, type) and issubclass(kind, BaseModel)
            ]
            if not inner:
                return []
            model = inner[0]
    return [name for name in model.model_fields if name != "state"]


def _kinds(annotation: Any) -> Iterator[Any]:
    arguments = getattr(annotation, "__args__", ())
    if not arguments:
        yield annotation
    for argument in arguments:
        yield from _kinds(argument)
