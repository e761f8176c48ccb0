"""Password hashes from elsewhere."""

from django.contrib.auth.hashers import get_hashers_by_algorithm, identify_hasher


def stored_form(text: str) -> str | None:
    """The form in which Django keeps it, or None if none of our hashers can verify it.

    Taken are Django's own forms and PHC strings of Argon2 (`$argon2id$…`), as other products export them.
    """
    stored = f"argon2{text}" if text.startswith("$argon2") else text
    try:
        hasher = identify_hasher(stored)
        if hasher.algorithm not in get_hashers_by_algorithm():
            return None
        hasher.decode(stored)
        hasher.verify("", stored)
    except Exception:
        return None
    return stored
