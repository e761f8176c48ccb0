"""What must be there before anything is served: tables, keys, and on a local site the playground's client."""

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from idp.local_site import ensure_playground_client
from keys.rotation import ensure_keys


class NotPrepared(Exception):
    """The sentence for the person at the terminal."""


def prepare() -> None:
    """Idempotent; a later start costs a few queries. Raises NotPrepared."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise NotPrepared(f"The database can't be used: {error}.") from error
    ensure_keys()
    ensure_playground_client()
