"""The admin's lists: what may be asked of them, and what comes of nonsense."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.contrib import admin

from accounts.models import BrowserSession, User
from audit.models import AuditEvent
from idp.flow.models import Consent, SignIn
from idp.oauth2.models import Authorization, Client, RefreshToken
from tests.support.administrator import Administrator, delegate
from tests.support.relying_party import RelyingParty

LISTS = [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]


ASKED = (
    "oauth2/client/?client_secret__startswith=a",
    "oauth2/client/?client_secret__regex=^a",
    "oauth2/refreshtoken/?token_checksum__startswith=a",
    "oauth2/authorization/?client__client_secret__startswith=a",
    "oauth2/authorization/?user__password__startswith=argon2",
    "accounts/user/?password__startswith=argon2",
    "accounts/user/?username__regex=(a%2B)%2B$",
    "accounts/user/?username__iexact=.*",
    "accounts/user/?emails__value__regex=.*",
    "accounts/user/?links__token_hash__startswith=a",
    "accounts/user/?groups__name__regex=.*",
    "accounts/user/?is_active__regex=.*",
    "accounts/user/?pk__regex=.*",
    "accounts/browsersession/?key_hash__startswith=a",
    "accounts/browsersession/?data__contains=a",
    "keys/key/?sealed__startswith=a",
    "flow/signin/?browser_hash__startswith=a",
    "audit/auditevent/?details__contains=a",
)


@pytest.mark.case("DB-10")
def test_a_query_string_reads_no_column_and_runs_no_pattern(root: Administrator) -> None:
    for asked in ASKED:
        assert root.get(f"/admin/{asked}").status_code == 400, asked


def test_every_filter_that_a_list_offers_works(root: Administrator, rp: RelyingParty) -> None:
    rp.tokens()
    for path in LISTS:
        changes = root.get(path).context["cl"]
        offered = set()
        for spec in changes.filter_specs:
            for choice in list(spec.choices(changes))[:4]:
                offered |= {choice["query_string"]} if "query_string" in choice else set()
                for name in getattr(choice.get("form"), "fields", ()):
                    offered.add(f"?{name}=text" if name.endswith("_is") else f"?{name}_0=2026-12-01&{name}_1=10:00")
        for query in offered:
            assert root.get(path + query).status_code == 200, path + query


@pytest.mark.parametrize("key", ["zzz", "", "\0", "9" * 30])
def test_keys_that_no_row_can_have(root: Administrator, key: str) -> None:
    root.http.raise_request_exception = False
    for path in LISTS:
        for action in ("delete_selected", "disable", "revoke", "rotate", "nonsense"):
            answer = root.forge(path, {"action": action, "_selected_action": key, "post": "yes"})
            assert answer.status_code < 500, (path, action)


def test_what_typed_filters_find(root: Administrator, rp: RelyingParty) -> None:
    rp.tokens()
    url = "/admin/audit/auditevent/"
    whole = rp.client.client_id
    for name, value, found in (
        ("client_id_is", whole, True), ("client_id_is", whole[:-1], False), ("actor_is", "alice", True),
        ("actor_is", "ali.*", False), ("ip_is", "127.0.0.1", True),
    ):  # fmt: skip
        assert bool(root.get(url, {name: value}).context["cl"].result_list) is found, value
    assert "9999999999" not in root.get(url).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("at_from_0=2026-11-30", True), ("at_to_0=2026-11-30", False), ("at_from_0=2026-12-01&at_to_0=2026-12-01", True),
        ("at_from_0=2026-12-01&at_from_1=12:00", False), ("at_from_0=2026-12-01&at_from_1=10:00", True),
        ("at_from_0=zzz", True), ("at_to_0=0001-01-01", False), ("at_to_0=9999-12-31&at_to_1=99:99", True),
    ],
)  # fmt: skip
def test_a_day_without_an_hour_counts_whole(root: Administrator, query: str, found: bool) -> None:
    AuditEvent.objects.update(at=datetime(2026, 12, 1, 11, tzinfo=UTC))
    assert bool(root.get(f"/admin/audit/auditevent/?event__exact=sign_in&{query}").context["cl"].result_list) is found


def test_what_people_own_is_found_by_person(root: Administrator, rp: RelyingParty) -> None:
    rp.tokens()
    for model in (BrowserSession, Consent, Authorization, RefreshToken):
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for term, found in (("alice@EXAMPLE", 1), ("ALI", 1), ("lice", 0), (".*", 0)):
            assert len(root.get(url, {"q": term}).context["cl"].result_list) == found, (url, term)


def test_text_of_people_is_never_markup(root: Administrator, rp: RelyingParty, alice: Any) -> None:
    rp.tokens()
    mark = "<script>alert(1)</script>'\"{{7*7}}"
    Client.objects.update(name=mark)
    User.objects.filter(pk=alice.pk).update(username=mark, name=mark, nickname=mark)
    User.objects.filter(username="root").update(username=mark + "2")
    alice.groups.create(name=mark)
    AuditEvent.objects.update(actor=mark, subject=mark, details={mark: mark, "changes": {mark: {"before": mark, "after": mark}}})
    pages = ["/admin/", *LISTS, *(f"{path}?q={mark[:9]}" for path in LISTS)]
    for model in (User, Client, Consent, Authorization, RefreshToken, BrowserSession, SignIn, AuditEvent):
        pages.append(f"/admin/{model._meta.app_label}/{model._meta.model_name}/{model.objects.first().pk}/change/")  # type: ignore[attr-defined]
    pages.append(f"/admin/accounts/user/{alice.pk}/delete/")
    for page in pages:
        html = root.get(page).content.decode()
        assert "<script>alert" not in html, page
        # Alpine runs what stands in these attributes: nothing that somebody typed may.
        for value in re.findall(r"""\s(?:x-[\w.:-]+|@[\w.:-]+|:[\w-]+)=(?:"([^"]*)"|'([^']*)')""", html):
            assert "alert(1)" not in unescape("".join(value)), page
    assert "<script>alert" not in root.act("/admin/accounts/user/", "one_time_link", alice.pk).content.decode()
    root.act("/admin/accounts/user/", "disable", alice.pk)
    assert "<script>alert" not in root.get("/admin/accounts/user/").content.decode()


def test_who_may_only_look_gets_pages_without_buttons(rp: RelyingParty, alice: Any) -> None:
    rp.tokens()
    viewer = delegate(
        "accounts.view_user", "oauth2.view_client", "flow.view_consent", "keys.view_key", "oauth2.view_authorization",
        "oauth2.view_refreshtoken", "accounts.view_browsersession", "audit.view_auditevent", "outbox.view_outboxitem",
    )  # fmt: skip
    for model in (User, Client, Consent, Authorization, RefreshToken, BrowserSession):
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        row = model.objects.first()  # type: ignore[attr-defined]
        html = viewer.get(f"{url}{row.pk}/change/").content.decode()
        assert 'id="action-' not in html and 'name="_save"' not in html and "style=" not in html, model
        assert 'name="action"' not in viewer.get(url).content.decode(), model
