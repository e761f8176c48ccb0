"""oidc_discovery"""
