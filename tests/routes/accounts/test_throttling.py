"""Guessing is slowed down, and the owner of an account is never kept out by those who guess."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import func, select

from tests.factories.accounts import PASSWORD, make_account
from tests.routes.people import Applications, Person
from tests.routes.walk import send, token_for, without_what_changes
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from webapp.accounts.links import mint_link
from webapp.accounts.models import Account, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.throttling import (
    EMAIL_CHANGES,
    LOGINS_FROM_ADDRESS,
    LOGINS_OF_ACCOUNT,
    MAILS_ASKED,
    PASSWORD_CHECKS,
    RECOVERIES,
    REGISTRATIONS,
)
from webapp.applications.use_cases.pieces import UPLOADS
from webapp.core.mail import OutboxMail
from webapp.core.throttle import FIRST_WAIT
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.web.csrf import FIELD

SIGN_IN, REGISTER, RECOVER = "/connexion", "/creer-un-compte", "/recuperer-mes-informations/mot-de-passe"
WRONG = "pas le bon"
NEW_PASSWORD = "trois chaises vertes dansent"
HTMX = {"HX-Request": "true", "HX-Target": "form#sign-in-form"}


class Guesser:
    """A program behind one address."""

    def __init__(self, app: Litestar) -> None:
        self.browser = PortalClient(app)
        self._token = ""

    async def tries(self, identifier: str, password: str = WRONG) -> httpx.Response:
        self._token = self._token or await token_for(self.browser)
        fields = {FIELD: self._token, "identifier": identifier, "password": password}
        return await send(self.browser, "POST", SIGN_IN, fields)


@pytest.fixture
async def account(committed: Work, passwords: Passwords) -> Account:
    return await make_account(committed, passwords)


async def _enters(browser: PortalClient, account: Account, password: str = PASSWORD) -> bool:
    token = await token_for(browser)
    answer = await send(browser, "POST", SIGN_IN, {FIELD: token, "identifier": account.login, "password": password})
    return answer.status_code == 303


async def test_five_minutes_of_guesses_from_fifty_addresses_do_not_keep_the_owner_out(
    app: Litestar, account: Account, committed: Work, signer: Signer, clock: FrozenClock
) -> None:
    at_home, elsewhere = PortalClient(app), PortalClient(app)
    assert await _enters(at_home, account)
    at_home.http.cookies.delete("session")

    guessers = [Guesser(app) for _ in range(50)]
    answers: list[int] = []
    for _ in range(5):
        answers += [(await guesser.tries(account.email)).status_code for guesser in guessers]
        clock.advance(timedelta(minutes=1))
    looked_at = answers.count(422)
    assert answers.count(429) == len(answers) - looked_at
    assert looked_at <= 15, "ten free tries, then longer and longer waits"

    assert (await guessers[0].tries(account.login, PASSWORD)).status_code == 429, "a stranger waits, even if right"
    assert await _enters(at_home, account), "the owner's own browser"

    link = await mint_link(committed, signer, LinkPurpose.PASSWORD_RESET, account.id)
    page = await elsewhere.get(f"/reinitialisation/{link}")
    fields = {"Nouveau mot de passe": NEW_PASSWORD, "Confirmation du mot de passe": NEW_PASSWORD}
    await elsewhere.submit(page, fields, form="new-password-form")
    for guesser in guessers:
        await guesser.tries(account.login)
    assert await _enters(elsewhere, account, NEW_PASSWORD), "a browser that has just reset the password"


async def test_each_name_of_an_account_is_counted_with_the_other(app: Litestar, account: Account) -> None:
    guesser = Guesser(app)
    names = [account.login, account.email.upper()] * (LOGINS_OF_ACCOUNT.most // 2)
    assert [(await guesser.tries(name)).status_code for name in names] == [422] * LOGINS_OF_ACCOUNT.most
    assert (await guesser.tries(account.login)).status_code == 429


async def test_an_unknown_name_waits_exactly_as_a_known_one(app: Litestar, account: Account) -> None:
    seen = []
    for name in (account.login, f"personne-{uuid4().hex[:8]}"):
        guesser = Guesser(app)
        for _ in range(LOGINS_OF_ACCOUNT.most + 1):
            answer = await guesser.tries(name)
        headers = {key: value for key, value in answer.headers.items() if key != "x-request-id"}
        headers.pop("content-length")  # of the two names
        text = without_what_changes(answer.text).replace(name, "NOM")
        seen.append((answer.status_code, headers, text))
    assert seen[0][0] == 429
    assert seen[0] == seen[1]


async def test_one_address_tries_twenty_times_whatever_the_accounts(app: Litestar) -> None:
    guesser = Guesser(app)
    names = [f"personne-{uuid4().hex[:8]}" for _ in range(LOGINS_FROM_ADDRESS.most + 1)]
    statuses = [(await guesser.tries(name)).status_code for name in names]
    assert statuses == [422] * LOGINS_FROM_ADDRESS.most + [429]
    assert (await Guesser(app).tries(names[0])).status_code == 422, "another address"


async def test_an_address_that_waits_keeps_nobody_else_waiting(app: Litestar, account: Account) -> None:
    guesser = Guesser(app)
    for _ in range(LOGINS_FROM_ADDRESS.most):
        await guesser.tries(f"personne-{uuid4().hex[:8]}")
    for _ in range(LOGINS_OF_ACCOUNT.most + 2):
        assert (await guesser.tries(account.login)).status_code == 429
    assert await _enters(PortalClient(app), account)


async def test_those_who_sign_in_are_not_counted(app: Litestar, account: Account) -> None:
    """A town hall, a school: many people behind one address."""
    for _ in range(LOGINS_FROM_ADDRESS.most + LOGINS_OF_ACCOUNT.most):
        browser = PortalClient(app, address="192.0.2.7")
        assert await _enters(browser, account)


async def test_twenty_guesses_at_once_are_ten(app: Litestar, account: Account) -> None:
    guessers = [Guesser(app) for _ in range(20)]
    answers = await asyncio.gather(*(guesser.tries(account.login) for guesser in guessers))
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(422), statuses.count(429)) == (LOGINS_OF_ACCOUNT.most, 10)


async def test_the_count_is_the_same_for_every_process_and_after_a_restart(
    set_up: Callable[..., PortalClient], account: Account
) -> None:
    """Each portal is a new one on the same database."""
    statuses = []
    for _ in range(LOGINS_OF_ACCOUNT.most + 1):
        browser = set_up()
        fields = {FIELD: await token_for(browser), "identifier": account.login, "password": "faux"}
        statuses.append((await send(browser, "POST", SIGN_IN, fields)).status_code)
    assert statuses == [422] * LOGINS_OF_ACCOUNT.most + [429]


async def test_the_page_says_how_long_to_wait_and_keeps_the_words(
    client: PortalClient, account: Account, clock: FrozenClock
) -> None:
    page = await client.get("/")
    filled = {"Identifiant ou adresse électronique": account.login, "Mot de passe": "faux"}
    for _ in range(LOGINS_OF_ACCOUNT.most + 1):
        answer = await client.submit(page, filled, form="sign-in-form")
    assert (answer.status, answer.response.headers["Retry-After"]) == (429, str(int(FIRST_WAIT.total_seconds())))
    assert answer.h1 == "Trop d'essais"
    assert "Réessayez dans 30 secondes." in answer.text
    assert "Rien n'est bloqué définitivement." in answer.text

    assert answer.link("Récupérer mes informations de connexion") == "/recuperer-mes-informations"

    clock.advance(FIRST_WAIT)
    again = await client.submit(answer, button="Envoyer à nouveau")
    assert (again.status, f'value="{account.login}"' in again.html) == (422, True)
    assert "faux" not in answer.text


async def test_with_htmx_the_form_stays_and_an_alert_says_so(client: PortalClient, account: Account) -> None:
    page = await client.get("/")
    filled = {"Identifiant ou adresse électronique": account.login, "Mot de passe": "faux"}
    for _ in range(LOGINS_OF_ACCOUNT.most + 1):
        answer = await client.htmx_submit(page, filled, form="sign-in-form")
    assert (answer.status, answer.response.headers["Retry-After"]) == (429, "30")
    assert answer.html.startswith('<hx-partial hx-target="#page-alert"')
    assert "Réessayez dans 30 secondes." in answer.text


async def test_registrations_and_recoveries_from_one_address_are_limited(app: Litestar) -> None:
    for path, limit, fields in (
        (REGISTER, REGISTRATIONS, _registration),
        (RECOVER, RECOVERIES, lambda: {"identifier": uuid4().hex}),
    ):
        browser = PortalClient(app)
        token = await token_for(browser)
        statuses = [
            (await send(browser, "POST", path, {FIELD: token, **fields()})).status_code for _ in range(limit.most + 1)
        ]
        assert statuses == [303] * limit.most + [429], path


def _registration() -> dict[str, str]:
    unique = uuid4().hex[:12]
    email = f"{unique}@association.example"
    password = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    person = {"civility": "madam", "last_name": "Roy", "first_name": "Ana", "email": email, "email_again": email}
    return {"login": unique, **password, **person, "terms": "y"}


async def test_a_mistake_in_the_form_is_not_a_registration(app: Litestar) -> None:
    browser = PortalClient(app)
    token = await token_for(browser)
    for _ in range(REGISTRATIONS.most + 1):
        assert (await send(browser, "POST", REGISTER, {FIELD: token})).status_code == 422


async def test_a_mailbox_gets_only_so_many_mails_that_others_asked_for(
    app: Litestar, account: Account, committed: Work
) -> None:
    pages = set()
    for _ in range(MAILS_ASKED.most + 3):
        browser = PortalClient(app)
        token = await token_for(browser)
        answer = await send(browser, "POST", RECOVER, {FIELD: token, "identifier": account.login})
        pages.add((answer.status_code, answer.headers["Location"]))
    assert pages == {(303, "/recuperer-mes-informations/courriel-envoye")}
    assert await _mails(committed, account.email) == MAILS_ASKED.most


async def _mails(work: Work, email: str) -> int:
    async with work:
        count = await work.session.scalar(
            select(func.count()).select_from(OutboxMail).where(OutboxMail.recipient == email)
        )
        return count or 0


async def test_uploads_are_limited_for_each_account(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    token = await token_for(applicant.browser)
    path = f"/demandes/{draft.reference}/pieces/statuts"
    statuses = {}
    for number in range(UPLOADS.most + 1):
        statuses[number] = (await send(applicant.browser, "POST", path, {FIELD: token})).status_code
    assert set(list(statuses.values())[:-1]) == {422}
    assert statuses[UPLOADS.most] == 429


async def test_two_hundred_logins_at_once_are_answered_or_asked_to_come_back(
    set_up: Callable[..., PortalClient],
) -> None:
    """With passwords as dear as in production: the queue is bounded, and the rest is told at once."""
    first = set_up(argon2_time_cost=2, argon2_memory_kib=19 * 1024)
    visitors = [PortalClient(first.app) for _ in range(200)]
    tokens = [await token_for(visitor) for visitor in visitors]
    answers = await asyncio.gather(
        *(
            send(visitor, "POST", SIGN_IN, {FIELD: token, "identifier": uuid4().hex, "password": WRONG})
            for visitor, token in zip(visitors, tokens, strict=True)
        )
    )
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {422, 503}
    assert 422 in statuses
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers if answer.status_code == 503)
    assert (await first.http.get("/livez")).status_code == 200


async def test_a_session_left_open_is_no_place_to_guess_the_password(applicant: Person) -> None:
    token = await token_for(applicant.browser)
    wrong = {FIELD: token, "current_password": WRONG, "new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD}
    change = {FIELD: token, "new_email": "a@b.example", "new_email_again": "a@b.example", "password": WRONG}
    forms = [("/compte/mot-de-passe", wrong), ("/compte/adresse-electronique", change)] * (PASSWORD_CHECKS.most // 2)
    for path, fields in forms:
        assert (await send(applicant.browser, "POST", path, fields)).status_code == 422
    right = {**wrong, "current_password": PASSWORD}
    assert (await send(applicant.browser, "POST", "/compte/mot-de-passe", right)).status_code == 429


async def test_changes_of_address_are_limited_whatever_the_address(applicant: Person) -> None:
    token = await token_for(applicant.browser)
    statuses = []
    for _ in range(EMAIL_CHANGES.most + 1):
        email = f"{uuid4().hex[:8]}@association.example"
        fields = {FIELD: token, "new_email": email, "new_email_again": email, "password": PASSWORD}
        statuses.append((await send(applicant.browser, "POST", "/compte/adresse-electronique", fields)).status_code)
    assert statuses == [303] * EMAIL_CHANGES.most + [429]
