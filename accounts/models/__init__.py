"""The tables of people: `person`, `address`, `session`, `link`, `browser`."""

from accounts.models.address import EmailAddress
from accounts.models.browser import KnownBrowser, Throttle
from accounts.models.link import OneTimeLink
from accounts.models.person import User
from accounts.models.session import BrowserSession

__all__ = ["BrowserSession", "EmailAddress", "KnownBrowser", "OneTimeLink", "Throttle", "User"]
