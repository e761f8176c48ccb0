"""Text from outside: what may never reach a header, a database or a page."""

import unicodedata


def has_control_characters(text: str) -> bool:
    """True if `text` holds C0 or C1 control characters (a NUL, a CR LF that would split a header), or half a surrogate pair,
    which an escape of JSON or YAML and a command line can hold but no database takes.
    """
    return any(unicodedata.category(char) in ("Cc", "Cs") for char in text)


def is_own_path(target: str) -> bool:
    """Whether a `next` value stays on this site: a path, no scheme, no host, nothing a browser repairs into one.

    Browsers read `\\` as `/` and drop tabs and line ends, so `/\\evil.example` and `/\t/evil.example` leave the site.
    """
    return (
        len(target) <= 4096
        and target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and "\\" not in target
        and not has_control_characters(target)
    )
