"""Each block of "Ma structure" edited in place and on a page of its own: what is swapped equals what is reloaded."""

import re

import pytest

from tests.factories.structures import new_rna
from tests.routes.fragments import as_page, refused_both_ways
from tests.routes.people import Person
from tests.routes.structures.blocks import (
    DECLARER,
    FULL_NAME,
    NEW,
    SOMEBODY,
    add_representative,
    facts_of,
    form_of,
    opened,
    sent,
    structure_page,
)
from tests.routes.walk import send, token_for
from tests.support.page import Hop, Swap
from webapp.web.csrf import FIELD

IDENTIFICATION, ADDRESS = "Modifier l'identification", "Modifier l'adresse principale"
# ASSOCIATION NOUVELLE of the guide, as its screen shows it.
GUIDE = {
    "NAF": "71.12A",
    "Forme juridique": "Association agréée",
    "Téléphone": "04 67 58 96 63",
    "Téléphone mobile": "06 25 89 65 85",
    "Télécopie": "04 57 89 63 12",
    "Courriel": "nouvelle@association.com",
    "Site internet": "https://www.bidon.com",
}
GUIDE_ADDRESS = {
    "Destinataire": "destinataire",
    "Bâtiment": "batiment",
    "N° et voie": "n° voie",
    "Mention BP": "mention BP",
    "Code postal": "46000",
    "Commune": "CAHORS",
    "Pays": "FRANCE",
}


@pytest.mark.parametrize("words", [IDENTIFICATION, ADDRESS])
async def test_a_pencil_opens_its_block_in_place_as_its_own_page_does(words: str, applicant: Person) -> None:
    swap = await opened(applicant, words)
    own_page = await applicant.browser.follow(swap.page, words)
    swap.assert_equals(own_page)
    assert own_page.title.startswith(words)


@pytest.mark.parametrize("words", [IDENTIFICATION, ADDRESS, NEW, f"Modifier {DECLARER}", f"Retirer {DECLARER}"])
async def test_annuler_without_htmx_leads_back_to_the_block(words: str, applicant: Person) -> None:
    form = await applicant.browser.follow(await structure_page(applicant), words)
    there = form.link("Annuler")
    assert (await structure_page(applicant)).document.by_id(there.partition("#")[2]) is not None
    assert there.startswith("/structures/")


async def test_the_browser_is_not_asked_for_its_owner_s_address_where_it_is_somebody_else_s(applicant: Person) -> None:
    def lines(swap: Swap) -> set[str | None]:
        controls = as_page(swap).document.all("input", "select")
        names = ("street", "locality", "postal_code", "commune", "country")
        return {control.get("autocomplete") for control in controls if control.get("name") in names}

    own = {"address-line1", "address-line2", "postal-code", "address-level2", "country-name"}
    assert lines(await opened(applicant, ADDRESS)) == own
    assert lines(await opened(applicant, NEW)) == {"off"}


@pytest.mark.parametrize("words", [IDENTIFICATION, ADDRESS, NEW])
async def test_annuler_puts_back_what_was_there(words: str, applicant: Person) -> None:
    swap = await opened(applicant, words)
    back = await applicant.browser.htmx_follow(as_page(swap), "Annuler")
    assert isinstance(back, Swap)
    back.assert_equals(await structure_page(applicant))


async def test_the_guide_s_structure_is_typed_unchanged_and_shown_as_the_guide_shows_it(applicant: Person) -> None:
    facts = {**GUIDE, "Numéro RNA": new_rna()}  # the guide's own is declared by another test
    swap = await sent(applicant, await opened(applicant, IDENTIFICATION), facts, "identification-form")
    swap.assert_equals(await structure_page(applicant))
    address = await sent(applicant, await opened(applicant, ADDRESS), GUIDE_ADDRESS, "address-form")
    page = await structure_page(applicant)
    address.assert_equals(page)
    shown = facts_of(page)
    assert shown["NAF"].startswith("71.12A - Activité des géomètres")
    assert {name: value for name, value in facts.items() if name != "NAF" and value not in shown[name]} == {}
    assert re.match(r"\d{9}\s\d{5}", shown["Siret"])
    assert shown["Type de tiers"] == "Association"
    lines = page.text
    assert all(line in lines for line in GUIDE_ADDRESS.values())
    assert "Les éléments saisis sont modifiables à l'aide des symboles :" in page.text


async def test_without_javascript_the_page_says_that_it_worked(applicant: Person) -> None:
    form = await applicant.browser.follow(await structure_page(applicant), ADDRESS)
    page = await applicant.browser.submit(form, GUIDE_ADDRESS, form="address-form")
    assert page.history[0].status == 303
    assert "Validation L'adresse principale est enregistrée." in page.text
    assert "Validation" not in (await structure_page(applicant)).text


@pytest.mark.parametrize(
    ("words", "form", "typed", "field", "sentence"),
    [
        (IDENTIFICATION, "identification-form", {"Nom de la structure": ""}, "name", "Saisissez le nom"),
        (IDENTIFICATION, "identification-form", {"Siret": "8497199760001"}, "siret", "14 chiffres ; vous en avez"),
        (IDENTIFICATION, "identification-form", {"Siret": ""}, "siret", "ne l'effacez pas"),
        (IDENTIFICATION, "identification-form", {"Siret": "35600000000048"}, "siret", "neuf premiers chiffres"),
        (IDENTIFICATION, "identification-form", {"NAF": "géomètre"}, "naf", "71.12A"),
        (IDENTIFICATION, "identification-form", {"Numéro RNA": "W12"}, "rna", "W723007219"),
        (IDENTIFICATION, "identification-form", {"Forme juridique": "zzz"}, "legal_form", "Aucune forme juridique"),
        (IDENTIFICATION, "identification-form", {"Téléphone": "04 67 58"}, "phone", "04 67 58 96 63"),
        (IDENTIFICATION, "identification-form", {"Courriel": "sans arobase"}, "email", "nom@exemple.fr"),
        (IDENTIFICATION, "identification-form", {"Site internet": "ftp://exemple.fr"}, "website", "https://"),
        (ADDRESS, "address-form", {"Code postal": "4600"}, "postal_code", "5 chiffres ; vous en avez saisi 4"),
        (ADDRESS, "address-form", {"Code postal": "32000"}, "commune", "le code postal 32000 correspond à AUCH"),
        (ADDRESS, "address-form", {"N° et voie": "x" * 39}, "street", "38 caractères au plus (39 saisis)"),
        (ADDRESS, "address-form", {"Pays": "Atlantide"}, "country", "BELGIQUE"),
    ],
)
async def test_a_mistake_is_said_in_its_block_with_what_was_typed(
    words: str, form: str, typed: dict[str, str], field: str, sentence: str, applicant: Person
) -> None:
    page = await applicant.browser.follow(await structure_page(applicant), words)
    swap, plain = await refused_both_ways(applicant.browser, page, typed, form=form)
    swap.assert_equals(plain)
    scope = form.removesuffix("-form")
    assert sentence in plain.errors[f"{scope}-{field}"]
    assert set(typed.values()) <= {control.get("value") for control in plain.document.all("input", "option")} | {""}
    assert plain.title.startswith("Erreur : ")


async def test_a_legal_form_that_is_none_offers_those_that_resemble_it(applicant: Person) -> None:
    swap = await opened(applicant, IDENTIFICATION)
    asked = await sent(applicant, swap, {"Forme juridique": "association"}, "identification-form")
    assert asked.status == 422
    (group,) = [e for e in as_page(asked).document.all("fieldset") if e.get("role") == "radiogroup"]
    assert group.get("aria-invalid") == "true"
    done = await sent(applicant, asked, {"legal_form": "Association agréée"}, "identification-form")
    assert "Association agréée" in done.text


async def test_a_person_is_added_edited_and_taken_out_in_place(applicant: Person) -> None:
    await add_representative(applicant, **{"Représentant légal": True})
    added = await sent(
        applicant, await opened(applicant, NEW), {**SOMEBODY, "Prénom": "Bidulle"}, "new-representative-form"
    )
    added.assert_equals(await structure_page(applicant))
    swap = await opened(applicant, "Modifier Madame Bidulle")
    lines = {"Code postal": "32000", "Commune": "AUCH", "Appartement": "appart", "Profession": "Conseillère en gestion"}
    edited = await sent(applicant, swap, lines, form_of(as_page(swap)))
    edited.assert_equals(await structure_page(applicant))
    assert "32000 AUCH FRANCE" in edited.text
    asked = await opened(applicant, "Retirer Madame Bidulle")
    removed = await sent(applicant, asked, {}, form_of(as_page(asked)))
    reloaded = await structure_page(applicant)
    assert "Bidulle" not in reloaded.text
    assert removed.response.text.count("Représentant retiré\u00a0: Madame Bidulle ASSOCIATION.") == 1
    assert FULL_NAME in reloaded.text


async def test_a_form_that_is_only_shown_again_holds_what_escape_must_keep(applicant: Person) -> None:
    form = await applicant.browser.follow(await structure_page(applicant), NEW)
    shown = await applicant.browser.submit(
        form, {"Nom": "Durand", "Présentation de l'adresse": "organisation"}, button="Afficher les lignes"
    )
    assert "data-changed" not in form.html
    assert "data-changed" in shown.html
    assert "Destinataire" in shown.text
    heading = next(element for element in shown.document.all("h3") if element.get("id") == "new-representative-titre")
    assert "autofocus" not in heading.attrib


async def test_the_only_legal_representative_stays_and_the_page_says_why(applicant: Person) -> None:
    page = await structure_page(applicant)
    asked = await applicant.browser.follow(page, f"Retirer {DECLARER}")
    assert "C'est le seul représentant légal de la structure." in asked.text
    assert "Retirer" not in asked.button_words()
    token = await token_for(applicant.browser)
    refused = await send(applicant.browser, "POST", asked.path, {FIELD: token})
    assert refused.status_code == 422
    form = await applicant.browser.follow(page, f"Modifier {DECLARER}")
    unticked = await applicant.browser.submit(form, {"Représentant légal": False}, form=form_of(form))
    assert unticked.status == 422
    assert "seul représentant légal" in " ".join(unticked.errors.values())


async def test_a_representative_taken_out_twice_is_taken_out_once(applicant: Person) -> None:
    page = await add_representative(applicant)
    asked = await applicant.browser.follow(page, f"Retirer {FULL_NAME}")
    for _ in range(2):
        after = await applicant.browser.submit(asked, form=form_of(asked))
        assert (after.status, len(after.history)) == (200, 1)
    assert FULL_NAME not in (await structure_page(applicant)).text


async def test_structure_leads_to_the_one_that_the_person_acts_for(applicant: Person) -> None:
    page = await structure_page(applicant)
    assert page.history == [Hop(303, page.path)]
