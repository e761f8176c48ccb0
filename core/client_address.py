"""Who is calling: the address of the client, through proxies that we trust and no others (RFC 7239 §8.1)."""

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def parse_address(text: str) -> Address | None:
    """The address in `text` (brackets and a port allowed), or None if there is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])  # a zone (RFC 4007) is any text, and means nothing here
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def is_within(address: Address | None, networks: Sequence[Network]) -> bool:
    """Whether the address lies in one of the networks."""
    return address is not None and any(address in network for network in networks)


def client_address(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """The client's address: the nearest hop that is not a trusted proxy.

    Read from the right: what stands left of the first stranger was written by the stranger. A garbage hop ends the walk, so
    that it changes nothing.
    """
    address = parse_address(peer)
    if not is_within(address, trusted):
        return str(address) if address else ""
    for hop in reversed(forwarded_for.split(",")[-16:]):
        candidate = parse_address(hop)
        if candidate is None:
            break
        address = candidate
        if not is_within(candidate, trusted):
            break
    return str(address)


def network_of(address: str) -> str:
    """The network that guesses are counted for: /24 of IPv4, /64 of IPv6 (what one subscriber usually holds)."""
    parsed = parse_address(address)
    if parsed is None:
        return "unknown"
    return str(ipaddress.ip_network(f"{parsed}/{24 if parsed.version == 4 else 64}", strict=False))
