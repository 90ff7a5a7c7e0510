"""Créer un compte: what is asked, what is said, and what a stranger cannot learn from it."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from tests.factories.accounts import make_account
from tests.routes.accounts.registering import filled
from tests.routes.people import People
from tests.routes.walk import reencoded, send, token_for, without_what_changes
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to, mails_to
from webapp.accounts.links import mint_link
from webapp.accounts.models import Account, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.rules import COMMON, OWN_WORDS
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.web.csrf import FIELD

PATH = "/creer-un-compte"
HOSTILE = "<script>alert(1)</script>\"'>&amp; 😀 " + "É" * 300


async def account_of(work: Work, email: str) -> Account:
    async with work:
        return (await work.session.scalars(select(Account).where(Account.email == email))).one()


async def test_the_form_has_the_guide_s_words(client: PortalClient) -> None:
    page = await client.get(PATH, status=200)
    assert page.h1 == "Créer un compte"
    for words in ("Vos informations de connexion", "Vos informations personnelles", "Civilité"):
        assert words in page.text
    assert "Créer mon compte" in page.button_words()


async def test_a_new_account_waits_for_its_mail(client: PortalClient, committed: Work) -> None:
    typed = filled()
    page = await client.submit(await client.get(PATH), typed, button="Créer mon compte")
    assert [hop.status for hop in page.history] == [303]
    assert page.h1 == "Un courriel vous a été envoyé"
    assert "Vous disposez de 72 heures pour activer votre compte." in page.text
    account = await account_of(committed, typed["Adresse électronique"])
    assert account.state == AccountState.PENDING
    assert await kinds_to(committed, account.email) == ["accounts/activation"]


async def test_sent_twice_it_is_one_account(client: PortalClient, committed: Work) -> None:
    typed = filled()
    form = await client.get(PATH)
    for _ in range(2):
        page = await client.submit(form, typed)
        assert page.h1 == "Un courriel vous a été envoyé"
    await account_of(committed, typed["Adresse électronique"])


async def test_an_empty_form_says_what_each_field_wants(client: PortalClient) -> None:
    page = await client.submit(await client.get(PATH))
    assert page.status == 422
    assert set(page.errors) == {
        "login",
        "password",
        "password_again",
        "civility",
        "last_name",
        "first_name",
        "email",
        "email_again",
        "terms",
    }
    assert page.text.count("Saisissez votre nom.") == 2, "in the summary, and beside the field"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"Identifiant": "ab"}, "login", "3 à 50 caractères"),
        ({"Identifiant": "a@b.fr"}, "login", "sans le signe @"),
        ({"Identifiant": "a" * 51}, "login", "3 à 50 caractères"),
        ({"Mot de passe": "court", "Confirmation du mot de passe": "court"}, "password", "12 caractères"),
        ({"Mot de passe": "é" * 600, "Confirmation du mot de passe": "é" * 600}, "password", "1 024 octets"),
        ({"Confirmation du mot de passe": "autre chose"}, "password_again", "différents"),
        ({"Adresse électronique": "anne@"}, "email", "complète"),
        ({"Confirmation de l'adresse électronique": "b@exemple.fr"}, "email_again", "différentes"),
        ({"Nom": HOSTILE}, "last_name", "100 caractères au plus"),
        ({"terms": False}, "terms", "Acceptez"),
    ],
)
async def test_each_mistake_is_said_beside_its_field(
    changes: dict[str, str | bool], field: str, sentence: str, client: PortalClient
) -> None:
    page = await client.submit(await client.get(PATH), filled(**changes))
    assert page.status == 422
    assert sentence in page.errors[field]
    assert page.text.count(page.errors[field]) == 2, "in the summary, and beside the field"


@pytest.mark.parametrize("with_htmx", [False, True], ids=["without JavaScript", "with htmx"])
@pytest.mark.parametrize(
    ("password", "sentence"),
    [("Toulouse2026!!", COMMON), ("Étienne-31-Anne", OWN_WORDS), ("Mes aides en ligne !", OWN_WORDS)],
    ids=["common", "names of the person", "name of the site"],
)
async def test_a_guessable_password_is_refused_beside_its_field(
    client: PortalClient, password: str, sentence: str, with_htmx: bool
) -> None:
    typed = filled(**{"Mot de passe": password, "Confirmation du mot de passe": password})
    submit = client.htmx_submit if with_htmx else client.submit
    refused = await submit(await client.get(PATH), typed)
    assert refused.status == 422
    assert refused.errors == {"password": sentence}
    assert refused.text.count(sentence) == 2, "in the summary, and beside the field"
    assert password not in refused.html


async def test_a_refusal_keeps_what_was_typed_but_the_passwords(client: PortalClient) -> None:
    typed = filled(Nom=HOSTILE, **{"Prénom": 'Zoé "la grande" <b>'})
    page = await client.submit(await client.get(f"{PATH}?suite=/aides"), typed)
    values = {field.get("name"): field.get("value") for field in page.document.all("input")}
    assert values["last_name"] == HOSTILE
    assert values["first_name"] == 'Zoé "la grande" <b>'
    assert values["email"] == typed["Adresse électronique"]
    assert values["suite"] == "/aides"
    assert values["password"] is None
    assert values["password_again"] is None
    assert typed["Mot de passe"] not in page.html
    checked = [field.get("name") for field in page.document.all("input") if field.get("checked") is not None]
    assert checked == ["civility", "terms"]


async def test_a_login_that_is_taken_is_said(client: PortalClient, committed: Work, passwords: Passwords) -> None:
    taken = (await make_account(committed, passwords)).login
    page = await client.submit(await client.get(PATH), filled(Identifiant=taken.upper()))
    assert page.errors == {
        "login": "Cet identifiant est déjà pris. Choisissez-en un autre, par exemple en y ajoutant un chiffre."
    }


class TestNobodyLearnsWhoHasAnAccount:
    """Known and unknown addresses get the same status, body and headers (ASVS 6.3.8)."""

    async def test_at_registration(self, people: People, committed: Work, passwords: Passwords) -> None:
        known = await make_account(committed, passwords)
        answers = [await self._register(people.visitor(), email) for email in (known.email, "inconnue@exemple.fr")]
        assert_same_answer(*answers)
        assert await kinds_to(committed, known.email) == ["accounts/already_exists"]

    async def test_at_registration_with_a_login_that_is_taken(
        self, people: People, committed: Work, passwords: Passwords
    ) -> None:
        known, taken = await make_account(committed, passwords), (await make_account(committed, passwords)).login
        answers = [
            await self._register(people.visitor(), email, taken) for email in (known.email, "inconnue2@exemple.fr")
        ]
        for answer in answers:
            assert answer.status_code == 422

    async def test_when_a_new_link_is_asked(self, people: People, committed: Work, passwords: Passwords) -> None:
        pending = await make_account(committed, passwords, state=AccountState.PENDING)
        active = await make_account(committed, passwords)
        answers = []
        for email in (pending.email, active.email, "inconnue@exemple.fr"):
            visitor = people.visitor()
            fields = {FIELD: await token_for(visitor), "email": email}
            answers.append(await send(visitor, "POST", "/activation/nouveau-lien", fields))
        assert_same_answer(*answers[:2])
        assert_same_answer(*answers[1:])
        assert await kinds_to(committed, pending.email) == ["accounts/activation"]
        assert await mails_to(committed, active.email) == []

    async def _register(self, visitor: PortalClient, email: str, login: str = "") -> httpx.Response:
        fields = {
            FIELD: await token_for(visitor),
            "login": login or f"anne-{uuid4().hex[:12]}",
            "password": "trois chaises vertes dansent",
            "password_again": "trois chaises vertes dansent",
            "civility": "unsaid",
            "last_name": "Étienne",
            "first_name": "Anne",
            "email": email,
            "email_again": email,
            "terms": "y",
        }
        return await send(visitor, "POST", PATH, fields)


def assert_same_answer(one: httpx.Response, other: httpx.Response) -> None:
    assert one.status_code == other.status_code
    assert without_what_changes(one.text) == without_what_changes(other.text)
    differ = ("x-request-id", "set-cookie")
    first, second = (
        {name: value for name, value in answer.headers.items() if name not in differ} for answer in (one, other)
    )
    assert first == second
    assert one.headers.get("set-cookie", "").split("=")[0] == other.headers.get("set-cookie", "").split("=")[0]


class TestActivation:
    @pytest.fixture
    async def pending(self, committed: Work, passwords: Passwords) -> Account:
        return await make_account(committed, passwords, state=AccountState.PENDING)

    @pytest.fixture
    async def link(self, committed: Work, signer: Signer, pending: Account) -> str:
        return "/activation/" + await mint_link(committed, signer, LinkPurpose.ACTIVATION, pending.id)

    async def test_looking_at_the_page_uses_nothing_up(
        self, client: PortalClient, committed: Work, pending: Account, link: str
    ) -> None:
        for _ in range(3):
            assert (await client.get(link, status=200)).button_words().count("Activer mon compte") == 1
            assert (await client.http.head(link)).status_code == 200
        assert (await account_of(committed, pending.email)).state == AccountState.PENDING

    async def test_its_button_activates_once_and_a_second_click_says_so(
        self, client: PortalClient, committed: Work, pending: Account, link: str
    ) -> None:
        page = await client.get(link)
        done = await client.submit(page)
        assert "Votre compte est désormais activé. Vous pouvez vous connecter au portail." in done.text
        assert (await account_of(committed, pending.email)).state == AccountState.ACTIVE
        again = await client.submit(page)
        assert "Votre compte est déjà activé. Vous pouvez vous connecter au portail." in again.text
        assert "Validation" not in (await client.get("/")).text

    async def test_other_letters_for_the_same_signature_activate_no_second_time(
        self, client: PortalClient, link: str
    ) -> None:
        await client.submit(await client.get(link))
        again = await client.submit(await client.get(reencoded(link)))
        assert "Votre compte est déjà activé." in again.text

    async def test_after_72_hours_it_is_told_with_the_way_to_a_new_one(
        self, client: PortalClient, clock: FrozenClock, link: str
    ) -> None:
        clock.advance(timedelta(hours=72, seconds=1))
        page = await client.submit(await client.get(link))
        assert (page.status, page.h1) == (410, "Ce lien n'est plus valable")
        assert page.link("Recevoir un nouveau lien") == "/activation/nouveau-lien"

    async def test_a_newer_link_replaces_it(
        self, client: PortalClient, committed: Work, signer: Signer, pending: Account, link: str
    ) -> None:
        await mint_link(committed, signer, LinkPurpose.ACTIVATION, pending.id)
        assert (await client.submit(await client.get(link))).status == 410

    @pytest.mark.parametrize("token", ["x", "é", "%00", "%22%3E%3Cscript%3E", "a" * 4000, "WyJhIiwiYiJd.AAAA"])
    async def test_an_invented_link_is_told_like_an_old_one(self, token: str, client: PortalClient) -> None:
        page = await client.get(f"/activation/{token}", status=200)
        assert (await client.submit(page)).status == 410
