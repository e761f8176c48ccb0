"""The clients' section of `manage.py apply`; named here, loaded by the command only."""

from core.provisioning.names import register

register(30, "idp.oauth2.provisioned.Clients")
