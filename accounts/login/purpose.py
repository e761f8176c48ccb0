"""What a sign-in is for, as far as the page says it. Whoever sends people here registers how to tell."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Purpose:
    """Shown on the sign-in page; nothing here restricts who may sign in."""

    relying_party: str = ""
    login_hint: str = ""
    again: bool = False  # the person is signed in, and is asked to prove it once more
    returns_to: str = ""  # where the browser goes in the end: the page's form must be allowed to lead there


Resolver = Callable[[HttpRequest, str], Purpose | None]
_resolvers: list[Resolver] = []


def register(resolver: Resolver) -> None:
    """`resolver(request, next)` gives the purpose of a `next` path that it knows, else None."""
    _resolvers.append(resolver)


def of(request: HttpRequest, next_path: str) -> Purpose:
    """The purpose of going to `next_path`."""
    for resolve in _resolvers:
        purpose = resolve(request, next_path)
        if purpose is not None:
            return purpose
    return Purpose()
