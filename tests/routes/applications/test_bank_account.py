"""The bank details beside the slot of the RIB: typed with their mistakes, shown masked, changed with the password."""

from datetime import timedelta

import pytest

from tests.factories.accounts import PASSWORD
from tests.factories.applications import IBAN, MASKED_IBAN, add_bank_account
from tests.routes.people import Applications, Office, People, Person
from tests.routes.walk import send, token_for
from tests.support.clock import FrozenClock
from tests.support.page import Hop, Page, Swap
from tests.support.traces import actions_on, details_of
from webapp.applications.models import Application
from webapp.core.work import Work
from webapp.web.csrf import FIELD

HOLDER, TYPED = 'Les « Amis » du "Chant" <b>😀</b>', "fr76 3000 6000 0112 3456 7890 189"
GOOD = {"Titulaire du compte": HOLDER, "IBAN": TYPED, "BIC": "agri frpp"}
FORM = "bank-account-form"


@pytest.fixture
async def draft(applicant: Person, applications: Applications) -> Application:
    return await applications.draft(applicant)


@pytest.fixture
async def path(draft: Application) -> str:
    return f"/demandes/{draft.reference}/pieces"


def form_at(path: str) -> str:
    return path.replace("/pieces", "/coordonnees-bancaires")


async def save(person: Person, path: str, typed: dict[str, str] | None = None) -> Page:
    return await person.browser.submit(await person.browser.get(path), typed or GOOD, form=FORM)


async def test_what_is_saved_is_shown_masked_on_every_page_of_the_application(applicant: Person, path: str) -> None:
    done = await save(applicant, path)
    assert done.history == [Hop(303, f"{path}#bank-account")]
    assert "Les coordonnées bancaires sont enregistrées." in done.text
    for end in ("/pieces", "/recapitulatif", "/impression", ""):
        page = await applicant.browser.get(path.replace("/pieces", end))
        assert (HOLDER in page.text, MASKED_IBAN in page.text, "AGRIFRPP" in page.text) == (True, True, True), end
        assert "FR76 3000" not in page.html, end


async def test_a_mistake_is_said_beside_its_field_and_all_that_was_typed_stays(applicant: Person, path: str) -> None:
    wrong = {"Titulaire du compte": HOLDER * 10, "IBAN": "FR76 3000 ' 😀", "BIC": "BE"}
    page = await save(applicant, path, wrong)
    assert page.status == 422
    assert set(page.errors) == {"bank-account-holder", "bank-account-iban", "bank-account-bic"}
    shown = {field.get("name"): field.get("value") for field in page.document.all("input") if field.get("name")}
    assert [shown[name] for name in ("holder", "iban", "bic")] == [*wrong.values()]


async def test_swapped_equals_reloaded_and_the_stepper_goes_along(applicant: Person, path: str) -> None:
    page = await applicant.browser.get(path)
    swap = await applicant.browser.htmx_submit(page, GOOD, form=FORM)
    assert isinstance(swap, Swap)
    assert 'hx-target="#stepper"' in swap.html
    refused = await applicant.browser.htmx_submit(page, {"IBAN": "FR76"}, form=FORM)
    assert isinstance(refused, Swap)
    assert refused.status == 422


async def test_sent_twice_it_is_saved_once(applicant: Person, path: str, draft: Application, committed: Work) -> None:
    page = await applicant.browser.get(path)
    for _ in range(2):
        assert (await applicant.browser.submit(page, GOOD, form=FORM)).status == 200
    assert (await actions_on(committed, draft.id)).count("bank_account.saved") == 1


async def test_the_form_that_changes_it_shows_the_whole_number_only_after_a_recent_password(
    applicant: Person, path: str, clock: FrozenClock
) -> None:
    await save(applicant, path)
    assert TYPED.upper() in (await applicant.browser.get(form_at(path))).html
    clock.advance(timedelta(minutes=15))
    late = await applicant.browser.get(form_at(path))
    [iban] = [field for field in late.document.all("input") if field.get("name") == "iban"]
    assert iban.get("value", "") == ""
    assert "saisissez-le de nouveau" in late.text


async def test_it_is_changed_as_often_as_one_wants(applicant: Person, path: str) -> None:
    await save(applicant, path)
    for holder in ("TRÉSOR PUBLIC", "LA TRÉSORIÈRE"):
        done = await save(applicant, form_at(path), GOOD | {"Titulaire du compte": holder})
        assert done.history[0].status == 303
        assert holder in done.text


async def test_late_it_asks_for_the_password_in_the_same_form(
    applicant: Person, path: str, draft: Application, clock: FrozenClock, committed: Work
) -> None:
    early = await applicant.browser.get(path)
    clock.advance(timedelta(minutes=15))
    asked = await applicant.browser.submit(early, GOOD, form=FORM)
    assert asked.errors == {"bank-account-password": "Saisissez votre mot de passe."}
    wrong = await applicant.browser.submit(asked, {"Mot de passe": "faux"}, form=FORM)
    assert "pas votre mot de passe" in wrong.errors["bank-account-password"]
    shown = {field.get("name"): field.get("value", "") for field in wrong.document.all("input")}
    assert (shown["holder"], shown["iban"], shown["password"]) == (HOLDER, TYPED, "")
    assert "account.password_refused" in await actions_on(committed, applicant.account.id)
    done = await applicant.browser.submit(wrong, {"Mot de passe": PASSWORD}, form=FORM)
    assert MASKED_IBAN in done.text
    # It counts as typed lately: the next quarter of an hour does not ask for it.
    assert TYPED.upper() in (await applicant.browser.get(form_at(path))).html


async def test_two_tabs_the_second_sees_both_and_replaces_knowingly(applicant: Person, path: str) -> None:
    second = await applicant.browser.get(path)
    await save(applicant, path)
    other = {**GOOD, "Titulaire du compte": "TRÉSOR PUBLIC"}
    both = await applicant.browser.submit(second, other, form=FORM)
    assert both.status == 409
    assert "a enregistré d'autres coordonnées bancaires" in both.text.replace("\xa0", " ")
    assert HOLDER in both.text
    assert 'value="TRÉSOR PUBLIC"' in both.html
    done = await applicant.browser.submit(both, {}, form=FORM)
    assert "TRÉSOR PUBLIC" in done.text


async def test_what_the_structure_gave_before_is_taken_up_in_one_press(
    applicant: Person, applications: Applications, draft: Application, path: str, committed: Work
) -> None:
    await add_bank_account(committed, applicant.account, draft)
    summary = await applicant.browser.get(path.replace("pieces", "duplication"))
    again = await applicant.browser.submit(summary, form=path.replace("pieces", "duplication"))
    pieces = await applicant.browser.get(f"/demandes/{again.path.split('/')[2]}/pieces")
    assert "Déjà données par votre structure" in pieces.text
    assert MASKED_IBAN in pieces.text
    reuse = pieces.action("/coordonnees-bancaires/reprise")
    done = await applicant.browser.submit(pieces, form=reuse)
    assert f"de la demande {draft.reference} sont reprises" in done.text.replace("\xa0", " ")
    assert IBAN not in done.html


async def test_another_structure_s_application_is_no_source(
    applicant: Person, people: People, applications: Applications, draft: Application, path: str, committed: Work
) -> None:
    neighbour = await people.applicant("ASSOCIATION VOISINE")
    theirs = await applications.draft(neighbour)
    await add_bank_account(committed, neighbour.account, theirs)
    for source in (str(theirs.number), "", "-1", "9" * 30, "²"):
        fields = {FIELD: await token_for(applicant.browser), "source": source}
        answer = await send(applicant.browser, "POST", f"{form_at(path)}/reprise", fields)
        assert answer.status_code == 404


class TestTheServiceInCharge:
    async def test_sees_it_masked_and_whole_on_a_page_that_leaves_a_trace(
        self, applicant: Person, agent: Person, applications: Applications, committed: Work
    ) -> None:
        sent = await applications.submitted(applicant)
        page = await agent.browser.get(f"/espace-agent/demandes/{sent.reference}")
        assert MASKED_IBAN in page.text
        assert IBAN not in page.html
        whole = await agent.browser.get(page.link("Afficher l'IBAN complet"), status=200)
        assert TYPED.upper() in whole.text
        assert await details_of(committed, "bank_account.read", sent.reference) == [{}]

    async def test_and_no_other(
        self, applicant: Person, people: People, applications: Applications, committed: Work
    ) -> None:
        sent = await applications.submitted(applicant)
        far = await people.agent(Office.ELSEWHERE)
        for person in (far, applicant):
            await person.browser.get(f"/espace-agent/demandes/{sent.reference}/coordonnees-bancaires", status=404)
        assert await details_of(committed, "bank_account.read", sent.reference) == []
