"""The page "Ma structure" as its tests use it."""

from typing import Any

from tests.routes.fragments import as_page
from tests.routes.people import Person
from tests.support.dom import text_of
from tests.support.page import Page, Swap

SOMEBODY: dict[str, Any] = {"civility": "madam", "Nom": "Association", "Prénom": "Nouvelle", "Fonction": "Présidente"}
FULL_NAME = "Madame Nouvelle ASSOCIATION"
DECLARER = "Madame Nadia BELKACEM"
"""Legal representative, as they said when they declared the structure."""
NEW = "Créer un nouveau représentant"


async def structure_page(person: Person) -> Page:
    return await person.browser.get("/structure", status=200)


async def opened(person: Person, words: str) -> Swap:
    """What a pencil puts in the place of its block."""
    swap = await person.browser.htmx_follow(await structure_page(person), words)
    assert isinstance(swap, Swap)
    return swap


async def sent(person: Person, swap: Swap, fields: dict[str, Any], form: str, **more: Any) -> Swap:
    """The answer to the form of a block that was opened in place."""
    answer = await person.browser.htmx_submit(as_page(swap), fields, form=form, **more)
    assert isinstance(answer, Swap)
    return answer


async def add_representative(person: Person, **typed: Any) -> Page:
    """Without JavaScript; the page that says that it worked."""
    form = await person.browser.follow(await structure_page(person), NEW)
    page = await person.browser.submit(form, {**SOMEBODY, **typed}, form="new-representative-form")
    assert page.status == 200, page.errors
    return page


def form_of(page: Page, prefix: str = "representative-") -> str:
    """The id of the form of the one representative that is open."""
    return next(id_ for form in page.document.all("form") if (id_ := form.get("id", "")).startswith(prefix))


def facts_of(page: Page) -> dict[str, str]:
    """Each term of the page with what it says, the structure's before its representatives'."""
    terms, values = list(page.document.all("dt")), list(page.document.all("dd"))
    pairs = list(zip(terms, values, strict=True))
    return {text_of(term): text_of(value) for term, value in reversed(pairs)}
