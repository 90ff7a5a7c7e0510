"""Where a request of each kind is composed: a page of its own."""

from webapp.core.own_paths import to
from webapp.solicitations import paths
from webapp.solicitations.rules import SolicitationKind

PAGES = {
    SolicitationKind.PIECE_REQUEST: paths.DESK_DRAFT,
    SolicitationKind.EDIT_REQUEST: paths.DESK_EDIT_DRAFT,
}


def draft_address(kind: SolicitationKind, ref: str) -> str:
    return to(PAGES[kind], ref=ref)
