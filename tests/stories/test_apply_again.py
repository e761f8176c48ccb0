"""Applying a second time, and after a crash; names, addresses and passwords that change hands."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError
from django.db import OperationalError

from accounts.models import EmailAddress, User
from audit.models import AuditEvent
from idp.oauth2.models import Client
from tests.support.people import PASSWORD
from tests.support.provisioning import export, state
from tests.support.relying_party import Browser, RelyingParty

CLIENT = "{client_id: a, redirect_uris: [https://a.example/]"


@pytest.mark.parametrize(
    "text",
    [
        "users: [{userName: ' ada ', displayName: Ada, emails: [{value: Ada@EXAMPLE.org}]}]",
        "users: [{userName: ada, permissions: [accounts.view_user, accounts.view_user]}]",
        "groups: [{displayName: g, permissions: [accounts.view_user, accounts.view_user]}]",
        "groups: [{displayName: g}]\nusers: [{userName: ada, groups: [g, g]}]",
        "users: [{userName: ada, claims: {address: {street_address: \"one\\ntwo\", postal_code: '1010'}}}]",
        "users: [{userName: ada, claims: {birthdate: 1815-12-10}, password: long enough}]",
        "users: [{userName: ada, active: false}]",
        "oauth_clients: [" + CLIENT + "}]",
        "oauth_clients: [" + CLIENT + ", scope: 'openid  email', grant_types: [refresh_token, authorization_code]}]",
        "oauth_clients: [" + CLIENT + ", client_secret: " + "s" * 32 + "}]",
        "oauth_clients: [" + CLIENT + ", token_endpoint_auth_method: none, default_max_age: 60}]",
        "groups:\nusers: []\noauth_clients: ~",
        "{}",
    ],
)
def test_the_second_time_nothing_is_written(apply: Any, text: str) -> None:
    apply(text)
    before = state()
    assert apply(text) == "Nothing to change.\n"
    assert apply(export(with_secrets=True)) == "Nothing to change.\n"
    assert state() == before


def test_a_hash_of_older_figures_is_not_made_anew_by_applying_the_password(apply: Any) -> None:
    user = User.objects.create_user("ada")
    user.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    user.save()
    before = state()
    assert apply(f"users: [{{userName: ada, password: {PASSWORD}}}]") == "Nothing to change.\n"
    assert state() == before


def test_a_hash_is_taken_over_once(apply: Any) -> None:
    """Signing in makes it anew with our figures, and its owner may choose another: the file does not take that back."""
    first, second = make_password(PASSWORD, hasher="pbkdf2_sha256"), make_password("another password", hasher="argon2")
    text = "users: [{userName: ada, passwordHash: '%s'}]"
    apply(text % first)
    browser = Browser()
    assert browser.sign_in("ada").status_code == 302
    assert User.objects.get().password.startswith("argon2")
    assert apply(text % first) == "Nothing to change.\n"
    assert browser.get("/").status_code == 200
    assert apply(text % second) == "changed user ada (password)\n"
    assert browser.get("/").status_code == 302
    assert User.objects.get().check_password("another password")


@pytest.mark.parametrize(
    "hashed",
    [
        "$argon2id$v=19$m=1048576,t=2,p=1$c29tZXNhbHQ$" + "A" * 43, "$argon2id$v=19$m=8192,t=1000,p=1$c29tZXNhbHQ$" + "A" * 43,
        "scrypt$1048576$salt$8$5$" + "A" * 86 + "==", "pbkdf2_sha256$99999999$salt$" + "A" * 43 + "=", "$2b$12$" + "a" * 53, "md5$a$b", "!",
        "plain", "pbkdf2_sha256$x$salt$y", "argon2", "$argon2",
    ],
)  # fmt: skip
def test_hashes_that_are_refused_at_once(apply: Any, hashed: str) -> None:
    with pytest.raises(CommandError, match=r"users\[0\].passwordHash"):
        apply(f"users: [{{userName: ada, passwordHash: '{hashed}'}}]")


def test_an_address_of_somebody_who_goes_away(apply: Any) -> None:
    apply("users: [{userName: old, emails: [{value: desk@example.org, verified: true}]}]")
    said = apply("users: [{userName: new, emails: [{value: desk@example.org, verified: true}]}, {userName: old, state: absent}]")
    assert said == "removed user old\ncreated user new\n"
    assert EmailAddress.objects.get().user.username == "new"


def test_an_address_that_one_gives_to_another_in_either_order(apply: Any) -> None:
    apply("users: [{userName: a, emails: [{value: x@example.org, verified: true}]}, {userName: b, emails: []}]")
    apply("users: [{userName: a, emails: []}, {userName: b, emails: [{value: x@example.org, verified: true}]}]")
    assert EmailAddress.objects.get().user.username == "b"
    text = "users: [{userName: a, emails: [{value: x@example.org, verified: true}]}, {userName: b, emails: [{value: y@example.org}]}]"
    apply(text)
    assert sorted(EmailAddress.objects.values_list("user__username", "value")) == [("a", "x@example.org"), ("b", "y@example.org")]
    assert apply(text) == "Nothing to change.\n"
    with pytest.raises(CommandError, match="belongs to another account"):
        apply("users: [{userName: b, emails: [{value: x@example.org, verified: true}]}]")


def test_nobody_has_a_primary_address_that_the_file_did_not_name(apply: Any) -> None:
    ada = User.objects.create_user("ada")
    EmailAddress.objects.create(user=ada, value="a@example.org")
    assert apply(export()) == "Nothing to change.\n"
    text = export()
    User.objects.all().delete()
    apply(text)
    assert export() == text
    apply("users: [{userName: ada, emails: [{value: a@example.org}]}]")
    assert EmailAddress.objects.get().primary


def test_a_removed_person_and_all_that_was_issued(apply: Any, rp: RelyingParty) -> None:
    tokens = rp.tokens()
    apply("users: [{userName: alice, state: absent}]")
    assert rp.userinfo(tokens["access_token"]).status_code == 401
    assert rp.refresh(tokens["refresh_token"]).status_code == 400
    assert rp.browser.get("/").status_code == 302


@pytest.mark.parametrize("change", ["active: false", "password: another password"])
def test_a_crash_between_two_writes_is_repaired_by_applying_again(
    apply: Any, rp: RelyingParty, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Whichever of the writes is the last: in the end every token is dead."""
    tokens = rp.tokens()
    text = "users: [{userName: alice, " + change + "}]"
    real, left = User.save, [0]

    def dies(self: User, *args: Any, **kwargs: Any) -> None:
        real(self, *args, **kwargs)
        if left[0] == 0:
            left[0] = 1
            raise OperationalError("disk I/O error")

    monkeypatch.setattr(User, "save", dies)
    with pytest.raises(CommandError, match="Apply the file again"):
        apply(text)
    assert rp.userinfo(tokens["access_token"]).status_code == 401
    apply(text)
    assert rp.refresh(tokens["refresh_token"]).status_code == 400
    assert apply(text) == "Nothing to change.\n"


def test_a_client_without_a_secret_is_given_one_that_works_and_is_shown_once(apply: Any) -> None:
    text = "oauth_clients: [{client_id: a, grant_types: [client_credentials], scope: reports}]"
    secret = apply(text).split("client_secret: ")[1].split()[0]
    client = Client.objects.get()
    assert len(secret) >= 43 and client.client_secret != secret
    assert "secret" not in apply(text)
    assert secret not in repr(list(AuditEvent.objects.values())) + export(with_secrets=True)
    assert "client_secret: " not in apply(
        "oauth_clients: [{client_id: a, token_endpoint_auth_method: none, grant_types: [authorization_code], redirect_uris: [https://a.example/]}]"
    )
    assert Client.objects.get().client_secret == ""
    assert "client_secret: " in apply("oauth_clients: [{client_id: a, token_endpoint_auth_method: client_secret_post}]")


def test_check_writes_nothing(apply: Any) -> None:
    before = state()
    assert apply("users: [{userName: ada}]", check=True) == "The file is right.\n"
    assert state() == before


REFUSED = {
    "users: [{userName: a, displayName: X, name: {formatted: Y}}]": "users[0].name.formatted: This contradicts displayName",
    "users: [{userName: a, timezone: Europe/Paris, claims: {zoneinfo: Europe/Rome}}]": "users[0].claims.zoneinfo: This contradicts timezone",
    "users: [{userName: a, name: {givenName: '" + "x" * 151 + "'}}]": "users[0].name.givenName: ",
    "users: [{userName: a, nickName: '" + "x" * 151 + "'}]": "users[0].nickName: ",
    "users: [{userName: a, claims: {address: {region: '" + "x" * 151 + "'}}}]": "users[0].claims.address.region: ",
    'users: [{userName: a, password: "long\\0enough"}]': "users[0].password: This holds a character",
    'users: [{userName: "a\\ud800"}]': "users[0].userName: This holds a character",
    'users: [{"\\ud800": x}]': "users[0].'\\ud800': This holds a character",
    "users: [{userName: 2001-12-14t21:59:43.10-05:00}]": "put it in quotes",
    "users: [{userName: a, claims: {birthdate: 1990}}]": "put it in quotes",
    "users: [{userName: a, claims: {phone_number: +4312345678}}]": "put it in quotes",
    "users: [{userName: a, active: yes}]": "must be true or false",
    "users: [{userName: a, active: 1}]": "must be true or false",
    "users: [{userName: a, emails: }]": "users[0].emails: This must be a list",
    "users: [{userName: a, name: X}]": "users[0].name: This must be a mapping",
    "users: [{<<: {userName: a}}]": "Merge keys",
    "%YAML 1.1\n---\nusers: [{userName: a, active: yes}]": "site.yaml:2: Directives",
    "groups: [{displayName: ' a'}]": "groups[0].displayName: ",
    "oauth_clients: [{client_id: a, redirect_uris: [https://a.example/, 'https://b.example/ ']}]": "oauth_clients[0].redirect_uris[1]: This is no URI",
    'oauth_clients: [{client_id: a, redirect_uris: ["https://a.example/\\nhttps://b.example/"]}]': "oauth_clients[0].redirect_uris[0]: ",
    "oauth_clients: ["
    + CLIENT
    + ", client_secret_hash: 'sha256:"
    + "0" * 64
    + "', token_endpoint_auth_method: none}]": "oauth_clients[0].client_secret_hash: ",
    "oauth_clients: [" + CLIENT + ", client_secret_hash: 'sha1:00'}]": "oauth_clients[0].client_secret_hash: ",
    "oauth_clients: [" + CLIENT + ", default_max_age: 99999999999999999999}]": "oauth_clients[0].default_max_age: ",
    "oauth_clients: [" + CLIENT + ", default_max_age: 1.5}]": "oauth_clients[0].default_max_age: This must be a whole number",
    "oauth_clients: [" + CLIENT + ", scope: 'open\"id'}]": "oauth_clients[0].scope: ",
    "oauth_clients: [" + CLIENT + ", client_uri: 'javascript:alert(1)'}]": "oauth_clients[0].client_uri: ",
}


@pytest.mark.parametrize("text", REFUSED)
def test_more_that_is_refused(apply: Any, text: str) -> None:
    before = state()
    with pytest.raises(CommandError) as caught:
        apply(text)
    assert REFUSED[text] in str(caught.value)
    str(caught.value).encode()
    assert state() == before
