"""Making and reading tokens: access (RFC 9068), ID (OIDC Core §2), refresh; and whether one is still alive."""
