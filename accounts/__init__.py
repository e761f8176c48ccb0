"""People and how they prove who they are; knows no protocol.

Owns users, addresses, browser sessions, sign-in, throttling, passwords and one-time links. `idp.flow` asks for a sign-in by
sending the browser to `/accounts/login/?next=…`, and reads its facts from `accounts.login.facts`.
"""
