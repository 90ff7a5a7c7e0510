"""An agent's verdict on each piece."""

from dataclasses import dataclass

from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.applications.access import lock_application, require
from webapp.applications.models import Application, Submission
from webapp.applications.rules import Verb
from webapp.core.actor import Actor
from webapp.core.french import long_date_time
from webapp.core.refusals import Conflict, NotFound
from webapp.core.work import Work
from webapp.review import texts
from webapp.review.models import PieceVerdict
from webapp.review.rules import Conformity
from webapp.review.standing import stands
from webapp.schemes.revisions import load_definition


@dataclass(frozen=True, slots=True)
class Judged:
    """`version`: of the verdict that the page showed, 0 for none. `reason`: of a piece that does not conform."""

    conformity: Conformity
    reason: str
    version: int


async def judge_piece(work: Work, actor: Actor, number: int, piece: str, judged: Judged) -> PieceVerdict:
    """The verdict that stands; saying what stands already changes nothing. One on files that were replaced is no more.

    Raises NotFound, also for a piece that the scheme does not have; Conflict with who judged it meanwhile, with where
    the application stands, or where its slot is empty.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        if (await load_definition(work.session, application.revision_id)).piece(piece) is None:
            raise NotFound
        require(actor, Verb.JUDGE_PIECE, application)
        await _require_a_file(work, application, piece)
        verdict = await work.session.get(PieceVerdict, (application.id, piece))
        shown = verdict if verdict is None or await _stands(work, verdict) else None
        reason = judged.reason if judged.conformity is Conformity.NON_CONFORM else ""
        before = None if shown is None else {"conformity": shown.conformity, "reason": shown.reason}
        after = {"conformity": str(judged.conformity), "reason": reason}
        if shown is not None and before == after:
            return shown
        if judged.version != (shown.version if shown else 0):
            replaced = verdict is not None and shown is None
            raise Conflict(texts.FILES_REPLACED if replaced else await _by_whom(work, shown))
        if verdict is None:
            verdict = PieceVerdict(application_id=application.id, piece=piece, version=0)
            work.session.add(verdict)
        verdict.conformity, verdict.reason = judged.conformity, reason
        verdict.version += 1
        verdict.judged_at, verdict.judged_by = work.now, actor.account_id
        work.audit("piece.judged", "application", application.id, piece=piece, before=before, after=after)
        return verdict


async def _require_a_file(work: Work, application: Application, piece: str) -> None:
    """In what was sent last."""
    query = select(Submission.pieces).where(Submission.application_id == application.id)
    sent = await work.session.scalar(query.order_by(Submission.number.desc()).limit(1))
    if not any(file["piece"] == piece for file in sent or ()):
        raise Conflict(texts.NOTHING_TO_JUDGE)


async def _stands(work: Work, verdict: PieceVerdict) -> bool:
    about = PieceVerdict.application_id == verdict.application_id, PieceVerdict.piece == verdict.piece
    return bool(await work.session.scalar(select(stands()).where(*about)))


async def _by_whom(work: Work, verdict: PieceVerdict | None) -> str:
    if verdict is None:  # a version that our page did not show
        return texts.CONFORMITY_MISSING
    by = await work.session.get_one(Account, verdict.judged_by)
    label = texts.CONFORMITIES[verdict.conformity]
    return texts.JUDGED_BEFORE.format(name=by.full_name, verdict=label, when=long_date_time(verdict.judged_at))
