"""The two dates of the legal clock, in words: for the applicant, and for agents."""

from webapp.core.french import long_date
from webapp.solicitations.clock import LegalClock

MUST_ANSWER = (
    "La Région doit répondre avant le {day}. Sans réponse à cette date, votre demande sera considérée comme refusée."
)
SUSPENDED = (
    "Le délai est suspendu depuis le {since} : il reprendra quand vous aurez répondu, au plus tard le {resumes}. "
    "La Région devra alors répondre avant le {day}, ou plus tôt si vous répondez plus tôt."
)
MOVED = "À votre dépôt, cette date était le {first} : le temps pendant lequel le délai était suspendu s'y ajoute."
RUN_OUT = (
    "La Région n'a pas répondu avant le {day} : votre demande est considérée comme refusée depuis cette date. "
    "Votre accusé de réception dit comment contester ce refus."
)
DECIDE = "À décider avant le {day} : ensuite, le silence vaut refus."
DECIDE_SUSPENDED = (
    "Délai suspendu depuis le {since}, jusqu'à la réponse du demandeur et au plus tard le {resumes}. "
    "À décider ensuite avant le {day}, ou plus tôt s'il répond plus tôt."
)
DECIDE_MOVED = "Date au dépôt : le {first}. Les suspensions la repoussent."
DECIDE_RUN_OUT = "Délai dépassé depuis le {day} : la demande est considérée comme refusée."
AWAITED = {
    (False, False): "La Région attend votre réponse au plus tard le {day}.",
    (False, True): "La Région attendait votre réponse au plus tard le {day}. Vous pouvez encore répondre.",
    (True, False): "Le demandeur est invité à répondre au plus tard le {day}.",
    (True, True): "Le demandeur devait répondre au plus tard le {day}. Il peut encore le faire.",
}
"""By whether an agent reads it, and whether that day has passed."""


def for_applicant(clock: LegalClock) -> list[str]:
    """Sentences, the one that matters first; for an application on which nothing is decided yet."""
    return _sentences(clock, RUN_OUT, SUSPENDED, MUST_ANSWER, MOVED)


def for_agents(clock: LegalClock) -> list[str]:
    """The same, of who has to decide."""
    return _sentences(clock, DECIDE_RUN_OUT, DECIDE_SUSPENDED, DECIDE, DECIDE_MOVED)


def _sentences(clock: LegalClock, run_out: str, suspended: str, running: str, moved: str) -> list[str]:
    day, first = long_date(clock.decide_by), long_date(clock.first_decide_by)
    if clock.has_run_out:
        said = run_out.format(day=day)
    elif clock.suspended_since and clock.resumes_by:
        said = suspended.format(since=long_date(clock.suspended_since), resumes=long_date(clock.resumes_by), day=day)
    else:
        said = running.format(day=day)
    return [said, moved.format(first=first)] if day != first else [said]
