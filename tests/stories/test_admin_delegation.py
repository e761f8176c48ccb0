"""A delegated administrator: staff with few rights, who can't make themselves more, nor touch whoever has more."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client as Http

from accounts.models import BrowserSession, OneTimeLink, User
from audit.models import AuditEvent
from core.clock import now
from core.randomness import token
from idp.flow.models import Consent
from idp.oauth2.models import Authorization, RefreshToken
from tests.support.administrator import NO_EMAILS as EMAILS
from tests.support.administrator import Administrator, delegate
from tests.support.people import PASSWORD
from tests.support.relying_party import Browser, RelyingParty


class TestDelegation:
    """Staff with few rights can't make themselves more, nor touch whoever has more."""

    MAY = ("accounts.view_user", "accounts.change_user", "accounts.add_user", "accounts.delete_user", "auth.view_group",
           "auth.change_group", "auth.add_group")  # fmt: skip

    @pytest.fixture
    def boss(self, db: None) -> User:
        return User.objects.create_superuser("boss", password=PASSWORD)

    @pytest.fixture
    def mighty(self, db: None) -> Group:
        group = Group.objects.create(name="mighty")
        group.permissions.set(Permission.objects.filter(content_type__app_label__in=["keys", "oauth2"]))
        return group

    def test_forged_rights_have_no_effect(self, alice: Any, mighty: Group, boss: User) -> None:
        helper = delegate(*self.MAY)
        me = User.objects.get(username="helper")
        every = [str(row.pk) for row in Permission.objects.all()]
        for target in (me, alice):
            forged = {"is_superuser": "on", "is_staff": "on", "user_permissions": every, "groups": [str(mighty.pk)]}
            helper.fill(f"/admin/accounts/user/{target.pk}/change/", forged)
            helper.fill(f"/admin/accounts/user/{target.pk}/change/", {**forged, "groups": []})
            target = User.objects.get(pk=target.pk)
            assert not target.is_superuser and not target.groups.exists()
            assert target.is_staff == (target == me) and target.user_permissions.count() == (len(self.MAY) if target == me else 0)

    def test_forged_rights_at_creation_have_no_effect(self, boss: User) -> None:
        helper = delegate(*self.MAY)
        fields = {
            "username": "puppet",
            "usable_password": "true",
            "password1": "looking glass 1871",
            "password2": "looking glass 1871",
        }
        helper.fill("/admin/accounts/user/add/", {**fields, **EMAILS, "is_superuser": "on", "is_staff": "on"})
        puppet = User.objects.get(username="puppet")
        assert not puppet.is_superuser and not puppet.is_staff

    def test_a_superuser_is_out_of_reach(self, boss: User) -> None:
        helper = delegate(*self.MAY)
        url = f"/admin/accounts/user/{boss.pk}"
        assert helper.forge(f"{url}/change/", {"username": "pwned"}).status_code == 403
        assert helper.get(f"{url}/password/").status_code == 403
        assert helper.get(f"{url}/delete/").status_code == 403
        for action in ("disable", "end_all", "one_time_link", "delete_selected"):
            response = helper.act("/admin/accounts/user/", action, boss.pk, post="yes")
            assert "/accounts/password/link/" not in response.content.decode()
        boss.refresh_from_db()
        assert boss.is_active and boss.username == "boss" and boss.check_password(PASSWORD)
        assert not OneTimeLink.objects.exists()
        assert not AuditEvent.objects.filter(event="sessions_ended").exists()

    def test_staff_who_may_do_more_are_out_of_reach(self, mighty: Group, boss: User) -> None:
        helper = delegate(*self.MAY)
        keeper = User.objects.create_user("keeper", password=PASSWORD, is_staff=True)
        keeper.groups.add(mighty)
        assert helper.get(f"/admin/accounts/user/{keeper.pk}/password/").status_code == 403
        response = helper.act("/admin/accounts/user/", "one_time_link", keeper.pk)
        assert "/accounts/password/link/" not in response.content.decode()
        assert not OneTimeLink.objects.exists()

    def test_groups_that_may_do_more_are_out_of_reach(self, mighty: Group, boss: User, alice: Any) -> None:
        own = Group.objects.create(name="own")
        helper = delegate(*self.MAY, groups=(own,))
        every = [str(row.pk) for row in Permission.objects.all()]
        for group in (mighty, own):
            assert helper.forge(f"/admin/auth/group/{group.pk}/change/", {"name": "x"}).status_code == 403
        helper.fill("/admin/auth/group/add/", {"name": "new", "permissions": every})
        assert not Group.objects.filter(name="new").exists()
        held = [str(row.pk) for row in Permission.objects.filter(codename="view_user")]
        helper.fill("/admin/auth/group/add/", {"name": "new", "permissions": held})
        assert Group.objects.get(name="new").permissions.count() == 1

    def test_what_is_out_of_reach_is_not_lost_by_saving(self, mighty: Group, boss: User, alice: Any) -> None:
        """Alice is in a group that the delegate can't hand on, which gives nothing that counts against the delegate."""
        helper = delegate(*self.MAY, *("keys.view_key",))
        empty = Group.objects.create(name="empty")
        alice.groups.add(empty)
        helper.fill(f"/admin/accounts/user/{alice.pk}/change/", {"nickname": "Al"})
        alice.refresh_from_db()
        assert alice.nickname == "Al" and list(alice.groups.all()) == [empty]

    def test_without_the_permission_there_is_no_page(self, boss: User, alice: Any) -> None:
        helper = delegate("accounts.view_user")
        assert helper.get("/admin/accounts/user/").status_code == 200
        for page in (
            "accounts/user/add/",
            "oauth2/client/",
            "keys/key/",
            "audit/auditevent/",
            f"accounts/user/{alice.pk}/password/",
        ):
            assert helper.get(f"/admin/{page}").status_code == 403, page
        assert helper.forge(f"/admin/accounts/user/{alice.pk}/change/", {"username": "x"}).status_code == 403
        for action in ("disable", "end_all", "one_time_link", "delete_selected"):
            helper.act("/admin/accounts/user/", action, alice.pk, post="yes")
        alice.refresh_from_db()
        assert alice.is_active and not OneTimeLink.objects.exists()

    def test_actions_need_the_forms_token(self, root: Administrator, alice: Any) -> None:
        fields = {"action": "disable", "_selected_action": str(alice.pk)}
        assert root.http.post("/admin/accounts/user/", fields).status_code == 403
        assert Http().get("/admin/accounts/user/").status_code == 302
        alice.refresh_from_db()
        assert alice.is_active


class TestOutOfReach:
    """Ways round the rules."""

    MAY = (*TestDelegation.MAY, "auth.delete_group", "accounts.view_browsersession", "accounts.delete_browsersession",
           "flow.view_consent", "flow.delete_consent", "oauth2.view_authorization", "oauth2.delete_authorization",
           "oauth2.view_refreshtoken", "oauth2.delete_refreshtoken")  # fmt: skip

    @pytest.fixture
    def boss(self, db: None) -> User:
        return User.objects.create_superuser("boss", "boss@example.org", PASSWORD)

    @pytest.fixture
    def keeper(self, db: None) -> User:
        """Staff who may do something that the delegate may not."""
        group = Group.objects.create(name="mighty")
        group.permissions.set(Permission.objects.filter(content_type__app_label="keys"))
        user = User.objects.create_user("keeper", password=PASSWORD, is_staff=True)
        user.groups.add(group)
        return user

    def test_switching_an_account_off_does_not_bring_it_within_reach(self, boss: User, keeper: User) -> None:
        User.objects.filter(pk__in=[boss.pk, keeper.pk]).update(is_active=False)
        helper = delegate(*self.MAY)
        new = {"usable_password": "true", "password1": "looking glass 1871", "password2": "looking glass 1871"}
        for target in (boss, keeper):
            url = f"/admin/accounts/user/{target.pk}"
            assert helper.forge(f"{url}/password/", new).status_code == 403
            assert helper.forge(f"{url}/change/", {"username": "x", "is_active": "on", **EMAILS}).status_code == 403
            helper.act("/admin/accounts/user/", "enable", target.pk)
            helper.act("/admin/accounts/user/", "one_time_link", target.pk)
            target.refresh_from_db()
            assert not target.is_active and target.check_password(PASSWORD)
        assert not OneTimeLink.objects.exists()

    def test_everybody_at_once_leaves_them_out(self, boss: User, keeper: User, alice: Any) -> None:
        helper = delegate(*self.MAY)
        for action in ("disable", "delete_selected"):
            helper.act("/admin/accounts/user/", action, boss.pk, keeper.pk, alice.pk, select_across="1", post="yes")
        assert set(User.objects.filter(is_active=True).values_list("username", flat=True)) == {"boss", "keeper", "helper"}
        assert not User.objects.filter(pk=alice.pk).exists()

    def test_somebody_elses_address_is_not_reached_through_the_rows_of_another(self, boss: User, alice: Any) -> None:
        helper = delegate(*self.MAY)
        theirs = boss.emails.get()
        fields = {
            "emails-TOTAL_FORMS": "1", "emails-INITIAL_FORMS": "1", "emails-0-id": str(theirs.pk),
            "emails-0-user": str(alice.pk), "emails-0-value": "mine@example.org", "emails-0-verified": "on",
        }  # fmt: skip
        helper.fill(f"/admin/accounts/user/{alice.pk}/change/", fields)
        theirs.refresh_from_db()
        assert theirs.user == boss and theirs.value == "boss@example.org" and not theirs.verified

    def test_what_only_superusers_give_is_not_shown(self, boss: User, alice: Any) -> None:
        helper = delegate(*self.MAY)
        for page in (f"accounts/user/{alice.pk}/change/", f"accounts/user/{boss.pk}/change/", "accounts/user/"):
            html = helper.get(f"/admin/{page}").content.decode()
            assert "is_superuser" not in html and "user_permissions" not in html and "Superuser status" not in html

    def test_popups_and_look_ups_open_no_door(self, boss: User) -> None:
        helper = delegate(*self.MAY)
        url = f"/admin/accounts/user/{boss.pk}/change/?_popup=1&_to_field=id"
        assert helper.forge(url, {"username": "x", "_popup": "1", **EMAILS}).status_code == 403
        for field in ("user_permissions", "logentry"):
            query = f"?app_label=accounts&model_name=user&field_name={field}&term="
            assert helper.get(f"/admin/autocomplete/{query}").status_code in (403, 404)
        assert "boss" not in helper.get("/admin/search/?s=boss&extended=1").content.decode()

    def test_groups_in_bulk(self, keeper: User) -> None:
        own = Group.objects.create(name="own")
        helper = delegate(*self.MAY, groups=(own,))
        loose = Group.objects.create(name="loose")
        mighty = Group.objects.get(name="mighty")
        for keys in ([own.pk], [mighty.pk], [own.pk, mighty.pk, loose.pk]):
            helper.act("/admin/auth/group/", "delete_selected", *keys, post="yes")
        assert set(Group.objects.values_list("name", flat=True)) >= {"own", "mighty"}
        helper.act("/admin/auth/group/", "delete_selected", loose.pk, post="yes")
        assert not Group.objects.filter(name="loose").exists()

    def test_nobody_joins_or_leaves_groups_themselves(self, boss: User) -> None:
        own, free = Group.objects.create(name="own"), Group.objects.create(name="free")
        helper = delegate(*self.MAY, groups=(own,))
        me = User.objects.get(username="helper")
        helper.fill(f"/admin/accounts/user/{me.pk}/change/", {"groups": [str(free.pk)], "nickname": "H"})
        me.refresh_from_db()
        assert me.nickname == "H" and list(me.groups.all()) == [own]

    def test_what_belongs_to_a_superuser_stays(self, boss: User, rp: RelyingParty) -> None:
        for user in (boss, User.objects.get(username="alice")):
            grant = Authorization.objects.create(user=user, client=rp.client, scope="openid", auth_time=now())
            RefreshToken.objects.create(
                user=user, application=rp.client, authorization=grant, token_family=grant.pk, token_checksum=token(32),
                expires_at=now() + timedelta(days=1),
            )  # fmt: skip
            Consent.objects.create(user=user, protocol="oidc", relying_party="x", party_hash="x", scopes=["openid"])
            Browser().sign_in(user.username)
        helper = delegate(*self.MAY)
        pages = (
            (BrowserSession, "end_sessions"), (Consent, "withdraw"), (RefreshToken, "revoke"), (Authorization, "revoke"),
        )  # fmt: skip
        for model, action in pages:
            url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            keys = [row.pk for row in model.objects.filter(user__username__in=["boss", "alice"])]  # type: ignore[attr-defined]
            assert len(keys) == 2
            for name in (action, "delete_selected"):
                helper.act(url, name, *keys, post="yes")
            theirs = model.objects.get(user=boss)  # type: ignore[attr-defined]
            assert getattr(theirs, "revoked", None) is None and getattr(theirs, "revoked_at", None) is None
            assert "action-" not in helper.get(f"{url}{theirs.pk}/change/").content.decode()
            assert helper.forge(f"{url}{theirs.pk}/delete/", {"post": "yes"}).status_code == 403
        assert not BrowserSession.objects.filter(user__username="alice").exists()
        assert not RefreshToken.objects.filter(user__username="alice", revoked=None).exists()
