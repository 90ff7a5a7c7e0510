"""When the session ends, said on every page; making it longer without leaving what one types."""

from datetime import timedelta

from sqlalchemy import select

from tests.routes.people import Person
from tests.routes.walk import send
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.html import inspect_fragment
from webapp.accounts.models import AccountSession
from webapp.core.work import Work

# The day begins at 10:00 in Paris.
HTMX = {"HX-Request": "true", "HX-Target": "section#session-end"}


async def seen_at(work: Work, person: Person) -> object:
    async with work:
        query = select(AccountSession.last_seen_at).where(AccountSession.account_id == person.account.id)
        return (await work.session.scalars(query)).one()


def says(html: str, sentence: str) -> bool:
    return sentence in " ".join(html.replace("&#39;", "'").split())


async def test_every_page_says_when_the_session_ends(applicant: Person, agent: Person) -> None:
    for person, path, time in ((applicant, "/espace-personnel", "12:00"), (agent, "/espace-agent", "10:30")):
        page = await person.browser.get(path)
        assert says(page.html, f"Votre session se termine à {time} si vous n'affichez aucune autre page.")
        assert page.link("Prolonger ma session (nouvel onglet)") == "/session"


async def test_a_visitor_has_no_session_to_speak_of(client: PortalClient) -> None:
    page = await client.get("/")
    assert "session-end" not in page.html
    login = await client.get("/session")
    assert (login.path, login.history[0].status) == ("/?suite=/session", 303)


async def test_it_is_made_longer_at_once(applicant: Person, clock: FrozenClock, committed: Work) -> None:
    """Pages note the use of a session once a minute; here every second counts."""
    clock.advance(timedelta(seconds=45))
    page = await applicant.browser.get("/session", status=200)
    assert "Votre session est prolongée jusqu'à 12:00." in page.text
    assert "Vous pouvez fermer cet onglet et reprendre votre saisie." in page.text
    assert await seen_at(committed, applicant) == clock.now()
    clock.advance(timedelta(hours=1, minutes=59))
    assert "Votre session est prolongée jusqu'à 13:59." in (await applicant.browser.get("/session", status=200)).text


async def test_near_its_limit_it_says_what_to_do(applicant: Person, clock: FrozenClock) -> None:
    for _ in range(11):
        clock.advance(timedelta(hours=1))
        page = await applicant.browser.get("/session", status=200)
    assert "Votre session se termine à 22:00." in page.text
    assert "elle ne peut pas être prolongée" in page.text
    assert "Enregistrez votre saisie avant cette heure" in page.text
    assert "data-limit" in (await applicant.browser.get("/espace-personnel")).html
    clock.advance(timedelta(hours=1))
    assert (await applicant.browser.get("/session")).path == "/?suite=/session"


async def test_the_page_asks_for_the_sentence_alone(applicant: Person, clock: FrozenClock) -> None:
    answer = await send(applicant.browser, "GET", "/session", headers=HTMX)
    assert inspect_fragment(answer.text) == []
    assert 'data-seconds-left="7200"' in answer.text
    assert "<html" not in answer.text
    clock.advance(timedelta(hours=3))
    assert (await send(applicant.browser, "GET", "/session", headers=HTMX)).status_code == 401
