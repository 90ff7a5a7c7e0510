"""Each part of a contribution that htmx swaps: the page is then the one that a reload shows."""

import pytest

from tests.factories.accounts import actor_of
from tests.routes.applications.filling import autosave
from tests.routes.fragments import as_page
from tests.routes.people import Applications, Person
from tests.support.dom import Document, text_of
from tests.support.page import Page, Swap
from webapp.applications.use_cases.desk import take_over
from webapp.core.work import Work

NEW = 'Chanter à « Figeac ». <b>"😀"</b>'
SWORN = {"statement": "y", "commitment": "y"}


@pytest.fixture
async def base(committed: Work, applicant: Person, agent: Person, applications: Applications) -> str:
    """Of an application of which the object of the association is open."""
    sent = await applications.submitted(applicant)
    await take_over(committed, await actor_of(committed, agent.account), sent.number)
    await applications.reopened(sent, agent)
    return f"/demandes/{sent.reference}"


async def saves(applicant: Person, base: str, text: str) -> Page:
    """As it is typed, on the page of questions; what is on screen then."""
    page = await applicant.browser.get(f"{base}/votre-dossier/demande")
    saved = await autosave(applicant, page, base, {"objet": text})
    assert isinstance(saved, Swap)
    assert saved.status == 200
    return as_page(saved)


def stepper(document: Document) -> str:
    found = document.by_id("stepper")
    assert found is not None
    return text_of(found)


async def test_the_stepper_counts_what_misses_as_it_is_typed(applicant: Person, base: str) -> None:
    full = stepper((await saves(applicant, base, NEW)).document)
    emptied = stepper((await saves(applicant, base, "")).document)
    assert emptied != full
    assert emptied == stepper((await applicant.browser.get(f"{base}/votre-dossier/demande")).document)
