"""What is revoked dies everywhere."""
