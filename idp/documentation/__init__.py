"""Pages of `docs/` that are made from the code: settings, audit events, compliance.

Owns the lists that no other part needs (what is not supported, failures from the field) and reads the marks of the tests. Called
by `manage.py generate_docs` alone.
"""
