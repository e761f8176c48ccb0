"""rfc7517_keys"""
