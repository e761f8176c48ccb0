"""oidc_logout"""
