"""What agents say of an application and of its pieces, and until when it holds. Pure."""

from enum import StrEnum

from webapp.applications.rules import ApplicationState, Verb


class Conformity(StrEnum):
    """Of a piece, as an agent judges it."""

    CONFORM = "conform"
    NON_CONFORM = "non_conform"


# The states in which what was said still stands: to say it again changes nothing.
HOLDS = {
    Verb.START_REVIEW: {ApplicationState.UNDER_REVIEW},
    Verb.DECLARE_COMPLETE: {ApplicationState.TAKEN_OVER, ApplicationState.UNDER_REVIEW},
    Verb.DECLARE_INADMISSIBLE: {ApplicationState.INADMISSIBLE},
    Verb.DROP: {ApplicationState.DROPPED},
}
ENDED_BY = {ApplicationState.INADMISSIBLE: Verb.DECLARE_INADMISSIBLE, ApplicationState.DROPPED: Verb.DROP}
