"""Two persons on the same block: the second sees both versions, field by field, and chooses; nothing is lost."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.routes.fragments import as_page
from tests.routes.people import People, Person
from tests.routes.structures.blocks import add_representative, form_of, opened, sent, structure_page
from tests.support.page import Page
from webapp.core.audit import AuditEvent
from webapp.core.work import Work

ADDRESS = "Modifier l'adresse principale"


@pytest.fixture
async def colleague(people: People, applicant: Person) -> Person:
    """Another member of the same structure."""
    return await people.member_of(applicant)


async def open_address(person: Person) -> Page:
    return await person.browser.follow(await structure_page(person), ADDRESS)


async def save_address(person: Person, form: Page, **typed: str) -> Page:
    return await person.browser.submit(form, typed, form="address-form")


def chosen(page: Page) -> dict[str, Any]:
    """What the page of both versions proposes."""
    radios = [control for control in page.document.all("input") if control.get("type") == "radio"]
    return {str(radio.get("name")): radio.get("value") for radio in radios if radio.get("checked") is not None}


async def test_the_second_sees_both_versions_of_what_differs_and_its_own_text_is_proposed(
    applicant: Person, colleague: Person
) -> None:
    mine, theirs = await open_address(applicant), await open_address(colleague)
    assert (await save_address(colleague, theirs, **{"N° et voie": "1 place du Marché"})).status == 200
    page = await save_address(applicant, mine, **{"N° et voie": "2 rue Neuve", "Bâtiment": "B"})
    assert page.status == 409
    who = colleague.account
    assert f"{who.first_name} {who.last_name} a enregistré d'autres informations" in page.text
    for words in ("Votre saisie", "2 rue Neuve", "Déjà enregistré", "1 place du Marché"):
        assert words in page.text
    assert chosen(page) == {"street": "2 rue Neuve", "building": "B"}
    saved = await applicant.browser.submit(page, form="address-form")
    assert saved.status == 200
    assert "2 rue Neuve" in (await structure_page(colleague)).text


async def test_one_person_in_two_tabs_is_not_told_of_somebody_else(applicant: Person) -> None:
    first, second = await open_address(applicant), await open_address(applicant)
    await save_address(applicant, first, **{"N° et voie": "1 place du Marché"})
    page = await save_address(applicant, second, **{"N° et voie": "2 rue Neuve"})
    assert page.status == 409
    assert "Vous avez enregistré d'autres informations dans une autre page" in page.text


async def test_what_the_second_left_alone_is_proposed_as_the_first_saved_it(
    applicant: Person, colleague: Person
) -> None:
    mine, theirs = await open_address(applicant), await open_address(colleague)
    await save_address(colleague, theirs, **{"N° et voie": "1 place du Marché"})
    page = await save_address(applicant, mine, **{"Bâtiment": "B"})
    assert chosen(page) == {"street": "1 place du Marché", "building": "B"}
    await applicant.browser.submit(page, form="address-form")
    shown = (await structure_page(applicant)).text
    assert "1 place du Marché" in shown
    assert "12 rue des Lilas" not in shown


async def test_the_same_value_written_otherwise_is_no_difference(applicant: Person, colleague: Person) -> None:
    """The Siret is shown in two groups and kept in one; the country is found whatever its letters."""
    mine, theirs = await open_address(applicant), await open_address(colleague)
    await save_address(colleague, theirs, **{"N° et voie": "1 place du Marché"})
    page = await save_address(applicant, mine, **{"Bâtiment": "B", "Pays": "france"})
    assert chosen(page) == {"street": "1 place du Marché", "building": "B"}

    pencil, form = "Modifier l'identification", "identification-form"
    mine, theirs = [await one.browser.follow(await structure_page(one), pencil) for one in (applicant, colleague)]
    await colleague.browser.submit(theirs, {"NAF": "93.12Z", "Téléphone": "04 67 58 96 63"}, form=form)
    page = await applicant.browser.submit(mine, {"NAF": "9312z", "Nom de la structure": "LES AMIS"}, form=form)
    assert chosen(page) == {"name": "LES AMIS", "phone": "04 67 58 96 63"}
    saved = await applicant.browser.submit(page, form=form)
    assert "LES AMIS" in saved.text


async def test_swapped_equals_reloaded_and_the_choice_can_be_made_in_place(
    applicant: Person, colleague: Person
) -> None:
    swap = await opened(applicant, ADDRESS)
    await save_address(colleague, await open_address(colleague), **{"N° et voie": "1 place du Marché"})
    conflict = await sent(applicant, swap, {"N° et voie": "2 rue Neuve"}, "address-form")
    assert conflict.status == 409
    plain = await applicant.browser.submit(as_page(swap), {"N° et voie": "2 rue Neuve"}, form="address-form")
    conflict.assert_equals(plain)
    done = await sent(applicant, conflict, {"street": "1 place du Marché"}, "address-form")
    done.assert_equals(await structure_page(applicant))


async def test_a_third_change_meanwhile_is_a_conflict_again(applicant: Person, colleague: Person) -> None:
    mine = await open_address(applicant)
    await save_address(colleague, await open_address(colleague), **{"N° et voie": "1 place du Marché"})
    page = await save_address(applicant, mine, **{"N° et voie": "2 rue Neuve"})
    await save_address(colleague, await open_address(colleague), **{"N° et voie": "3 quai Sud"})
    again = await applicant.browser.submit(page, form="address-form")
    assert again.status == 409
    assert "3 quai Sud" in again.text


@pytest.mark.parametrize("typed", [{}, {"N° et voie": "1 place du Marché"}], ids=["nothing changed", "the same change"])
async def test_what_changes_nothing_is_no_conflict(typed: dict[str, str], applicant: Person, colleague: Person) -> None:
    mine = await open_address(applicant)
    await save_address(colleague, await open_address(colleague), **{"N° et voie": "1 place du Marché"})
    assert (await save_address(applicant, mine, **typed)).status == 200
    assert "1 place du Marché" in (await structure_page(applicant)).text


async def test_two_blocks_edited_at_once_do_not_meet(applicant: Person, colleague: Person) -> None:
    mine = await open_address(applicant)
    page = await structure_page(colleague)
    form = await colleague.browser.follow(page, "Modifier l'identification")
    await colleague.browser.submit(form, {"Nom de la structure": "LES AMIS"}, form="identification-form")
    assert (await save_address(applicant, mine, **{"Bâtiment": "B"})).status == 200


async def test_two_versions_of_a_representative(applicant: Person, colleague: Person) -> None:
    page = await add_representative(applicant, **{"Représentant légal": True})
    words = "Modifier Madame Nouvelle"
    mine = await applicant.browser.follow(page, words)
    theirs = await colleague.browser.follow(await structure_page(colleague), words)
    await colleague.browser.submit(theirs, {"Fonction": "Trésorière", "civility": "unsaid"}, form=form_of(theirs))
    conflict = await applicant.browser.submit(mine, {"Fonction": "Secrétaire"}, form=form_of(mine))
    assert conflict.status == 409
    assert chosen(conflict) == {"function": "Secrétaire", "civility": "unsaid"}
    assert "Ne souhaite pas préciser" in conflict.text
    done = await applicant.browser.submit(conflict, form=form_of(conflict))
    assert "Fonction : Secrétaire" in done.text
    assert "Représentant légal" in done.text


async def test_who_changed_what_is_kept_before_and_after(applicant: Person, committed: Work) -> None:
    await save_address(applicant, await open_address(applicant), **{"N° et voie": "2 rue Neuve"})
    async with committed as work:
        query = select(AuditEvent).where(
            AuditEvent.account_id == applicant.account.id, AuditEvent.action == "structure.address_changed"
        )
        event = (await work.session.scalars(query)).one()
    assert event.details["before"]["street"] == "12 rue des Lilas"
    assert event.details["after"]["street"] == "2 rue Neuve"
    assert event.details["version"] == 2
