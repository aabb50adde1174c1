"""Hash passwords at a memory cost that a small server survives."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane, OWASP's minimum: many sign-ins at once fit in memory."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
