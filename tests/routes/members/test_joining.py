"""Asking to join, answering, and choosing for which structure one acts."""

import pytest

from tests.factories.members import join, make_join_request, make_orphan, roles_in
from tests.factories.structures import new_siret
from tests.routes.people import People, Person
from tests.routes.walk import send, token_for
from tests.support.clock import FrozenClock
from webapp.accounts.passwords import Passwords
from webapp.core.own_paths import to
from webapp.core.work import Work
from webapp.members import paths, texts
from webapp.structures.throttling import LOOK_UPS
from webapp.web.csrf import FIELD

SHEET = "/aides/petite-aide"
TYPED = {"Votre fonction dans la structure": "Trésorière", "signing": "delegate"}


async def test_a_request_is_sent_shown_and_withdrawn(people: People) -> None:
    structure = (await people.team(await people.applicant())).structure
    newcomer = await people.newcomer()
    form = await newcomer.browser.get(paths.joining(str(structure.siret)), status=200)
    assert structure.name in form.text
    assert structure.commune not in form.text
    refused = await newcomer.browser.submit(form, {"message": "x" * 501}, form="joining-form")
    assert set(refused.errors) == {"function", "signing", "message"}
    sent = await newcomer.browser.submit(refused, {**TYPED, "message": "Bonjour"}, form="joining-form")
    assert sent.path == "/structures"
    assert texts.JOIN_ASKED.format(structure=structure.name) in sent.text
    waits = f"Votre demande de rattachement à {structure.name} attend la réponse de ses administrateurs."
    assert waits in sent.text
    assert waits in (await newcomer.browser.get("/espace-personnel")).text
    gone = await newcomer.browser.submit(sent, button="Retirer ma demande", form=sent.action("/retrait"))
    assert texts.JOIN_WITHDRAWN.format(structure=structure.name) in gone.text
    assert waits not in gone.text
    assert (await newcomer.browser.submit(sent, form=sent.action("/retrait"))).status == 200


async def test_the_page_asks_for_a_number_and_says_when_nobody_has_it(people: People) -> None:
    newcomer = await people.newcomer()
    structure = (await people.team(await people.applicant())).structure
    page = await newcomer.browser.get(paths.JOINING, status=200)
    unknown = await newcomer.browser.submit(page, {"siret": new_siret()}, form=paths.JOINING)
    assert unknown.status == 404
    assert unknown.errors == {"siret": texts.UNKNOWN_NUMBER}
    found = await newcomer.browser.submit(unknown, {"siret": str(structure.siret)}, form=paths.JOINING)
    assert found.h1 == f"Demander à rejoindre {structure.name}"


async def test_a_member_has_nothing_to_ask(people: People, applicant: Person) -> None:
    team = await people.team(applicant)
    page = await applicant.browser.get(paths.joining(str(team.structure.siret)), status=200)
    assert page.h1 == f"Vous faites déjà partie de {team.structure.name}"


async def test_an_administrator_accepts_with_a_role_and_the_other_tab_is_told(people: People, committed: Work) -> None:
    owner = await people.applicant()
    team = await people.team(owner)
    board = await owner.browser.get(to(paths.MEMBERS, structure_id=team.structure.id))
    form = await owner.browser.follow(board, "Accepter la demande de Nadia Belkacem")
    assert "Nous nous sommes vus" in form.text
    done = await owner.browser.submit(form, form="join-acceptance-form")
    assert texts.JOIN_ACCEPTED.format(name="Nadia Belkacem") in done.text
    assert list((await roles_in(committed, team.structure.id)).values()).count("writer") == 2
    refuse = to(paths.JOIN_REQUEST + paths.REFUSAL, structure_id=team.structure.id, request_id=team.request_id)
    answer = await send(owner.browser, "POST", refuse, {FIELD: await token_for(owner.browser)})
    assert answer.status_code == 409
    assert texts.ALREADY_DECIDED in answer.text.replace("&#39;", "'")


async def test_an_administrator_refuses_with_a_reason(people: People, committed: Work) -> None:
    owner = await people.applicant()
    team = await people.team(owner)
    refuse = to(paths.JOIN_REQUEST + paths.REFUSAL, structure_id=team.structure.id, request_id=team.request_id)
    form = await owner.browser.get(refuse, status=200)
    done = await owner.browser.submit(form, {"reason": "Nous ne vous connaissons pas."}, form=form.path)
    assert texts.JOIN_REFUSED.format(name="Nadia Belkacem") in done.text
    assert len(await roles_in(committed, team.structure.id)) == 2


async def test_agents_answer_for_a_structure_without_administrator(
    people: People, agent: Person, committed: Work, passwords: Passwords
) -> None:
    newcomer = await people.newcomer()
    orphan = await make_orphan(committed, passwords, "CHORALE ORPHELINE")
    request_id = await make_join_request(committed, newcomer.account, orphan)
    board = await agent.browser.follow(await agent.browser.get("/espace-agent"), "Rattachements")
    assert "CHORALE ORPHELINE" in board.text
    form = await agent.browser.get(to(paths.DESK_JOIN_REQUEST + paths.ACCEPTANCE, request_id=request_id), status=200)
    done = await agent.browser.submit(form, form="join-acceptance-form")
    assert (done.path, "CHORALE ORPHELINE" in done.text) == (paths.DESK_JOIN_REQUESTS, False)
    assert (await roles_in(committed, orphan.id))[newcomer.account.id] == "administrator"


async def test_agents_see_no_request_that_a_structure_answers_itself(people: People, agent: Person) -> None:
    team = await people.team(await people.applicant())
    await agent.browser.get(to(paths.DESK_JOIN_REQUEST + paths.ACCEPTANCE, request_id=team.request_id), status=404)
    refuse = to(paths.DESK_JOIN_REQUEST + paths.REFUSAL, request_id=team.request_id)
    answer = await send(agent.browser, "POST", refuse, {FIELD: await token_for(agent.browser)})
    assert answer.status_code == 409
    assert texts.HAS_ADMINISTRATOR in answer.text.replace("&#39;", "'")


async def test_one_switches_from_a_structure_to_another(people: People, committed: Work) -> None:
    person = await people.applicant("PREMIÈRE")
    team = await people.team(await people.applicant("SECONDE"))
    await join(committed, person.account, team.structure.id)
    page = await person.browser.get("/structures", status=200)
    assert page.acting_for == "PREMIÈRE Changer de structure"
    choose = to(paths.CHOICE, structure_id=team.structure.id)
    done = await person.browser.submit(page, button="Agir pour SECONDE", form=choose)
    assert (done.path, texts.ACTING_FOR.format(structure="SECONDE") in done.text) == ("/espace-personnel", True)
    assert done.acting_for == "SECONDE Changer de structure"


async def test_a_draft_is_begun_for_the_structure_of_its_page_whatever_another_tab_chose(
    people: People, committed: Work, clock: FrozenClock
) -> None:
    person = await people.applicant("PREMIÈRE")
    team = await people.team(await people.applicant("SECONDE"))
    await join(committed, person.account, team.structure.id)
    sheet = await person.browser.get(SHEET)
    choose = to(paths.CHOICE, structure_id=team.structure.id)
    await person.browser.submit(await person.browser.get("/structures"), form=choose)
    begun = await person.browser.submit(sheet, button="Commencer ma demande")
    assert begun.acting_for.startswith("PREMIÈRE")
    assert begun.path.rpartition("/")[0] not in (await person.browser.get("/demandes")).html
    reference = begun.path.split("/")[2]
    shown = await person.browser.get(f"/demandes/{reference}", status=200)
    assert shown.acting_for.startswith("PREMIÈRE")


@pytest.mark.parametrize("structure", ["00000000-0000-0000-0000-000000000000", "n'importe quoi"])
async def test_a_draft_is_begun_for_no_structure_of_others(
    structure: str, applicant: Person, people: People, committed: Work
) -> None:
    sheet = await applicant.browser.get(SHEET)
    forged = {"structure": structure}
    assert (await applicant.browser.submit(sheet, button="Commencer ma demande", forged=forged)).status == 404
    theirs = {"structure": str((await people.team(await people.applicant())).structure.id)}
    assert (await applicant.browser.submit(sheet, button="Commencer ma demande", forged=theirs)).status == 404


async def test_nobody_lists_who_is_here(people: People) -> None:
    """Questions about numbers are counted, on this page and on the declaration's together."""
    newcomer = await people.newcomer()
    for _ in range(LOOK_UPS.most):
        assert (await newcomer.browser.http.get(paths.joining(new_siret()))).status_code == 404
    for path in (paths.joining(new_siret()), f"/structure/nouvelle/association?numero={new_siret()}"):
        assert (await newcomer.browser.http.get(path)).status_code == 429


async def test_nobody_lists_who_is_here_by_sending_the_form_either(people: People) -> None:
    newcomer = await people.newcomer()
    token = await token_for(newcomer.browser)
    statuses = [
        (await send(newcomer.browser, "POST", paths.JOINING, {FIELD: token, "siret": new_siret()})).status_code
        for _ in range(LOOK_UPS.most + 1)
    ]
    assert statuses == [303] * LOOK_UPS.most + [429]
