"""The password hash (RFC 9106; figures of the OWASP Password Storage Cheat Sheet)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 19 MiB, t=2, p=1: about 30 sign-ins a second on a core, where Django's 100 MiB allow 3.5.

    Of the same algorithm name as Django's, which is therefore not listed beside it: hashes of other figures and
    other kinds are made anew at the next sign-in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
