"""Passwords: how they are hashed, changed, and set by a one-time link."""
