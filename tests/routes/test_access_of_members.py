"""Who reaches what inside one structure: each route asked by each role (see access_table.py)."""

import pytest
from litestar import Litestar
from sqlalchemy import select

from tests.factories.members import roles_in
from tests.routes.access_table import BY_ROLE_ON_A_DRAFT, ON_A_JOIN_REQUEST, ON_A_STRUCTURE, TEAM
from tests.routes.people import Applications, People, Person, Team
from tests.routes.test_access import first_document, is_about
from tests.routes.walk import Route, routes, send, token_for, without_what_changes
from tests.support.client import PortalClient
from webapp.applications.models import Answer
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.web.csrf import FIELD

MEMBERS = TEAM[4:]
LEAVES = "POST /structures/{structure_id}/membres/depart"
"""Asked by a crowd of its own, since nobody is a member after it."""


class Crowd:
    """One browser for each role of TEAM, in front of one structure."""

    def __init__(self, browsers: dict[str, PortalClient], tokens: dict[str, str], owner: Person, team: Team) -> None:
        self.browsers, self.tokens, self.owner, self.team = browsers, tokens, owner, team

    @classmethod
    async def gather(cls, people: People) -> "Crowd":
        owner = await people.applicant()
        team = await people.team(owner)
        roles = (MemberRole.READER, MemberRole.WRITER, MemberRole.SIGNATORY)
        browsers = {
            "visitor": people.visitor(),
            "newcomer": (await people.newcomer()).browser,
            "stranger": (await people.applicant("ASSOCIATION VOISINE")).browser,
            "agent": (await people.agent()).browser,
            **{role.value: (await people.member(team.structure.id, role)).browser for role in roles},
            "administrator": owner.browser,
        }
        tokens = {role: await token_for(browser) for role, browser in browsers.items()}
        return cls(browsers, tokens, owner, team)

    async def statuses(self, method: str, address: str, roles: tuple[str, ...] = TEAM) -> str:
        answers = [await send(self.browsers[role], method, address, {FIELD: self.tokens[role]}) for role in roles]
        return " ".join(str(answer.status_code) for answer in answers)


@pytest.fixture
async def crowd(people: People) -> Crowd:
    return await Crowd.gather(people)


def about(app: Litestar, what: str) -> dict[str, Route]:
    return {str(route): route for route in routes(app) if is_about(route) == what}


async def test_each_role_gets_what_the_table_says_of_a_structure(app: Litestar, people: People, crowd: Crowd) -> None:
    declared = about(app, "{structure_id}")
    assert set(ON_A_STRUCTURE) == set(declared), "the table must name each route"
    found = {}
    for name, route in ((name, declared[name]) for name in ON_A_STRUCTURE):
        asked = await Crowd.gather(people) if name == LEAVES else crowd
        found[name] = await asked.statuses(route.method, route.address(**asked.team.about(route)))
    assert found == ON_A_STRUCTURE


async def test_requests_are_withdrawn_by_who_asked_and_answered_by_agents_where_nobody_else_can(
    app: Litestar, people: People, crowd: Crowd
) -> None:
    declared = about(app, "{request_id}")
    assert set(ON_A_JOIN_REQUEST) == set(declared), "the table must name each route"
    theirs = await people.team(await people.applicant())
    found = {
        name: await crowd.statuses(route.method, route.address(**theirs.about(route)))
        for name, route in ((name, declared[name]) for name in ON_A_JOIN_REQUEST)
    }
    assert found == ON_A_JOIN_REQUEST


async def test_each_member_gets_what_the_table_says_of_their_draft(
    app: Litestar, crowd: Crowd, applications: Applications, committed: Work
) -> None:
    draft = await applications.complete(crowd.owner)
    ids = {"ref": draft.reference, "document_id": await first_document(committed, draft)}
    declared = {name: route for name, route in about(app, "{ref}").items() if route.access == "applicant"}
    assert set(BY_ROLE_ON_A_DRAFT) == set(declared), "the table must name each route"
    found = {
        name: await crowd.statuses(route.method, route.address(**ids), MEMBERS)
        for name, route in ((name, declared[name]) for name in BY_ROLE_ON_A_DRAFT)
    }
    assert found == BY_ROLE_ON_A_DRAFT


async def test_a_reader_is_told_why_and_changes_nothing(
    crowd: Crowd, applications: Applications, committed: Work
) -> None:
    draft = await applications.draft(crowd.owner)
    reader, token = crowd.browsers["reader"], crowd.tokens["reader"]
    before = await roles_in(committed, crowd.team.structure.id)
    base = f"/structures/{crowd.team.structure.id}"
    for path, fields in (
        (f"{base}/membres/{crowd.team.member.id}/role", {"role": "reader"}),
        (f"{base}/membres/{crowd.team.member.id}/retrait", {}),
        (f"{base}/invitations", {"email": "quelqu-un@exemple.fr", "role": "administrator"}),
        (f"{base}/rattachements/{crowd.team.request_id}/acceptation", {"role": "writer"}),
    ):
        answer = await send(reader, "POST", path, {FIELD: token, **fields})
        assert answer.status_code == 403, path
        assert "Seul un administrateur de la structure peut gérer ses membres." in answer.text
    assert await roles_in(committed, crowd.team.structure.id) == before

    path = f"/demandes/{draft.reference}/votre-dossier"
    answer = await send(reader, "POST", path, {FIELD: token, "objet": "Rien"})
    assert answer.status_code == 403
    async with committed:
        answers = select(Answer).where(Answer.application_id == draft.id)
        assert (await committed.session.scalars(answers)).all() == []


async def test_a_structure_of_others_is_the_same_page_as_none(app: Litestar, crowd: Crowd) -> None:
    stranger, token = crowd.browsers["stranger"], crowd.tokens["stranger"]
    for route in about(app, "{structure_id}").values():
        ids = crowd.team.about(route)
        theirs = await send(stranger, route.method, route.address(**ids), {FIELD: token})
        nowhere = route.address(**{**ids, "structure_id": crowd.team.invitation_id})
        unknown = await send(stranger, route.method, nowhere, {FIELD: token})
        assert theirs.status_code == unknown.status_code, str(route)
        assert set(theirs.headers) == set(unknown.headers), str(route)
        if theirs.status_code == 404:
            assert without_what_changes(theirs.text) == without_what_changes(unknown.text), str(route)
