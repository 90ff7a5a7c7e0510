"""What the Region asks back, made by the use cases themselves."""

from uuid import UUID

from sqlalchemy import select

from tests.factories.applications import LIMITS, received
from webapp.applications.models import Application, Submission
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.ports import FileStore
from webapp.core.work import Work
from webapp.schemes.engine import fill
from webapp.schemes.filled import Fact, FilledForm
from webapp.schemes.revisions import load_definition
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, SolicitationKind, SolicitationState
from webapp.solicitations.use_cases.composing import begin_request, items_of
from webapp.solicitations.use_cases.marking import add_part
from webapp.solicitations.use_cases.replying import add_reply_document
from webapp.solicitations.use_cases.sending import send_requests

UNREADABLE = "Le document est illisible : déposez-en une copie nette."
OF_ANOTHER_YEAR = "Le budget joint est celui de 2026."
TOO_VAGUE = "Dites dans quelles communes."
PARTS = ("section:demande", "field:objet")
"""Of the tests' own scheme."""
REASONS = (("budget_previsionnel", OF_ANOTHER_YEAR), ("rapport_activite", UNREADABLE))


async def make_request(work: Work, agent: Actor, application: Application) -> Solicitation:
    """A draft that asks for two pieces of the scheme again, complete."""
    return await begin_request(work, agent, application.number, SolicitationKind.PIECE_REQUEST, REASONS)


async def make_sent_request(work: Work, agent: Actor, application: Application) -> Solicitation:
    await make_request(work, agent, application)
    (sent,) = await send_requests(work, agent, application.number)
    return sent


async def sent_form(work: Work, application: Application) -> FilledForm:
    """As it was sent, of the tests' own scheme."""
    async with work:
        definition = await load_definition(work.session, application.revision_id)
        query = select(Submission).where(Submission.application_id == application.id).order_by(Submission.number.desc())
        sent = (await work.session.scalars(query.limit(1))).one()
        facts = {key: Fact(**fact) for key, fact in sent.facts.items()}
        return fill(definition, sent.answers, facts, work.now.astimezone(PARIS).date())


async def make_edit_request(
    work: Work, agent: Actor, application: Application, *parts: str, reason: str = TOO_VAGUE
) -> Solicitation:
    """A draft that asks to modify these parts, complete."""
    form = await sent_form(work, application)
    draft = await begin_request(work, agent, application.number, SolicitationKind.EDIT_REQUEST)
    for part in parts or PARTS:
        await add_part(work, agent, application.number, draft.id, part, form)
    async with work:
        for item in await items_of(work, draft):
            item.reason = reason
    return draft


async def make_sent_edit_request(work: Work, agent: Actor, application: Application, *parts: str) -> Solicitation:
    await make_edit_request(work, agent, application, *parts)
    (sent,) = await send_requests(work, agent, application.number)
    return sent


async def make_answered(work: Work, actor: Actor, solicitation: Solicitation) -> Solicitation:
    """As a transmitted contribution leaves it, whatever was modified."""
    async with work:
        row = await work.session.get_one(Solicitation, solicitation.id)
        row.state, row.answered_at, row.answered_by = SolicitationState.ANSWERED, work.now, actor.account_id
        for item in await items_of(work, row):
            item.state = ItemState.ANSWERED
        return row


async def items(work: Work, solicitation: Solicitation) -> list[SolicitationItem]:
    async with work:
        return await items_of(work, solicitation)


async def request_of(work: Work, item: SolicitationItem) -> Solicitation:
    async with work:
        return await work.session.get_one(Solicitation, item.solicitation_id)


async def reply_to(
    work: Work, actor: Actor, application: Application, item: SolicitationItem, store: FileStore, name: str = "rib.pdf"
) -> UUID:
    """A file, not sent yet."""
    file = await received(store, name)
    return await add_reply_document(work, actor, application.number, item.solicitation_id, item.id, file, LIMITS)
