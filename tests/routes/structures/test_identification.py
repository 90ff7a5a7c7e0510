"""For whom one asks: declaring a structure, once, and seeing it."""

from typing import Any

import pytest

from tests.factories.applications import new_siret
from tests.routes.people import People, Person
from tests.support.dom import text_of
from tests.support.page import Hop

PATH = "/structure/nouvelle"
LONG = "É😀\"'<b>" * 50


def filled(**changes: str) -> dict[str, Any]:
    return {
        "family": "association",
        "Nom de la structure": "Les Amis du Chant",
        "Siret": new_siret(),
        "N° et voie": "12 rue des Lilas",
        "Code postal": "46000",
        "Commune": "CAHORS",
        **changes,
    }


@pytest.fixture
async def newcomer(people: People) -> Person:
    return await people.newcomer()


async def test_declaring_leads_to_the_dashboard_which_says_so_once(newcomer: Person) -> None:
    browser = newcomer.browser
    page = await browser.submit(await browser.get(PATH), filled())
    assert page.history == [Hop(303, "/espace-personnel")]
    assert "Validation Votre structure est enregistrée." in page.text
    assert "Les Amis du Chant" in page.text
    assert "Validation" not in (await browser.get("/espace-personnel")).text


async def test_it_goes_on_where_the_person_was_going(newcomer: Person) -> None:
    form = await newcomer.browser.get(f"{PATH}?suite=/aides")
    refused = await newcomer.browser.submit(form, filled(Commune=""))
    page = await newcomer.browser.submit(refused, {"Commune": "CAHORS"})
    assert page.history == [Hop(303, "/aides")]


async def test_sent_twice_it_is_one_structure(newcomer: Person) -> None:
    form, typed = await newcomer.browser.get(PATH), filled()
    for _ in range(2):
        page = await newcomer.browser.submit(form, typed)
        assert page.history == [Hop(303, "/espace-personnel")]
    assert (await newcomer.browser.get("/structure")).text.count("Les Amis du Chant") == 1


async def test_an_empty_form_says_what_each_field_wants(newcomer: Person) -> None:
    page = await newcomer.browser.submit(await newcomer.browser.get(PATH))
    assert page.status == 422
    assert set(page.errors) == {"family", "name", "siret", "street", "postal_code", "commune"}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"Nom de la structure": LONG}, "name", "200 caractères au plus (350 saisis)"),
        ({"Siret": "123"}, "siret", "14 chiffres"),
        ({"Siret": "84971997600012"}, "siret", "Vérifiez le Siret"),
        ({"N° et voie": "x" * 39}, "street", "38 caractères au plus (39 saisis)"),
        ({"Commune": LONG}, "commune", "38 caractères au plus"),
        ({"Code postal": "4600"}, "postal_code", "5 chiffres"),
        ({"Code postal": "٤٦٠٠٠"}, "postal_code", "5 chiffres"),
    ],
)
async def test_each_mistake_is_said_beside_its_field_and_everything_typed_stays(
    changes: dict[str, str], field: str, sentence: str, newcomer: Person
) -> None:
    typed = filled(**changes)
    page = await newcomer.browser.submit(await newcomer.browser.get(PATH), typed)
    assert page.status == 422
    assert sentence in page.errors[field]
    assert page.text.count(page.errors[field]) == 2, "in the summary, and beside the field"
    values = {control.get("value") for control in page.document.all("input")}
    assert set(typed.values()) <= values


async def test_a_siret_is_read_however_it_is_grouped(newcomer: Person) -> None:
    siret = new_siret()
    grouped = f" {siret[:3]} {siret[3:6]}\u00a0{siret[6:9]}\u202f{siret[9:]} "
    await newcomer.browser.submit(await newcomer.browser.get(PATH), filled(Siret=grouped))
    assert f"{siret[:9]} {siret[9:]}" in (await newcomer.browser.get("/structure")).text


async def test_a_siret_that_is_known_is_told_with_what_to_do(people: People, newcomer: Person) -> None:
    typed = filled()
    await newcomer.browser.submit(await newcomer.browser.get(PATH), typed)
    second = await people.newcomer()
    page = await second.browser.submit(await second.browser.get(PATH), filled(Siret=typed["Siret"]))
    assert page.status == 422
    assert "déjà inscrite sur le portail" in page.errors["siret"]


async def test_names_come_back_as_text(newcomer: Person) -> None:
    name = 'Les "Amis" & <script>alert(1)</script> d\'été 😀' + "é" * 140
    await newcomer.browser.submit(await newcomer.browser.get(PATH), filled(**{"Nom de la structure": name}))
    for path in ("/espace-personnel", "/structure", "/aides"):
        page = await newcomer.browser.get(path)
        assert "<script>alert" not in page.html
        assert name in text_of(page.document.root), path


async def test_before_it_is_declared_its_page_is_the_form(newcomer: Person) -> None:
    assert (await newcomer.browser.get("/structure")).history == [Hop(303, PATH)]


async def test_once_it_is_declared_the_form_leads_to_its_page(applicant: Person) -> None:
    page = await applicant.browser.get(PATH)
    assert page.history[0] == Hop(303, "/structure")
    for words in ("Identification", "ASSOCIATION NOUVELLE", "Association", "Adresse principale", "46000 CAHORS"):
        assert words in page.text
