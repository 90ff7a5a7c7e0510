"""The preview of a mail is the mail: line by line, but for the greeting, which is each recipient's own."""

import pytest

from tests.factories.accounts import actor_of
from tests.factories.solicitations import make_edit_request, make_request
from tests.routes.people import Applications, Person
from tests.support.dom import text_of
from tests.support.page import Page
from tests.support.traces import mails_to
from webapp.adapters.mail_renderer import MailRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.mail import OutboxMail
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.composing import add_other_piece

KINDS = {"preparation": make_request, "preparation-modification": make_edit_request}
TYPED = 'Bonjour « à tous » 😀\n\n  "<b>Merci</b>" : à bientôt !'


@pytest.fixture
async def officer(committed: Work, agent: Person) -> Actor:
    return await actor_of(committed, agent.account)


@pytest.fixture
async def taken(committed: Work, officer: Actor, applicant: Person, applications: Applications) -> Application:
    return await take_over(committed, officer, (await applications.submitted(applicant)).number)


async def composed(work: Work, officer: Actor, application: Application, kind: str) -> None:
    """With a message of its own, and beside two pieces a new one, which has a hint and no reason."""
    draft = await KINDS[kind](work, officer, application)
    if kind == "preparation":
        await add_other_piece(work, officer, application.number, draft.id, "Bail du local", "Signé")
    async with work:
        row = await work.session.get_one(Solicitation, draft.id)
        row.message = f"{kind} : {TYPED}"


def lines(subject: str, text: str) -> list[str]:
    said = [" ".join(line.split()) for line in text.splitlines()]
    return [subject, *(line for line in said if line and not line.startswith("Bonjour Nadia") and line != "Bonjour,")]


def shown(page: Page) -> list[str]:
    """In the preview of the page."""
    preview = page.document.by_id("apercu")
    assert preview is not None
    subject = text_of(next(preview.iter("p")))
    [quote] = preview.iter("blockquote")
    return lines(subject.removeprefix("Objet : "), "".join(quote.itertext()))


def left(renderer: MailRenderer, mail: OutboxMail) -> list[str]:
    message = renderer.render(mail, link="")
    text = message.get_body(("plain",))
    assert text is not None
    return lines(str(message["Subject"]), str(text.get_content()))


@pytest.mark.parametrize("kinds", [[one] for one in KINDS] + [list(KINDS), list(KINDS)[::-1]], ids="+".join)
async def test_what_is_shown_is_what_leaves(
    kinds: list[str], agent: Person, applicant: Person, officer: Actor, committed: Work, taken: Application
) -> None:
    for kind in kinds:
        await composed(committed, officer, taken, kind)
    draft = f"/espace-agent/demandes/{taken.reference}/sollicitations/{kinds[0]}"
    page = await agent.browser.get(draft, status=200)
    page = await agent.browser.submit(page, form=draft, button="Aperçu du courriel")
    preview = shown(page)
    send = "Envoyer la demande" if len(kinds) == 1 else "Envoyer les deux demandes"
    await agent.browser.submit(page, form=draft, button=send)
    [*_, mail] = await mails_to(committed, applicant.account.email)
    assert mail.kind == "solicitations/received"
    assert preview == left(MailRenderer(agent.browser.app.state.settings), mail)
    assert any("Merci" in line for line in preview)
