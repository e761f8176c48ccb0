"""Sign-in: identify → throttle → verify → complete. A step of a pending sign-in, and the way in to our own pages.

Owns the sign-in form and what a session says about how its person proved themselves (`facts`). Knows no protocol: what the
sign-in is for is said by whoever registered in `purpose`.
"""
