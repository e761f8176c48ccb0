"""Browser sessions: where they are kept, how long they live, how they end."""
