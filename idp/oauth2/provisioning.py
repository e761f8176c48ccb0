"""What `manage.py apply` can make true here."""
