"""Changes made in the admin: recorded with before and after, safe when two people make them at once."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.models import EmailAddress, User
from audit.models import AuditEvent
from idp.oauth2.models import Client
from tests.support.administrator import NO_EMAILS, Administrator, delegate
from tests.support.people import PASSWORD
from tests.support.relying_party import RelyingParty


def recorded(event: str, subject: str) -> Any:
    """The changes of one row of the record."""
    return AuditEvent.objects.get(event=event, subject=subject).details["changes"]


class TestTheRecord:
    """Who, what, before and after; never a secret."""

    def test_groups_and_permissions(self, root: Administrator, alice: Any) -> None:
        friends = Group.objects.create(name="friends")
        permission = Permission.objects.get(codename="view_key")
        fields = {"groups": [str(friends.pk)], "user_permissions": [str(permission.pk)], "is_staff": "on"}
        assert root.fill(f"/admin/accounts/user/{alice.pk}/change/", fields).status_code == 302
        changes = recorded("changed", "alice")
        assert changes["groups"] == {"before": [], "after": ["friends"]}
        assert changes["user_permissions"]["after"] == [str(permission)]
        assert changes["is_staff"] == {"before": False, "after": True}
        root.fill(f"/admin/auth/group/{friends.pk}/change/", {"permissions": [str(permission.pk)]})
        assert recorded("changed", "friends")["permissions"] == {"before": [], "after": [str(permission)]}

    def test_what_was_deleted(self, root: Administrator, rp: RelyingParty, alice: Any) -> None:
        root.confirm(f"/admin/accounts/user/{alice.pk}/delete/", post="yes")
        changes = recorded("deleted", "alice")
        assert changes["given_name"] == {"before": "Alice", "after": None}
        assert "alice@example.org, verified, primary" in changes["emails"]["before"]
        root.act("/admin/oauth2/client/", "delete_selected", rp.client.pk, post="yes")
        row = AuditEvent.objects.get(event="deleted", subject="Tea Party")
        assert row.client_id == rp.client.client_id and row.details["changes"]["scope"]["before"].startswith("openid")

    def test_passwords_and_secrets_are_in_no_row(self, root: Administrator, rp: RelyingParty, alice: Any) -> None:
        fields = {"usable_password": "true", "password1": "looking glass 1871", "password2": "looking glass 1871"}
        root.confirm(f"/admin/accounts/user/{alice.pk}/password/", **fields)
        root.act("/admin/oauth2/client/", "renew_secret", rp.client.pk, confirmed="yes")
        root.fill("/admin/accounts/user/add/", {"username": "bob", **fields, **NO_EMAILS})
        rows = repr(list(AuditEvent.objects.values()))
        rp.client.refresh_from_db()
        for secret in ("looking glass", "argon2", rp.client.client_secret):
            assert secret not in rows
        assert recorded("changed", "Tea Party") == {"client_secret": "[hidden]"}

    def test_saving_without_a_change_is_no_change(self, root: Administrator, alice: Any) -> None:
        assert root.fill(f"/admin/accounts/user/{alice.pk}/change/", {}).status_code == 302
        assert not AuditEvent.objects.filter(event="changed").exists()


@pytest.mark.case("DB-09")
class TestRaces:
    """Somebody else writes between our check and our write."""

    def test_a_username(self, root: Administrator, alice: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        bob = User.objects.create_user("bob")
        blind_once(monkeypatch, User, "clean")
        response = root.fill(f"/admin/accounts/user/{bob.pk}/change/", {"username": "Alice"})
        assert response.status_code == 200
        assert "taken" in str(response.context["adminform"].form.errors["username"])
        assert not AuditEvent.objects.filter(event="changed").exists()

    def test_an_address(self, root: Administrator, alice: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        bob = User.objects.create_user("bob")
        blind_once(monkeypatch, EmailAddress, "clean")
        fields = {
            "emails-TOTAL_FORMS": "1", "emails-0-value": "Alice@example.org", "emails-0-verified": "on",
            "emails-0-user": str(bob.pk),
        }  # fmt: skip
        response = root.fill(f"/admin/accounts/user/{bob.pk}/change/", fields)
        assert response.status_code == 200 and "belongs to another account" in response.content.decode()
        assert not bob.emails.exists()

    def test_a_client_id(self, root: Administrator, rp: RelyingParty, monkeypatch: pytest.MonkeyPatch) -> None:
        blind_once(monkeypatch, Client, "validate_unique")
        fields = {
            "name": "N", "client_id": rp.client.client_id, "token_endpoint_auth_method": "client_secret_basic",
            "grant_types": ["authorization_code"], "redirect_uris": "https://wiki.example/cb",
        }  # fmt: skip
        response = root.fill("/admin/oauth2/client/add/", fields)
        assert response.status_code == 200 and "client_id" in response.context["adminform"].form.errors
        assert Client.objects.count() == 1 and 'id="client-secret"' not in response.content.decode()

    def test_a_database_that_keeps_refusing_is_a_message(
        self, root: Administrator, alice: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from django.db import IntegrityError

        def refuse(*_: Any, **__: Any) -> None:
            raise IntegrityError

        monkeypatch.setattr(User, "save", refuse)
        response = root.fill(f"/admin/accounts/user/{alice.pk}/change/", {"nickname": "Al"})
        assert response.status_code == 302
        monkeypatch.undo()
        assert "at the same moment" in root.get(response["Location"]).content.decode()


class TestLastAdministrator:
    """Nobody locks themselves out by mistake."""

    def test_is_told_why(self, root: Administrator) -> None:
        me = User.objects.get(username="root")
        response = root.fill(f"/admin/accounts/user/{me.pk}/change/", {}, drop=("is_staff",))
        assert response.status_code == 200 and "last administrator" in response.content.decode()
        User.objects.create_user("ghost", is_superuser=True, is_staff=False)  # could not enter this site
        for attempt in (
            lambda: root.get(f"/admin/accounts/user/{me.pk}/delete/"),
            lambda: root.act("/admin/accounts/user/", "delete_selected", me.pk, post="yes"),
            lambda: root.act("/admin/accounts/user/", "disable", me.pk),
        ):
            assert attempt().status_code == 302
            assert "last administrator" in root.get("/admin/accounts/user/").content.decode()
        me.refresh_from_db()
        assert me.is_active and me.is_staff

    def test_one_of_two_may_go_but_nobody_goes_by_their_own_hand(self, root: Administrator) -> None:
        other = User.objects.create_superuser("other", password=PASSWORD)
        me = User.objects.get(username="root")
        root.act("/admin/accounts/user/", "delete_selected", me.pk, other.pk, post="yes")
        assert list(User.objects.filter(is_superuser=True)) == [me]


class TestPasswords:
    """Set by an administrator for others only."""

    def test_taking_a_password_away_ends_everything(self, root: Administrator, rp: RelyingParty, alice: Any) -> None:
        tokens = rp.tokens()
        fields = {"usable_password": "false", "unset-password": "1"}
        assert root.confirm(f"/admin/accounts/user/{alice.pk}/password/", **fields).status_code == 302
        alice.refresh_from_db()
        assert not alice.has_usable_password()
        assert rp.browser.get("/").status_code == 302 and rp.userinfo(tokens["access_token"]).status_code == 401
        assert recorded("changed", "alice") == {"has_password": "[hidden]"} or recorded("changed", "alice")["has_password"]

    def test_ones_own_is_changed_where_the_present_one_is_asked_for(self, root: Administrator) -> None:
        me = User.objects.get(username="root")
        assert root.get(f"/admin/accounts/user/{me.pk}/password/")["Location"] == "/accounts/password/"

    @pytest.mark.parametrize("password", ["short", "alice@example.org", "x" * 1025])
    def test_poor_ones_are_refused(self, root: Administrator, alice: Any, password: str) -> None:
        fields = {"usable_password": "true", "password1": password, "password2": password}
        assert root.confirm(f"/admin/accounts/user/{alice.pk}/password/", **fields).status_code == 200
        alice.refresh_from_db()
        assert alice.check_password(PASSWORD)

    def test_a_disabled_account_gets_no_link(self, root: Administrator, alice: Any) -> None:
        User.objects.filter(pk=alice.pk).update(is_active=False)
        assert root.act("/admin/accounts/user/", "one_time_link", alice.pk).status_code == 302


def test_the_buttons_of_a_page_are_the_actions_of_its_list(root: Administrator, rp: RelyingParty, alice: Any) -> None:
    html = root.get(f"/admin/accounts/user/{alice.pk}/change/").content.decode()
    for name in ("disable", "end_all", "one_time_link"):
        assert f'id="action-{name}"' in html
    assert 'id="action-enable"' not in html and 'id="action-delete_selected"' not in html
    assert 'id="action-renew_secret"' in root.get(f"/admin/oauth2/client/{rp.client.pk}/change/").content.decode()
    Client.objects.update(token_endpoint_auth_method="none")
    assert "action-renew" not in root.get(f"/admin/oauth2/client/{rp.client.pk}/change/").content.decode()


def test_the_first_page_shows_what_its_reader_may_see(root: Administrator, alice: Any) -> None:
    assert [str(card[0]) for card in root.get("/admin/").context["cards"]][:2] == ["People", "Clients"]
    assert "latest-events" in root.get("/admin/").content.decode()
    page = delegate("accounts.view_user").get("/admin/")
    assert [str(card[0]) for card in page.context["cards"]] == ["People"]
    assert "latest-events" not in page.content.decode() and "/admin/keys/" not in page.content.decode()


def blind_once(monkeypatch: pytest.MonkeyPatch, model: Any, check: str) -> None:
    """Lets one check pass, as if the rival's row had been written just after it."""
    stock, done = getattr(model, check), []

    def checked(self: Any, *args: Any, **kwargs: Any) -> None:
        if done:
            stock(self, *args, **kwargs)
        done.append(True)

    monkeypatch.setattr(model, check, checked)
