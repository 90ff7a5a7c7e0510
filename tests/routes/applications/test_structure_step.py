"""The step "Votre structure": the structure's own blocks, edited in place; what the aid needs is asked where it is
kept, with JavaScript and without.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.factories.accounts import PASSWORD, actor_of
from tests.factories.applications import make_draft, make_needy_draft
from tests.factories.structures import make_structure
from tests.routes.fragments import as_page
from tests.routes.people import People, Person
from tests.routes.structures.blocks import SOMEBODY, facts_of, structure_page
from tests.support.clock import FrozenClock
from tests.support.dom import text_of
from tests.support.form_entries import Value
from tests.support.page import Hop, Page, Swap
from webapp.applications.models import Application
from webapp.applications.rules import ApplicationState
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.structures.models import Structure
from webapp.structures.rules import StructureFamily

PHONE = "04 67 58 96 63"
NEEDED = ["Complétez un numéro de téléphone.", "Ajoutez le représentant légal."]
FORMS = {"phone": "identification-form", "legal": "new-representative-form", "address": "address-form"}


@dataclass(frozen=True, slots=True)
class Applying:
    """Somebody whose structure has not said what the aid asks of it, at the step of their draft."""

    person: Person
    structure_id: UUID
    step: str

    async def page(self) -> Page:
        return await self.person.browser.get(self.step, status=200)

    async def save(self, page: Page, what: str, **typed: Value) -> Page:
        return await self.person.browser.submit(page, typed, form=FORMS[what])

    async def swap(self, page: Page, what: str, **typed: Value) -> Swap:
        swap = await self.person.browser.htmx_submit(page, typed, form=FORMS[what])
        assert isinstance(swap, Swap)
        return swap


async def applying(work: Work, person: Person) -> Applying:
    draft = await make_needy_draft(work, person.account)
    return Applying(person, draft.structure_id, f"/demandes/{draft.reference}/votre-structure")


@pytest.fixture
async def needy(applicant: Person, committed: Work) -> Applying:
    return await applying(committed, applicant)


def needed(page: Page) -> dict[str, str]:
    """What the page says is missing, with the place that it leads to."""
    notice = page.document.by_id("missing-facts")
    assert notice is not None
    return {text_of(link): link.get("href", "") for link in notice.iter("a")}


def to_do(page: Page) -> str:
    """What the stepper says of this step."""
    stepper = page.document.by_id("stepper")
    assert stepper is not None
    (now,) = [item for item in stepper.iter("li") if item.get("aria-current") == "step"]
    return text_of(now).removeprefix("Votre structure").strip()


async def test_what_is_missing_is_listed_and_each_line_leads_to_the_field_that_asks_it(needy: Applying) -> None:
    page = await needy.page()
    assert list(needed(page)) == NEEDED
    for place in needed(page).values():
        assert page.document.by_id(place.removeprefix("#")) is not None, place
    labels = [text_of(label) for label in page.document.all("label")]
    assert "Téléphone (nécessaire pour cette aide)" in labels
    assert "Représentant légal (nécessaire pour cette aide)" in labels
    assert to_do(page) == "2 à compléter"
    assert not [e for e in page.document.all() if e.get("autofocus") is not None], "nobody has asked for these forms"
    assert "Siret" in page.text, "what is known is shown"
    assert page.document.by_id("address-form") is None


async def test_the_summary_leads_to_the_lines_of_the_step(needy: Applying) -> None:
    summary = await needy.person.browser.get(needy.step.replace("votre-structure", "recapitulatif"))
    for sentence in NEEDED:
        place, _, anchor = summary.link(sentence).partition("#")
        there = await needy.person.browser.get(place, status=200)
        found = there.document.by_id(anchor)
        assert found is not None
        assert text_of(found) == sentence


async def test_a_block_saved_in_place_takes_its_line_out_and_swapped_equals_reloaded(needy: Applying) -> None:
    saved = await needy.swap(await needy.page(), "phone", phone=PHONE)
    reloaded = await needy.page()
    saved.assert_equals(reloaded)
    assert list(needed(reloaded)) == NEEDED[1:]
    assert to_do(reloaded) == "1 à compléter"
    assert facts_of(await structure_page(needy.person))["Téléphone"] == PHONE

    added = await needy.swap(as_page(saved), "legal", **SOMEBODY)
    reloaded = await needy.page()
    added.assert_equals(reloaded)
    assert (needed(reloaded), to_do(reloaded)) == ({}, "")
    assert reloaded.document.by_id("missing-facts") is not None
    assert "Madame Nouvelle ASSOCIATION" in (await structure_page(needy.person)).text


async def test_without_javascript_saving_leads_back_to_the_block_in_the_step(needy: Applying) -> None:
    page = await needy.save(await needy.page(), "phone", phone=PHONE)
    assert page.history == [Hop(303, f"{needy.step}#identification")]
    assert "Validation L'identification est enregistrée." in page.text
    page = await needy.save(page, "legal", **SOMEBODY)
    assert page.history == [Hop(303, f"{needy.step}#new-representative")]
    assert needed(page) == {}
    assert facts_of(page)["Téléphone"] == PHONE


async def test_a_block_that_is_saved_without_the_fact_stays_open_for_it(needy: Applying) -> None:
    saved = await needy.swap(await needy.page(), "phone", website="https://amis.example")
    saved.assert_equals(reloaded := await needy.page())
    assert "identification-phone" in needed(reloaded)[NEEDED[0]]
    assert reloaded.document.by_id("identification-phone") is not None


async def test_a_mistake_is_said_in_the_step_with_and_without_javascript(needy: Applying) -> None:
    page = await needy.page()
    plain = await needy.save(page, "phone", phone="04 67")
    swap = await needy.swap(page, "phone", phone="04 67")
    assert (plain.status, swap.status) == (422, 422)
    swap.assert_equals(plain)
    assert plain.h1 == "Votre structure"
    assert plain.title.startswith("Erreur : Étape 3")
    assert "04 67 58 96 63" in plain.errors["identification-phone"]
    assert "(nécessaire pour cette aide)" in plain.text


@pytest.mark.parametrize("what", ["l'adresse principale", "l'identification"])
async def test_a_pencil_opens_its_block_here_and_annuler_gives_back_what_was_there(what: str, needy: Applying) -> None:
    browser = needy.person.browser
    await needy.save(await needy.page(), "phone", phone=PHONE)
    page = await needy.page()
    opened = await browser.htmx_follow(page, f"Modifier {what}")
    assert isinstance(opened, Swap)
    own_page = await browser.follow(page, f"Modifier {what}")
    opened.assert_equals(own_page)
    assert own_page.h1 == "Votre structure"
    closed = await browser.htmx_follow(as_page(opened), f"Annuler la modification de {what}")
    assert isinstance(closed, Swap)
    closed.assert_equals(await needy.page())
    back = own_page.link(f"Annuler la modification de {what}")
    assert back.partition("#")[0] == needy.step
    assert (await needy.page()).document.by_id(back.partition("#")[2]) is not None


async def test_a_postal_code_offers_its_communes_in_the_step_and_the_address_is_saved_there(needy: Applying) -> None:
    browser = needy.person.browser
    form = await browser.follow(await needy.page(), "Modifier l'adresse principale")
    shown = await browser.submit(
        form, {"Code postal": "32000"}, form="address-form", button="Afficher les communes de ce code postal"
    )
    assert shown.h1 == "Votre structure"
    saved = await needy.save(shown, "address", Commune="AUCH")
    assert saved.history == [Hop(303, f"{needy.step}#address")]
    assert "32000 AUCH" in saved.text


async def test_a_representative_is_corrected_and_taken_out_in_the_step(needy: Applying) -> None:
    browser = needy.person.browser
    await needy.save(await needy.page(), "legal", **SOMEBODY)
    page = await needy.page()
    opened = await browser.htmx_follow(page, "Retirer Madame Nouvelle")
    assert isinstance(opened, Swap)
    assert "C'est le seul représentant légal" in opened.text
    closed = await browser.htmx_follow(as_page(opened), "Annuler le retrait")
    assert isinstance(closed, Swap)
    closed.assert_equals(await needy.page())

    form = await browser.follow(page, "Créer un nouveau représentant")
    page = await browser.submit(form, {**SOMEBODY, "Prénom": "Bidulle"}, form="new-representative-form")
    asked = await browser.follow(page, "Retirer Madame Bidulle")
    assert asked.h1 == "Votre structure"
    action = next(f.get("id", "") for f in asked.document.all("form") if f.get("action", "").find("/retrait") > 0)
    swap = await browser.htmx_submit(asked, form=action)
    assert isinstance(swap, Swap)
    reloaded = await needy.page()
    assert "Bidulle" not in reloaded.text
    page = await browser.submit(asked, form=action)
    assert page.history[-1].location.startswith(needy.step)


async def test_two_members_on_one_block_see_both_versions_in_the_step(needy: Applying, people: People) -> None:
    colleague = await people.member_of(needy.person)
    theirs = Applying(colleague, needy.structure_id, needy.step)
    mine = await needy.page()
    await theirs.save(await theirs.page(), "phone", phone="05 61 00 00 00")
    conflict = await needy.swap(mine, "phone", phone=PHONE)
    assert conflict.status == 409
    plain = await needy.save(mine, "phone", phone=PHONE)
    assert plain.h1 == "Votre structure"
    assert "a enregistré d'autres informations pendant votre saisie" in plain.text
    chosen = await needy.save(plain, "phone")
    assert chosen.history == [Hop(303, f"{needy.step}#identification")]
    assert facts_of(chosen)["Téléphone"] == PHONE


async def test_a_session_that_ended_gives_the_block_back_in_the_step(needy: Applying, clock: FrozenClock) -> None:
    page = await needy.page()
    clock.advance(timedelta(hours=3))
    login = await needy.save(page, "phone", phone=PHONE)
    assert login.status == 401
    who = {"Identifiant ou adresse électronique": needy.person.account.login, "Mot de passe": PASSWORD}
    given_back = await needy.person.browser.submit(login, who, form="sign-in-form")
    assert given_back.h1 == "Votre structure"
    assert "rien n'a été envoyé" in given_back.text
    saved = await needy.save(given_back, "phone")
    assert saved.history == [Hop(303, f"{needy.step}#identification")]
    assert facts_of(saved)["Téléphone"] == PHONE


async def test_once_it_is_sent_a_block_saved_late_leads_to_the_application(needy: Applying, committed: Work) -> None:
    page = await needy.page()
    async with committed as work:
        query = update(Application).where(Application.structure_id == needy.structure_id)
        await work.session.execute(query.values(state=ApplicationState.SUBMITTED, submitted_at=work.now))
    saved = await needy.save(page, "phone", phone=PHONE)
    assert saved.path == needy.step.removesuffix("/votre-structure")
    assert facts_of(await structure_page(needy.person))["Téléphone"] == PHONE


async def test_a_reader_sees_the_facts_and_who_can_complete_them(needy: Applying, people: People) -> None:
    reader = Applying(await people.member_of(needy.person, MemberRole.READER), needy.structure_id, needy.step)
    page = await reader.page()
    owner = needy.person.account
    assert f"adressez-vous à {owner.first_name} {owner.last_name}" in page.text
    assert all(sentence in page.text for sentence in NEEDED)
    assert needed(page) == {}, "no line leads anywhere"
    assert "12 rue des Lilas" in page.text
    for word in ("Modifier", "Enregistrer", "Créer un nouveau", "Retirer"):
        assert word not in page.text


@pytest.mark.parametrize("role", [MemberRole.WRITER, MemberRole.SIGNATORY])
async def test_who_fills_in_the_form_completes_the_structure(role: MemberRole, needy: Applying, people: People) -> None:
    member = Applying(await people.member_of(needy.person, role), needy.structure_id, needy.step)
    page = await member.save(await member.page(), "phone", phone=PHONE)
    assert list(needed(page)) == NEEDED[1:]
    assert "adressez-vous" not in page.text


async def test_a_person_completes_their_own_informations(people: People, committed: Work) -> None:
    person = await people.newcomer()
    await make_structure(committed, person.account, "Camille Martin", family=StructureFamily.INDIVIDUAL)
    alone = await applying(committed, person)
    page = await alone.page()
    assert (page.h1, next(iter(needed(page)))) == ("Vos informations", NEEDED[0])
    assert "Représentants" not in page.text
    saved = await alone.save(page, "phone", phone=PHONE)
    assert (saved.h1, facts_of(saved)["Téléphone"]) == ("Vos informations", PHONE)


async def test_the_step_of_somebody_else_s_application_is_no_place_of_theirs(
    needy: Applying, people: People, committed: Work
) -> None:
    stranger = await people.applicant("ASSOCIATION D'À CÔTÉ")
    own = (await actor_of(committed, stranger.account)).memberships[0].structure_id
    page = await stranger.browser.get(f"/structures/{own}/identification?suite={needy.step}", status=200)
    assert page.h1 == "Ma structure"
    assert "Votre demande n'est pas encore transmise" not in page.text


async def test_nothing_is_missing_where_the_scheme_asks_nothing_of_the_structure(
    applicant: Person, committed: Work
) -> None:
    draft = await make_draft(committed, applicant.account)
    page = await applicant.browser.get(f"/demandes/{draft.reference}/votre-structure", status=200)
    assert (needed(page), to_do(page)) == ({}, "")
    assert "Enregistrer" not in page.text
    async with committed as work:
        name = await work.session.scalar(select(Structure.name).where(Structure.id == draft.structure_id))
    assert str(name) in page.text
