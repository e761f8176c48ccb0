"""Inserts that another worker may have been faster with."""

from django.db import IntegrityError, models, transaction


def insert_if_absent(row: models.Model) -> bool:
    """Saves a new row; False if a unique key of it is there already.

    The savepoint keeps a caller's transaction usable on SQLite; on MongoDB it does nothing, and the unique index decides.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True
