"""A rule said no. The reason is a French sentence, shown as it is."""

from dataclasses import dataclass
from datetime import timedelta


class Refused(Exception):
    """`field` names the form field that the reason is about, if there is one."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class Final(Refused):
    """No form could be corrected so that it passes: `Form.refusing` lets it go on to a page of its own."""


class Conflict(Final):
    """Somebody else acted first: the thing is no longer as it was shown (409)."""


class OutOfRole(Final):
    """The actor's role does not allow it, whatever they typed (403)."""


class GivenBack(Exception):
    """What was typed is shown again and nothing is done: the form came from a session that is over (403).

    Not a Refused: a handler that shows refusals in its own way must not take it for one.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Denied:
    """What a rule says no with, before anybody tries: shown where the button would be.

    `moved_on`: the state is why, so that loading the page again tells more.
    """

    reason: str
    moved_on: bool = False


class NotFound(Exception):
    """There is no such thing, or not for this actor: nobody is told which."""


class Throttled(Exception):
    """Too many tries in too little time (429); nothing was done."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"wait {wait}")
        self.wait = wait


class Busy(Exception):
    """More work waits than can be done soon (503); nothing was done."""
