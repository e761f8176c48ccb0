"""Reading a file for `manage.py apply`: bounds, lines, and nothing of YAML that surprises."""

import json
import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from core.provisioning.document import MAX_DEPTH, MAX_NODES, MAX_OCTETS, Document
from core.provisioning.faults import Fault, Refused

TEXT = """\
# a comment
users:
  - userName: ada

    emails:
      - value: a@example.org
      - { value: b@example.org,
          verified: true }
  - userName: bob
groups: [{displayName: a}, {displayName: b}]
"""


def refusal(text: str | bytes) -> str:
    with pytest.raises(Refused) as caught:
        Document(text if isinstance(text, bytes) else text.encode())
    (sentence,) = caught.value.sentences("F")
    return sentence


@pytest.mark.parametrize(
    ("location", "line"),
    [
        (("users",), 2), (("users", 0), 3), (("users", 0, "userName"), 3), (("users", 0, "emails", 0, "value"), 6),
        (("users", 0, "emails", 1, "verified"), 8), (("users", 1), 9), (("groups", 1, "displayName"), 10),
        (("users", 0, "missing"), 3), (("users", 0, "emails", 0, "missing", 4), 6), (("users", 7), 2), (("nothing",), 1), ((), 1),
    ],
)  # fmt: skip
def test_lines(location: tuple[str | int, ...], line: int) -> None:
    assert Document(TEXT.encode()).line(location) == line
    assert Document(TEXT.replace("\n", "\r\n").encode()).line(location) == line


def test_faults_are_told_in_the_order_of_lines() -> None:
    refused = Refused([Fault(("b",), "two", 9), Fault(("a", 0, "c"), "one", 2), Fault((), "none")])
    assert refused.sentences("F") == ["F:1: none", "F:2: a[0].c: one", "F:9: b: two"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("users: &x [a]\ngroups: [*x]", "F:1: Anchors"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]", "F:1: Anchors"),
        ("users: []\ngroups: *x", "F:2: "),
        ("users: !!python/object/apply:os.system [id]", "F:1: Tags"),
        ("users: !own x", "F:1: Tags"),
        ("users: !!str 1", "F:1: Tags"),
        ("users:\n  - <<: {userName: a}", "F:2: Merge keys"),
        ("%YAML 1.1\n---\nusers: []", "F:2: Directives"),
        ("%TAG ! tag:x,2000:\n---\nusers: []", "F:2: Directives"),
        ("users: []\n---\nusers: []", "F:2: The file holds more than one document"),
        ("users:\n  - userName: a\n    active: true\n    userName: b", "F:4: A key stands here twice"),
        ("users: []\n'users': []", "F:2: A key stands here twice"),
        ("users:\n\t- userName: a", "F:2: This is not YAML"),
        ("users: 'a\nb: c", "This is not YAML"),
        ("users: [a", "This is not YAML"),
        ("users: a: b", "F:1: This is not YAML"),
        ("users: \"\\q\"", "F:1: This is not YAML"),
        ("users: " + "9" * 5000, "F:1: This is not YAML"),
        ("", "F:1: The file is empty"),
        ("# only a comment\n", "F:1: The file is empty"),
        ("---\n...\n", "F:1: The file is empty"),
        ("[]", "F:1: The file must hold sections"),
        ("users", "F:1: The file must hold sections"),
        ("users: []\ngroups: \x07", "F:2: The line holds a control character"),
        ("users: []\n\x0b\x1cgroups: []", "F:2: The line holds a control character"),
        ("users: []\ngroups: \x00", "F:2: The line holds a control character"),
        ("{" * (MAX_DEPTH + 1), "F:1: The file is nested too deeply"),
        ("[" * 100_000, "F:1: The file is nested too deeply"),
        ("a: {" * 100_000, "F:1: The file is nested too deeply"),
        ("- " * 100_000, "F:1: The file is nested too deeply"),
    ],
)  # fmt: skip
def test_refused_with_its_line(text: str, sentence: str) -> None:
    assert sentence in refusal(text)


@pytest.mark.parametrize(
    ("octets", "sentence"),
    [
        (b"users: []\n# \xff", "F:2: The file is not valid UTF-8"),
        (b"\xff\xfeu\x00", "F:1: The file is not valid UTF-8"),
        (b"users: \xed\xa0\x80", "F:1: The file is not valid UTF-8"),
        (b"#" * (MAX_OCTETS + 1), "F:1: The file is larger than 5 MB"),
    ],
)
def test_octets(octets: bytes, sentence: str) -> None:
    assert refusal(octets).startswith(sentence)


def test_too_many_things(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_NODES <= 1_000_000
    monkeypatch.setattr("core.provisioning.document.MAX_NODES", 50)
    assert "holds too much" in refusal("users: [" + "a," * 50 + "]")


def test_a_byte_order_mark_and_dates_and_words_of_old_yaml() -> None:
    document = Document("\ufeffa: [2000-01-02, yes, no, on, 010, 1_000, 0o10, ~, 'x']".encode())
    assert document.content == {"a": ["2000-01-02", "yes", "no", "on", 10, 1000, 8, None, "x"]}


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\e", "\\x7f", "\\x85", "\\ud800", "\\r", "\\t"])
def test_escapes_that_nothing_can_keep(escape: str) -> None:
    document = Document(f'users:\n  - userName: "a{escape}b"\n    x: "one\\ntwo"'.encode())
    assert list(document.unprintable()) == [("users", 0, "userName")]


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="abcé ", min_size=1), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["users", "groups", "x"]), values, min_size=1))
def test_what_was_written_is_read(content: Any) -> None:
    out = StringIO()
    yaml = YAML()
    yaml.width = 1000
    yaml.dump(content, out)
    assert Document(out.getvalue().encode()).content == content
    assert Document(json.dumps(content, ensure_ascii=False).encode()).content == content  # JSON is YAML


@given(st.binary(max_size=80) | st.text(alphabet="ab:-[]{}#&*!|>'\"%@`?,~ \n\t\\0<=", max_size=60).map(str.encode))
def test_any_octets_are_read_or_refused(octets: bytes) -> None:
    try:
        list(Document(octets).unprintable())
    except Refused as refused:
        assert refused.sentences("F")[0].startswith("F:")


def test_the_web_does_not_load_what_only_the_command_needs(tmp_path: Any) -> None:
    program = (
        "import sys, django; django.setup()\n"
        "import idp.wsgi, idp.urls\n"
        "costly = {'pydantic', 'ruamel.yaml', 'accounts.provisioned', 'idp.oauth2.provisioned'}\n"
        "sys.exit(' '.join(costly & sys.modules.keys()) or 0)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "idp.settings", "KEYHALL_DATA_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
