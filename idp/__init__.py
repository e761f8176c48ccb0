"""The Django project, and our face as identity provider.

Owns settings, the table of URLs and the protocols (`flow`, `oauth2`, `resource_server`). People belong to `accounts`, keys to
`keys`, the record to `audit`.
"""
