"""What becomes of mails once the postman is done with them: sent again by a person, or forgotten."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, delete, literal, or_, select

from webapp.agents.use_cases.authority import require_administrator
from webapp.core.actor import Actor
from webapp.core.mail import CHANNEL, MailState, OutboxMail
from webapp.core.refusals import NotFound
from webapp.core.work import Work

SENT_KEPT = timedelta(days=30)
FAILED_KEPT = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class SentAgain:
    """`was_failed`: whether this made it leave; otherwise somebody else had, a moment before."""

    recipient: str
    was_failed: bool


async def send_again(work: Work, actor: Actor, mail_id: UUID) -> SentAgain:
    """Failed → pending, for 72 h more, under the same Message-ID; any other stays as it is.

    Raises NotFound; Refused for who is no administrator any more.
    """
    async with work:
        await require_administrator(work, actor)
        mail = await work.session.scalar(select(OutboxMail).where(OutboxMail.id == mail_id).with_for_update())
        if mail is None:
            raise NotFound
        if mail.state != MailState.FAILED:
            return SentAgain(mail.recipient, was_failed=False)
        work.audit("mail.sent_again", "mail", mail.id, mail=mail.kind, attempts=mail.attempts, answer=mail.last_error)
        mail.state, mail.attempts, mail.last_error = MailState.PENDING, 0, None
        mail.next_attempt_at = mail.asked_again_at = work.now
        await work.wake(CHANNEL)
        return SentAgain(mail.recipient, was_failed=True)


async def forget_old_mails(work: Work) -> int:
    """How many went. A pending mail never does: it is sent or it fails."""
    async with work:
        is_over = or_(
            and_(OutboxMail.state == MailState.SENT, OutboxMail.sent_at <= work.now - SENT_KEPT),
            # A failed mail's next attempt is set when it fails, and never made.
            and_(OutboxMail.state == MailState.FAILED, OutboxMail.next_attempt_at <= work.now - FAILED_KEPT),
        )
        gone = delete(OutboxMail).where(is_over).returning(literal(1))
        return len((await work.session.scalars(gone, execution_options={"synchronize_session": False})).all())
