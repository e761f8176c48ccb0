"""/.well-known/openid-configuration, /.well-known/oauth-authorization-server and /oauth2/jwks."""

from django.http import HttpRequest, HttpResponse

from idp.oauth2.endpoints.http import answer, endpoint
from idp.oauth2.oidc import discovery
from keys.keyring import keyring
from keys.rotation import JWKS_CACHE

PUBLIC = f"public, max-age={int(JWKS_CACHE.total_seconds())}"


@endpoint("GET", "HEAD")
def configuration(request: HttpRequest) -> HttpResponse:
    """What this server can do."""
    return answer(discovery.document(), cache=PUBLIC)


@endpoint("GET", "HEAD")
def jwks(request: HttpRequest) -> HttpResponse:
    """Every key that signs, will sign, or signed what still counts (RFC 7517 §5)."""
    return answer({"keys": list(keyring.current().published)}, cache=PUBLIC)
