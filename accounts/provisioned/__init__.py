"""What `manage.py apply` makes of groups and users. Loaded by that command and `export` only."""
