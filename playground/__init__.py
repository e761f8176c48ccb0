"""A relying party that runs in the browser against this site, to try a sign-in and to see each message of it.

Owns its pages and nothing else. It speaks to the site over HTTP like any client and imports nothing of ours but `core`; on for a
local site, off in production (KEYHALL_PLAYGROUND).
"""
