"""Secrets at rest: AES-256-GCM under the site's master key, and keys derived from it (NIST SP 800-38D, RFC 5869)."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.randomness import octets

NONCE = 12


class WrongKey(Exception):
    """The octets were not sealed under this master key and purpose, or were changed since."""


def derive(master: bytes, purpose: str) -> bytes:
    """32 octets for one purpose, from which neither the master key nor another purpose's can be found."""
    return HKDF(SHA256(), 32, salt=b"keyhall", info=purpose.encode()).derive(master)


def seal(master: bytes, purpose: str, plain: bytes) -> bytes:
    """Nonce, ciphertext and tag. `purpose` is bound in: what is sealed for one opens for no other."""
    nonce = octets(NONCE)
    return nonce + AESGCM(derive(master, "seal:" + purpose)).encrypt(nonce, plain, purpose.encode())


def unseal(master: bytes, purpose: str, sealed: bytes) -> bytes:
    """What was sealed. Raises WrongKey."""
    try:
        key = AESGCM(derive(master, "seal:" + purpose))
        return key.decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise WrongKey from error
