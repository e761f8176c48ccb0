"""Where the present request comes from, for whoever records an event while it is served."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestFacts:
    """Address and browser of the caller; empty outside a request (commands, tasks)."""

    ip: str = ""
    user_agent: str = ""
    channel: str = "command"


NOWHERE = RequestFacts()
request_facts: ContextVar[RequestFacts] = ContextVar("request_facts", default=NOWHERE)
