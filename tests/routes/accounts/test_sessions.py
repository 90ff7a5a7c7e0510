"""The login page, and what a session is: its cookie, its end, and what happens to a page left open meanwhile."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select

from tests.factories.accounts import PASSWORD, make_account, sign_in
from tests.routes.people import People, Person
from tests.routes.walk import send, token_for, without_what_changes
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.html import inspect_fragment, inspect_headers
from webapp.accounts.models import Account, AccountSession, AccountState
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.sessions import session_hash
from webapp.core.work import Work
from webapp.web.csrf import FIELD
from webapp.web.devices import ONE_YEAR

DASHBOARD, DESK = "/espace-personnel", "/espace-agent"


async def log_in(browser: PortalClient, identifier: str, password: str = PASSWORD) -> httpx.Response:
    fields = {FIELD: await token_for(browser), "identifier": identifier, "password": password}
    return await send(browser, "POST", "/connexion", fields)


async def sessions_of(work: Work, account: Account) -> int:
    async with work:
        query = select(func.count()).select_from(AccountSession).where(AccountSession.account_id == account.id)
        return (await work.session.scalars(query)).one()


def cookies_of(answer: httpx.Response) -> dict[str, set[str]]:
    """Each cookie that is set, and its attributes."""
    found = {}
    for line in answer.headers.get_list("set-cookie"):
        pair, *attributes = line.split(";")
        found[pair.partition("=")[0]] = {attribute.strip().lower() for attribute in attributes}
    return found


class TestTheLoginPage:
    async def test_it_has_the_guide_s_words(self, client: PortalClient) -> None:
        page = await client.get("/", status=200)
        assert page.h1 == "Bienvenue"
        assert "Connectez-vous à votre espace personnel." in page.text
        assert "Je dépose et je suis mes demandes d'aides en ligne" in page.text
        assert "Se connecter" in page.button_words()

    async def test_by_identifier_or_by_address_in_any_case(
        self, people: People, committed: Work, passwords: Passwords
    ) -> None:
        account = await make_account(committed, passwords)
        for identifier in (account.login, account.email, account.login.upper(), f"  {account.email.upper()} "):
            assert (await log_in(people.visitor(), identifier)).status_code == 303, identifier

    async def test_an_agent_lands_on_the_desk(self, people: People, agent: Person) -> None:
        answer = await log_in(people.visitor(), agent.account.login)
        assert answer.headers["Location"] == DESK

    async def test_nothing_typed_is_said_field_by_field(self, client: PortalClient) -> None:
        page = await client.submit(await client.get("/"), form="sign-in-form")
        assert page.status == 422
        assert page.errors == {
            "identifier": "Saisissez votre identifiant ou votre adresse.",
            "password": "Saisissez votre mot de passe.",
        }

    async def test_any_wrong_pair_gets_the_same_answer(
        self, people: People, committed: Work, passwords: Passwords
    ) -> None:
        known = await make_account(committed, passwords)
        closed = await make_account(committed, passwords, state=AccountState.CLOSED)
        pending = await make_account(committed, passwords, state=AccountState.PENDING)
        wrong_pairs = [
            (known.login, "faux mot de passe"),
            ("nobody-at-all", "faux mot de passe"),
            (closed.login, PASSWORD),
            (pending.login, "faux mot de passe"),
        ]
        seen = set()
        for identifier, password in wrong_pairs:
            answer = await log_in(people.visitor(), identifier, password)
            assert "Identifiant ou mot de passe incorrect." in answer.text
            assert f'value="{identifier}"' in answer.text, "what was typed stays"
            assert password not in answer.text
            seen.add((answer.status_code, without_what_changes(answer.text).replace(identifier, "")))
        assert [status for status, _ in seen] == [422], "one answer for all"

    async def test_the_right_password_of_an_account_that_waits_says_what_to_do(
        self, client: PortalClient, committed: Work, passwords: Passwords
    ) -> None:
        pending = await make_account(committed, passwords, state=AccountState.PENDING)
        answer = await log_in(client, pending.login)
        assert answer.status_code == 422
        assert "pas encore activé" in answer.text
        assert await sessions_of(committed, pending) == 0

    async def test_hostile_words_come_back_as_text(self, client: PortalClient) -> None:
        hostile = '"><script>alert(1)</script>😀' + "é" * 300
        typed = {"Identifiant ou adresse électronique": hostile, "Mot de passe": "x" * 5000}
        page = await client.submit(await client.get("/"), typed, form="sign-in-form")
        values = {field.get("name"): field.get("value") for field in page.document.all("input")}
        assert (page.status, values["identifier"], values["password"]) == (422, hostile, None)


class TestTheCookie:
    async def test_over_http_on_one_s_own_machine(
        self, client: PortalClient, committed: Work, passwords: Passwords
    ) -> None:
        answer = await log_in(client, (await make_account(committed, passwords)).login)
        assert cookies_of(answer)["session"] == {"path=/", "httponly", "samesite=lax"}

    async def test_over_https(self, set_up: Callable[..., PortalClient], committed: Work, passwords: Passwords) -> None:
        browser = set_up(base_url="https://aides.region.example", demo_in_public="yes")
        answer = await log_in(browser, (await make_account(committed, passwords)).login)
        strict = {"path=/", "httponly", "secure", "samesite=lax"}
        assert cookies_of(answer) == {"__Host-session": strict, "__Host-device": {*strict, f"max-age={ONE_YEAR}"}}
        assert inspect_headers(answer.headers, https=True) == []
        assert (await browser.get(DASHBOARD)).h1 == "Espace personnel"

    async def test_a_session_that_somebody_else_chose_is_never_adopted(
        self, client: PortalClient, committed: Work, passwords: Passwords
    ) -> None:
        account = await make_account(committed, passwords)
        client.http.cookies.set("session", "choisie-par-un-autre", domain="localhost.local", path="/")
        answer = await log_in(client, account.login)
        given = answer.cookies["session"]
        assert given != "choisie-par-un-autre"
        assert len(given) >= 43
        async with committed as work:
            hashes = (await work.session.scalars(select(AccountSession.token_hash))).all()
        assert session_hash(given) in hashes
        assert session_hash("choisie-par-un-autre") not in hashes

    async def test_each_login_has_a_session_of_its_own(
        self, people: People, committed: Work, passwords: Passwords
    ) -> None:
        account = await make_account(committed, passwords)
        given = {(await log_in(people.visitor(), account.login)).cookies["session"] for _ in range(3)}
        assert len(given) == 3

    @pytest.mark.parametrize("text", ["", "x", "é", "a" * 5000, "%00"])
    async def test_an_unknown_cookie_is_a_visitor(self, text: str, client: PortalClient) -> None:
        answer = await client.http.get(DASHBOARD, headers={b"Cookie": f"session={text}".encode()})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/?suite={DASHBOARD}")


class TestLogout:
    async def test_it_ends_the_session_here_and_in_the_database(self, applicant: Person, committed: Work) -> None:
        browser = applicant.browser
        kept = browser.http.cookies["session"]
        page = await browser.submit(await browser.get(DASHBOARD), form="/deconnexion", button="Se déconnecter")
        assert "La déconnexion a bien eu lieu." in page.text
        assert await sessions_of(committed, applicant.account) == 0
        answer = await browser.http.get(DASHBOARD, headers={"Cookie": f"session={kept}"})
        assert answer.status_code == 303, "the old cookie opens nothing"

    async def test_it_tells_the_browser_to_forget(self, applicant: Person) -> None:
        fields = {FIELD: await token_for(applicant.browser)}
        answer = await send(applicant.browser, "POST", "/deconnexion", fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert "max-age=0" in cookies_of(answer)["session"]

    async def test_twice_is_no_error(self, people: People) -> None:
        browser = (await people.newcomer()).browser
        page = await browser.get(DASHBOARD)
        await browser.submit(page, form="/deconnexion")
        again = await browser.submit(page, form="/deconnexion")
        assert again.status == 403, "its token went with the session: the form is given back"
        assert (await browser.submit(again)).path == "/"

    async def test_other_sessions_go_on(self, people: People, applicant: Person) -> None:
        other = people.visitor()
        await sign_in(other, applicant.account)
        await other.submit(await other.get(DASHBOARD), form="/deconnexion")
        await applicant.browser.get(DASHBOARD, status=200)


class TestItsEnd:
    async def test_an_applicant_may_be_idle_for_two_hours(self, applicant: Person, clock: FrozenClock) -> None:
        clock.advance(timedelta(hours=2))
        assert (await applicant.browser.get(DASHBOARD)).path == DASHBOARD
        clock.advance(timedelta(hours=2, seconds=1))
        assert (await applicant.browser.get(DASHBOARD)).path == f"/?suite={DASHBOARD}"

    async def test_an_agent_may_be_idle_for_thirty_minutes(self, agent: Person, clock: FrozenClock) -> None:
        clock.advance(timedelta(minutes=30))
        assert (await agent.browser.get(DESK)).path == DESK
        clock.advance(timedelta(minutes=30, seconds=1))
        assert (await agent.browser.get(DESK)).path == f"/?suite={DESK}"

    async def test_an_applicant_works_for_twelve_hours_at_most(self, applicant: Person, clock: FrozenClock) -> None:
        await self._work(applicant.browser, DASHBOARD, clock, timedelta(hours=12))

    async def test_an_agent_works_for_ten_hours_at_most(self, agent: Person, clock: FrozenClock) -> None:
        await self._work(agent.browser, DESK, clock, timedelta(hours=10))

    async def _work(self, browser: PortalClient, path: str, clock: FrozenClock, longest: timedelta) -> None:
        """A page every twenty minutes until the last one."""
        pause = timedelta(minutes=20)
        for _ in range(longest // pause - 1):
            clock.advance(pause)
            assert (await browser.http.get(path)).status_code == 200
        clock.advance(pause)
        assert (await browser.http.get(path)).status_code == 303

    async def test_an_account_that_is_closed_is_out_at_once(self, applicant: Person, committed: Work) -> None:
        async with committed as work:
            (await work.session.get_one(Account, applicant.account.id)).state = AccountState.CLOSED
        assert (await applicant.browser.http.get(DASHBOARD)).status_code == 303

    async def test_htmx_gets_an_alert_and_its_form_stays(self, applicant: Person, clock: FrozenClock) -> None:
        fields = {FIELD: await token_for(applicant.browser), "name": "Les Amis"}
        clock.advance(timedelta(hours=13))
        answer = await send(
            applicant.browser, "POST", "/structure/nouvelle/association", fields, {"HX-Request": "true"}
        )
        assert answer.status_code == 401
        assert "Votre session a expiré" in answer.text
        assert answer.headers["X-Request-Id"] in answer.text
        assert inspect_fragment(answer.text) == []
        assert "HX-Redirect" not in answer.headers
        assert "Location" not in answer.headers

    async def test_a_public_page_is_simply_a_visitor_s(self, applicant: Person, clock: FrozenClock) -> None:
        clock.advance(timedelta(hours=13))
        page = await applicant.browser.get("/aides", status=200)
        assert "Se déconnecter" not in page.button_words()
