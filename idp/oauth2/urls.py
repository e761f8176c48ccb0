"""Addresses of the authorization server; no trailing slash."""

from django.urls import path

from idp.oauth2.endpoints import authorize, discovery, logout, token, userinfo

urlpatterns = [
    path(".well-known/openid-configuration", discovery.configuration, name="openid-configuration"),
    path(".well-known/oauth-authorization-server", discovery.configuration, name="oauth-metadata"),
    path("oauth2/authorize", authorize.authorize, name="authorize"),
    path("oauth2/token", token.token, name="token"),
    path("oauth2/userinfo", userinfo.userinfo, name="userinfo"),
    path("oauth2/jwks", discovery.jwks, name="jwks"),
    path("oauth2/logout", logout.logout, name="oauth2-logout"),
    path("oauth2/logout/confirm", logout.confirm, name="oauth2-logout-confirm"),
]
