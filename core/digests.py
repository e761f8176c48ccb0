"""Fingerprints of secrets with full entropy, and comparison without a clock to read.

Not for passwords: those have little entropy and go through Argon2id.
"""

import hashlib
import hmac


def sha256_hex(secret: str) -> str:
    """64 lower-case hex characters; what the database keeps instead of a code, token or client secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def equal(left: str, right: str) -> bool:
    """Whether two texts are the same, in time that does not depend on where they differ."""
    return hmac.compare_digest(left.encode(), right.encode())


def keyed(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 over the parts, unambiguous in their boundaries; 64 hex characters."""
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        octets = part.encode()
        mac.update(len(octets).to_bytes(4, "big") + octets)
    return mac.hexdigest()
