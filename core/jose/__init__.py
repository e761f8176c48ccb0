"""JSON Web Signature and Key as this project uses them; pure, no Django, no database.

Owns algorithms, key generation, compact signing and verification (RFC 7515, 7517, 7518, 8037), and hash halves such as
`at_hash`. Which key signs what is decided in `keys`.
"""
