"""The admin as an app, with our site."""

from django.contrib.admin.apps import AdminConfig


class KeyhallAdminConfig(AdminConfig):
    default_site = "idp.admin_site.site.KeyhallAdminSite"
