"""`manage.py serve`: the whole site from one command.

Owns the order of a start (port, database, keys, web server, one-time link, worker) and its end. The web server is a child
process; the worker runs in this one, which saves a third of the memory. Called by `bootstrap.py`.
"""
