"""What is said of the slots of a draft beside their files: the room that is left, what is no longer asked for, and how
long a document stays good. Pure.
"""

from collections.abc import Collection
from datetime import date, datetime

from webapp.applications import texts
from webapp.applications.queries import ApplicationPage, PieceFile
from webapp.core import french
from webapp.core.clock import PARIS
from webapp.schemes.conditions import Today, shifted
from webapp.schemes.definition import Piece


def room_left(files: Collection[PieceFile], most_files: int, most_bytes: int) -> str:
    """The sentence that says how many files, and how many bytes in all, the application still takes."""
    count = most_files - len(files)
    size = most_bytes - sum(file.size for file in files)
    if count <= 0 or size <= 0:
        return texts.NO_ROOM.format(count=len(files))
    number = f"{count}{french.NO_BREAK_SPACE}fichier" + ("s" if count > 1 else "")
    return texts.ROOM.format(files=number, size=french.file_size(size))


def left_aside(application: ApplicationPage) -> tuple[PieceFile, ...]:
    """Files of slots that an answer or a newer form has taken away: kept while one drafts, and not sent."""
    asked = {piece.key for piece in application.form.pieces}
    return tuple(file for file in application.files if file.piece not in asked)


def good_until(piece: Piece, deposited_at: datetime) -> date | None:
    """The last day on which this slot takes a document that was deposited then; None for as long as it is true."""
    day = deposited_at.astimezone(PARIS).date()
    if piece.valid_this_year:
        return date(day.year, 12, 31)
    return shifted(day, Today(months=piece.valid_months)) if piece.valid_months else None
