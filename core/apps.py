"""Makes `manage.py apply` and `manage.py export` known to Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"
