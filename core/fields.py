"""The primary key of every own model."""

import uuid

from django.db import models

from core.randomness import uuid7


def uuid_key() -> "models.UUIDField[uuid.UUID, uuid.UUID]":
    """A UUIDv7 key in the column `_id`: MongoDB's own key, so no second id and no second index there."""
    return models.UUIDField(primary_key=True, default=uuid7, editable=False, db_column="_id")
