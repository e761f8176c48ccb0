"""What this authorization server supports; discovery, registration and rules say the same because they read this."""

import re

GRANT_TYPES = ("authorization_code", "client_credentials", "refresh_token")
RESPONSE_TYPES = ("code",)
RESPONSE_MODES = ("query",)
CODE_CHALLENGE_METHODS = ("S256",)
AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")
PROMPTS = ("none", "login", "consent", "select_account")
SCOPES = ("openid", "profile", "email", "address", "phone", "offline_access")
SCOPE_TOKEN = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")  # RFC 6749 §3.3
CLAIMS = (
    "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash", "sid",
    "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
    "gender", "birthdate", "zoneinfo", "locale", "updated_at", "email", "email_verified", "phone_number",
    "phone_number_verified", "address",
)  # fmt: skip
