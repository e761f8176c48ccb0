"""`manage.py apply` and `export`: a file that says what should be."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from audit.models import AuditEvent
from idp.oauth2.models import Client
from tests.support.people import PASSWORD
from tests.support.provisioning import export, state
from tests.support.relying_party import Browser, RelyingParty

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "examples" / "site.yaml"


def test_the_example_file(apply: Any) -> None:
    said = apply(EXAMPLE.read_text())
    assert "created user ada" in said and "created client wiki" in said and "client_secret: " in said
    ada = User.objects.get(username="ada")
    assert ada.check_password("an analytical engine") and ada.email == "ada@example.org" and ada.birthdate == "1815-12-10"
    assert list(ada.groups.values_list("name", flat=True)) == ["engineering"]
    assert User.objects.get(username="grace").is_staff
    assert Client.objects.get(client_id="board").is_public
    before = state()
    assert apply(EXAMPLE.read_text()) == "Nothing to change.\n"
    assert state() == before


def test_people_and_clients_of_a_file_work_at_once(apply: Any, browser: Browser) -> None:
    secret = "s" * 32
    apply(f"""
users: [{{userName: ada, password: {PASSWORD}}}]
oauth_clients:
  - {{client_id: app, client_secret: {secret}, redirect_uris: [https://app.example/cb], skip_consent: true}}
""")
    rp = RelyingParty(browser, Client.objects.get(client_id="app"), secret)
    from tests.support.relying_party import answer_of

    code = answer_of(browser.walk(rp.authorize(), username="ada"))["code"]
    assert rp.redeem(code).status_code == 200


def test_what_is_left_out_is_left_alone(apply: Any) -> None:
    apply("users: [{userName: ada, nickName: A, claims: {gender: female}, is_staff: true, emails: [{value: a@example.org}]}]")
    said = apply("users: [{userName: ADA, displayName: Ada L.}]")
    ada = User.objects.get()
    assert (ada.name, ada.nickname, ada.gender, ada.is_staff, ada.email) == ("Ada L.", "A", "female", True, "a@example.org")
    assert said == "changed user ADA (username, name)\n"


def test_switching_off_and_a_new_password_end_sessions(apply: Any, rp: RelyingParty) -> None:
    for change in ("active: false", "active: true, password: another password"):
        apply("users: [{userName: alice, active: true, password: " + PASSWORD + "}]")
        rp.browser.http.cookies.clear()
        tokens = rp.tokens()
        assert rp.userinfo(tokens["access_token"]).status_code == 200
        apply("users: [{userName: alice, " + change + "}]")
        assert rp.browser.get("/").status_code == 302
        assert rp.userinfo(tokens["access_token"]).status_code == 401
        assert rp.refresh(tokens["refresh_token"]).status_code == 400


def test_removal(apply: Any) -> None:
    apply(EXAMPLE.read_text())
    text = """
groups: [{displayName: engineering, state: absent}]
users: [{userName: Ada, state: absent}]
oauth_clients: [{client_id: wiki, state: absent}]
"""
    assert apply(text) == "removed client wiki\nremoved user Ada\nremoved group engineering\n"
    assert apply(text) == "Nothing to change.\n"


def test_addresses_are_a_whole(apply: Any) -> None:
    apply("users: [{userName: ada, emails: [{value: a@example.org}, {value: b@example.org, verified: true}]}]")
    apply("users: [{userName: ada, emails: [{value: b@example.org, verified: true, primary: true}, {value: C+tag@EXAMPLE.org}]}]")
    ada = User.objects.get()
    assert ada.email == "b@example.org"
    assert sorted(ada.emails.values_list("value", flat=True)) == ["C+tag@example.org", "b@example.org"]


@pytest.mark.parametrize(
    "form", ["argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdHNhbHRzYWx0$", "pbkdf2_sha256$1000$salt$", "$argon2id$v=19$"]
)
def test_hashes_from_elsewhere(apply: Any, form: str) -> None:
    from argon2 import PasswordHasher
    from django.contrib.auth.hashers import make_password

    if form.startswith("$argon2id"):
        hashed = PasswordHasher(time_cost=2, memory_cost=8192, parallelism=1).hash(PASSWORD)
    else:
        hashed = make_password(PASSWORD, hasher="argon2" if form.startswith("argon2") else "pbkdf2_sha256")
    text = f"users: [{{userName: ada, passwordHash: '{hashed}'}}]"
    apply(text)
    assert Browser().sign_in("ada").status_code == 302


BAD = {
    "users: [{userName: ada, emails: [{value: nope}]}]": "users[0].emails[0].value",
    "users: [{userName: 1}]": "users[0].userName",
    "users: [{userName: ada, active: 'yes'}]": "users[0].active",
    "users: [{userName: ada, activ: true}]": "Did you mean active?",
    "users: [{userName: ada, password: short}]": "users[0].password",
    "users: [{userName: ada, passwordHash: md5$x$y}]": "users[0].passwordHash",
    "users: [{userName: ada, password: long enough, passwordHash: x}]": "not both",
    "users: [{userName: ada, groups: [ghosts]}]": "users[0].groups[0]",
    "users: [{userName: ada, permissions: [accounts.fly]}]": "users[0].permissions[0]",
    "users: [{userName: ada, claims: {birthdate: '1.1.2000'}}]": "users[0].claims.birthdate",
    "users: [{userName: ada, claims: {favourite: blue}}]": "users[0].claims.favourite",
    "users: [{userName: ada, timezone: Mars/Olympus}]": "users[0].timezone",
    "users: [{userName: ada}, {userName: ADA}]": "declared already in line 2",
    "users: [{userName: ada}, {userName: аda}]": "looks like ada",
    "users: [{userName: аlice}]": "looks like one that is taken",
    "users: [{userName: ''}]": "users[0].userName",
    'users: [{userName: "a\\0b"}]': "users[0].userName",
    "users: [{userName: a, emails: [{value: x@y.org, verified: true}]}, {userName: b, emails: [{value: X@Y.org, verified: true}]}]": "belongs to a",
    "users: [{userName: a, emails: [{value: ALICE@example.org, verified: true}]}]": "belongs to another account",
    "users: {userName: ada}": "must be a list",
    "users: [ada]": "must be a mapping",
    "user: []": "Did you mean users?",
    "saml_service_providers: []": "not supported yet",
    "groups: [{displayName: x, state: absent}]\nusers: [{userName: ada, groups: [x]}]": "groups[0].state",
    "oauth_clients: [{client_id: a, client_secret: short, redirect_uris: [https://a.example/]}]": "oauth_clients[0].client_secret",
    "oauth_clients: [{client_id: a, redirect_uris: [http://a.example/]}]": "oauth_clients[0].redirect_uris",
    "oauth_clients: [{client_id: a}]": "oauth_clients[0].redirect_uris",
    "oauth_clients: [{client_id: a, grant_types: [password]}]": "oauth_clients[0].grant_types",
    "oauth_clients: [{client_id: a, token_endpoint_auth_method: magic}]": "oauth_clients[0].token_endpoint_auth_method",
    "oauth_clients: [{client_id: a, redirect_uris: [https://a.example/], token_endpoint_auth_method: none, require_pkce: false}]": "require_pkce",
    "oauth_clients: [{client_id: a, redirect_uris: https://a.example/}]": "oauth_clients[0].redirect_uris",
    "oauth_clients: [{client_id: a, client_secret: 'sssssssssssssssssssssssssssssssss', token_endpoint_auth_method: none, redirect_uris: [https://a.example/]}]": "has no secret",
    "": "empty",
    "- users": "must hold sections",
    "users: []\n---\nusers: []": "more than one document",
    "users: &a []\nother: *a": "Anchors",
    "users: !!python/object:os.system []": "Tags",
    "users: []\nusers: []": ":2: A key stands here twice",
    "users: [\n": "This is not YAML",
    "users:\n\t- a: b": "This is not YAML",
    "users: " + "[" * 40 + "]" * 40: "nested too deeply",
    "users: [{userName: a\x07}]": "control character",
}


@pytest.mark.parametrize("text", BAD)
def test_a_wrong_file_changes_nothing_and_names_line_and_key(apply: Any, alice: Any, text: str) -> None:
    before = state()
    with pytest.raises(CommandError) as caught:
        apply("groups: [{displayName: fine}]\n" + text if text.startswith(("users: [{", "oauth")) else text)
    assert BAD[text] in str(caught.value)
    assert "site.yaml:" in str(caught.value)
    assert state() == before


@pytest.mark.parametrize("octets", [b"\xff\xfe", b"users: [\xc3\x28]", b"x" * (5 * 1024 * 1024 + 1), b"\x00"])
def test_what_is_no_text(apply: Any, octets: bytes) -> None:
    with pytest.raises(CommandError, match="Nothing was changed"):
        apply(octets)


def test_every_fault_is_told_with_its_line(apply: Any) -> None:
    with pytest.raises(CommandError) as caught:
        apply("users:\n  - userName: ada\n    aktive: true\n  - userName: 7\noauth_clients:\n  - client_name: x\n")
    lines = [line.split("site.yaml")[1] for line in str(caught.value).splitlines()[1:]]
    assert [line.split(": ")[0] for line in lines] == [":3", ":4", ":6"]
    assert "oauth_clients[0].client_id" in lines[2]


def test_a_missing_file(db: None) -> None:
    with pytest.raises(CommandError, match="can't be read"):
        call_command("apply", "/nowhere.yaml")


def test_no_secret_is_written_by_export_unless_asked_for(apply: Any) -> None:
    apply(EXAMPLE.read_text())
    plain, full = export(), export(with_secrets=True)
    assert "passwordHash" not in plain and "secret" not in plain.replace("client_secret_basic", "")
    assert "passwordHash: argon2" in full and "client_secret_hash: sha256:" in full


def test_export_and_apply_are_the_same_site(apply: Any) -> None:
    apply(EXAMPLE.read_text())
    full = export(with_secrets=True)
    assert apply(full) == "Nothing to change.\n"
    Client.objects.all().delete()
    User.objects.all().delete()
    Group.objects.all().delete()
    apply(full)
    assert export(with_secrets=True) == full
    assert User.objects.get(username="ada").check_password("an analytical engine")


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=30)
people = st.fixed_dictionaries(
    {"username": names},
    optional={
        "name": st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40),
        "nickname": names, "is_staff": st.booleans(), "birthdate": st.sampled_from(["", "2000", "0000-02-29", "1999-12-31"]),
        "street_address": names,
    },
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(person=people)
def test_whoever_can_be_stored_survives_the_round_trip(apply: Any, person: dict[str, Any]) -> None:
    from django.core.exceptions import ValidationError

    User.objects.all().delete()
    try:
        User.objects.create_user(**person)
    except ValidationError:
        return
    text = export()
    assert apply(text) == "Nothing to change.\n"
    User.objects.all().delete()
    apply(text)
    assert export() == text


def test_changes_are_recorded_without_secrets(apply: Any) -> None:
    apply(EXAMPLE.read_text())
    apply("users: [{userName: ada, displayName: Ada, password: jacquard loom}]")
    rows = AuditEvent.objects.filter(subject="ada").exclude(event__in=["password_set", "sessions_ended"]).order_by("at")
    assert [row.event for row in rows] == ["created", "changed"]
    assert rows[1].details["changes"]["name"] == {"before": "", "after": "Ada"}
    assert rows[1].channel == "command"
    everything = repr(list(AuditEvent.objects.values()))
    assert "jacquard" not in everything and "an analytical" not in everything and "argon2" not in everything
