"""Passwords as a Django authentication backend."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.login.identify import find_user
from accounts.models import User

MAX_PASSWORD = 1024  # characters; more only heats the hasher


class PasswordBackend(ModelBackend):
    """Username or e-mail address and password; the same work whether the account exists or not."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The person, or None for an unknown, disabled or password-less account and a wrong password alike."""
        if not isinstance(username, str) or not isinstance(password, str) or len(password) > MAX_PASSWORD:
            return None
        user = find_user(username)
        if user is None or not user.has_usable_password():
            make_password(password)  # so that the answer takes as long as for an account that is there
            return None
        if not user.check_password(password) or not user.is_active:
            return None
        return user

    def get_user(self, user_id: Any) -> User | None:
        """The active person of a session; a disabled one is nobody."""
        try:
            return User.objects.filter(pk=UUID(str(user_id)), is_active=True).first()
        except ValueError:
            return None
