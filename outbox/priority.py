"""The classes of work, the most urgent first. The worker takes a class only when no due work of an earlier one waits."""

from django.db import models


class Priority(models.IntegerChoices):
    """Small numbers, so that an index sorts by them."""

    INTERACTIVE = 0, "interactive"  # somebody waits for it: a mail with a link
    NORMAL = 1, "normal"
    BACKGROUND = 2, "background"  # nobody waits: clean-up, rotation
