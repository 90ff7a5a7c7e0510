"""Writing a message, how far somebody has read, and keeping which mails left."""

from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from webapp.accounts.models import Account, AccountState
from webapp.agents.models import Agent, Service
from webapp.applications.access import lock_application
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application
from webapp.applications.rules import NOT_SENT
from webapp.core.actor import Actor
from webapp.core.mail import OutboxMail
from webapp.core.refusals import NotFound, OutOfRole
from webapp.core.throttle import count
from webapp.core.work import Work
from webapp.schemes.models import SchemeRevision
from webapp.structures.models import Structure
from webapp.threads import mails
from webapp.threads.models import Message, Reading, SentMail
from webapp.threads.rules import Party, denial, party_of
from webapp.threads.throttling import MESSAGES


async def write_message(work: Work, actor: Actor, number: int, key: UUID, text: str) -> Message:
    """The other side gets a mail. The same text from the same page, whose `key` it is, is one message and one mail;
    Back, then another text, is another.

    Raises NotFound, also for a draft, which nobody of the Region sees; OutOfRole for a reader; Throttled.
    """
    await count(work, MESSAGES.of(actor.account_id))
    async with work:
        application = await lock_application(work.session, actor, number)
        if application.state in NOT_SENT:
            raise NotFound
        if denied := denial(actor.acting_for(application.structure_id)):
            raise OutOfRole(denied.reason)
        message_id = uuid5(key, f"{application.id} {actor.account_id} {text}")
        if earlier := await work.session.get(Message, message_id):
            return earlier
        message = Message(
            id=message_id,
            application_id=application.id,
            number=await _next_number(work, application.id),
            party=party_of(actor),
            author_id=actor.account_id,
            text=text,
            created_at=work.now,
        )
        work.session.add(message)
        await work.session.flush()
        await _tell(work, actor, application, message)
        work.audit("thread.written", "application", application.id, message=str(message_id), party=message.party)
        return message


async def mark_read(work: Work, actor: Actor, application_id: UUID, last_number: int) -> None:
    """Never backwards: the page that was opened first may be the last to say so."""
    async with work:
        row = insert(Reading).values(
            application_id=application_id, account_id=actor.account_id, last_number=last_number, read_at=work.now
        )
        await work.session.execute(
            row.on_conflict_do_update(
                index_elements=[Reading.application_id, Reading.account_id],
                set_={"last_number": row.excluded.last_number, "read_at": row.excluded.read_at},
                where=Reading.last_number < row.excluded.last_number,
            )
        )


async def keep_sent_mail(work: Work, mail: OutboxMail, subject: str) -> None:
    """Inside the postman's transaction. Not what was said of a draft, nor what only announces a message."""
    if mail.about_kind != "application" or mail.kind.startswith("threads/"):
        return
    submitted_at = await work.session.scalar(select(Application.submitted_at).where(Application.id == mail.about_id))
    if submitted_at is None or mail.created_at < submitted_at:
        return
    row = insert(SentMail).values(
        id=mail.id,
        application_id=mail.about_id,
        kind=mail.kind,
        subject=subject,
        queued_at=mail.created_at,
        sent_at=work.now,
    )
    await work.session.execute(row.on_conflict_do_nothing())


async def _next_number(work: Work, application_id: UUID) -> int:
    last = select(func.max(Message.number)).where(Message.application_id == application_id)
    return (await work.session.scalar(last) or 0) + 1


async def _tell(work: Work, actor: Actor, application: Application, message: Message) -> None:
    data = {
        "author": actor.full_name,
        "scheme": (await work.session.get_one(SchemeRevision, application.revision_id)).title,
    }
    service = await work.session.get_one(Service, application.service_id)
    if message.party == Party.REGION:
        data["service"] = service.name
        for recipient in await correspondents(work, application):
            await work.mail(mails.of_region(application, message, recipient, data))
        return
    data["structure"] = (await work.session.get_one(Structure, application.structure_id)).name
    agent = await _follower(work, application)
    address, first_name = (agent.email, agent.first_name) if agent else (service.email, "")
    await work.mail(mails.of_applicant(application, message, address, data, first_name))


async def _follower(work: Work, application: Application) -> Account | None:
    """The agent who follows it, while they can open it; an account that is closed or moved elsewhere reads nothing."""
    found: Account | None = await work.session.scalar(
        select(Account)
        .join(Agent, Agent.account_id == Account.id)
        .where(
            Account.id == application.assigned_to,
            Account.state == AccountState.ACTIVE,
            Agent.service_id == application.service_id,
        )
    )
    return found
