"""What is measured: for each operation what to prepare, and the request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.site import Site

Request = Callable[[], Any]


@dataclass(frozen=True)
class Operation:
    """`prepare(site, n)` gives n requests that are ready to be sent; what it does itself is not measured."""

    name: str
    prepare: Callable[[Site, int], Iterator[Request]]
    share: float = 1.0  # of the number of requests asked for


def _get(path: str, **headers: str) -> Callable[[Site, int], Iterator[Request]]:
    def prepare(site: Site, count: int) -> Iterator[Request]:
        return (lambda: site.http.get(path, headers=headers).raise_for_status() for _ in range(count))

    return prepare


def _login_page(site: Site, count: int) -> Iterator[Request]:
    site.http.cookies.clear()
    return _get("/accounts/login/")(site, count)


def _client_credentials(site: Site, count: int) -> Iterator[Request]:
    return (lambda: site.token(grant_type="client_credentials", scope="api") for _ in range(count))


def _authorize(site: Site, count: int) -> Iterator[Request]:
    site.sign_in()
    return (site.authorize for _ in range(count))


def _code(site: Site, count: int) -> Iterator[Request]:
    site.sign_in()
    codes = [site.authorize() for _ in range(min(count, 400))]  # they last a minute
    return ((lambda code=code: site.redeem(code)) for code in codes)


def _refresh(site: Site, count: int) -> Iterator[Request]:
    site.sign_in()
    current = [site.redeem(site.authorize())["refresh_token"]]

    def once() -> None:
        current[0] = site.token(grant_type="refresh_token", refresh_token=current[0])["refresh_token"]

    return (once for _ in range(count))


def _userinfo(site: Site, count: int) -> Iterator[Request]:
    site.sign_in()
    token = site.redeem(site.authorize())["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    return (lambda: site.http.get("/oauth2/userinfo", headers=headers).raise_for_status() for _ in range(count))


OPERATIONS = (
    Operation("bare JSON view", _get("/bench/bare")),
    Operation("discovery", _get("/.well-known/openid-configuration")),
    Operation("jwks", _get("/oauth2/jwks")),
    Operation("sign-in page", _login_page, 0.5),
    Operation("client_credentials", _client_credentials),
    Operation("authorize (signed in)", _authorize, 0.5),
    Operation("code → tokens", _code, 0.5),
    Operation("refresh", _refresh, 0.5),
    Operation("userinfo", _userinfo),
)
