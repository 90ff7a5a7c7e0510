"""A contribution for modification, by the screens: composed by an agent, read by the applicant, judged, taken back."""

import asyncio
from datetime import timedelta

import pytest

from tests.factories.accounts import PASSWORD, actor_of
from tests.factories.solicitations import (
    REASONS,
    make_answered,
    make_edit_request,
    make_request,
    make_sent_edit_request,
)
from tests.routes.people import Applications, Office, People, Person
from tests.routes.walk import send, token_for
from tests.support.clock import FrozenClock
from tests.support.dom import text_of
from tests.support.page import Page
from tests.support.traces import kinds_to, mails_to
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation
from webapp.solicitations.rules import SolicitationKind
from webapp.solicitations.use_cases.composing import begin_request
from webapp.web.csrf import FIELD

WHY = "Dites dans quelles communes."
NASTY = "Zoé 😀 l'« élue » \"<b>" + "é" * 300
OBJECT = "Votre dossier – Objet de l'association"


@pytest.fixture
async def officer(committed: Work, agent: Person) -> Actor:
    return await actor_of(committed, agent.account)


@pytest.fixture
async def taken(committed: Work, officer: Actor, applicant: Person, applications: Applications) -> Application:
    return await take_over(committed, officer, (await applications.submitted(applicant)).number)


def desk_of(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}"


def draft_of(application: Application) -> str:
    return f"{desk_of(application)}/sollicitations/preparation-modification"


def mine(application: Application) -> str:
    return f"/demandes/{application.reference}/sollicitations"


def reasons(page: Page) -> list[str]:
    """Names of the controls that say what shall be modified."""
    names = (one.get("name", "") for one in page.document.all("textarea"))
    return [name for name in names if name.startswith("reason-")]


async def begins(agent: Person, application: Application) -> Page:
    page = await agent.browser.get(desk_of(application), status=200)
    return await agent.browser.submit(page, form="begin-edit-request", button="Demander une modification")


async def press(agent: Person, page: Page, button: str, fields: dict[str, str] | None = None) -> Page:
    return await agent.browser.submit(page, fields, form=page.path.partition("?")[0], button=button)


async def save(agent: Person, page: Page, fields: dict[str, str] | None = None, **forged: str) -> Page:
    """As Enter does."""
    return await agent.browser.submit(page, fields, form=page.path.partition("?")[0], forged=forged)


async def test_from_the_first_mark_to_the_mail(agent: Person, applicant: Person, taken: Application) -> None:
    page = await begins(agent, taken)
    assert page.h1 == "Demander une modification"
    page = await press(agent, page, "Ajouter à la demande", {"part": "field:objet"})
    assert OBJECT in page.text
    page = await press(agent, page, "Envoyer la demande")
    assert page.status == 422
    assert f"Dites ce qu'il faut modifier dans « {OBJECT} »" in page.text
    page = await press(agent, page, "Aperçu du courriel", dict.fromkeys(reasons(page), WHY))
    assert f"Demande {taken.reference} : un élément à modifier avant le" in page.text
    page = await press(agent, page, "Envoyer la demande")
    assert "La demande est envoyée." in page.text
    assert "Modification" in page.text

    page = await applicant.browser.get(f"/demandes/{taken.reference}", status=200)
    href = page.link("Contribution pour modification")
    assert href == f"/demandes/{taken.reference}/contribution"
    assert page.link("Répondre aux sollicitations (1)") == mine(taken)
    page = await applicant.browser.get("/demandes", status=200)
    assert page.link("Contribution pour modification") == href
    page = await applicant.browser.get(mine(taken), status=200)
    assert page.h1 == "Contribution pour modification"
    for words in ("Demande de contribution pour modification par", OBJECT, "Reçue"):
        assert words in page.text
    assert page.link("Contribution pour modification").startswith(f"{mine(taken)}/")


async def test_what_is_offered_is_what_was_asked_by_step(agent: Person, taken: Application) -> None:
    page = await begins(agent, taken)
    (group,) = page.document.all("optgroup")
    assert group.get("label") == "Votre dossier"
    offered = [one.get("value") for one in page.document.all("option")]
    assert offered[:4] == ["", "section:demande", "field:nature", "field:montant_sollicite"]
    page = await press(agent, page, "Ajouter à la demande", {"part": "section:demande"})
    assert "field:nature" not in [one.get("value") for one in page.document.all("option")]


async def test_a_section_is_marked_from_the_page_of_the_application(agent: Person, taken: Application) -> None:
    for _ in range(2):
        page = await agent.browser.get(desk_of(taken), status=200)
        page = await agent.browser.submit(page, form="edit-request", button="action=mark:section:association")
        assert "« Votre dossier – Votre association » est à modifier." in page.text
    assert len(reasons(page)) == 1


async def test_a_section_absorbs_its_fields_and_says_so(agent: Person, taken: Application) -> None:
    page = await begins(agent, taken)
    page = await press(agent, page, "Ajouter à la demande", {"part": "field:objet"})
    typed = dict.fromkeys(reasons(page), NASTY)
    page = await press(agent, page, "Ajouter à la demande", {"part": "section:association", **typed})
    assert "Elle remplace les champs qui y étaient choisis" in page.text
    (kept,) = [one.text or "" for one in page.document.all("textarea") if one.get("name") in reasons(page)]
    assert kept.strip() == f"{OBJECT} : {NASTY}"


@pytest.mark.parametrize("value", ["", "field:inconnu", "piece:statuts", NASTY])
async def test_what_is_not_offered_is_refused(value: str, agent: Person, taken: Application) -> None:
    page = await begins(agent, taken)
    refused = await agent.browser.submit(
        page, form=draft_of(taken), button="Ajouter à la demande", forged={"part": value}
    )
    assert refused.status == 422
    assert "Choisissez dans la liste une partie ou un champ" in refused.text
    fields = {FIELD: await token_for(agent.browser), "action": f"mark:{value}"}
    assert (await send(agent.browser, "POST", draft_of(taken), fields)).status_code == 303
    assert reasons(await agent.browser.get(draft_of(taken), status=200)) == []


async def test_a_page_adds_only_what_is_of_its_kind(agent: Person, taken: Application) -> None:
    page = await begins(agent, taken)
    page = await save(agent, page, action="add", piece="statuts")
    assert page.status == 422
    for action in ("add_other", "remove:nulle-part", "nulle-part"):
        page = await agent.browser.get(draft_of(taken), status=200)
        page = await save(agent, page, action=action, label=NASTY)
        assert page.status == 200
    assert reasons(await agent.browser.get(draft_of(taken), status=200)) == []


async def test_both_kinds_are_seen_and_sent_together(
    agent: Person, applicant: Person, officer: Actor, committed: Work, taken: Application
) -> None:
    await make_request(committed, officer, taken)
    await make_edit_request(committed, officer, taken)
    page = await agent.browser.get(f"{desk_of(taken)}/sollicitations/preparation", status=200)
    assert "Sera envoyée avec la demande de modification en préparation, dans le même courriel." in page.text
    page = await agent.browser.follow(page, "Relire l'autre demande")
    assert "Sera envoyée avec la demande de pièces en préparation, dans le même courriel." in page.text
    page = await press(agent, page, "Aperçu du courriel")
    assert f"Demande {taken.reference} : deux pièces à déposer et deux éléments à modifier avant le" in page.text
    page = await press(agent, page, "Envoyer les deux demandes")
    assert "Les deux demandes sont envoyées." in page.text
    assert (await kinds_to(committed, applicant.account.email)).count("solicitations/received") == 1

    page = await applicant.browser.get(f"/demandes/{taken.reference}", status=200)
    assert page.link("Répondre aux sollicitations (2)") == mine(taken)
    page = await applicant.browser.get(mine(taken), status=200)
    assert page.h1 == "Sollicitations de la Région"
    headings = [text_of(one) for one in page.document.all("h2")]
    assert headings[:2] == ["Contribution pour modification", "Demandes de compléments sur les pièces"]
    for words in ("Contribution pour modification", "Répondre"):
        assert page.link(words).startswith(f"{mine(taken)}/")


async def test_what_prevents_the_other_one_from_leaving_is_said_as_such(
    agent: Person, officer: Actor, committed: Work, taken: Application
) -> None:
    edits = await make_edit_request(committed, officer, taken)
    await make_request(committed, officer, taken)
    async with committed as work:
        (await work.session.get_one(Solicitation, edits.id)).deadline = None
    page = await agent.browser.get(f"{desk_of(taken)}/sollicitations/preparation", status=200)
    page = await press(agent, page, "Envoyer les deux demandes")
    assert page.status == 422
    assert "La demande de modification en préparation part en même temps, et n'est pas prête." in page.text
    assert not [one for one in page.document.all("input") if one.get("aria-invalid")]
    page = await agent.browser.follow(page, "Relire l'autre demande")
    page = await press(agent, page, "Envoyer les deux demandes")
    (wrong,) = [one.get("name") for one in page.document.all("input") if one.get("aria-invalid")]
    assert wrong == "deadline"


async def test_one_contribution_at_a_time(agent: Person, officer: Actor, committed: Work, taken: Application) -> None:
    await make_sent_edit_request(committed, officer, taken)
    await make_edit_request(committed, officer, taken, "field:adherents")
    page = await agent.browser.get(draft_of(taken), status=200)
    page = await press(agent, page, "Envoyer la demande", {"message": NASTY})
    assert page.status == 422
    assert "Attendez sa réponse, ou annulez-la" in page.text
    assert NASTY in page.text


async def test_a_reply_is_judged_part_by_part_and_asked_again(
    agent: Person, applicant: Person, officer: Actor, committed: Work, taken: Application
) -> None:
    sent = await make_sent_edit_request(committed, officer, taken)
    await make_answered(committed, await actor_of(committed, applicant.account), sent)
    page = await agent.browser.get(f"{desk_of(taken)}/sollicitations/{sent.id}", status=200)
    assert page.h1 == "Demande de modification"
    assert "Aucun fichier" not in page.text
    section, field = [form.get("action", "") for form in page.document.all("form") if "/avis" in form.get("action", "")]
    page = await agent.browser.submit(page, form=section, button="Accepter")
    page = await agent.browser.submit(page, {"verdict": WHY}, form=field, button="À redemander")
    page = await agent.browser.submit(page, form=f"{desk_of(taken)}/sollicitations/{sent.id}/nouvelle-demande")
    assert page.path == draft_of(taken)
    assert WHY in page.text
    page = await press(agent, page, "Envoyer la demande")
    assert "La demande est envoyée." in page.text
    assert "(demande n° 2)" in page.text
    mail = (await mails_to(committed, applicant.account.email))[-1]
    assert (mail.kind, mail.data["is_again"]) == ("solicitations/received", True)


async def test_an_agent_is_warned_before_taking_back_what_is_being_modified(
    agent: Person, applicant: Person, officer: Actor, committed: Work, taken: Application, clock: FrozenClock
) -> None:
    sent = await make_sent_edit_request(committed, officer, taken)
    address = f"{desk_of(taken)}/sollicitations/{sent.id}"
    warning = "Le demandeur a commencé à modifier sa demande : ce qu'il a préparé est conservé."
    assert warning not in (await agent.browser.get(address, status=200)).text
    clock.advance(timedelta(minutes=1))
    async with committed as work:
        (await work.session.get_one(Application, taken.id)).edited_at = work.now
    page = await agent.browser.get(address, status=200)
    assert warning in page.text
    assert "Modification commencée, non transmise" in (await applicant.browser.get(mine(taken), status=200)).text
    page = await agent.browser.follow(page, "Annuler la demande")
    assert warning in page.text
    page = await agent.browser.submit(page, form="end-form")
    assert "La demande est annulée." in page.text
    assert warning not in (await agent.browser.get(address, status=200)).text
    page = await applicant.browser.get(mine(taken), status=200)
    assert "Annulée" in page.text
    assert "Modification commencée" not in page.text
    page = await applicant.browser.get(f"/demandes/{taken.reference}", status=200)
    assert "Contribution pour modification" not in page.text


async def test_what_a_colleague_has_sent_meanwhile_is_said_and_what_was_typed_stays(
    agent: Person, officer: Actor, committed: Work, taken: Application, people: People
) -> None:
    await make_edit_request(committed, officer, taken)
    colleague = await people.agent()
    late = await colleague.browser.get(draft_of(taken), status=200)
    page = await agent.browser.get(draft_of(taken), status=200)
    for _ in range(2):
        done = await press(agent, page, "Envoyer la demande", {"message": "Bonjour"})
        assert done.path == f"{desk_of(taken)}/sollicitations"
        assert done.status == 200
    late = await press(colleague, late, "Envoyer la demande", {"message": NASTY})
    assert late.status == 409
    assert NASTY in late.text
    assert "a été envoyée ou supprimée entre-temps" in late.text


async def test_who_wrote_meanwhile_is_named_and_both_texts_are_there(
    agent: Person, officer: Actor, committed: Work, taken: Application, people: People
) -> None:
    await make_edit_request(committed, officer, taken)
    colleague = await people.agent()
    late = await colleague.browser.get(draft_of(taken), status=200)
    await save(agent, await agent.browser.get(draft_of(taken), status=200), {"message": "De l'une"})
    late = await save(colleague, late, {"message": NASTY})
    assert late.status == 422
    assert agent.account.full_name in late.text
    assert NASTY in late.text


async def test_what_a_colleague_wrote_meanwhile_is_not_thrown_away_unread(
    agent: Person, officer: Actor, committed: Work, taken: Application, people: People
) -> None:
    await make_edit_request(committed, officer, taken)
    colleague = await people.agent()
    late = await colleague.browser.get(draft_of(taken), status=200)
    await save(agent, await agent.browser.get(draft_of(taken), status=200), {"message": "De l'une"})
    late = await press(colleague, late, "Supprimer")
    assert late.status == 422
    assert agent.account.full_name in late.text
    assert "De l'une" in (await agent.browser.get(draft_of(taken), status=200)).html.replace("&#39;", "'")
    assert "supprimée" in (await press(colleague, late, "Supprimer")).text


async def test_clicks_at_once_throw_it_away_once_and_are_all_answered(
    agent: Person, officer: Actor, committed: Work, taken: Application
) -> None:
    draft = await make_edit_request(committed, officer, taken)
    fields = {FIELD: await token_for(agent.browser), "action": "discard", "version": str(draft.version)}
    answers = await asyncio.gather(*(send(agent.browser, "POST", draft_of(taken), fields) for _ in range(10)))
    assert [answer.status_code for answer in answers] == [303] * 10


async def test_a_page_that_is_older_than_an_item_takes_no_tick_off_it(
    agent: Person, officer: Actor, committed: Work, taken: Application
) -> None:
    """Marked in another tab."""
    kind = SolicitationKind.PIECE_REQUEST
    await begin_request(committed, officer, taken.number, kind, REASONS[:1])
    old = await agent.browser.get(f"{desk_of(taken)}/sollicitations/preparation", status=200)
    await begin_request(committed, officer, taken.number, kind, REASONS)
    saved = await save(agent, old, {"message": "Bonjour."})
    ticks = [one for one in saved.document.all("input") if one.get("name", "").startswith(("required-", "suspends-"))]
    assert len(ticks) == 4
    assert all(one.get("checked") is not None for one in ticks)


async def test_what_was_typed_of_an_item_that_a_colleague_takes_out_is_shown(
    agent: Person, officer: Actor, committed: Work, taken: Application, people: People
) -> None:
    await make_edit_request(committed, officer, taken, "field:objet", "field:adherents")
    colleague = await people.agent()
    late = await colleague.browser.get(draft_of(taken), status=200)
    page = await agent.browser.get(draft_of(taken), status=200)
    removal = next(one.get("value") for one in page.document.all("button") if "remove:" in one.get("value", ""))
    for _ in range(2):
        gone = await press(agent, page, f"action={removal}")
        assert gone.status == 200
        assert len(reasons(gone)) == 1
    late = await press(colleague, late, "Envoyer la demande", dict.fromkeys(reasons(late), NASTY))
    assert late.status == 422
    assert "et en a retiré un élément" in late.text
    assert NASTY in late.text
    sent = await press(colleague, late, "Envoyer la demande", {"message": "Relu."})
    assert "La demande est envoyée." in sent.text


async def test_nobody_else_reaches_it(
    officer: Actor, committed: Work, taken: Application, people: People, applicant: Person
) -> None:
    draft = await make_edit_request(committed, officer, taken)
    elsewhere = await people.agent(Office.ELSEWHERE)
    stranger = await people.applicant("ASSOCIATION VOISINE")
    for person in (elsewhere, applicant, stranger):
        assert (await person.browser.get(draft_of(taken))).status == 404
        fields = {FIELD: await token_for(person.browser), "action": "send"}
        assert (await send(person.browser, "POST", draft_of(taken), fields)).status_code == 404
    for person in (applicant, stranger):
        assert (await person.browser.get(f"{mine(taken)}/{draft.id}")).status == 404
    assert (await applicant.browser.get(f"{mine(taken)}/{new_id()}")).status == 404
    async with committed as work:
        row = await work.session.get_one(Solicitation, draft.id, populate_existing=True)
    assert row.state == "draft"


async def test_what_is_typed_after_the_end_of_the_session_is_only_shown_again(
    agent: Person, officer: Actor, committed: Work, taken: Application, clock: FrozenClock
) -> None:
    draft = await make_edit_request(committed, officer, taken)
    page = await agent.browser.get(draft_of(taken), status=200)
    clock.advance(timedelta(hours=3))
    login = await press(agent, page, "Envoyer la demande", {"message": NASTY})
    assert login.status == 401
    typed = {"identifier": agent.account.login, "password": PASSWORD}
    page = await agent.browser.submit(login, typed, form="sign-in-form")
    assert page.h1 == "Demander une modification"
    (message,) = [one for one in page.document.all("textarea") if one.get("name") == "message"]
    assert (message.text or "").strip() == NASTY
    async with committed as work:
        row = await work.session.get_one(Solicitation, draft.id, populate_existing=True)
    assert (row.state, row.message) == ("draft", "")
