"""Authorization server; OpenID Provider is a facet of it.

Owns clients, their authentication, grants, tokens and the endpoints under /oauth2/ and /.well-known/. The way of a request:

    endpoints/authorize → authorize/request (parse) → authorize/rules (ordered) → flow.dispatch → … → authorize/respond
    endpoints/token     → parameters → client_auth → grants/<grant_type> → tokens/ → answer

Rules, PKCE and errors know no Django. Sign-in and consent are the flow's; keys are the key ring's.
"""
