"""oidc_core"""
