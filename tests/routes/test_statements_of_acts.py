"""What each act that succeeds costs the database: session, reading and writing, audit and mails together."""

from collections.abc import Mapping
from uuid import uuid4

import pytest

from tests.factories.accounts import actor_of
from tests.factories.applications import LIMITS, make_complete_draft, make_draft, received, with_fields
from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.statements import counted
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.pieces import add_piece
from webapp.core.db import Database
from webapp.core.work import Work
from webapp.schemes.definition import Field, FieldType, SchemeDefinition
from webapp.schemes.use_cases import publish
from webapp.web.csrf import FIELD


async def cost(database: Database, person: Person, address: str, **fields: str) -> int:
    token = await token_for(person.browser)
    with counted(database) as statements:
        answer = await send(person.browser, "POST", address, {FIELD: token, **fields})
    assert answer.status_code == 303, f"{address} answered {answer.status_code}"
    return len(statements)


async def costs_of(database: Database, acts: Mapping[str, tuple[Person, str, Mapping[str, str]]]) -> dict[str, int]:
    return {name: await cost(database, who, address, **fields) for name, (who, address, fields) in acts.items()}


async def test_of_an_application(people: People, applications: Applications, database: Database) -> None:
    applicant, agent = await people.applicant(), await people.agent()
    draft = await applications.complete(applicant)
    acts = {
        "deposit": (applicant, f"/demandes/{draft.reference}/depot", {"commitment": "y", "statement": "y"}),
        "take-over": (agent, f"/espace-agent/demandes/{draft.reference}/prise-en-charge", {}),
    }
    assert await costs_of(database, acts) == {"deposit": 25, "take-over": 10}


def many_fields(count: int) -> SchemeDefinition:
    texts = (Field(key=f"champ_{number}", type=FieldType.TEXT, label=f"Champ {number}") for number in range(count))
    return with_fields(*texts)


@pytest.mark.parametrize("saved", ["alone", "with all the others"])
async def test_one_answer_costs_the_same_in_a_form_of_1000_fields_as_of_40(
    saved: str, applicant: Person, committed: Work, database: Database
) -> None:
    costs = {}
    for fields in (40, 1_000):
        slug = f"formulaire-{fields}"
        await publish(committed, slug, many_fields(fields))
        draft = await make_draft(committed, applicant.account, slug)
        page = f"/demandes/{draft.reference}/votre-dossier/demande"
        assert (await applicant.browser.http.get(page)).status_code == 200
        typed = {"champ_1": "Fête", "page": "essai"}
        if saved == "alone":
            costs[fields] = await cost(database, applicant, f"/demandes/{draft.reference}/reponses", **typed)
        else:
            typed |= {f"champ_{number}": f"Réponse {number}" for number in range(fields)}
            costs[fields] = await cost(database, applicant, page, action="next", **typed)
        shown = (await applicant.browser.http.get(page)).text
        assert typed["champ_1"] in shown
        assert (saved == "alone") is (f"Réponse {fields - 1}" not in shown)
    assert costs[40] == costs[1_000]
    assert costs[40] <= 16


async def test_a_submission_costs_the_same_with_1000_answers_and_12_files_as_with_40_and_2(
    people: People, committed: Work, store: MemoryStore, database: Database
) -> None:
    costs = {}
    for fields, more_files in ((40, 0), (1_000, 10)):
        slug = f"depot-{fields}"
        await publish(committed, slug, many_fields(fields))
        applicant = await people.applicant()
        draft = await make_complete_draft(committed, applicant.account, store, slug)
        actor = await actor_of(committed, applicant.account)
        texts = {f"champ_{number}": f"Réponse {number}" for number in range(fields)}
        await save_answers(committed, actor, draft.number, Typed(texts))
        for _ in range(more_files):
            await add_piece(committed, actor, draft.number, "statuts", await received(store), LIMITS)
        sworn = {"commitment": "y", "statement": "y"}
        costs[fields] = await cost(database, applicant, f"/demandes/{draft.reference}/depot", **sworn)
    assert costs[40] == costs[1_000]


async def test_of_the_members_of_a_structure(people: People, database: Database) -> None:
    owner, newcomer = await people.applicant(), await people.newcomer()
    team = await people.team(owner)
    of_structure = f"/structures/{team.structure.id}"
    asked = {"function": "Trésorière", "signing": "preparer", "siret": str(team.structure.siret)}
    acts = {
        "request to join": (newcomer, "/structure/rattachement", asked),
        "answer": (owner, f"{of_structure}/rattachements/{team.request_id}/acceptation", {"role": "writer"}),
        "invitation": (owner, f"{of_structure}/invitations", {"email": f"{uuid4().hex}@exemple.fr", "role": "reader"}),
        "role": (owner, f"{of_structure}/membres/{team.member.id}/role", {"role": "reader"}),
        "removal": (owner, f"{of_structure}/membres/{team.member.id}/retrait", {}),
        "choice": (owner, f"{of_structure}/choix", {}),
    }
    assert await costs_of(database, acts) == {
        "request to join": 14,
        "answer": 17,
        "invitation": 12,
        "role": 10,
        "removal": 7,
        "choice": 4,
    }
