"""A document of an earlier application, taken up in a slot of this one."""

from datetime import timedelta

import msgspec
import pytest

from tests.documents.sample_files import pdf
from tests.factories.accounts import PASSWORD
from tests.factories.applications import definition
from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.clock import FrozenClock
from tests.support.page import Hop, Page, Swap
from webapp.applications.models import Application
from webapp.web.csrf import FIELD

OFFER = "Déjà déposé par votre structure"
TAKE_UP = "Reprendre ce fichier statuts.pdf"


async def deposit(person: Person, draft: Application, name: str = "statuts.pdf") -> None:
    path = f"/demandes/{draft.reference}/pieces"
    page = await person.browser.get(path)
    await person.browser.submit(page, form=f"{path}/statuts", files={"file": (name, pdf(), "application/pdf")})


async def second_draft(applicant: Person, applications: Applications) -> str:
    """After a first application, sent, that holds the by-laws; the path of its pieces."""
    first = await applications.complete(applicant)
    await deposit(applicant, first)
    summary = await applicant.browser.get(f"/demandes/{first.reference}/recapitulatif")
    await applicant.browser.submit(summary, {"statement": True, "commitment": True}, form="submission-form")
    draft = await applications.draft(applicant)
    assert draft.id != first.id
    return f"/demandes/{draft.reference}/pieces"


@pytest.fixture
async def path(applicant: Person, applications: Applications) -> str:
    return await second_draft(applicant, applications)


def reuses(page: Page) -> str:
    [form] = [form for form in page.document.all("form") if "/reprise/" in form.get("action", "")]
    return form.get("action", "")


async def test_it_is_offered_with_its_origin_and_taken_up_in_one_press(applicant: Person, path: str) -> None:
    page = await applicant.browser.get(path)
    assert OFFER in page.text
    assert "Petite aide aux associations" in page.text
    assert "Toujours valable si rien n'a changé depuis" in page.text
    done = await applicant.browser.submit(page, form=reuses(page), button=TAKE_UP)
    assert done.history == [Hop(303, f"{path}#piece-statuts")]
    assert "est repris" in done.text
    assert OFFER not in done.text
    file = await applicant.browser.http.get(done.link("statuts.pdf"))
    assert file.content.startswith(b"%PDF-")
    again = await applicant.browser.submit(page, form=reuses(page), button=TAKE_UP)
    assert again.status == 200
    assert [words for words in again.button_words() if words.startswith("Retirer")] == ["Retirer statuts.pdf"]


async def test_swapped_equals_reloaded(applicant: Person, path: str) -> None:
    page = await applicant.browser.get(path)
    swap = await applicant.browser.htmx_submit(page, form=reuses(page))
    assert isinstance(swap, Swap)
    swap.assert_equals(await applicant.browser.get(path))


async def test_its_address_leads_to_the_slot(applicant: Person, path: str) -> None:
    page = await applicant.browser.get(path)
    there = await applicant.browser.get(reuses(page))
    assert there.history == [Hop(303, f"{path}#piece-statuts")]


async def test_nobody_else_takes_it_up(
    applicant: Person, path: str, people: People, applications: Applications
) -> None:
    """Another structure's draft with this document's id, and this draft by another structure: the same 404."""
    mine = reuses(await applicant.browser.get(path))
    stranger = await people.applicant("ASSOCIATION VOISINE")
    theirs = await applications.draft(stranger)
    fields = {FIELD: await token_for(stranger.browser)}
    document = mine.rpartition("/")[2]
    for address in (mine, f"/demandes/{theirs.reference}/pieces/statuts/reprise/{document}"):
        assert (await send(stranger.browser, "POST", address, fields)).status_code == 404
    assert OFFER not in (await stranger.browser.get(f"/demandes/{theirs.reference}/pieces")).text


async def test_what_is_no_longer_good_says_why_it_is_not_offered(
    applicant: Person, applications: Applications, clock: FrozenClock
) -> None:
    """A page that was open meanwhile offers it still: its button says the same."""
    pieces = [msgspec.structs.replace(one, valid_months=6) if one.document else one for one in definition().pieces]
    await applications.revised(pieces=tuple(pieces))
    try:
        path = await second_draft(applicant, applications)
        page = await applicant.browser.get(path)
        assert "Valable jusqu'au 23 mai 2027." in page.text.replace("\xa0", " ")
        clock.advance(timedelta(days=182))  # the day after
        await sign_in_again(applicant)
        late = await applicant.browser.get(path)
        assert "était valable jusqu'au 23 mai 2027. Déposez-en un plus récent." in late.text.replace("\xa0", " ")
        assert TAKE_UP not in late.button_words()
        fields = {FIELD: await token_for(applicant.browser)}
        answer = await send(applicant.browser, "POST", reuses(page), fields)
        assert answer.status_code == 422
        assert "était valable jusqu" in answer.text
    finally:
        await applications.revised()


async def sign_in_again(person: Person) -> None:
    fields = {FIELD: await token_for(person.browser), "identifier": person.account.login, "password": PASSWORD}
    assert (await send(person.browser, "POST", "/connexion", fields)).status_code == 303
