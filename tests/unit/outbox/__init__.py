"""The outbox: leases, retries, schedule."""
