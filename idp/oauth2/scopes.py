"""The scopes that this server gives a meaning, in words for people."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "openid": _("Know who you are: a fixed identifier of your account"),
    "profile": _("See your profile: your name, username, language and other details you have filled in"),
    "email": _("See your e-mail address"),
    "phone": _("See your phone number"),
    "address": _("See your postal address"),
    "offline_access": _("Keep this access when you are not using the application"),
}


def sentences(scopes: Iterable[str]) -> tuple[str, ...]:
    """One sentence a scope, ours first; a scope of a resource server is shown by its name."""
    asked = set(scopes)
    known = [str(SENTENCES[name]) for name in SENTENCES if name in asked]
    others = [str(_("Use the permission “%(name)s”")) % {"name": name} for name in sorted(asked - SENTENCES.keys())]
    return (*known, *others)
