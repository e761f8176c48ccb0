"""The project as an app: its management commands and system checks."""

from django.apps import AppConfig


class IdpConfig(AppConfig):
    name = "idp"
    verbose_name = "Keyhall"

    def ready(self) -> None:
        from idp import checks  # noqa: F401 (registers the system checks)
