"""Back after a success, then other words in the same form: nobody is told that what was not kept is saved."""

from tests.routes.people import People, Person
from tests.routes.structures.blocks import NEW, SOMEBODY, structure_page
from tests.routes.structures.declaring import BY_HAND, filled, structure_of, values
from tests.support.page import Page
from webapp.structures import texts

FORM = "new-representative-form"


async def first_form(person: Person) -> Page:
    """The empty form of a representative, as it is before it has made one, which Back shows again."""
    return await person.browser.follow(await structure_page(person), NEW)


async def test_another_representative_from_the_same_form_is_refused_with_what_to_do(applicant: Person) -> None:
    form = await first_form(applicant)
    await applicant.browser.submit(form, SOMEBODY, form=FORM)
    again = await applicant.browser.submit(form, {**SOMEBODY, "Prénom": "Bertrand", "Nom": "Autre"}, form=FORM)
    assert again.status == 422
    assert "Ce formulaire a déjà servi à enregistrer Madame Nouvelle ASSOCIATION" in again.text
    assert values(again)["first_name"] == "Bertrand"
    assert "AUTRE" not in (await structure_page(applicant)).text


async def test_the_same_representative_sent_twice_is_saved_once(applicant: Person) -> None:
    form = await first_form(applicant)
    for _ in range(2):
        saved = await applicant.browser.submit(form, SOMEBODY, form=FORM)
        assert "Représentant enregistré : Madame Nouvelle ASSOCIATION." in saved.text
    assert (await structure_page(applicant)).text.count("Modifier Madame Nouvelle ASSOCIATION") == 1


async def test_a_structure_declared_again_with_other_words_is_told_as_it_was(people: People) -> None:
    newcomer = await people.newcomer()
    form, fields = await newcomer.browser.get(BY_HAND), filled()
    for _ in range(2):
        done = await newcomer.browser.submit(form, fields, button="Enregistrer")
        assert texts.DECLARED in done.text
    again = await newcomer.browser.submit(form, {**fields, "N° et voie": "14 rue Neuve"}, button="Enregistrer")
    assert texts.ALREADY_YOURS in again.text
    assert "12 rue des Lilas" in (await structure_of(newcomer)).text
