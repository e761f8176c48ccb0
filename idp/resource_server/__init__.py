"""The only door for hosted services: `require_scope` checks the caller's token and says who calls.

A hosted service never sees the authorization server; it gets a `Caller`, under whose rights it runs (never a service account).
"""

from idp.resource_server.caller import Caller
from idp.resource_server.guard import require_scope

__all__ = ["Caller", "require_scope"]
