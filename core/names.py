"""Forms of names under which two spellings count as one (RFC 8265 §3.3, UTS 39 §4)."""

import unicodedata
from functools import lru_cache


def comparison_key(text: str) -> str:
    """The form in which names are compared: NFKC, case folded, NFKC again (folding can undo the first)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def skeleton(text: str) -> str:
    """What `text` looks like: every letter of another script that passes for an ASCII one becomes it, what can't be seen goes.

    ASCII stays as it is, so `user1` and `userl` are two names, while `аdmin` with a Cyrillic first letter is `admin`, and so is
    one with a zero-width space inside. Looked at as it was typed: Cyrillic `Н` passes for H, which its small letter does not.
    """
    visible = (char for char in unicodedata.normalize("NFD", text) if not _is_ignorable(char))
    drawn = "".join(char if char.isascii() else _looks_like(char) for char in visible)
    return " ".join(unicodedata.normalize("NFC", drawn.casefold()).split())


def _is_ignorable(char: str) -> bool:
    """Drawn as nothing (Default_Ignorable_Code_Point, Unicode §5.21, which UTS 39 §4 takes away, and the Braille blank)."""
    if unicodedata.category(char) in ("Cf", "Zl", "Zp"):
        return True
    return any(first <= ord(char) <= last for first, last in IGNORABLE)


IGNORABLE = (
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
)  # fmt: skip

DRAWN_AS = {"\u0131": "i", "\u0237": "j", "\u04cf": "l"}  # dotless i and j, palochka: missing or wrong in the tables


@lru_cache(maxsize=4096)
def _looks_like(char: str) -> str:
    if char in DRAWN_AS:
        return DRAWN_AS[char]
    plain = unicodedata.normalize("NFKC", char)
    if plain.isascii():  # a letter or digit of another width or weight
        return plain
    forms = dict.fromkeys((char, plain, comparison_key(char)))
    for form in forms:
        twin = _ascii_twin(form)
        if twin:
            # Scripts' capital I pass for l in the tables, and for I, which counts as i, to the eye.
            return "i" if twin == "l" and form.isupper() else twin
    return min([comparison_key(char), *(twin for twin in _twins(comparison_key(char)) if len(twin) == 1)])


def _ascii_twin(char: str) -> str:
    found = sorted(twin.casefold() for twin in _twins(char) if twin.isascii())
    return next((twin for twin in found if twin.isalpha()), found[0] if found else "")


def _twins(char: str) -> list[str]:
    from confusable_homoglyphs import confusables  # 0.5 MB of tables: only when a name is not ASCII

    return [str(entry["c"]) for entry in confusables.confusables_data.get(char, [])]
