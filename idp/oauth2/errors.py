"""The protocol's error: a code and a sentence for the public, a detail for the log; its type says who gets to hear it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReturnAddress:
    """Where a client may be answered. Made only from a redirect URI that was found among the registered ones, so that an answer
    to anywhere else can't be written."""

    redirect_uri: str
    state: str = ""
    response_mode: str = "query"


class ProtocolError(Exception):
    """`code` is the standard's, `description` is public (RFC 6749 §4.1.2.1 characters), `detail` is for the log only."""

    def __init__(self, code: str, description: str, *, detail: str = "") -> None:
        super().__init__(code, description)
        self.code = code
        self.description = description
        self.detail = detail


class ShownToPerson(ProtocolError):
    """Nobody can be trusted with the answer but the person at the browser: a page, never a redirect."""


class ToldToClient(ProtocolError):
    """The client hears it at its own address."""

    def __init__(self, address: ReturnAddress, code: str, description: str, *, detail: str = "") -> None:
        super().__init__(code, description, detail=detail)
        self.address = address


class EndpointError(ProtocolError):
    """The answer of an endpoint that clients call directly (RFC 6749 §5.2)."""

    def __init__(self, code: str, description: str, *, status: int = 400, detail: str = "") -> None:
        super().__init__(code, description, detail=detail)
        self.status = status


def invalid_grant(description: str, *, detail: str = "") -> EndpointError:
    """The code, token or assertion is not good (any more)."""
    return EndpointError("invalid_grant", description, detail=detail)


def invalid_client(description: str, *, detail: str = "") -> EndpointError:
    """The client did not prove who it is."""
    return EndpointError("invalid_client", description, status=401, detail=detail)
