"""The steps of the form: each says where one is, keeps what is typed, valid or not, and leads where its buttons say."""

import pytest

from tests.routes.people import Applications, Person
from tests.support.page import Page
from webapp.applications.models import Application

HOSTILE = 'Une "fanfare" & <script>alert(1)</script> d\'été 😀\r\n\r\nDeux lignes plus bas' + "é" * 300


@pytest.fixture
async def draft(applicant: Person, applications: Applications) -> Application:
    return await applications.draft(applicant)


@pytest.fixture
def base(draft: Application) -> str:
    return f"/demandes/{draft.reference}"


def values(page: Page) -> dict[str, str | None]:
    """What each text field of the page holds."""
    inputs = {control.get("name", ""): control.get("value") for control in page.document.all("input")}
    return inputs | {
        area.get("name", ""): (area.text or "").removeprefix("\n") for area in page.document.all("textarea")
    }


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
async def test_following_a_step_of_the_stepper_loses_nothing_of_what_is_typed(
    htmx: bool, applicant: Person, base: str
) -> None:
    page = await applicant.browser.get(f"{base}/votre-dossier/demande")
    submit = applicant.browser.htmx_submit if htmx else applicant.browser.submit
    there = await submit(page, {"objet": HOSTILE, "adherents": "cent vingt"}, form="dossier", button="Pièces")
    assert (there.status, there.h1) == (200, "Pièces")
    again = await applicant.browser.get(f"{base}/votre-dossier/demande")
    assert values(again)["objet"] == HOSTILE.replace("\r\n", "\n")
    assert values(again)["adherents"] == "cent vingt"
