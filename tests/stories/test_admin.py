"""The administrator's site: people, clients, tokens, keys, the record."""

import re
from typing import Any

import pytest

from accounts.models import BrowserSession, EmailAddress, OneTimeLink, User
from audit.models import AuditEvent
from idp.flow.models import Consent
from idp.oauth2.models import Authorization, Client, RefreshToken
from keys.models import Key
from tests.support.administrator import NO_EMAILS as EMAILS
from tests.support.administrator import Administrator
from tests.support.relying_party import Browser, RelyingParty

PAGES = (
    "", "accounts/user/", "accounts/user/add/", "auth/group/", "auth/group/add/", "accounts/browsersession/", "oauth2/client/",
    "oauth2/client/add/", "flow/consent/", "oauth2/authorization/", "oauth2/refreshtoken/", "flow/signin/", "keys/key/",
    "audit/auditevent/", "outbox/outboxitem/",
)  # fmt: skip


def test_every_page_opens(root: Administrator, rp: RelyingParty) -> None:
    rp.tokens()
    for page in PAGES:
        opens_by_its_policy(root, page)


def opens_by_its_policy(root: Administrator, page: str) -> None:
    """No inline script, style or handler; nothing odd in the query breaks it."""
    response = root.get(f"/admin/{page}")
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    html = response.content.decode()
    assert not re.findall(r"<script(?![^>]*src=)[^>]*>(?!\s*</script>)", html)
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce and all(f'nonce="{nonce[1]}"' in tag for tag in re.findall(r"<style[^>]*>", html))
    assert not re.findall(r"<[^>]*\s(?:style|on\w+)=", html)
    for query in ("?q=.*", "?o=1"):
        assert root.get(f"/admin/{page}{query}").status_code in (200, 302)


def test_only_the_admin_needs_eval(root: Administrator) -> None:
    assert "'unsafe-eval'" in root.get("/admin/")["Content-Security-Policy"]
    for page in ("/", "/accounts/login/", "/accounts/password/", "/nothing"):
        policy = root.get(page)["Content-Security-Policy"]
        assert "unsafe" not in policy and "nonce" not in policy, page


def test_every_row_opens(root: Administrator, rp: RelyingParty, alice: Any) -> None:
    rp.tokens()
    for model in (User, Client, Consent, Authorization, RefreshToken, BrowserSession, Key, AuditEvent):
        for obj in model.objects.all()[:2]:  # type: ignore[attr-defined]
            url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{obj.pk}/change/"
            page = root.get(url)
            assert page.status_code == 200 and not re.findall(r"<[^>]*\s(?:style|on\w+)=", page.content.decode()), url
            assert root.get(url.replace("/change/", "/history/")).status_code == 200, url


def test_who_is_not_staff_gets_a_clear_no(alice: Any) -> None:
    browser = Browser()
    assert browser.get("/admin/")["Location"].startswith("/admin/login/")
    browser.sign_in()
    response = browser.get("/admin/login/?next=/admin/")
    assert response.status_code == 403
    assert 'data-error="forbidden"' in response.content.decode()


class TestUsers:
    """Find, create, change, disable, delete."""

    def test_create(self, root: Administrator) -> None:
        fields = {
            "username": "bob",
            "usable_password": "true",
            "password1": "looking glass 1871",
            "password2": "looking glass 1871",
        }
        response = root.fill("/admin/accounts/user/add/", {**fields, **EMAILS})
        assert response.status_code == 302, response.context["errors"]
        assert User.objects.get(username="bob").check_password("looking glass 1871")
        row = AuditEvent.objects.get(event="created", subject="bob")
        assert row.actor == "root" and "looking glass" not in repr(row.details)

    @pytest.mark.case("AC-05")
    @pytest.mark.parametrize("name", ["ALICE", "аlice", "alice@example.org"])
    def test_names_that_are_taken(self, root: Administrator, alice: Any, name: str) -> None:
        fields = {"username": name, "usable_password": "false", "password1": "", "password2": ""}
        response = root.fill("/admin/accounts/user/add/", {**fields, **EMAILS})
        assert response.status_code == 200
        assert "username" in response.context["adminform"].form.errors

    def test_change_is_recorded_with_before_and_after(self, root: Administrator, alice: Any) -> None:
        fields = {
            "nickname": "Al", "birthdate": "1852-05-04", "emails-TOTAL_FORMS": "2", "emails-1-value": "second@example.org",
            "emails-1-user": str(alice.pk),
        }  # fmt: skip
        response = root.fill(f"/admin/accounts/user/{alice.pk}/change/", fields)
        assert response.status_code == 302, response.context["errors"]
        alice.refresh_from_db()
        assert alice.nickname == "Al" and alice.emails.count() == 2
        changes = AuditEvent.objects.get(event="changed", subject="alice").details["changes"]
        assert changes["nickname"] == {"before": "", "after": "Al"}
        assert "second@example.org" in str(changes["emails"]["after"])
        assert "password" not in changes

    def test_disabling_ends_everything(self, root: Administrator, rp: RelyingParty, alice: Any) -> None:
        for way in ("form", "action"):
            User.objects.filter(pk=alice.pk).update(is_active=True)
            rp.browser.http.cookies.clear()
            tokens = rp.tokens()
            if way == "form":
                assert root.fill(f"/admin/accounts/user/{alice.pk}/change/", {}, drop=("is_active",)).status_code == 302
            else:
                root.act("/admin/accounts/user/", "disable", alice.pk)
            assert not User.objects.get(pk=alice.pk).is_active
            assert rp.browser.get("/").status_code == 302
            assert rp.userinfo(tokens["access_token"]).status_code == 401
            assert rp.refresh(tokens["refresh_token"]).status_code == 400
        root.act("/admin/accounts/user/", "enable", alice.pk)
        assert User.objects.get(pk=alice.pk).is_active
        assert rp.refresh(tokens["refresh_token"]).status_code == 400

    def test_end_everything(self, root: Administrator, rp: RelyingParty, alice: Any) -> None:
        tokens = rp.tokens()
        root.act("/admin/accounts/user/", "end_all", alice.pk)
        assert rp.browser.get("/").status_code == 302
        assert rp.userinfo(tokens["access_token"]).status_code == 401

    @pytest.mark.parametrize("way", ["one", "bulk"])
    def test_a_person_with_tokens_can_be_deleted(self, root: Administrator, rp: RelyingParty, alice: Any, way: str) -> None:
        tokens = rp.tokens()
        if way == "one":
            root.confirm(f"/admin/accounts/user/{alice.pk}/delete/", post="yes")
        else:
            root.act("/admin/accounts/user/", "delete_selected", alice.pk, post="yes")
        assert not User.objects.filter(pk=alice.pk).exists()
        assert rp.userinfo(tokens["access_token"]).status_code == 401
        assert AuditEvent.objects.filter(event="deleted", subject="alice", actor="root").count() == 1

    def test_one_time_link(self, root: Administrator, alice: Any) -> None:
        response = root.act("/admin/accounts/user/", "one_time_link", alice.pk)
        link = re.search(r"http://127.0.0.1:8000(/accounts/password/link/[\w-]+)", response.content.decode())
        assert response.status_code == 200 and link and "no-store" in response["Cache-Control"]
        assert Browser().get(link[1]).status_code == 302
        assert OneTimeLink.objects.get().user == alice

    def test_setting_a_password_ends_the_old_sessions(self, root: Administrator, rp: RelyingParty, alice: Any) -> None:
        tokens = rp.tokens()
        fields = {"usable_password": "true", "password1": "looking glass 1871", "password2": "looking glass 1871"}
        response = root.confirm(f"/admin/accounts/user/{alice.pk}/password/", **fields)
        assert response.status_code == 302
        alice.refresh_from_db()
        assert alice.check_password("looking glass 1871")
        assert rp.browser.get("/").status_code == 302
        assert rp.userinfo(tokens["access_token"]).status_code == 401
        assert AuditEvent.objects.get(event="password_set").actor == "root"

    @pytest.mark.case("DB-10")
    @pytest.mark.parametrize(
        ("term", "found"), [("ali", 1), ("ALICE@EX", 1), (".*", 0), ("%", 0), ("lice", 0), ("a_ice", 0), ("", 2)]
    )
    def test_search_takes_no_patterns(self, root: Administrator, alice: Any, term: str, found: int) -> None:
        response = root.get("/admin/accounts/user/", {"q": term})
        assert len(response.context["cl"].result_list) == found

    def test_the_last_administrator_stays(self, root: Administrator) -> None:
        me = User.objects.get(username="root")
        for drop in (("is_active",), ("is_superuser",)):
            response = root.fill(f"/admin/accounts/user/{me.pk}/change/", {}, drop=drop)
            assert response.status_code == 200 and "last administrator" in response.content.decode()
        root.act("/admin/accounts/user/", "disable", me.pk)
        root.act("/admin/accounts/user/", "delete_selected", me.pk, post="yes")
        root.confirm(f"/admin/accounts/user/{me.pk}/delete/", post="yes")
        me.refresh_from_db()
        assert me.is_active and me.is_superuser

    def test_two_primary_addresses_are_a_message(self, root: Administrator, alice: Any) -> None:
        fields = {
            "emails-TOTAL_FORMS": "2", "emails-1-value": "b@example.org", "emails-1-primary": "on",
            "emails-1-user": str(alice.pk),
        }  # fmt: skip
        response = root.fill(f"/admin/accounts/user/{alice.pk}/change/", fields)
        assert response.status_code == 200 and "Only one address" in response.content.decode()
        assert EmailAddress.objects.count() == 2  # Alice's and the administrator's


class TestClients:
    """Register, show the secret once, change."""

    FIELDS = {
        "name": "Wiki", "client_id": "wiki", "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": ["authorization_code", "refresh_token"], "redirect_uris": "https://wiki.example/cb\r\nhttps://wiki.example/b",
    }  # fmt: skip

    def test_register_and_use(self, root: Administrator, browser: Browser, alice: Any) -> None:
        response = root.fill("/admin/oauth2/client/add/", self.FIELDS)
        assert response.status_code == 200 and "no-store" in response["Cache-Control"]
        secret = re.search(r'id="client-secret">([\w-]{43})<', response.content.decode())
        assert secret
        client = Client.objects.get(client_id="wiki")
        assert client.redirect_uris.split() == ["https://wiki.example/cb", "https://wiki.example/b"]
        page = root.get(f"/admin/oauth2/client/{client.pk}/change/").content.decode()
        assert secret[1] not in page and client.client_secret not in page and "http://127.0.0.1:8000/.well-known" in page
        assert RelyingParty(browser, client, secret[1]).tokens()["id_token"]
        assert secret[1] not in repr(list(AuditEvent.objects.values()))

    def test_nothing_is_to_be_pasted_before_there_is_a_client(self, root: Administrator) -> None:
        assert ".well-known" not in root.get("/admin/oauth2/client/add/").content.decode()

    def test_public_clients_have_none(self, root: Administrator) -> None:
        response = root.fill("/admin/oauth2/client/add/", {**self.FIELDS, "token_endpoint_auth_method": "none"})
        assert response.status_code == 302
        assert Client.objects.get().client_secret == ""

    def test_a_new_secret(self, root: Administrator, rp: RelyingParty) -> None:
        page = root.act("/admin/oauth2/client/", "renew_secret", rp.client.pk)
        assert "stops working" in page.content.decode() and rp.redeem(rp.code()).status_code == 200
        response = root.act("/admin/oauth2/client/", "renew_secret", rp.client.pk, confirmed="yes")
        secret = re.search(r'id="client-secret">([\w-]{43})<', response.content.decode())
        assert secret
        code = rp.code()
        assert rp.redeem(code).status_code == 401
        rp.secret = secret[1]
        assert rp.redeem(code).status_code == 200

    def test_mistakes_are_told_at_the_field(self, root: Administrator) -> None:
        fields = {**self.FIELDS, "redirect_uris": "http://evil.example/", "scope": 'a"b'}
        response = root.fill("/admin/oauth2/client/add/", fields)
        assert {"redirect_uris", "scope"} <= set(response.context["adminform"].form.errors)

    def test_deleting_kills_its_tokens(self, root: Administrator, rp: RelyingParty) -> None:
        tokens = rp.tokens()
        root.confirm(f"/admin/oauth2/client/{rp.client.pk}/delete/", post="yes")
        assert not Client.objects.exists()
        assert rp.userinfo(tokens["access_token"]).status_code == 401


class TestTheRest:
    """Tokens, consents, sessions, keys, the record."""

    @pytest.mark.parametrize("path", ["oauth2/refreshtoken", "oauth2/authorization"])
    @pytest.mark.parametrize("action", ["revoke", "delete_selected"])
    def test_revoking(self, root: Administrator, rp: RelyingParty, path: str, action: str) -> None:
        tokens = rp.tokens()
        key = (RefreshToken if "refresh" in path else Authorization).objects.get().pk  # type: ignore[attr-defined]
        root.act(f"/admin/{path}/", action, key, post="yes")
        assert rp.refresh(tokens["refresh_token"]).status_code == 400
        assert rp.userinfo(tokens["access_token"]).status_code == 401
        assert AuditEvent.objects.get(event="grant_revoked").actor == "root"

    @pytest.mark.parametrize("action", ["withdraw", "delete_selected"])
    def test_withdrawing_a_consent(self, root: Administrator, rp: RelyingParty, action: str) -> None:
        tokens = rp.tokens()
        root.act("/admin/flow/consent/", action, Consent.objects.get().pk, post="yes")
        assert not Consent.objects.exists()
        assert rp.userinfo(tokens["access_token"]).status_code == 401
        assert rp.authorize()["Location"].endswith("/consent")

    @pytest.mark.parametrize("action", ["end_sessions", "delete_selected"])
    def test_ending_a_session(self, root: Administrator, rp: RelyingParty, alice: Any, action: str) -> None:
        tokens = rp.tokens()
        root.act("/admin/accounts/browsersession/", action, BrowserSession.objects.get(user=alice).pk, post="yes")
        assert rp.browser.get("/").status_code == 302
        assert rp.userinfo(tokens["access_token"]).status_code == 401

    def test_withdrawing_a_key_asks_first(self, root: Administrator) -> None:
        key = Key.objects.get(use="token", state="active")
        page = root.act("/admin/keys/key/", "withdraw", key.pk)
        assert "can&#x27;t be undone" in page.content.decode()
        key.refresh_from_db()
        assert key.state == "active"
        root.act("/admin/keys/key/", "withdraw", key.pk, confirmed="yes")
        key.refresh_from_db()
        assert key.state == "compromised"
        assert AuditEvent.objects.get(event="key_withdrawn").actor == "root"

    def test_private_keys_are_on_no_page(self, root: Administrator) -> None:
        for key in Key.objects.all():
            html = root.get(f"/admin/keys/key/{key.pk}/change/").content.decode()
            assert '"d"' not in html and bytes(key.sealed).hex() not in html

    def test_the_record_is_read_only_for_everybody(self, root: Administrator) -> None:
        row = AuditEvent.objects.first()
        assert row is not None
        assert root.get("/admin/audit/auditevent/add/").status_code == 403
        assert root.get(f"/admin/audit/auditevent/{row.pk}/delete/").status_code == 403
        assert root.forge(f"/admin/audit/auditevent/{row.pk}/change/", {"actor": "x"}).status_code == 403
        count = AuditEvent.objects.count()
        root.act("/admin/audit/auditevent/", "delete_selected", row.pk, post="yes")
        assert AuditEvent.objects.count() >= count

    def test_the_record_can_be_filtered(self, root: Administrator, alice: Any) -> None:
        Browser().sign_in("alice", "wrong")
        response = root.get("/admin/audit/auditevent/", {"event__exact": "sign_in_failed"})
        assert [row.event for row in response.context["cl"].result_list] == ["sign_in_failed"]
        assert len(root.get("/admin/audit/auditevent/", {"q": "alice"}).context["cl"].result_list) == 1

    def test_signing_out_of_the_admin(self, root: Administrator) -> None:
        assert root.get("/admin/logout/")["Location"] == "/accounts/logout/"
        assert root.get("/admin/password_change/")["Location"] == "/accounts/password/"
