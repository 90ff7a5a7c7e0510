"""One browser for each role, all in front of the same thing: who reaches what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tests.routes.walk import Route, send, token_for
from tests.support.client import PortalClient
from webapp.applications.models import Application, PieceDocument
from webapp.core.work import Work
from webapp.web.csrf import FIELD


@dataclass(frozen=True, slots=True)
class Crowd:
    """Each browser and the token that it may send now, by role."""

    browsers: Mapping[str, PortalClient]
    tokens: Mapping[str, str]

    @classmethod
    async def of(cls, browsers: Mapping[str, PortalClient]) -> "Crowd":
        return cls(browsers, {role: await token_for(browser) for role, browser in browsers.items()})

    async def statuses(self, method: str, address: str, roles: Collection[str]) -> str:
        """What each of these roles gets, in this order."""
        answers = [await send(self.browsers[role], method, address, {FIELD: self.tokens[role]}) for role in roles]
        return " ".join(str(answer.status_code) for answer in answers)


def is_about(route: Route) -> str:
    """The first of these that its address names; what a structure holds stands under the structure."""
    names = ("{solicitation_id}", "{ref}", "{structure_id}", "{request_id}", "{account_id}")
    return next((name for name in names if name in route.path), "")


async def first_document(work: Work, application: Application) -> UUID:
    async with work:
        query = select(PieceDocument.document_id).where(PieceDocument.application_id == application.id)
        return (await work.session.scalars(query.order_by(PieceDocument.document_id))).all()[0]
