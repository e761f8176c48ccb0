"""The playground as an app."""

from django.apps import AppConfig


class PlaygroundConfig(AppConfig):
    name = "playground"
