"""The caller's address."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.client_address import client_address, is_within, network_of, parse_address

PROXIES = [ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1")]
addresses = st.ip_addresses().map(str)
garbage = st.text(max_size=30) | st.sampled_from(
    ["", " ", "unknown", "_hidden", "1.2.3", "256.1.1.1", "[", "[::1", "fe80::1%<b>", ","]
)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.2.3.4", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, rubbish", "10.0.0.1"),
        ("10.0.0.1", "rubbish, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("::1", "[2001:db8::7]:443", "2001:db8::7"),
        ("::1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("::1", "fe80::1%eth0", "fe80::1"),
        ("", "198.51.100.1", ""),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
    ],
)
def test_the_nearest_hop_that_is_not_ours(peer: str, forwarded: str, expected: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == expected


@given(addresses | garbage, garbage | st.lists(addresses).map(", ".join))
def test_a_stranger_can_not_choose_an_address(peer: str, forwarded: str) -> None:
    alone = client_address(peer, "", PROXIES)
    if not is_within(parse_address(peer), PROXIES):
        assert client_address(peer, forwarded, PROXIES) == alone


@given(addresses, st.lists(addresses | garbage).map(",".join))
def test_whatever_stands_left_of_a_stranger_changes_nothing(stranger: str, written: str) -> None:
    if not is_within(parse_address(stranger), PROXIES):
        assert client_address("10.0.0.1", f"{written},{stranger}", PROXIES) == client_address("10.0.0.1", stranger, PROXIES)


@given(st.lists(addresses | garbage).map(",".join))
def test_the_answer_is_an_address_of_bounded_length_and_has_a_network(forwarded: str) -> None:
    found = client_address("10.0.0.1", forwarded, PROXIES)
    assert str(ipaddress.ip_address(found)) == found and len(found) <= 45
    assert ipaddress.ip_address(found) in ipaddress.ip_network(network_of(found))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.77", "198.51.100.0/24"), ("::ffff:198.51.100.77", "198.51.100.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"), ("", "unknown"), ("rubbish", "unknown"),
    ],
)  # fmt: skip
def test_networks(address: str, network: str) -> None:
    assert network_of(address) == network
