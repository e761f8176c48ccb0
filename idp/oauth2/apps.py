"""The authorization server as an app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OAuth2Config(AppConfig):
    name = "idp.oauth2"
    label = "oauth2"
    verbose_name = _("OAuth 2.0 and OpenID Connect")

    def ready(self) -> None:
        from idp.flow import protocols
        from idp.oauth2 import provisioning, revocation  # noqa: F401 (sections of `apply`; listens to the ends of sessions)
        from idp.oauth2.authorize.respond import OAuth2SignIn

        protocols.register("oauth2", OAuth2SignIn())
