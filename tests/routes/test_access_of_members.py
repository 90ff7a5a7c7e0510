"""Who reaches what inside one structure: each route asked by each role (see access_table.py)."""

from dataclasses import dataclass

import pytest
from litestar import Litestar
from sqlalchemy import select

from tests.factories.members import roles_in
from tests.routes.access_table import BY_ROLE_ON_A_DRAFT, ON_A_JOIN_REQUEST, ON_A_STRUCTURE, TEAM
from tests.routes.crowd import Crowd, first_document, is_about
from tests.routes.people import Applications, People, Person, Team
from tests.routes.walk import Route, routes, send, without_what_changes
from webapp.applications.models import Answer
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.web.csrf import FIELD

MEMBERS = TEAM[4:]
LEAVES = "POST /structures/{structure_id}/membres/depart"
"""Asked by a crowd of its own, since nobody is a member after it."""


@dataclass(frozen=True, slots=True)
class House:
    """One structure, who administers it, and a crowd of TEAM in front of it."""

    crowd: Crowd
    owner: Person
    team: Team

    @classmethod
    async def build(cls, people: People) -> "House":
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
        return cls(await Crowd.of(browsers), owner, team)


@pytest.fixture
async def house(people: People) -> House:
    return await House.build(people)


def about(app: Litestar, what: str) -> dict[str, Route]:
    return {str(route): route for route in routes(app) if is_about(route) == what}


async def test_each_role_gets_what_the_table_says_of_a_structure(app: Litestar, people: People, house: House) -> None:
    declared = about(app, "{structure_id}")
    assert set(ON_A_STRUCTURE) == set(declared), "the table must name each route"
    found = {}
    for name, route in ((name, declared[name]) for name in ON_A_STRUCTURE):
        asked = await House.build(people) if name == LEAVES else house
        found[name] = await asked.crowd.statuses(route.method, route.address(**asked.team.about(route)), TEAM)
    assert found == ON_A_STRUCTURE


async def test_requests_are_withdrawn_by_who_asked_and_answered_by_agents_where_nobody_else_can(
    app: Litestar, people: People, house: House
) -> None:
    declared = about(app, "{request_id}")
    assert set(ON_A_JOIN_REQUEST) == set(declared), "the table must name each route"
    theirs = await people.team(await people.applicant())
    found = {
        name: await house.crowd.statuses(route.method, route.address(**theirs.about(route)), TEAM)
        for name, route in ((name, declared[name]) for name in ON_A_JOIN_REQUEST)
    }
    assert found == ON_A_JOIN_REQUEST


async def test_each_member_gets_what_the_table_says_of_their_draft(
    app: Litestar, house: House, applications: Applications, committed: Work
) -> None:
    draft = await applications.complete(house.owner)
    ids = {"ref": draft.reference, "document_id": await first_document(committed, draft)}
    declared = {name: route for name, route in about(app, "{ref}").items() if route.access == "applicant"}
    assert set(BY_ROLE_ON_A_DRAFT) == set(declared), "the table must name each route"
    found = {
        name: await house.crowd.statuses(route.method, route.address(**ids), MEMBERS)
        for name, route in ((name, declared[name]) for name in BY_ROLE_ON_A_DRAFT)
    }
    assert found == BY_ROLE_ON_A_DRAFT


async def test_a_reader_is_told_why_and_changes_nothing(
    house: House, applications: Applications, committed: Work
) -> None:
    draft = await applications.draft(house.owner)
    reader, token = house.crowd.browsers["reader"], house.crowd.tokens["reader"]
    before = await roles_in(committed, house.team.structure.id)
    base = f"/structures/{house.team.structure.id}"
    for path, fields in (
        (f"{base}/membres/{house.team.member.id}/role", {"role": "reader"}),
        (f"{base}/membres/{house.team.member.id}/retrait", {}),
        (f"{base}/invitations", {"email": "quelqu-un@exemple.fr", "role": "administrator"}),
        (f"{base}/rattachements/{house.team.request_id}/acceptation", {"role": "writer"}),
    ):
        answer = await send(reader, "POST", path, {FIELD: token, **fields})
        assert answer.status_code == 403, path
        assert "Seul un administrateur de la structure peut gérer ses membres." in answer.text
    assert await roles_in(committed, house.team.structure.id) == before

    path = f"/demandes/{draft.reference}/votre-dossier/demande"
    answer = await send(reader, "POST", path, {FIELD: token, "objet": "Rien"})
    assert answer.status_code == 403
    async with committed:
        answers = select(Answer).where(Answer.application_id == draft.id)
        assert (await committed.session.scalars(answers)).all() == []


async def test_a_structure_of_others_is_the_same_page_as_none(app: Litestar, house: House) -> None:
    stranger, token = house.crowd.browsers["stranger"], house.crowd.tokens["stranger"]
    for route in about(app, "{structure_id}").values():
        ids = house.team.about(route)
        theirs = await send(stranger, route.method, route.address(**ids), {FIELD: token})
        nowhere = route.address(**{**ids, "structure_id": house.team.invitation_id})
        unknown = await send(stranger, route.method, nowhere, {FIELD: token})
        assert theirs.status_code == unknown.status_code, str(route)
        assert set(theirs.headers) == set(unknown.headers), str(route)
        if theirs.status_code == 404:
            assert without_what_changes(theirs.text) == without_what_changes(unknown.text), str(route)
