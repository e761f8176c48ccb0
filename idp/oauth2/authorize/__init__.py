"""The authorization request: parse, ordered rules, answer."""
