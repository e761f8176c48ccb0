"""What the worker does for keys."""

from datetime import timedelta

from keys.rotation import retire_old, rotate_aged
from outbox.tasks import every


@every(timedelta(hours=1), "keys.rotate")
def rotate_keys() -> None:
    """Retires what has run out and rotates what has grown old."""
    retire_old()
    rotate_aged()
