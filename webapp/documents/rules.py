"""What is known of a file's content, and who may have it. Pure."""

from enum import StrEnum

from webapp.core.refusals import Denied
from webapp.documents import texts


class DocumentState(StrEnum):
    """What the antivirus has said. `unscanned` is of a portal without one; where there is one, it will be scanned."""

    SCANNING = "scanning"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


# With a scanner, these wait for it: a file of the time before it was there as well.
AWAITED = (DocumentState.SCANNING, DocumentState.UNSCANNED)
# The page looks again after so many seconds each: a scan takes one as a rule. After the last, people reload the page,
# so that one left open neither asks for ever nor keeps its session alive.
LOOKS = (2, 3, 5, 5, 10, 10, 20, 30, 30, 60, 60)


def first_state(*, has_scanner: bool) -> DocumentState:
    return DocumentState.SCANNING if has_scanner else DocumentState.UNSCANNED


def denial(state: DocumentState, signature: str, *, is_own: bool, has_scanner: bool) -> Denied | None:
    """Why its bytes are not given to whoever asks. `is_own`: they uploaded it, and may read it back meanwhile."""
    if state is DocumentState.INFECTED:
        return Denied(texts.REMOVED.format(signature=signature))
    if state is DocumentState.CLEAN or is_own or (state is DocumentState.UNSCANNED and not has_scanner):
        return None
    return Denied(texts.BEING_SCANNED, moved_on=True)


def next_look(looks: int) -> int | None:
    """In how many seconds a page that has looked so often looks again; None when it does not."""
    return LOOKS[looks] if 0 <= looks < len(LOOKS) else None
