"""How clients prove who they are at every endpoint that asks: `credentials` reads, `verify` decides (RFC 6749 §2.3)."""
