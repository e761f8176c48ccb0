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


Lines = Annotated[str, Field(max_length=500)]  # OIDC Core §5.1.1: it may have several


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

    street_address: Lines = ""
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


# The columns of `User` that each key fills.
Path = tuple[str, ...]
OF_USER = {
    "displayName": "name", "nickName": "nickname", "profileUrl": "profile", "locale": "locale", "timezone": "zoneinfo",
    "is_staff": "is_staff", "is_superuser": "is_superuser", "active": "is_active",
}  # fmt: skip
OF_NAME = {"formatted": "name", "givenName": "given_name", "familyName": "family_name", "middleName": "middle_name"}
OF_CLAIMS = {name: name for name in Claims.model_fields if name != "address"}
OF_ADDRESS = {name: name for name in Address.model_fields}


class UserEntry(Entry):
    """One person."""

    userName: Annotated[str, Field(max_length=150), AfterValidator(str.strip)]
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

    def said(self) -> dict[str, dict[Path, Any]]:
        """What the file says about each column of `User`, by the key that says it: several standards' names meet in one."""
        said: dict[str, dict[Path, Any]] = {"username": {("userName",): self.userName}}
        for part, path, columns in (
            (self, (), OF_USER), (self.name, ("name",), OF_NAME),
            (self.claims, ("claims",), OF_CLAIMS), (self.claims.address, ("claims", "address"), OF_ADDRESS),
        ):  # fmt: skip
            for key in sorted(part.model_fields_set & columns.keys()):
                said.setdefault(columns[key], {})[(*path, key)] = getattr(part, key)
        return said

    def columns(self) -> dict[str, Any]:
        """The columns of `User` that the file says something about."""
        return {column: next(iter(values.values())) for column, values in self.said().items()}
