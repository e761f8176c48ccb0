"""Which redirect URIs may be registered, and which one a request names; pure."""

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOOPBACK_ADDRESSES = ("127.0.0.1", "::1")
DANGEROUS_SCHEMES = {
    "javascript",
    "data",
    "vbscript",
    "file",
    "blob",
    "about",
    "filesystem",
    "view-source",
    "ws",
    "wss",
    "ftp",
    "mailto",
}


def fault_of_redirect_uri(uri: str) -> str:
    """Why this URI can't be registered, or empty if it can (RFC 6749 §3.1.2, RFC 9700 §2.1, RFC 8252 §7)."""
    parts = _split(uri)
    if parts is None or not uri.isascii() or any(char.isspace() or ord(char) < 0x21 or char in '<>"\\^`{|}' for char in uri):
        return "is not a well-formed URI"
    if not parts.scheme:
        return "is not absolute"
    if "#" in uri:
        return "has a fragment"
    if parts.scheme in ("http", "https"):
        if not parts.hostname or parts.username is not None:
            return "has no host, or holds a user name"
        if "*" in parts.netloc:
            return "has a wildcard"
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            return "is plain http on a host that is not loopback"
        return ""
    if parts.scheme in DANGEROUS_SCHEMES or "." not in parts.scheme:
        return "has a scheme that is not a reversed domain name (RFC 8252 §7.1)"
    return ""


def registered_match(requested: str, registered: Iterable[str]) -> str | None:
    """The requested URI, if it is one of the registered ones, compared exactly; a loopback address may name any port."""
    known = tuple(registered)
    if requested in known:
        return requested
    parts = _split(requested)
    if parts is None or parts.scheme != "http" or parts.hostname not in LOOPBACK_ADDRESSES:
        return None
    if parts.username is not None or "#" in requested or any(char in requested for char in "\\\t\r\n "):
        return None
    for candidate in known:
        other = _split(candidate)
        if other is not None and other.hostname in LOOPBACK_ADDRESSES and _without_port(parts) == _without_port(other):
            return requested
    return None


def _without_port(parts: SplitResult) -> tuple[str, str | None, str, str]:
    return (parts.scheme, parts.hostname, parts.path, parts.query)


def _split(uri: str) -> SplitResult | None:
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    return parts
