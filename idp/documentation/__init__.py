"""Pages of `docs/` that are made from the code: settings, audit events, compliance. Called by `manage.py generate_docs`."""
