"""People in the admin."""

from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.administration.groups import GroupAdmin
from accounts.administration.sessions import BrowserSessionAdmin
from accounts.administration.users import UserAdmin
from accounts.models import BrowserSession, User

if admin.site.is_registered(Group):
    admin.site.unregister(Group)
admin.site.register(Group, GroupAdmin)
admin.site.register(User, UserAdmin)
admin.site.register(BrowserSession, BrowserSessionAdmin)
