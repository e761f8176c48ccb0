"""rfc9068_access_tokens"""
