"""An administrator at the site: signed in, filling in its forms as the pages show them."""

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import Group, Permission

from accounts.models import User
from tests.support.people import PASSWORD
from tests.support.relying_party import FORM, Browser

NO_EMAILS = {"emails-TOTAL_FORMS": "0", "emails-INITIAL_FORMS": "0"}


class Administrator(Browser):
    """Signed in, with the forms of the admin site filled in."""

    def fill(self, url: str, fields: dict[str, Any], drop: tuple[str, ...] = ()) -> Any:
        """Sends a change form back as the page shows it, but for `fields`."""
        page = self.get(url)
        assert page.status_code == 200, page.status_code
        form = page.context["adminform"].form
        values: list[tuple[str, Any]] = []
        for formset in [form, *(inline.formset for inline in page.context["inline_admin_formsets"])]:
            for each in (
                [formset, *getattr(formset, "forms", [])] if formset is form else [formset.management_form, *formset.forms]
            ):
                for bound in each:
                    values += [(bound.html_name, value) for value in _values(bound)]
        kept = [(name, value) for name, value in values if name not in fields and name not in drop]
        for name, value in fields.items():
            kept += [(name, one) for one in (value if isinstance(value, list) else [value])]
        kept.append(("csrfmiddlewaretoken", re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]))  # type: ignore[index]
        kept = [pair for pair in kept if pair[0]]
        return self.http.post(url, urlencode(kept), content_type=FORM)

    def forge(self, url: str, fields: dict[str, Any]) -> Any:
        """Sends a form that the page never showed, with a token that counts: only the site's own rules can refuse it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/accounts/logout/").content.decode())
        assert token
        return self.http.post(url, urlencode({**fields, "csrfmiddlewaretoken": token[1]}, doseq=True), content_type=FORM)

    def confirm(self, url: str, **fields: str) -> Any:
        """Sends a page's own form with `fields` and its token."""
        page = self.get(url)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
        return self.http.post(url, urlencode({"csrfmiddlewaretoken": token[1] if token else "", **fields}), content_type=FORM)

    def act(self, path: str, action: str, *keys: Any, **more: str) -> Any:
        """Runs an action of a list page."""
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
        pairs = [("action", action), ("csrfmiddlewaretoken", token[1] if token else ""), *more.items()]
        pairs += [("_selected_action", str(key)) for key in keys]
        return self.http.post(path, urlencode(pairs), content_type=FORM)


def _values(bound: Any) -> list[str]:
    value = bound.value()
    if value is None or value is False:
        return []
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple):
        return [str(getattr(one, "pk", one)) for one in value]
    return [str(value)]


def delegate(*names: str, groups: tuple[Group, ...] = ()) -> Administrator:
    """Staff with these permissions only."""
    user = User.objects.create_user("helper", password=PASSWORD, is_staff=True)
    for name in names:
        app, _, codename = name.partition(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    user.groups.set(groups)
    browser = Administrator()
    browser.sign_in("helper")
    return browser
