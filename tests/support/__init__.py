"""What tests stand on: our own relying party and browser, people and clients to use, a real server."""
