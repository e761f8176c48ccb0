"""rfc7636_pkce"""
