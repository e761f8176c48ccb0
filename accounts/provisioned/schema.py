"""How a user is written down: SCIM's core names (RFC 7643 §4.1), and the claims of OIDC Core §5.1 that SCIM lacks."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from core.provisioning.sections import Entry
from core.text import has_control_characters


def _printable(value: str) -> str:
    if has_control_characters(value):
        raise ValueError("This holds a control character.")
    return value


Text = Annotated[str, Field(max_length=500), AfterValidator(_printable)]


def _long_enough(password: str) -> str:
    if len(password) < 8:
        raise ValueError("A password has at least 8 characters.")
    return password


class Part(BaseModel):
    """A mapping within an entry."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Name(Part):
    """SCIM `name`."""

    formatted: Text = ""
    givenName: Text = ""
    familyName: Text = ""
    middleName: Text = ""


class Email(Part):
    """One of SCIM `emails`."""

    value: Annotated[str, Field(max_length=254)]
    verified: bool = False
    primary: bool = False


class Address(Part):
    """OIDC Core §5.1.1, without `formatted`, which follows from the rest."""

    street_address: Text = ""
    locality: Text = ""
    region: Text = ""
    postal_code: Text = ""
    country: Text = ""


class Claims(Part):
    """Standard claims by their OpenID Connect names."""

    name: Text = ""
    given_name: Text = ""
    family_name: Text = ""
    middle_name: Text = ""
    nickname: Text = ""
    profile: Text = ""
    picture: Text = ""
    website: Text = ""
    gender: Text = ""
    birthdate: Text = ""
    zoneinfo: Text = ""
    locale: Text = ""
    phone_number: Text = ""
    phone_number_verified: bool = False
    address: Address = Address()


class UserEntry(Entry):
    """One person."""

    userName: Annotated[str, Field(max_length=150)]
    displayName: Text = ""
    nickName: Text = ""
    profileUrl: Text = ""
    locale: Text = ""
    timezone: Text = ""
    name: Name = Name()
    emails: list[Email] = []
    active: bool = True
    groups: list[str] = []
    password: Annotated[str, Field(max_length=1024), AfterValidator(_long_enough)] | None = None
    passwordHash: Annotated[str, Field(max_length=128)] | None = None
    is_staff: bool = False
    is_superuser: bool = False
    permissions: list[str] = []
    claims: Claims = Claims()

    @model_validator(mode="after")
    def _one_password(self) -> "UserEntry":
        if self.password is not None and self.passwordHash is not None:
            raise ValueError("Give password or passwordHash, not both.")
        return self

    def columns(self) -> dict[str, Any]:
        """The columns of `User` that the file says something about."""
        simple = {
            "displayName": "name",
            "nickName": "nickname",
            "profileUrl": "profile",
            "locale": "locale",
            "timezone": "zoneinfo",
        }
        values = {column: getattr(self, key) for key, column in simple.items() if self.given(key)}
        names = {"formatted": "name", "givenName": "given_name", "familyName": "family_name", "middleName": "middle_name"}
        values |= {column: getattr(self.name, key) for key, column in names.items() if key in self.name.model_fields_set}
        claims = self.claims.model_fields_set - {"address"}
        values |= {column: getattr(self.claims, column) for column in claims}
        values |= {column: getattr(self.claims.address, column) for column in self.claims.address.model_fields_set}
        flags = ("is_staff", "is_superuser")
        values |= {column: getattr(self, column) for column in flags if self.given(column)}
        if self.given("active"):
            values["is_active"] = self.active
        return {"username": self.userName, **values}
