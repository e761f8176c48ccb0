"""Rules of the authorization server."""
