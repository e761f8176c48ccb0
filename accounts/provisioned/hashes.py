"""Password hashes from elsewhere."""

from typing import Any

from django.contrib.auth.hashers import get_hashers_by_algorithm, identify_hasher

# Each sign-in pays what the hash asks for: 256 MiB is what a small machine can spare, the rest about two seconds.
MOST_MEMORY = 256 * 1024 * 1024
MOST_PASSES = 20
MOST_ITERATIONS = 5_000_000


def stored_form(text: str) -> str | None:
    """The form in which Django keeps it, or None if none of our hashers can verify it at bearable cost.

    Taken are Django's own forms and PHC strings of Argon2 (`$argon2id$…`), as other products export them.
    """
    stored = f"argon2{text}" if text.startswith("$argon2") else text
    try:
        hasher = identify_hasher(stored)
        if hasher.algorithm not in get_hashers_by_algorithm() or not _is_bearable(hasher.decode(stored)):
            return None
        hasher.verify("", stored)
    except Exception:
        return None
    return stored


def _is_bearable(figures: dict[str, Any]) -> bool:
    memory = figures.get("memory_cost", 0) * 1024  # Argon2, in KiB
    memory = max(memory, 128 * figures.get("work_factor", 0) * figures.get("block_size", 0))  # scrypt (RFC 7914 §2)
    passes = max(figures.get("time_cost", 0), figures.get("parallelism", 0))
    return bool(memory <= MOST_MEMORY and passes <= MOST_PASSES and figures.get("iterations", 0) <= MOST_ITERATIONS)
