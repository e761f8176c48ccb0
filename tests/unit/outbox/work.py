"""Tasks for workers in processes of their own: each call leaves a line in a file."""

import time
from datetime import timedelta
from pathlib import Path

from outbox.tasks import task


@task("test.append", lease=timedelta(seconds=2))
def append(path: str, seconds: float = 0) -> None:
    """Says that it began, takes its time, says that it ended."""
    with Path(path).open("a") as file:
        file.write("began\n")
        file.flush()
        time.sleep(seconds)
        file.write("ended\n")
