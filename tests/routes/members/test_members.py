"""Membres: what each sees, changing a role, removing, leaving; without JavaScript and by htmx."""

from datetime import timedelta

from tests.factories.members import join, roles_in
from tests.routes.people import People, Person, Team
from tests.support.clock import FrozenClock
from tests.support.page import Swap
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.members import texts


async def prepared(people: People) -> tuple[Person, Team, str]:
    """An administrator, their structure, and the address of its members."""
    owner = await people.applicant()
    team = await people.team(owner)
    return owner, team, f"/structures/{team.structure.id}/membres"


async def test_an_administrator_sees_addresses_requests_and_invitations_and_others_do_not(people: People) -> None:
    owner, team, members = await prepared(people)
    page = await owner.browser.get(members, status=200)
    assert page.h1 == f"Membres de {team.structure.name}"
    for words in (team.member.email, "Nadia Belkacem (vous)", "Demandes de rattachement", "Invitations en attente"):
        assert words in page.text
    reader = await people.member(team.structure.id, MemberRole.READER)
    theirs = await reader.browser.get(members, status=200)
    assert "Bénévole" in theirs.text
    for words in (team.member.email, "Demandes de rattachement", "Invitations en attente", "Changer le rôle"):
        assert words not in theirs.text


async def test_a_role_is_changed_and_the_page_says_so(people: People, committed: Work) -> None:
    owner, team, members = await prepared(people)
    path = f"{members}/{team.member.id}/role"
    form = await owner.browser.get(path, status=200)
    done = await owner.browser.submit(form, {"role": "signatory"}, form="role-form")
    assert (done.path, done.history[0].status) == (members, 303)
    assert "Amina Diop a maintenant le rôle : Signataire." in done.text
    assert (await roles_in(committed, team.structure.id))[team.member.id] == "signatory"
    again = await owner.browser.submit(form, {"role": "signatory"}, form="role-form")
    assert texts.ROLE_UNCHANGED.format(name="Amina Diop") in again.text


async def test_the_last_administrator_gets_the_form_back_with_the_reason(people: People, committed: Work) -> None:
    owner, team, members = await prepared(people)
    path = f"{members}/{owner.account.id}/role"
    form = await owner.browser.get(path)
    refused = await owner.browser.submit(form, {"role": "reader"}, form="role-form")
    assert refused.status == 422
    assert refused.errors == {"role": texts.LAST_ADMINISTRATOR}
    swapped = await owner.browser.htmx_submit(form, {"role": "reader"}, form="role-form")
    assert isinstance(swapped, Swap)
    assert texts.LAST_ADMINISTRATOR in swapped.text
    assert (await roles_in(committed, team.structure.id))[owner.account.id] == "administrator"


async def test_a_member_is_removed_after_a_page_that_says_what_it_means(people: People, committed: Work) -> None:
    owner, team, members = await prepared(people)
    page = await owner.browser.follow(await owner.browser.get(members), "Retirer Amina Diop de la structure")
    assert page.h1 == "Retirer Amina Diop de la structure"
    assert "son compte reste ouvert" in page.text
    removed = [await owner.browser.submit(page, form=page.path) for _ in range(2)]
    assert [texts.REMOVED.format(name="Amina Diop") in one.text for one in removed] == [True, False]
    assert texts.REMOVED_BEFORE in removed[1].text
    assert team.member.id not in await roles_in(committed, team.structure.id)
    await owner.browser.get(page.path, status=404)


async def test_somebody_leaves_and_a_second_click_is_no_error(people: People, committed: Work) -> None:
    _, team, members = await prepared(people)
    writer = await people.member(team.structure.id, MemberRole.WRITER)
    page = await writer.browser.follow(await writer.browser.get(members), "Quitter la structure")
    left = await writer.browser.submit(page, form=page.path)
    assert (left.path, left.h1) == ("/structures", "Mes structures")
    assert texts.LEFT.format(structure=team.structure.name) in left.text
    assert (await writer.browser.submit(page, form=page.path)).path == "/structures"
    assert writer.account.id not in await roles_in(committed, team.structure.id)
    await writer.browser.get(members, status=404)


async def test_the_last_administrator_is_told_before_they_try(people: People) -> None:
    owner, _, members = await prepared(people)
    page = await owner.browser.get(f"{members}/depart", status=200)
    assert texts.LAST_ADMINISTRATOR_LEAVES in page.text
    assert not [form for form in page.document.all("form") if form.get("action") == page.path]


async def test_what_one_does_and_how_one_signs(people: People) -> None:
    owner, _, members = await prepared(people)
    form = await owner.browser.get(f"{members}/ma-fonction", status=200)
    typed = {"Votre fonction dans la structure": "x" * 101}
    refused = await owner.browser.submit(form, typed, form="function-form")
    assert refused.errors == {"function": "Saisissez 100 caractères au plus (101 saisis)."}
    typed = {"Votre fonction dans la structure": "Présidente", "signing": "delegate"}
    done = await owner.browser.submit(refused, typed, form="function-form")
    assert done.path == members
    assert "Présidente" in done.text
    assert "A reçu délégation de signature" in done.text


async def test_a_page_about_another_structure_says_which(people: People, committed: Work, clock: FrozenClock) -> None:
    owner, team, members = await prepared(people)
    other = await people.applicant("ASSOCIATION VOISINE")
    clock.advance(timedelta(seconds=1))
    await join(committed, other.account, team.structure.id)
    page = await other.browser.get(members)
    assert page.acting_for == f"{team.structure.name} Changer de structure"
    assert (await other.browser.get("/demandes")).acting_for == "ASSOCIATION VOISINE Changer de structure"
    assert (await owner.browser.get("/demandes")).acting_for == team.structure.name
