"""Answers saved one by one: what is kept, what changes on the page by it, and what two pages tell each other."""

from datetime import timedelta

import pytest

from tests.factories.accounts import PASSWORD
from tests.factories.applications import make_draft, make_rich_scheme
from tests.routes.applications.filling import autosave, both_ways, checked, submit, values
from tests.routes.people import People, Person
from tests.routes.walk import send, token_for
from tests.support.clock import FrozenClock
from tests.support.dom import text_of
from tests.support.form_entries import Value
from tests.support.page import Hop, Page
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.web.csrf import FIELD
from webapp.web.resume import SESSION_ENDED

PROJECT, EXPENSES, WAGES = "votre-dossier/projet", "votre-dossier/depenses", "votre-dossier/salaires"


@pytest.fixture
async def base(applicant: Person, committed: Work) -> str:
    """A draft on the scheme that has of everything."""
    draft = await make_draft(committed, applicant.account, await make_rich_scheme(committed))
    return f"/demandes/{draft.reference}"


def targets(answer: Page) -> list[str]:
    return [partial.get("hx-target", "") for partial in answer.document.all("hx-partial")]


async def test_an_answer_is_saved_as_it_is_given_and_the_page_says_when(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{PROJECT}")
    saved = await autosave(applicant, page, base, {"titre": "Fête"})
    assert saved.status == 200
    assert "Enregistré à 10:00" in saved.text
    assert values(await applicant.browser.get(f"{base}/{PROJECT}"))["titre"] == "Fête"


async def test_an_answer_that_changes_nothing_else_brings_nothing_else(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{PROJECT}")
    assert targets(await autosave(applicant, page, base, {"titre": "Fête"})) == ["#stepper"]


async def test_a_part_that_an_answer_asks_for_comes_with_it_and_goes_with_it(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{PROJECT}")
    shown = await autosave(applicant, page, base, {"emploi": "oui"})
    assert targets(shown) == ["#section-emplois", "#stepper"]
    assert "Nombre de salariés" in shown.html
    assert "Vos salariés" in shown.html, "and its own page is one more step"
    hidden = await autosave(applicant, page, base, {"emploi": "non"})
    assert targets(hidden) == ["#section-emplois", "#stepper"]
    assert "Nombre de salariés" not in hidden.html


async def test_a_wrong_answer_brings_its_sentence_and_a_right_one_takes_it_away(applicant: Person, base: str) -> None:
    page = await applicant.browser.get(f"{base}/{EXPENSES}")
    wrong = await autosave(applicant, page, base, {"depenses.1.montant": "cher"})
    assert targets(wrong) == ["#section-liste", "#stepper"]
    assert "Indiquez le montant en euros" in wrong.html
    right = await autosave(applicant, page, base, {"depenses.1.montant": "1 250,5"})
    assert "Indiquez le montant" not in right.html
    assert "1\u202f250,50\u00a0€" in right.html, "the totals too"


async def test_without_javascript_the_address_leads_to_the_summary(applicant: Person, base: str) -> None:
    landed = await applicant.browser.get(f"{base}/reponses")
    assert landed.history == [Hop(303, f"{base}/recapitulatif")]
    page = await applicant.browser.get(f"{base}/{PROJECT}")
    fields = {FIELD: str(values(page)[FIELD]), "titre": "Fête"}
    answer = await send(applicant.browser, "POST", f"{base}/reponses", fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{base}/recapitulatif")
    assert values(await applicant.browser.get(f"{base}/{PROJECT}"))["titre"] == "Fête"


async def test_nothing_is_saved_without_a_token_nor_for_a_stranger(
    applicant: Person, people: People, base: str
) -> None:
    reader = await people.member_of(applicant, MemberRole.READER)
    stranger = await people.applicant("ASSOCIATION VOISINE")
    for who, status in ((reader, 403), (stranger, 404)):
        fields = {FIELD: await token_for(who.browser), "titre": "Fête"}
        assert (await send(who.browser, "POST", f"{base}/reponses", fields)).status_code == status
    assert (await send(applicant.browser, "POST", f"{base}/reponses", {"titre": "Fête"})).status_code == 403
    assert values(await applicant.browser.get(f"{base}/{PROJECT}"))["titre"] == ""


async def test_a_hidden_page_leads_to_the_summary_and_comes_when_it_is_asked(applicant: Person, base: str) -> None:
    hidden = await applicant.browser.get(f"{base}/{WAGES}")
    assert hidden.history == [Hop(303, f"{base}/recapitulatif")]
    page = await applicant.browser.get(f"{base}/{PROJECT}")
    typed = {"titre": "Fête", "emploi": "oui"}
    assert (await submit(applicant, page, typed, "Continuer")).path == f"{base}/{EXPENSES}"
    assert (await applicant.browser.get(f"{base}/{WAGES}", status=200)).h1 == "Vos salariés"


@both_ways
async def test_several_boxes_are_one_answer_and_none_is_one_too(htmx: bool, applicant: Person, base: str) -> None:
    for ticked in (["Enfants", "Adultes"], []):
        page = await applicant.browser.get(f"{base}/{PROJECT}")
        await submit(applicant, page, {"publics": ticked}, "Enregistrer mes réponses", htmx=htmx)
        assert checked(await applicant.browser.get(f"{base}/{PROJECT}")) == ticked


class TestRows:
    def rows(self, page: Page) -> list[str]:
        return [name for name in values(page) if name.startswith("depenses.") and name.endswith(".poste")]

    @both_ways
    async def test_a_row_is_added_then_taken_out_and_all_that_is_typed_stays(
        self, htmx: bool, applicant: Person, base: str
    ) -> None:
        page = await applicant.browser.get(f"{base}/{EXPENSES}")
        added = await submit(applicant, page, {"depenses.1.poste": "Vélo"}, "Ajouter une dépense", htmx=htmx)
        first, second = self.rows(added)
        assert values(added)[first] == "Vélo"
        typed = {second: "Casque", second.replace("poste", "montant"): "40"}
        left = await submit(applicant, added, typed, f"action=remove:{first.rpartition('.')[0]}", htmx=htmx)
        assert self.rows(left) == [second]
        assert values(left)[second] == "Casque"
        assert self.rows(await applicant.browser.get(f"{base}/{EXPENSES}")) == [second]

    async def test_a_button_pressed_twice_adds_one_row(self, applicant: Person, base: str) -> None:
        page = await applicant.browser.get(f"{base}/{EXPENSES}")
        for _ in range(2):
            added = await submit(applicant, page, {}, "Ajouter une dépense")
        assert len(self.rows(added)) == 2

    async def full(self, applicant: Person, base: str) -> Page:
        """A page that was opened before the table was filled: it still offers one more row."""
        early = await applicant.browser.get(f"{base}/{EXPENSES}")
        for _ in range(3):
            page = await applicant.browser.get(f"{base}/{EXPENSES}")
            await submit(applicant, page, {}, "Ajouter une dépense")
        assert "Ajouter une dépense" not in (await applicant.browser.get(f"{base}/{EXPENSES}")).button_words()
        return early

    async def test_no_row_is_added_over_the_limit_and_what_is_typed_stays(self, applicant: Person, base: str) -> None:
        early = await self.full(applicant, base)
        refused = await submit(applicant, early, {"depenses.1.poste": "Vélo"}, "Ajouter une dépense")
        assert refused.status == 422
        assert "Ce tableau a déjà 4 lignes" in refused.text
        assert values(refused)["depenses.1.poste"] == "Vélo"

    async def test_with_htmx_an_alert_says_so_and_the_form_is_left_alone(self, applicant: Person, base: str) -> None:
        early = await self.full(applicant, base)
        typed = {"depenses.1.poste": "Vélo"}
        refused = await applicant.browser.htmx_submit(early, typed, form="dossier", button="Ajouter une dépense")
        assert (refused.status, targets(refused)) == (403, ["#page-alert"])
        assert "Ce tableau a déjà 4 lignes" in refused.text


class TestTwoPages:
    async def opened_twice(self, applicant: Person, base: str) -> tuple[Page, Page]:
        """By the second, another answer is saved before the first is sent."""
        mine, other = [await applicant.browser.get(f"{base}/{PROJECT}") for _ in range(2)]
        await submit(applicant, other, {"titre": "Bal", "resume": "Deux soirs."}, "Continuer")
        return mine, other

    @pytest.mark.parametrize("choice", ["Fête", "Bal"])
    async def test_both_answers_are_shown_and_either_is_kept(self, choice: str, applicant: Person, base: str) -> None:
        mine, _ = await self.opened_twice(applicant, base)
        told = await submit(applicant, mine, {"titre": "Fête", "emploi": "non"}, "Continuer")
        assert told.status == 409
        for words in ("Vous avez répondu autre chose dans une autre page", "23 novembre 2026", "Fête", "Bal"):
            assert words in told.text
        assert "non" in checked(told), "what nobody else answered is saved"
        await submit(applicant, told, {"titre": choice}, "Enregistrer ces choix", form="conflicts-form")
        kept = values(await applicant.browser.get(f"{base}/{PROJECT}"))
        assert (kept["titre"], kept["resume"]) == (choice, "Deux soirs.")

    async def test_an_answer_saved_as_it_is_typed_is_told_in_the_page(self, applicant: Person, base: str) -> None:
        mine, _ = await self.opened_twice(applicant, base)
        told = await autosave(applicant, mine, base, {"titre": "Fête"})
        assert "#conflicts" in targets(told)
        assert "Enregistré à" not in told.text
        assert "Fête" in told.html
        assert "Bal" in told.html

    async def test_who_answered_is_named(self, applicant: Person, people: People, base: str) -> None:
        colleague = await people.member_of(applicant)
        mine = await applicant.browser.get(f"{base}/{PROJECT}")
        theirs = await colleague.browser.get(f"{base}/{PROJECT}")
        await submit(colleague, theirs, {"titre": "Bal"}, "Continuer")
        told = await submit(applicant, mine, {"titre": "Fête"}, "Continuer")
        assert "Amina Diop a répondu autre chose pendant votre saisie" in told.text


@both_ways
async def test_a_session_that_ended_gives_back_all_that_was_typed(
    htmx: bool, applicant: Person, base: str, clock: FrozenClock
) -> None:
    """Rows, boxes and what is wrong included; nothing of it is kept before it is sent again."""
    page = await applicant.browser.get(f"{base}/{PROJECT}")
    typed: dict[str, Value] = {
        "titre": "Fête",
        "publics": ["Enfants", "Adultes"],
        "emploi": "oui",
        "siege.street": "12 rue des Lilas",
    }
    clock.advance(timedelta(hours=3))
    login = await applicant.browser.submit(page, typed, form="dossier", button="Continuer")
    who = {"Identifiant ou adresse électronique": applicant.account.login, "Mot de passe": PASSWORD}
    back = await applicant.browser.submit(login, who, form="sign-in-form")
    assert SESSION_ENDED in text_of(back.document.root)
    assert checked(back) == ["Enfants", "Adultes", "oui"]
    assert (values(back)["titre"], values(back)["siege.street"]) == ("Fête", "12 rue des Lilas")
    assert values(await applicant.browser.get(f"{base}/{PROJECT}"))["titre"] == ""
    landed = await submit(applicant, back, {"salaries": "2"}, "Continuer", htmx=htmx)
    assert landed.h1 == "Vos dépenses"
    assert checked(await applicant.browser.get(f"{base}/{PROJECT}")) == ["Enfants", "Adultes", "oui"]


async def test_rows_typed_in_a_session_that_ended_come_back_too(
    applicant: Person, base: str, clock: FrozenClock
) -> None:
    page = await applicant.browser.get(f"{base}/{EXPENSES}")
    page = await submit(applicant, page, {}, "Ajouter une dépense")
    typed = {name: "Vélo" if name.endswith("poste") else "cher" for name in values(page) if "depenses." in name}
    clock.advance(timedelta(hours=3))
    login = await applicant.browser.submit(page, typed, form="dossier", button="Continuer")
    who = {"Identifiant ou adresse électronique": applicant.account.login, "Mot de passe": PASSWORD}
    back = await applicant.browser.submit(login, who, form="sign-in-form")
    assert {name: values(back)[name] for name in typed} == typed
    assert len(typed) == 4
