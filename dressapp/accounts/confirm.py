"""Ask a person who has signed in for the password once more, before an act that is theirs to answer for."""

from dressapp.core.rates import give_back_turns, take_turn

from .models import User

TRIES, SECONDS = 5, 300
TURN = "confirm"


class WrongPassword(Exception):
    """What was typed is not the person's password."""


class TooManyTries(Exception):
    """The person has to wait so many seconds before the next try."""

    def __init__(self, wait: int) -> None:
        """Keep how long to wait."""
        super().__init__("Too many tries.")
        self.wait = wait


def confirm_person(user: User, password: str) -> None:
    """Check a person's own password; the right one forgets the wrong tries before it.

    Raises WrongPassword, and TooManyTries without looking at the password.
    """
    if wait := take_turn(TURN, user, most=TRIES, seconds=SECONDS):
        raise TooManyTries(wait)
    if not user.check_password(password):
        raise WrongPassword
    give_back_turns(TURN, user, most=TRIES)
