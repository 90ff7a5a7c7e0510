"""A scheme's sheet, and the button that begins an application: for whom, when, and beside which drafts."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec

from tests.factories.applications import definition, make_scheme
from tests.factories.members import join
from tests.factories.structures import make_structure
from tests.routes.people import Applications, People, Person
from tests.routes.walk import SCHEME, send, token_for
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.page import Hop
from webapp.core.actor import MemberRole
from webapp.core.work import Work
from webapp.schemes.conditions import Condition
from webapp.schemes.definition import Piece
from webapp.schemes.use_cases import publish
from webapp.structures.rules import StructureFamily
from webapp.web.csrf import FIELD

SHEET = f"/aides/{SCHEME}"
TITLE = "Petite aide aux associations"
BEGIN, ANOTHER = "Commencer ma demande", "Commencer une autre demande"
CLOSING = datetime(2027, 12, 31, 17, 0, 0, tzinfo=UTC)  # 18:00 in Paris
OPENING = datetime(2025, 12, 31, 23, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


async def _publish(work: Work, **changed: object) -> str:
    """Its address. With a title of its own: the catalogue keeps what one test has published for those after it."""
    slug = f"aide-{uuid4().hex[:8]}"
    known: dict[str, object] = {"title": f"Aide {slug}", **changed}
    await publish(work, slug, msgspec.structs.replace(definition(), **known))
    return f"/aides/{slug}"


async def test_the_sheet_says_all_before_one_has_an_account(client: PortalClient, committed: Work) -> None:
    await make_scheme(committed)
    page = await client.get(SHEET, status=200)
    assert page.h1 == TITLE
    for words in ("Objectif", "Bénéficiaires", "Critères", "Montant", "Calendrier", "Pièces à préparer", "Contact"):
        assert words in page.text
    assert "Cette aide s'adresse aux associations." in page.text
    assert "du 1er janvier 2026 à 00:00 jusqu'au 31 décembre 2027 à 18:00, heure de Paris" in page.text
    assert page.link("Se connecter pour commencer") == f"/?suite={SHEET}"
    assert BEGIN not in page.button_words()


async def test_a_piece_that_depends_on_answers_says_so(client: PortalClient, committed: Work) -> None:
    piece = Piece(
        key="pouvoir",
        label="Pouvoir",
        hint="Si vous signez pour un autre.",
        when=Condition(fact="family", is_="company"),
    )
    sheet = msgspec.structs.replace(definition().sheet, criteria="Un critère.\n\nUn autre.")
    page = await client.get(await _publish(committed, pieces=(piece,), sheet=sheet), status=200)
    assert "Pouvoir (selon votre situation)" in page.text
    assert piece.hint in page.text
    assert "<p>Un critère.</p><p>Un autre.</p>" in page.html


async def test_beginning_leads_to_the_first_step(applicant: Person) -> None:
    page = await applicant.browser.submit(await applicant.browser.get(SHEET), button=BEGIN)
    assert page.history[0].status == 303
    assert page.path.endswith("/preambule")
    assert page.h1 == "Préambule"
    assert "Validation" not in page.text


async def test_beginning_twice_finds_the_same_draft(applicant: Person) -> None:
    sheet = await applicant.browser.get(SHEET)
    first = await applicant.browser.submit(sheet, button=BEGIN)
    second = await applicant.browser.submit(sheet, button=BEGIN)
    assert first.path == second.path
    assert (await applicant.browser.get(SHEET)).link("Reprendre ma demande") == first.path


async def test_a_page_older_than_the_draft_of_a_colleague_leads_there_and_says_so(
    applicant: Person, people: People
) -> None:
    sheet = await applicant.browser.get(SHEET)
    colleague = await people.member_of(applicant)
    theirs = await colleague.browser.submit(await colleague.browser.get(SHEET), button=BEGIN)
    found = await applicant.browser.submit(sheet, button=BEGIN)
    assert found.path == theirs.path
    assert "Votre structure avait déjà commencé la demande" in found.text


async def test_the_draft_is_offered_before_another_one_begins_once_however_often_it_is_sent(
    applicant: Person,
) -> None:
    first = await applicant.browser.submit(await applicant.browser.get(SHEET), button=BEGIN)
    sheet = await applicant.browser.get(SHEET)
    number = re.search(r"/demandes/(\d{8})/", first.path)
    assert number is not None
    assert f"Votre demande {number[1]}, commencée le 23 novembre 2026, n'est pas encore transmise." in sheet.text
    assert (BEGIN in sheet.button_words(), ANOTHER in sheet.button_words()) == (False, True)

    second = await applicant.browser.submit(sheet, button=ANOTHER)
    again = await applicant.browser.submit(sheet, button=ANOTHER)
    assert second.path != first.path
    assert again.path == second.path
    both = await applicant.browser.get(SHEET)
    assert both.text.count("n'est pas encore transmise") == 2
    assert both.link(f"Reprendre ma demande {number[1]}") == first.path


async def test_the_address_of_the_button_shows_the_sheet(client: PortalClient, committed: Work) -> None:
    await make_scheme(committed)
    assert (await client.get(f"{SHEET}/demandes")).history == [Hop(303, SHEET)]


async def test_an_application_begins_until_the_second_before_the_closing_one(
    people: People, clock: FrozenClock
) -> None:
    clock.advance(CLOSING - SECOND - clock.now())
    early, late = await people.applicant(), await people.applicant()
    open_page = await late.browser.get(SHEET)
    assert (await early.browser.submit(await early.browser.get(SHEET), button=BEGIN)).h1 == "Préambule"

    clock.advance(SECOND)
    refused = await late.browser.submit(open_page, button=BEGIN)
    assert refused.status == 422
    assert (
        "fermé depuis le 31 décembre 2027 à 18:00, heure de Paris. Si votre page était encore ouverte" in refused.text
    )
    assert "Fermée depuis le 31 décembre 2027" in (await late.browser.get("/aides")).text
    page = await late.browser.get(SHEET)
    assert "La date de la prochaine campagne sera publiée ici." in page.text
    assert page.link("Voir les aides ouvertes") == "/aides?ouvertes=y"
    assert BEGIN not in page.button_words()
    kept = await early.browser.get(SHEET)
    assert (ANOTHER in kept.button_words(), "Reprendre ma demande" in kept.text) == (False, True)


async def test_an_application_begins_from_the_opening_second_on(people: People, clock: FrozenClock) -> None:
    clock.advance(OPENING - SECOND - clock.now())
    person = await people.applicant()
    page = await person.browser.get(SHEET)
    assert "Ouvre le 1er janvier 2026" in page.text
    assert "Le dépôt ouvre le 1er janvier 2026 à 00:00, heure de Paris." in page.text
    fields = {FIELD: await token_for(person.browser)}
    too_early = await send(person.browser, "POST", f"{SHEET}/demandes", fields)
    assert too_early.status_code == 422
    assert "ouvre le 1er janvier 2026 à 00:00" in too_early.text
    clock.advance(SECOND)
    assert (await person.browser.submit(await person.browser.get(SHEET), button=BEGIN)).h1 == "Préambule"


async def test_a_scheme_that_will_reopen_says_when(client: PortalClient, committed: Work, clock: FrozenClock) -> None:
    campaign = definition().campaign
    reopening = msgspec.structs.replace(campaign, reopens=campaign.closes + timedelta(days=31))
    address = await _publish(committed, campaign=reopening)
    clock.advance(CLOSING - clock.now())
    assert "Réouverture le 31 janvier 2028 à 18:00." in (await client.get(address)).text


async def test_who_is_of_another_family_is_told_and_acts_for_another_structure(people: People, committed: Work) -> None:
    address = await _publish(committed, families=("company", "public_body"))
    person = await people.applicant("LES AMIS")
    sheet = await person.browser.get(address)
    assert "Cette aide s'adresse aux entreprises et aux collectivités et établissements publics." in sheet.text
    assert "Vous agissez pour LES AMIS." in sheet.text
    assert BEGIN not in sheet.button_words()
    assert sheet.link("Déclarer une autre structure") == f"/structure/nouvelle?suite={address}"
    fields = {FIELD: await token_for(person.browser)}
    assert (await send(person.browser, "POST", f"{address}/demandes", fields)).status_code == 422


async def test_one_of_ones_structures_that_may_ask_is_a_button_away(
    people: People, committed: Work, clock: FrozenClock
) -> None:
    address = await _publish(committed, families=("association",))
    person, team = await people.newcomer(), await people.team(await people.applicant("LES AMIS"))
    await make_structure(committed, person.account, "SARL DUPONT", family=StructureFamily.COMPANY)
    clock.advance(SECOND)
    await join(committed, person.account, team.structure.id)
    sheet = await person.browser.get(address)
    there = await person.browser.submit(sheet, button="Agir pour LES AMIS")
    assert there.path == address
    assert there.acting_for.startswith("LES AMIS")
    assert BEGIN in there.button_words()


async def test_a_reader_is_told_before_they_press(applicant: Person, people: People) -> None:
    reader = await people.member_of(applicant, MemberRole.READER)
    page = await reader.browser.get(SHEET)
    assert "Votre rôle dans la structure permet de lire ses demandes, pas d'en commencer." in page.text
    assert BEGIN not in page.button_words()


async def test_an_agent_reads_without_a_button(agent: Person) -> None:
    page = await agent.browser.get(SHEET, status=200)
    assert BEGIN not in page.button_words()
    assert "Se connecter pour commencer" not in page.text


async def test_an_unknown_scheme_is_not_found(applicant: Person, applications: Applications) -> None:
    await applicant.browser.get("/aides/inconnue", status=404)
    answer = await send(
        applicant.browser, "POST", "/aides/inconnue/demandes", {FIELD: await token_for(applicant.browser)}
    )
    assert answer.status_code == 404
