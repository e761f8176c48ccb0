"""Signing and encryption keys: where they are kept, which one signs, when they change.

Owns the key ring, rotation and the published set. `idp` asks for a signer by use and algorithm; nobody else sees a private key.
"""
