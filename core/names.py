"""Forms of names under which two spellings count as one (RFC 8265 §3.3, UTS 39 §4)."""

import unicodedata
from functools import lru_cache


def comparison_key(text: str) -> str:
    """The form in which names are compared: NFKC, case folded, NFKC again (folding can undo the first)."""
    folded = unicodedata.normalize("NFKC", text.strip()).casefold()
    return unicodedata.normalize("NFKC", folded)


def skeleton(text: str) -> str:
    """What `text` looks like: every letter of another script that passes for an ASCII one becomes it.

    ASCII stays as it is, so `user1` and `userl` are two names, while `аdmin` with a Cyrillic first letter is `admin`.
    """
    decomposed = unicodedata.normalize("NFD", comparison_key(text))
    drawn = "".join(char if char.isascii() else _looks_like(char) for char in decomposed)
    return unicodedata.normalize("NFC", drawn).casefold()


@lru_cache(maxsize=4096)
def _looks_like(char: str) -> str:
    if char in "\u0131\u0237":  # dotless i and j: drawn as i and j in most type
        return "i" if char == "\u0131" else "j"
    from confusable_homoglyphs import confusables  # 0.5 MB of tables: only when a name is not ASCII

    twins: list[str] = [str(entry["c"]) for entry in confusables.confusables_data.get(char, [])]
    ascii_twins: list[str] = sorted(twin.casefold() for twin in twins if twin.isascii())
    if ascii_twins:
        letters = [twin for twin in ascii_twins if twin.isalpha()]
        return (letters or ascii_twins)[0]
    return min([char, *(twin for twin in twins if len(twin) == 1)])
