"""Secrets of people who exist in tests only."""

PASSWORD = "a walrus and a carpenter"  # noqa: S105 (of nobody)
