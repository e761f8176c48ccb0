"""The authorization server in the admin, in the place of the toolkit's own pages."""

from django.contrib import admin
from oauth2_provider import models as toolkit

from idp.oauth2.administration.clients import ClientAdmin
from idp.oauth2.administration.grants import AuthorizationAdmin, RefreshTokenAdmin
from idp.oauth2.models import Authorization, Client, RefreshToken

for model in (
    toolkit.get_application_model(),
    toolkit.get_grant_model(),
    toolkit.get_access_token_model(),
    toolkit.get_refresh_token_model(),
    toolkit.get_id_token_model(),
    toolkit.get_device_grant_model(),
):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

admin.site.register(Client, ClientAdmin)
admin.site.register(Authorization, AuthorizationAdmin)
admin.site.register(RefreshToken, RefreshTokenAdmin)
