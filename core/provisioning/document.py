"""Reading the YAML file: strictly, within bounds, and remembering lines."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, NodeEvent, ScalarEvent

from core.provisioning.faults import Fault, Location, Refused
from core.text import has_control_characters

MAX_OCTETS = 5 * 1024 * 1024
MAX_DEPTH = 12
MAX_NODES = 500_000


class Document:
    """The file's content as plain values, and the line of each."""

    def __init__(self, octets: bytes) -> None:
        """Raises Refused."""
        text = _text(octets)
        _check_events(text)
        self._root = _load(text)
        self.content: dict[str, Any] = plain(self._root)

    def unprintable(self) -> Iterator[Location]:
        """Where an escape (`"\\0"`, `"\\ud800"`) made a character that nothing can keep. Lines of an address are text."""
        return (location for location, text in _texts(self.content) if has_control_characters(text.replace("\n", "")))

    def line(self, location: Location) -> int:
        """The line of the value or key at `location`, or of the nearest thing around it."""
        node, line = self._root, 1
        for part in location:
            try:
                if isinstance(part, int):
                    line = node.lc.item(part)[0] + 1
                else:
                    line = node.lc.key(part)[0] + 1
                node = node[part]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return int(line)


def _refuse(message: str, line: int = 1) -> Refused:
    return Refused([Fault((), message, line)])


def _text(octets: bytes) -> str:
    if len(octets) > MAX_OCTETS:
        raise _refuse(f"The file is larger than {MAX_OCTETS // 1024 // 1024} MB.")
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse("The file is not valid UTF-8.", octets.count(b"\n", 0, error.start) + 1) from None
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if any((ord(char) < 0x20 and char != "\t") or ord(char) == 0x7F for char in line):
            raise _refuse("The line holds a control character.", number)
    return text


def _check_events(text: str) -> None:
    """One pass over the bare events, before anything is built: no aliases (a bomb's fuse), no tags, one document."""
    depth = nodes = documents = 0
    try:
        for event in YAML(typ="rt").parse(text):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
                raise _refuse("Anchors and aliases are not taken.", line)
            if isinstance(event, NodeEvent):
                nodes += 1
                if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag:
                    raise _refuse("Tags are not taken.", line)
                if isinstance(event, ScalarEvent) and event.value == "<<" and event.style is None:
                    raise _refuse("Merge keys are not taken.", line)
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if event.version or event.tags:  # YAML 1.1 would read yes and 010 as something else
                    raise _refuse("Directives are not taken.", line)
                if documents > 1:
                    raise _refuse("The file holds more than one document.", line)
            depth += isinstance(event, CollectionStartEvent)
            depth -= isinstance(event, CollectionEndEvent)
            if depth > MAX_DEPTH or nodes > MAX_NODES:
                raise _refuse("The file is nested too deeply or holds too much.", line)
    except MarkedYAMLError as error:
        raise _refuse(f"This is not YAML: {error.problem or error.context}.", _line_of(error)) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise _refuse(f"This is not YAML: {error}.") from None


def _load(text: str) -> Any:
    try:
        root = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        raise _refuse("A key stands here twice.", _line_of(error)) from None
    except MarkedYAMLError as error:
        raise _refuse(f"This is not YAML: {error.problem or error.context}.", _line_of(error)) from None
    except (YAMLError, ValueError, IndexError, RecursionError) as error:  # IndexError: the loader's own, on `+_`
        raise _refuse(f"This is not YAML: {error}.") from None
    if root is None:
        raise _refuse("The file is empty.")
    if not isinstance(root, Mapping):
        raise _refuse("The file must hold sections such as users: and oauth_clients:.")
    return root


def _line_of(error: MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def plain(node: Any) -> Any:
    """The loader's own types as plain ones. A date is the text it was written as; a time is left, to be refused: the loader
    has moved it to another zone.
    """
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    if isinstance(node, datetime.datetime):
        return node
    if isinstance(node, datetime.date):
        return node.isoformat()
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node if node is None else bool(node)


def _texts(node: Any, location: Location = ()) -> Iterator[tuple[Location, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*location, key), key
            yield from _texts(value, (*location, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*location, index))
    elif isinstance(node, str):
        yield location, node
