"""What each step of an inline edit costs: at most six statements and 8 KB, whatever the structure holds."""

from datetime import timedelta
from typing import Any

import pytest

from tests.routes.fragments import as_page
from tests.routes.people import Person
from tests.routes.structures.blocks import NEW, SOMEBODY, add_representative, form_of, opened, sent
from tests.support.clock import FrozenClock
from tests.support.page import Swap
from tests.support.statements import counted
from webapp.core.db import Database

STATEMENTS_MAX = 6
BYTES_MAX = 8 * 1024
LINES = {"N° et voie": "2 rue Neuve", "Code postal": "46000", "Commune": "CAHORS"}


@pytest.mark.parametrize(
    ("pencil", "typed"),
    [
        ("Modifier l'identification", {"Téléphone": "04 67 58 96 63", "Forme juridique": "Association déclarée"}),
        ("Modifier l'adresse principale", LINES),
        ("Modifier Madame Nouvelle", {"Fonction": "Trésorière", **LINES}),
        (NEW, {**SOMEBODY, **LINES}),
    ],
)
async def test_form_save_and_block(
    pencil: str, typed: dict[str, Any], applicant: Person, database: Database, clock: FrozenClock
) -> None:
    for _ in range(6):
        await add_representative(applicant, **LINES) if pencil == NEW else None
    await add_representative(applicant, **{"Représentant légal": True})
    with counted(database) as opening:
        form = await opened(applicant, pencil)
    clock.advance(timedelta(seconds=10))
    with counted(database) as saving:
        saved = await sent(applicant, form, typed, form_of(as_page(form), prefix=form.target))
    assert saved.status == 200
    with counted(database) as cancelling:
        await applicant.browser.htmx_follow(
            as_page(await opened(applicant, "Modifier l'adresse principale")), "Annuler"
        )
    costs = {"form": len(opening) - PAGE, "save": len(saving), "block": len(cancelling) - 2 * PAGE}
    assert all(0 < cost <= STATEMENTS_MAX for cost in costs.values()), costs
    sizes = {"form": size(form), "save": size(saved)}
    assert all(0 < bytes_ <= BYTES_MAX for bytes_ in sizes.values()), sizes


def size(swap: Swap) -> int:
    return len(swap.response.content)


# The page itself, which `opened` loads first: /structure, then the page that it leads to.
PAGE = 3
