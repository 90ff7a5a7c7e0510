"""Every form of the portal, sent too late: it comes back on its own page with what was typed, and nothing is done.

A route that is added is added here too: in FORMS when its page shows what was typed, else in BUTTONS.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import event
from wtforms import PasswordField

from tests.factories.accounts import PASSWORD
from tests.factories.structures import new_siret
from tests.routes.forms_table import BUTTONS, DEAD_LINKS, FORMS, NAME, SECRET
from tests.routes.people import Applications, People, Person
from tests.routes.rounds import Rounds
from tests.routes.walk import NO_DOCUMENT, Route, csrf_token, send, token_for, unsafe_routes
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.dom import Document, parse_page, text_of
from tests.support.form_entries import entries, find_form
from tests.support.html import inspect_page
from webapp.accounts import forms as account_forms
from webapp.core.db import Database
from webapp.core.forms import Form, FormData
from webapp.core.work import Work
from webapp.web.csrf import FIELD
from webapp.web.resume import FIELD as RESUME
from webapp.web.resume import OLD_PAGE, SESSION_ENDED, typed_pairs


@dataclass(frozen=True, slots=True)
class Door:
    route: Route
    person: Person | None
    """None for a visitor."""
    browser: PortalClient
    address: str
    typed: dict[str, str]

    async def send(self, fields: dict[str, str]) -> httpx.Response:
        return await send(self.browser, self.route.method, self.address, fields)

    async def log_in_again(self, refused: httpx.Response, password: str = PASSWORD) -> httpx.Response:
        """On the login page that the refused form led to; the browser follows where that leads."""
        assert self.person is not None
        fields = {**held_by_the_login(refused), "identifier": self.person.account.login, "password": password}
        answer = await send(self.browser, "POST", "/connexion", fields)
        if answer.status_code != 307:
            return answer
        assert answer.headers["Location"] == self.address
        return await send(self.browser, "POST", self.address, fields)


def held_by_the_login(answer: httpx.Response) -> dict[str, str]:
    """The fields of its form, hidden ones included."""
    page = parse_page(answer.text)
    return dict(entries(page, find_form(page, "sign-in-form"), {}, {}, None).fields)


@pytest.fixture
async def doors(
    app: Litestar, client: PortalClient, people: People, agent: Person, applications: Applications, committed: Work
) -> list[Door]:
    """Each route that changes something, with somebody who may use it and an address that exists."""
    applicant = await people.applicant()
    sent = await applications.submitted(applicant)
    rounds = await Rounds.build(committed, applications, applicant, agent)
    draft = await applications.complete(applicant)
    administrator = await people.administrator()
    users = {
        "public": None,
        "signed_in": applicant,
        "applicant": applicant,
        "agent": agent,
        "administrator": administrator,
    }
    team = await people.team(applicant)
    found = []
    for route in unsafe_routes(app):
        person = users[route.access]
        is_sent = route.access == "agent" or route.is_about_what_was_sent or route.path == "/demandes/{ref}/retrait"
        about = sent if is_sent else draft
        ids = {"document_id": NO_DOCUMENT, "account_id": agent.account.id}
        address = route.address(**{"ref": about.reference, **ids, **team.about(route), **rounds.about(route)})
        typed = dict(FORMS.get(str(route), {}))
        if "siret" in typed:
            typed["siret"] = typed["siret"] or str(team.structure.siret)
        found.append(Door(route, person, person.browser if person else client, address, typed))
    return found


@contextmanager
def nothing_written(database: Database) -> Iterator[None]:
    """No statement reaches the pool that writes, but those that open and end sessions.

    And the count of questions: the page that is shown again may tell that a structure is on the portal.
    """
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "INTO throttle" not in statement:
            seen.append(statement)

    event.listen(database.writes.sync_engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(database.writes.sync_engine, "before_cursor_execute", note)
    assert seen == []


def is_given_back(answer: httpx.Response, door: Door, reason: str) -> None:
    """The form's own page: its notice first, what was typed in its fields, no password."""
    where = str(door.route)
    assert answer.status_code == 403, where
    assert inspect_page(answer.text, headers=answer.headers) == [], where
    page = parse_page(answer.text)
    notices = [text_of(element) for element in page.all("section") if element.get("role") == "alert"]
    assert [notice for notice in notices if reason in notice], f"{where}: {notices}"
    shown = dict(entries(page, find_form(page, door.address), {}, {}, None).fields)
    for name, value in door.typed.items():
        assert shown[name].replace("\r\n", "\n") == ("" if "password" in name else value), f"{where}: {name}"
    assert SECRET not in answer.text, where


def is_a_button(answer: httpx.Response, door: Door) -> None:
    where = str(door.route)
    assert answer.status_code == 403, where
    assert inspect_page(answer.text, headers=answer.headers) == [], where
    page = parse_page(answer.text)
    assert h1(page) == "Rien n'a encore été envoyé", where
    assert any(form.get("action") == door.address for form in page.all("form")), where


def h1(page: Document) -> str:
    heading = page.first("h1")
    return text_of(heading) if heading is not None else ""


def test_every_form_is_in_one_of_the_tables(app: Litestar) -> None:
    assert {str(route) for route in unsafe_routes(app)} == {*FORMS, *BUTTONS, *DEAD_LINKS}


@pytest.mark.parametrize("token", ["", "périmé"])
async def test_a_form_of_an_old_page_comes_back_on_its_own_page(
    token: str, doors: list[Door], database: Database
) -> None:
    for door in doors:
        with nothing_written(database):
            answer = await door.send({**door.typed, FIELD: token})
        if str(door.route) in FORMS:
            is_given_back(answer, door, OLD_PAGE)
        elif str(door.route) in BUTTONS:
            is_a_button(answer, door)


async def test_a_page_open_since_before_the_login_comes_back_too(doors: list[Door], people: People) -> None:
    before = await token_for(people.visitor())
    for door in doors:
        if str(door.route) in FORMS:
            is_given_back(await door.send({**door.typed, FIELD: before}), door, OLD_PAGE)


async def test_a_form_of_an_ended_session_comes_back_after_the_login(doors: list[Door], clock: FrozenClock) -> None:
    behind_a_login = [door for door in doors if door.person]
    assert len(behind_a_login) > 10
    for door in behind_a_login:
        token = await token_for(door.browser)
        clock.advance(timedelta(hours=3))
        refused = await door.send({**door.typed, FIELD: token})
        assert refused.status_code == 401, str(door.route)
        assert SECRET not in refused.text
        answer = await door.log_in_again(refused)
        if str(door.route) in FORMS:
            is_given_back(answer, door, SESSION_ENDED)
        elif str(door.route) in BUTTONS:
            is_a_button(answer, door)


async def test_nothing_is_done_by_the_login_that_gives_a_form_back(
    doors: list[Door], clock: FrozenClock, database: Database
) -> None:
    (filing,) = [door for door in doors if door.route.path == "/demandes/{ref}/depot"]
    typed = {"statement": "y", "commitment": "y"}
    token = await token_for(filing.browser)
    clock.advance(timedelta(hours=3))
    refused = await filing.send({**typed, FIELD: token})
    given_back = await filing.log_in_again(refused)
    draft = (await filing.browser.http.get(filing.address.replace("/depot", "/recapitulatif"))).text
    assert "Transmettre" in draft

    sent = await filing.send({**typed, FIELD: csrf_token(given_back.text)})

    assert sent.status_code == 303
    assert sent.headers["Location"].endswith("/accuse-de-reception")
    with nothing_written(database):
        again = await filing.send({**typed, FIELD: token})
    is_a_button(again, filing)  # the form is not there any more; the button leads to the receipt


async def test_what_is_given_back_is_sent_by_one_more_press(people: People) -> None:
    newcomer = await people.newcomer()
    form = await newcomer.browser.get("/structure/nouvelle/association?saisie=libre")
    typed = {
        "Nom de la structure": NAME,
        "Siret": new_siret(),
        "N° et voie": "12 rue des Lilas",
        "Code postal": "46000",
        "Commune": "CAHORS",
        "Votre fonction dans la structure": "Présidente",
        "signing": "legal_representative",
    }
    given_back = await newcomer.browser.submit(form, typed, forged={FIELD: "périmé"})
    assert (given_back.status, given_back.h1, given_back.title[:9]) == (403, form.h1, "Erreur : ")
    landed = await newcomer.browser.submit(given_back, form="declaration-form", button="Enregistrer")
    assert landed.history[0].status == 303
    assert NAME in (await newcomer.browser.get("/structure")).text


async def test_a_file_is_asked_for_again(applicant: Person, applications: Applications, clock: FrozenClock) -> None:
    """A form with a file is not read when nobody is signed in; its slot says after login what is to be done."""
    draft = await applications.draft(applicant)
    pieces = await applicant.browser.get(f"/demandes/{draft.reference}/pieces")
    clock.advance(timedelta(hours=3))
    action = f"/demandes/{draft.reference}/pieces/statuts"
    file = ("statuts.pdf", b"%PDF-1.7", "application/pdf")
    login = await applicant.browser.submit(pieces, form=action, files={"file": file})
    assert "mots de passe et fichiers exceptés" in login.text
    typed = {"Identifiant ou adresse électronique": applicant.account.login, "Mot de passe": PASSWORD}
    given_back = await applicant.browser.submit(login, typed, form="sign-in-form")
    assert given_back.h1 == pieces.h1
    assert given_back.errors == {"fichier-statuts": SESSION_ENDED}


class TestWhoGetsIt:
    async def test_another_account_that_is_signed_in_by_now_gets_nothing(
        self, people: People, applicant: Person, database: Database
    ) -> None:
        """Two people at one computer: the page of the first, sent after the second has signed in."""
        theirs = await token_for(applicant.browser)
        second = await people.applicant()
        with nothing_written(database):
            answer = await send(
                second.browser, "POST", "/structure/nouvelle/association", {"name": NAME, FIELD: theirs}
            )
        assert answer.status_code == 403
        assert "Vous avez changé de compte" in answer.text
        assert "Amis" not in answer.text
        assert inspect_page(answer.text, headers=answer.headers) == []

    async def test_a_wrong_password_keeps_it_for_the_next_try(self, doors: list[Door], clock: FrozenClock) -> None:
        door = _answers(doors)
        token = await token_for(door.browser)
        clock.advance(timedelta(hours=3))
        refused = await door.send({**door.typed, FIELD: token})
        wrong = await door.log_in_again(refused, "faux faux faux")
        assert wrong.status_code == 422
        is_given_back(await door.log_in_again(wrong), door, SESSION_ENDED)

    async def test_a_login_in_another_tab_meanwhile_does_not_lose_it(
        self, doors: list[Door], clock: FrozenClock
    ) -> None:
        door = _answers(doors)
        token = await token_for(door.browser)
        clock.advance(timedelta(hours=3))
        refused = await door.send({**door.typed, FIELD: token})
        assert door.person is not None
        other_tab = {FIELD: await token_for(door.browser), "identifier": door.person.account.login}
        assert (await send(door.browser, "POST", "/connexion", {**other_tab, "password": PASSWORD})).status_code == 303
        is_given_back(await door.log_in_again(refused, "faux"), door, SESSION_ENDED)

    async def test_a_reload_gives_it_again_and_does_nothing(
        self, doors: list[Door], clock: FrozenClock, database: Database
    ) -> None:
        door = _answers(doors)
        token = await token_for(door.browser)
        clock.advance(timedelta(hours=3))
        refused = await door.send({**door.typed, FIELD: token})
        is_given_back(await door.log_in_again(refused), door, SESSION_ENDED)
        held = held_by_the_login(refused)
        with nothing_written(database):
            again = await door.send({RESUME: held[RESUME], FIELD: held[FIELD], "password": PASSWORD})
        is_given_back(again, door, SESSION_ENDED)

    async def test_after_a_logout_nothing_is_kept(self, doors: list[Door]) -> None:
        """Who left does not mean to be found again; the page says that nothing could be kept."""
        door = _answers(doors)
        token = await token_for(door.browser)
        session = dict(door.browser.http.cookies)
        await send(door.browser, "POST", "/deconnexion", {FIELD: token})
        door.browser.http.cookies.update(session)
        refused = await door.send({**door.typed, FIELD: token})
        assert refused.status_code == 401
        assert RESUME not in held_by_the_login(refused)


def _answers(doors: list[Door]) -> Door:
    (door,) = [door for door in doors if door.route.path == "/demandes/{ref}/votre-dossier/{page}"]
    return door


def test_no_password_field_has_a_name_that_could_be_given_back() -> None:
    made = [form() for form in vars(account_forms).values() if isinstance(form, type) and issubclass(form, Form)]
    secrets = {field.name for form in made for field in form if isinstance(field, PasswordField)}
    assert len(secrets) >= 5
    assert typed_pairs(FormData({name: [SECRET] for name in secrets})) == []
