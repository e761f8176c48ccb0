"""Names that count as one, and names that look like one."""

import unicodedata
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.names import comparison_key, skeleton

texts = st.text(max_size=40)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Alice", "aLICE"), (" alice ", "alice"), ("ａｌｉｃｅ", "alice"), ("STRASSE", "straße"), ("e\u0301", "é"), ("ﬁn", "fin"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"), ("ali\u00a0ce", "ali ce"), ("𝐚𝐥𝐢𝐜𝐞", "alice"), ("\u0345", "\u03b9"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_name(left: str, right: str) -> None:
    assert comparison_key(left) == comparison_key(right)


@pytest.mark.parametrize(("left", "right"), [("alice", "álice"), ("user1", "userl"), ("a b", "ab"), ("alice", "аlice")])
def test_two_names(left: str, right: str) -> None:
    assert comparison_key(left) != comparison_key(right)


@given(texts)
def test_the_comparison_form_is_its_own(text: str) -> None:
    key = comparison_key(text)
    assert comparison_key(key) == key
    assert unicodedata.is_normalized("NFKC", key)


@given(texts)
def test_case_and_composition_make_no_difference(text: str) -> None:
    assert comparison_key(unicodedata.normalize("NFD", text)) == comparison_key(text)
    assert comparison_key(text.casefold()) == comparison_key(text)


@pytest.mark.parametrize(
    "twin",
    [
        "аlice", "alicе", "alıce", "ɑlice", "ali\u03f2e", "аӏісе", "Аlice", "ＡＬＩＣＥ", "𝒂𝒍𝒊𝒄𝒆", "ali\u200bce", "ali\u00adce",
        "\u2060alice", "alice\u202e", "alice\ufe0f", "alice\u3164", "ali\u034fce", "\ufeffalice", "ali\U000e0063ce",
        "alice\u2800",
    ],
)  # fmt: skip
def test_what_looks_like_alice(twin: str) -> None:
    assert skeleton(twin) == "alice"


@pytest.mark.parametrize(
    ("twin", "name"),
    [
        ("Нina", "Hina"), ("Вob", "Bob"), ("Βob", "Bob"), ("Εve", "Eve"), ("Іvan", "Ivan"), ("Υuri", "Yuri"),
        ("pаypаl", "paypal"),
        ("ali  ce", "ali ce"), ("ali\u2003ce", "ali ce"), ("user\uff11", "user1"), ("Тom", "Tom"), ("Мax", "Max"),
    ],
)  # fmt: skip
def test_capitals_and_blanks_pass_too(twin: str, name: str) -> None:
    assert skeleton(twin) == skeleton(name)


@pytest.mark.parametrize(
    ("left", "right"), [("user1", "userl"), ("O", "0"), ("alice", "álice"), ("нина", "nina"), ("山田", "山本")]
)
def test_what_looks_different(left: str, right: str) -> None:
    assert skeleton(left) != skeleton(right)


@given(st.text(st.characters(codec="ascii", min_codepoint=0x21), max_size=40))
def test_ascii_stays(text: str) -> None:
    assert skeleton(text) == text.lower()


@given(texts)
def test_any_text_has_a_look(text: str) -> None:
    assert skeleton(unicodedata.normalize("NFD", text)) == skeleton(text)
    assert skeleton(text + "\u200b") == skeleton(text)


@pytest.mark.case("AC-05")
@pytest.mark.parametrize("name", ["Alice", "ａlice", "аlice", "ali\u200bce", "ALICE ", "\u200b", " \u3164 ", "a\x00b", "ﷺ" * 20])
def test_refused_beside_alice(alice: Any, name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        User.objects.create_user(name)
    assert list(caught.value.message_dict) == ["username"]


@pytest.mark.parametrize("name", ["aliced", "al1ce", "山田", "نازنین", "alice@example.com", "O'Neil", "álice", "ﷺ"])
def test_taken_beside_alice_and_found_again(alice: Any, name: str) -> None:
    user = User.objects.create_user(name)
    assert User.objects.get_by_natural_key(name.upper()) == user
