"""The authorization server in the admin."""

from django.contrib import admin
from oauth2_provider import models as toolkit

for model in (
    toolkit.get_application_model(), toolkit.get_grant_model(), toolkit.get_access_token_model(),
    toolkit.get_refresh_token_model(), toolkit.get_id_token_model(), toolkit.get_device_grant_model(),
):  # fmt: skip
    if admin.site.is_registered(model):
        admin.site.unregister(model)
