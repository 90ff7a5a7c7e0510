"""What the Region asks back, made by the use cases themselves."""

from collections.abc import Sequence
from uuid import UUID

from tests.factories.applications import LIMITS, received
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.ports import FileStore
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, ItemTarget, SolicitationKind
from webapp.solicitations.use_cases.composing import begin_request, items_of
from webapp.solicitations.use_cases.replying import add_reply_document
from webapp.solicitations.use_cases.sending import send_requests

UNREADABLE = "Le document est illisible : déposez-en une copie nette."
OF_ANOTHER_YEAR = "Le budget joint est celui de 2026."
TO_CLARIFY = "Précisez ce que vous demandez."
REASONS = (("budget_previsionnel", OF_ANOTHER_YEAR), ("rapport_activite", UNREADABLE))


async def make_request(work: Work, agent: Actor, application: Application) -> Solicitation:
    """A draft that asks for two pieces of the scheme again, complete."""
    return await begin_request(work, agent, application.number, SolicitationKind.PIECE_REQUEST, REASONS)


async def make_sent_request(work: Work, agent: Actor, application: Application) -> Solicitation:
    await make_request(work, agent, application)
    (sent,) = await send_requests(work, agent, application.number)
    return sent


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


async def make_edit_request(
    work: Work, agent: Actor, application: Application, fields: Sequence[str] = ("objet",), sections: Sequence[str] = ()
) -> Solicitation:
    """Sent: it reopens these fields and sections."""
    async with work:
        draft = await begin_request(work, agent, application.number, SolicitationKind.EDIT_REQUEST)
        targets = [(ItemTarget.FIELD, key) for key in fields] + [(ItemTarget.SECTION, key) for key in sections]
        for position, (kind, key) in enumerate(targets, 1):
            work.session.add(
                SolicitationItem(
                    id=new_id(),
                    solicitation_id=draft.id,
                    position=position,
                    target_kind=kind,
                    target=key,
                    label=key,
                    hint="",
                    reason=TO_CLARIFY,
                    state=ItemState.ASKED,
                )
            )
        (sent,) = await send_requests(work, agent, application.number)
        return sent
