"""What a local site has from the start: a client for the playground."""

from django.conf import settings

from core.inserting import insert_if_absent
from idp.oauth2.models import Client

PLAYGROUND = "playground"


def ensure_playground_client() -> None:
    """The playground's public client, if the playground is on and has none; an administrator's changes to it stay."""
    if not settings.KEYHALL_PLAYGROUND or Client.objects.filter(client_id=PLAYGROUND).exists():
        return
    client = Client(
        client_id=PLAYGROUND,
        name="Playground",
        redirect_uris=f"{settings.KEYHALL_ORIGIN}/playground/callback",
        post_logout_redirect_uris=f"{settings.KEYHALL_ORIGIN}/playground/",
        token_endpoint_auth_method=Client.AuthMethod.NONE,
        grant_types=["authorization_code", "refresh_token"],
        scope="openid profile email address phone offline_access",
    )
    client.full_clean()
    insert_if_absent(client)
