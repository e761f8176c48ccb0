"""HTTP itself: methods, bodies, encodings, headers."""
