"""What the tests of a declaration type, and read in the answer."""

from collections.abc import Mapping
from typing import Any

from tests.factories.structures import new_siret
from tests.routes.people import Person
from tests.support.page import Page

PATH = "/structure/nouvelle"
ASSOCIATION = f"{PATH}/association"
BY_HAND = f"{ASSOCIATION}?saisie=libre"
LONG = "É😀\"'<b>" * 50
HEAD = {"Votre fonction dans la structure": "Présidente", "signing": "legal_representative"}
ADDRESS = {"N° et voie": "12 rue des Lilas", "Code postal": "46000", "Commune": "CAHORS"}


def filled(**changes: str) -> dict[str, Any]:
    """An association that the register does not know."""
    return {"Nom de la structure": "Les Amis du Chant", "Siret": new_siret(), **ADDRESS, **HEAD, **changes}


async def declare(person: Person, fields: Mapping[str, Any], path: str = BY_HAND) -> Page:
    return await person.browser.submit(await person.browser.get(path), fields, button="Enregistrer")


async def structure_of(person: Person) -> Page:
    return await person.browser.get("/structure")


def values(page: Page) -> dict[str, str]:
    """Of its inputs, by name."""
    return {control.get("name", ""): control.get("value", "") for control in page.document.all("input")}
