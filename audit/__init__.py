"""The append-only, tamper-evident record of who did what, when, from where, for which client; never a secret.

Owns the catalogue of events, the rows and their chain. Everything above calls `audit.record()`; nothing changes a row.
"""
