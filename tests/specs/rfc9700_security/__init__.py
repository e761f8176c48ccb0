"""rfc9700_security"""
