"""From a file to a site: everything is checked before anything is written, and what is true already is left alone.

The order of writes lets a crash between two of them be repeated by applying again. Removals come first, since they free names
and addresses: clients, people, groups; then the rest the other way round.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from core.provisioning.document import Document
from core.provisioning.faults import Fault, Location, Refused
from core.provisioning.sections import Change, Section, faults_of, sections, unknown_section


class Plan:
    """A file that was checked."""

    def __init__(self, octets: bytes) -> None:
        """Raises Refused with every fault that was found."""
        self._document = Document(octets)
        self._sections = {section.name: section for section in sections()}
        self._entries: dict[str, list[tuple[Location, Any]]] = {name: [] for name in self._sections}
        faults = [Fault(where, "This holds a character that can't be kept.") for where in self._document.unprintable()]
        faults += [fault for fault in self._parse() if fault.location not in {earlier.location for earlier in faults}]
        if not faults:
            everything = {name: [entry for _, entry in found] for name, found in self._entries.items()}
            for name, section in self._sections.items():
                faults += self._twice(section) or list(section.check(self._entries[name], everything))
        if faults:
            raise Refused([Fault(f.location, f.message, f.line or self._document.line(f.location)) for f in faults])

    def carry_out(self) -> Iterator[Change]:
        """Writes, and tells each change as it is made."""
        for name, section in reversed(list(self._sections.items())):
            for _, entry in self._entries[name]:
                if entry.state == "absent" and (change := section.remove(entry)):
                    yield change
        for name, section in self._sections.items():
            for _, entry in self._entries[name]:
                if entry.state == "present" and (change := section.write(entry)):
                    yield change

    def _parse(self) -> Iterator[Fault]:
        for name, values in self._document.content.items():
            section = self._sections.get(name)
            if section is None:
                yield Fault((name,), unknown_section(name, list(self._sections)))
            elif values is None:
                continue
            elif not isinstance(values, list):
                yield Fault((name,), "This must be a list.")
            else:
                yield from self._parse_entries(section, values)

    def _parse_entries(self, section: Section, values: list[Any]) -> Iterator[Fault]:
        for index, value in enumerate(values):
            where: Location = (section.name, index)
            if not isinstance(value, dict):
                yield Fault(where, "This must be a mapping of keys to values.")
                continue
            try:
                self._entries[section.name].append((where, section.entry.model_validate(value)))
            except ValidationError as error:
                yield from faults_of(error, where, section.entry)

    def _twice(self, section: Section) -> list[Fault]:
        first: dict[str, Location] = {}
        found = []
        for where, entry in self._entries[section.name]:
            key = section.key(entry)
            if key in first:
                found.append(Fault(where, f"This is declared already in line {self._document.line(first[key])}."))
            first.setdefault(key, where)
        return found
