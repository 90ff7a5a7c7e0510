"""How long a document stays good, and how much an application still takes."""

from datetime import UTC, date, datetime

import pytest

from webapp.applications.queries import PieceFile
from webapp.applications.slots import good_until, room_left
from webapp.core.ids import new_id
from webapp.schemes.definition import Piece

DEPOSITED = datetime(2026, 8, 31, 10, tzinfo=UTC)
NEW_YEAR_S_EVE = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # it is 2027 in Paris


def _piece(**more: object) -> Piece:
    known: dict[str, object] = {"key": "une", "label": "Une pièce", "document": "une", **more}
    return Piece(**known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("piece", "deposited", "until"),
    [
        pytest.param(_piece(), DEPOSITED, None, id="until it changes"),
        pytest.param(_piece(valid_months=6), DEPOSITED, date(2027, 2, 28), id="a shorter month"),
        pytest.param(_piece(valid_months=3), DEPOSITED, date(2026, 11, 30), id="three months"),
        pytest.param(_piece(valid_this_year=True), DEPOSITED, date(2026, 12, 31), id="that year"),
        pytest.param(_piece(valid_this_year=True), NEW_YEAR_S_EVE, date(2027, 12, 31), id="that year in Paris"),
    ],
)
def test_a_document_is_good_until(piece: Piece, deposited: datetime, until: date | None) -> None:
    assert good_until(piece, deposited) == until


def _file(size: int) -> PieceFile:
    return PieceFile(new_id(), "statuts", "a.pdf", "application/pdf", size, "0" * 64, "unscanned", DEPOSITED)


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ([], "Vous pouvez encore déposer 3 fichiers, 10 Mo en tout."),
        ([4_000_000, 500_000], "Vous pouvez encore déposer 1 fichier, 5,5 Mo en tout."),
        ([1, 1, 1], "Il y a déjà 3 fichiers, le maximum. Retirez-en un avant d'en ajouter."),
    ],
)
def test_the_room_that_is_left_is_said_in_words(sizes: list[int], said: str) -> None:
    assert room_left([_file(size) for size in sizes], 3, 10_000_000).replace("\u00a0", " ") == said
