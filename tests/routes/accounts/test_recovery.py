"""Récupérer mes informations de connexion: the guide's words, and an answer that never tells who has an account."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.factories.accounts import PASSWORD, make_account, sign_in
from tests.routes.people import People, Person
from tests.routes.walk import reencoded, send, token_for, without_what_changes
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.page import Page, Swap
from tests.support.traces import kinds_to, mails_to
from webapp.accounts.links import mint_link
from webapp.accounts.models import Account, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.core.own_paths import to
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.postman import LINK_PATHS
from webapp.web.csrf import FIELD

PATH = "/recuperer-mes-informations"
REMINDER, RESET = f"{PATH}/identifiant", f"{PATH}/mot-de-passe"
SENT = f"{PATH}/courriel-envoye"
NEW = "deux poires et une pomme"
HOSTILE = "\"><script>alert(1)</script>'😀" + "é" * 300


@pytest.fixture
async def account(committed: Work, passwords: Passwords) -> Account:
    return await make_account(committed, passwords)


@pytest.fixture
async def link(committed: Work, signer: Signer, account: Account) -> str:
    """The address in a reset mail to `account`."""
    text = await mint_link(committed, signer, LinkPurpose.PASSWORD_RESET, account.id)
    return to(LINK_PATHS[LinkPurpose.PASSWORD_RESET], token=text)


async def choose(client: PortalClient, form: Page, password: str = NEW, again: str | None = None) -> Page:
    typed = {"Nouveau mot de passe": password, "Confirmation du mot de passe": password if again is None else again}
    return await client.submit(form, typed, button="Valider mon nouveau mot de passe")


def what_is_seen(answer: httpx.Response) -> tuple[Any, ...]:
    """Status, body, and headers but those that differ at each request."""
    same = sorted((name, value) for name, value in answer.headers.items() if name != "x-request-id")
    return answer.status_code, without_what_changes(answer.text), same


class TestThePage:
    async def test_the_login_page_leads_to_it_and_keeps_where_one_was_going(self, client: PortalClient) -> None:
        home = await client.get("/?suite=/demandes/00000001")
        page = await client.follow(home, "Récupérer mes informations de connexion")
        assert page.path == f"{PATH}?suite=/demandes/00000001"
        assert page.h1 == "Récupérer mes informations de connexion"
        back = await client.follow(page, "Revenir à la connexion")
        assert back.path == "/?suite=/demandes/00000001"

    async def test_it_has_the_guide_s_words(self, client: PortalClient) -> None:
        page = await client.get(PATH, status=200)
        for words in (
            "Identifiant oublié",
            "Récupérez votre identifiant en indiquant ci-dessous votre adresse électronique, puis retrouvez-le dans le "
            "courriel qui vous sera transmis.",
            "Adresse électronique *",
            "Réinitialisation du mot de passe",
            "Réinitialisez votre mot de passe en indiquant ci-dessous votre identifiant ou votre adresse électronique, "
            "puis suivez les instructions fournies dans le courriel qui vous sera transmis.",
            "Identifiant ou adresse électronique *",
        ):
            assert words in page.text
        assert [words.startswith("Valider") for words in page.button_words()].count(True) == 2

    async def test_an_account_that_waits_finds_its_way(self, client: PortalClient) -> None:
        page = await client.get(PATH)
        assert page.link("Recevoir un nouveau lien d'activation") == "/activation/nouveau-lien"

    @pytest.mark.parametrize("path", [REMINDER, RESET])
    async def test_reloading_an_answer_shows_the_page_again(self, client: PortalClient, path: str) -> None:
        assert (await client.get(path)).path == PATH


class TestMistakes:
    @pytest.mark.parametrize(
        ("form", "label", "typed", "field", "said"),
        [
            ("identifier-reminder-form", "Adresse électronique", "", "email", "Saisissez votre adresse"),
            ("identifier-reminder-form", "Adresse électronique", "anne@", "email", "adresse électronique complète"),
            ("identifier-reminder-form", "Adresse électronique", HOSTILE, "email", "adresse électronique complète"),
            ("reset-request-form", "Identifiant ou adresse électronique", " ", "identifier", "Saisissez votre"),
        ],
    )
    async def test_they_are_said_beside_the_field_and_what_was_typed_stays(
        self, client: PortalClient, form: str, label: str, typed: str, field: str, said: str
    ) -> None:
        empty = await client.get(f"{PATH}?suite=/aides")
        whole = await client.submit(empty, {label: typed}, form=form)
        part = await client.htmx_submit(empty, {label: typed}, form=form)
        for page in (whole, part):
            assert page.status == 422
            assert list(page.errors) == [field]
            assert said in page.errors[field]
            assert page.text.count(page.errors[field]) == 2, "in the summary, and beside the field"
        assert whole.title.startswith("Erreur : ")
        values = {element.get("name"): element.get("value") for element in whole.document.all("input")}
        assert values[field] == typed.strip()
        assert values["suite"] == "/aides"
        part.assert_equals(whole)  # type: ignore[attr-defined]  # a Swap: no 204 here

    async def test_with_htmx_a_second_mistake_takes_the_place_of_the_first(self, client: PortalClient) -> None:
        page = await client.get(PATH)
        first = await client.htmx_submit(page, form="identifier-reminder-form")
        second = await client.htmx_submit(page, form="reset-request-form")
        assert isinstance(first, Swap)
        assert isinstance(second, Swap)
        assert (set(first.errors), set(second.errors)) == ({"email"}, {"identifier"})
        assert first.target == second.target, "both forms are swapped, so the summary of the other one goes"


class TestNobodyLearnsWhoHasAnAccount:
    @pytest.mark.parametrize("path", [REMINDER, RESET])
    @pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
    async def test_every_address_gets_the_same_answer(
        self, people: People, committed: Work, passwords: Passwords, account: Account, path: str, htmx: dict[str, str]
    ) -> None:
        pending = await make_account(committed, passwords, state=AccountState.PENDING)
        closed = await make_account(committed, passwords, state=AccountState.CLOSED)
        seen = []
        for email in (account.email, pending.email, closed.email, "personne@association.example"):
            visitor = people.visitor()
            fields = {FIELD: await token_for(visitor), "email": email, "identifier": email}
            seen.append(what_is_seen(await send(visitor, "POST", path, fields, htmx)))
        assert seen[0][0] == (204 if htmx else 303)
        assert all(one == seen[0] for one in seen)

    async def test_the_page_after_speaks_of_both(self, client: PortalClient) -> None:
        form = await client.get(PATH)
        typed = {"Identifiant ou adresse électronique": "personne"}
        page = await client.submit(form, typed, form="reset-request-form")
        assert page.path == SENT
        assert "Si un compte correspond à ce que vous avez indiqué, un courriel vient d'être envoyé" in page.text

    async def test_the_owner_gets_the_mail(self, client: PortalClient, committed: Work, account: Account) -> None:
        form = await client.get(f"{PATH}?suite=/aides/velo")
        await client.submit(form, {"Adresse électronique": account.email}, form="identifier-reminder-form")
        typed = {"Identifiant ou adresse électronique": f" {account.login.upper()} "}
        done = await client.htmx_submit(form, typed, form="reset-request-form")
        assert done.path == SENT
        reminder, reset = await mails_to(committed, account.email)
        assert (reminder.kind, reminder.data["sign_in"]) == ("accounts/identifier_reminder", "/?suite=/aides/velo")
        assert (reset.kind, reset.data["continue_at"]) == ("accounts/password_reset", "/aides/velo")

    @pytest.mark.parametrize(
        ("elsewhere", "kept"),
        [("//ailleurs.example/aides", "/aides"), ("https://[", ""), ("\\\\ailleurs.example", ""), ("demandes", "")],
    )
    async def test_a_mail_never_leads_to_another_site(
        self, client: PortalClient, committed: Work, account: Account, elsewhere: str, kept: str
    ) -> None:
        fields = {FIELD: await token_for(client), "identifier": account.login, "suite": elsewhere}
        assert (await send(client, "POST", RESET, fields)).status_code == 303
        [mail] = await mails_to(committed, account.email)
        assert mail.data["continue_at"] == kept


class TestTheLink:
    async def test_opening_it_uses_nothing_even_many_times(self, client: PortalClient, link: str) -> None:
        for _ in range(3):
            assert (await client.http.head(link)).status_code == 200
            form = await client.get(link, status=200)
        assert form.h1 == "Réinitialiser mon mot de passe"
        assert "Nouveau mot de passe *" in form.text
        assert "Confirmation du mot de passe *" in form.text
        assert (await choose(client, form)).path == "/"

    async def test_after_it_one_signs_in_with_the_new_password(
        self, client: PortalClient, committed: Work, account: Account, link: str
    ) -> None:
        done = await choose(client, await client.get(f"{link}?suite=/demandes"))
        assert done.path == "/?suite=/demandes"
        assert done.h1 == "Bienvenue", "nobody is signed in by a reset"
        assert "Validation" in done.text
        assert "Votre mot de passe a bien été modifié." in done.text
        refused = await sign_in(client, account, PASSWORD)
        assert refused.status == 422
        assert (await sign_in(client, account, NEW)).path == "/espace-personnel"
        assert await kinds_to(committed, account.email) == ["accounts/password_changed"]

    async def test_other_letters_for_the_same_signature_are_no_second_link(
        self, client: PortalClient, link: str, account: Account
    ) -> None:
        other = reencoded(link)
        form = await client.get(other, status=200)
        await choose(client, await client.get(link))
        assert (await choose(client, form, "quatre autres mots dansent")).status == 410
        await client.get(other, status=410)
        assert (await sign_in(client, account, NEW)).path == "/espace-personnel"

    async def test_every_device_is_signed_out(self, people: People, committed: Work, signer: Signer) -> None:
        person = await people.applicant()
        text = await mint_link(committed, signer, LinkPurpose.PASSWORD_RESET, person.account.id)
        other = people.visitor()
        await sign_in(other, person.account)
        # One of the devices is the one that opens the link.
        done = await choose(person.browser, await person.browser.get(f"/reinitialisation/{text}"))
        assert done.h1 == "Bienvenue"
        for browser in (person.browser, other):
            assert (await browser.http.get("/espace-personnel")).status_code == 303

    async def test_with_htmx(self, client: PortalClient, link: str) -> None:
        typed = {"Nouveau mot de passe": NEW, "Confirmation du mot de passe": NEW}
        done = await client.htmx_submit(await client.get(link), typed, form="new-password-form")
        assert done.path == "/"
        assert "Votre mot de passe a bien été modifié." in done.text

    @pytest.mark.parametrize(
        ("password", "again", "field", "said"),
        [
            ("", "", "new_password", "Choisissez un nouveau mot de passe."),
            ("court", "court", "new_password", "12 caractères"),
            ("é" * 600, "é" * 600, "new_password", "1 024 octets"),
            (NEW, NEW.upper(), "new_password_again", "différents"),
        ],
    )
    async def test_a_mistake_leaves_the_link_for_another_try(
        self, client: PortalClient, link: str, password: str, again: str, field: str, said: str
    ) -> None:
        refused = await choose(client, await client.get(link), password, again)
        assert refused.status == 422
        assert said in refused.errors[field]
        assert refused.title.startswith("Erreur : ")
        assert not password or password not in refused.html
        assert (await choose(client, refused)).path == "/"

    async def test_one_s_own_address_is_no_password(self, client: PortalClient, account: Account, link: str) -> None:
        refused = await choose(client, await client.get(link), account.email)
        assert refused.status == 422
        assert "ne reprend pas votre nom, votre identifiant, votre adresse" in refused.errors["new_password"]

    async def test_sent_twice_it_says_the_same(
        self, client: PortalClient, committed: Work, account: Account, link: str
    ) -> None:
        form = await client.get(link)
        for _ in range(2):
            assert "Votre mot de passe a bien été modifié." in (await choose(client, form)).text
        assert len(await mails_to(committed, account.email)) == 1

    async def test_a_used_link_offers_to_ask_again(self, client: PortalClient, link: str) -> None:
        form = await client.get(link)
        await choose(client, form)
        for dead in (await client.get(link), await choose(client, form, "encore deux chats gris")):
            assert dead.status == 410
            assert dead.h1 == "Ce lien n'est plus valable"
            assert dead.link("Demander un nouveau lien") == PATH

    async def test_an_hour_later_it_is_dead_and_says_so(
        self, client: PortalClient, link: str, clock: FrozenClock
    ) -> None:
        form = await client.get(f"{link}?suite=/aides")
        clock.advance(timedelta(hours=1))
        typed = {"Nouveau mot de passe": NEW, "Confirmation du mot de passe": NEW}
        for dead in (
            await choose(client, form),
            await client.htmx_submit(form, typed, form="new-password-form"),
            await client.get(f"{link}?suite=/aides"),
        ):
            assert dead.status == 410
            assert dead.link("Demander un nouveau lien") == f"{PATH}?suite=/aides"

    async def test_a_made_up_link_is_as_an_old_one(self, client: PortalClient) -> None:
        for text in ("x", "%C3%A9", "a.b.c", "a" * 3000):
            await client.get(f"/reinitialisation/{text}", status=410)

    async def test_it_resets_its_own_account_whoever_is_signed_in(
        self, applicant: Person, people: People, account: Account, link: str
    ) -> None:
        """On a computer that is shared; the other person stays signed in."""
        done = await choose(applicant.browser, await applicant.browser.get(link))
        assert done.path == "/espace-personnel"
        assert "Votre mot de passe a bien été modifié." in done.text
        assert (await sign_in(people.visitor(), account, NEW)).path == "/espace-personnel"
        assert (await sign_in(people.visitor(), applicant.account)).path == "/espace-personnel"


class TestTheLoginPage:
    async def test_a_refused_login_offers_a_new_activation_link(
        self, client: PortalClient, committed: Work, passwords: Passwords
    ) -> None:
        pending = await make_account(committed, passwords, state=AccountState.PENDING)
        refused = await sign_in(client, pending)
        assert "pas encore activé" in refused.text
        assert refused.link("Recevoir un nouveau lien d'activation") == "/activation/nouveau-lien"
