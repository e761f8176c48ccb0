"""People's sections of `manage.py apply`; named here, loaded by the command only."""

from core.provisioning.names import register

register(10, "accounts.provisioned.groups.Groups")
register(20, "accounts.provisioned.users.Users")
