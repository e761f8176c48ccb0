"""The flow as an app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlowConfig(AppConfig):
    name = "idp.flow"
    label = "flow"
    verbose_name = _("Sign-in flow")

    def ready(self) -> None:
        from accounts.login import purpose
        from idp.flow.tickets import purpose_of

        purpose.register(purpose_of)
