"""Whether the port can be had."""

import errno
import socket


class PortTaken(Exception):
    """The sentence for the person at the terminal."""


def check(host: str, port: int) -> None:
    """Raises PortTaken. SO_REUSEADDR as the server sets it: a port in TIME_WAIT is free, one that is listened on is not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(f"Port {port} is taken: stop what uses it, or name another with KEYHALL_PORT.") from None
            raise PortTaken(f"{host}:{port} can't be listened on ({error.strerror}).") from None
