"""A relying party that runs in the browser against this site; speaks HTTP to it like any client."""
