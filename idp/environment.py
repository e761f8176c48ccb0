"""Reads the environment loudly: a value that does not parse stops the start and names the variable.

Owns parsing only; which settings exist is said in `idp.settings`. Imported by nothing else.
"""

import base64
import binascii
import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from core.client_address import Network
from core.randomness import octets
from core.sealing import derive

env = environ.Env()


@dataclass(frozen=True)
class Setting:
    """One documented variable: `docs/settings.md` is generated from these."""

    name: str
    default: str
    meaning: str


DOCUMENTED: list[Setting] = []


def _documented(name: str, default: str, meaning: str) -> None:
    DOCUMENTED.append(Setting(name, default, meaning))


def text(name: str, default: str = "", meaning: str = "", *, shown: str | None = None) -> str:
    """The value of `name`, or the content of the file that `NAME_FILE` names (secrets of a container)."""
    _documented(name, shown if shown is not None else default, meaning)
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        if os.environ.get(name):
            raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set. Set one of them.")
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE: {file_name} can't be read.") from error
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool, meaning: str) -> bool:
    """true/false, yes/no, on/off, 1/0."""
    value = text(name, "true" if default else "false", meaning).lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off", ""):
        return False
    raise ImproperlyConfigured(f"{name} must be true or false.")


def number(name: str, default: int, meaning: str, *, least: int, most: int, shown: str | None = None) -> int:
    """A whole number within bounds."""
    value = text(name, str(default), meaning, shown=shown)
    try:
        parsed = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value[:40]!r}.") from None
    if not least <= parsed <= most:
        raise ImproperlyConfigured(f"{name} must be from {least} to {most}, not {parsed}.")
    return parsed


def words(name: str, default: str, meaning: str) -> list[str]:
    """A list separated by commas or blanks."""
    return text(name, default, meaning).replace(",", " ").split()


def networks(name: str, meaning: str) -> list[Network]:
    """Addresses and networks, as `10.0.0.0/8, ::1`."""
    try:
        return [ipaddress.ip_network(word, strict=False) for word in words(name, "", meaning)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from None


def origin(name: str, default: str, meaning: str, *, shown: str) -> str:
    """A public origin: scheme, host, perhaps a port and a final slash; kept byte for byte, since it becomes `iss`."""
    value = text(name, default, meaning, shown=shown)
    parts = urlsplit(value)
    try:
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        port_is_fine = False
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or not port_is_fine
        or parts.path not in ("", "/")
        or parts.query
        or parts.fragment
        or parts.username
        or not value.isascii()
    ):
        raise ImproperlyConfigured(f"{name} must be an origin like https://id.example.org, not {value[:100]!r}.")
    return value


def master_key(data_dir: Path, *, production: bool) -> bytes:
    """The 32 octets that everything secret at rest is sealed under.

    From KEYHALL_MASTER_KEY (base64 or hex), else, on a local site, from a file that only its owner can read, made here.
    """
    value = text(
        "KEYHALL_MASTER_KEY",
        "",
        "The key that seals private keys at rest: 32 octets, base64 or hex. A local site makes "
        "`master.key` in its data directory. Losing it loses the keys: back it up apart from the database.",
        shown="",
    )
    if value:
        return _decode_key(value, "KEYHALL_MASTER_KEY")
    path = data_dir / "master.key"
    if path.exists():
        try:
            return _decode_key(path.read_text(encoding="ascii").strip(), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{path} can't be read.") from error
    if production:
        raise ImproperlyConfigured("KEYHALL_MASTER_KEY is not set. Production does not make one by itself.")
    return _made(path)


def _decode_key(value: str, source: str) -> bytes:
    for decode in (bytes.fromhex, lambda text: base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)):
        try:
            key = decode(value)
        except (ValueError, binascii.Error):
            continue
        if len(key) == 32:
            return key
    raise ImproperlyConfigured(f"{source} must hold 32 octets as base64 or hex.")


def _made(path: Path) -> bytes:
    key = octets(32)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process of the same start was first
        return _decode_key(path.read_text(encoding="ascii").strip(), str(path))
    except OSError as error:
        raise ImproperlyConfigured(f"The data directory {path.parent} can't be written: {error.strerror}.") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(base64.urlsafe_b64encode(key).decode() + "\n")
    return key


def derived_secret(master: bytes) -> str:
    """Django's SECRET_KEY, when none is given."""
    return base64.urlsafe_b64encode(derive(master, "django-secret-key")).decode()
