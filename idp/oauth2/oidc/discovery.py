"""What this server says of itself (OIDC Discovery §3, RFC 8414 §2); only what is there."""

from typing import Any

from django.conf import settings

from accounts.login.facts import ACR_ONE_FACTOR
from core.jose.algorithms import SIGNING_ALGORITHMS
from idp.oauth2 import metadata


def document() -> dict[str, Any]:
    """The same for both well-known addresses; `issuer` is byte for byte the setting (KD-02)."""
    base = settings.KEYHALL_ORIGIN
    return {
        "issuer": settings.KEYHALL_ISSUER,
        "authorization_endpoint": f"{base}/oauth2/authorize",
        "token_endpoint": f"{base}/oauth2/token",
        "userinfo_endpoint": f"{base}/oauth2/userinfo",
        "end_session_endpoint": f"{base}/oauth2/logout",
        "jwks_uri": f"{base}/oauth2/jwks",
        "scopes_supported": list(metadata.SCOPES),
        "response_types_supported": list(metadata.RESPONSE_TYPES),
        "response_modes_supported": list(metadata.RESPONSE_MODES),
        "grant_types_supported": list(metadata.GRANT_TYPES),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": list(SIGNING_ALGORITHMS),
        "token_endpoint_auth_methods_supported": list(metadata.AUTH_METHODS),
        "code_challenge_methods_supported": list(metadata.CODE_CHALLENGE_METHODS),
        "prompt_values_supported": list(metadata.PROMPTS),
        "acr_values_supported": [ACR_ONE_FACTOR],
        "claim_types_supported": ["normal"],
        "claims_supported": list(metadata.CLAIMS),
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
        "ui_locales_supported": [code for code, _ in settings.LANGUAGES],
    }
