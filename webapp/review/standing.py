"""Whether a verdict still stands: it is about the files that its slot held when it was said."""

from typing import Any

from sqlalchemy import ColumnElement, cast, func, select
from sqlalchemy.dialects.postgresql import JSONPATH

from webapp.applications.models import Submission
from webapp.review.models import PieceVerdict

_IN_ITS_SLOT = "$[*] ? (@.piece == $slot).document_id"


def stands() -> ColumnElement[bool]:
    """Of PieceVerdict. A contribution that puts other files in the slot leaves it to be judged again."""
    is_same: ColumnElement[bool] = _files().is_not_distinct_from(_files(Submission.sent_at <= PieceVerdict.judged_at))
    return is_same


def _files(*conditions: ColumnElement[bool]) -> Any:
    """Of the last version of these; NULL where none was kept."""
    slot = func.jsonb_build_object("slot", PieceVerdict.piece)
    named = func.jsonb_path_query_array(Submission.pieces, cast(_IN_ITS_SLOT, JSONPATH), slot)
    versions = select(named).where(Submission.application_id == PieceVerdict.application_id, *conditions)
    return versions.order_by(Submission.number.desc()).limit(1).correlate(PieceVerdict).scalar_subquery()
