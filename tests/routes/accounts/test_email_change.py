"""Mon compte, "Modifier mon adresse électronique", then the links of its two mails."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.accounts.email_changes import Asked, Mover
from tests.factories.accounts import PASSWORD, make_account, sign_in
from tests.routes.people import People, Person
from tests.routes.walk import reencoded, send, token_for, without_what_changes
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.page import Swap
from tests.support.traces import kinds_to
from webapp.accounts import texts
from webapp.accounts.links import mint_link
from webapp.accounts.models import AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.core.own_paths import to
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.postman import LINK_PATHS
from webapp.web.csrf import FIELD

PATH, ACTION = "/compte", "/compte/adresse-electronique"
NEW, AGAIN = "Nouvelle adresse électronique", "Confirmation de la nouvelle adresse électronique"
CHANGE, RESTORE = LinkPurpose.EMAIL_CHANGE, LinkPurpose.EMAIL_RESTORE
HOSTILE = "\"><script>alert(1)</script>'😀" + "é" * 300


@pytest.fixture(params=["applicant", "agent"])
async def person(request: pytest.FixtureRequest, people: People) -> Person:
    """Either of them."""
    return await (people.agent() if request.param == "agent" else people.applicant())


@pytest.fixture
def mover(applicant: Person, committed: Work, passwords: Passwords, signer: Signer) -> Mover:
    """The applicant, as the use cases know them."""
    return Mover(committed, passwords, signer, applicant.account)


@pytest.fixture
async def asked(mover: Mover) -> Asked:
    return await mover.asks_for(mover.address("ailleurs"))


@pytest.fixture
def path_of(asked: Asked) -> Callable[[LinkPurpose], Any]:
    """The address in the mail: `await path_of(CHANGE)`."""

    async def path(purpose: LinkPurpose) -> str:
        return to(LINK_PATHS[purpose], token=await asked.link(purpose))

    return path


def typed(email: str, password: str = PASSWORD) -> dict[str, str]:
    return {NEW: email, AGAIN: email, "Mot de passe": password}


def what_is_seen(answer: httpx.Response, email: str) -> tuple[Any, ...]:
    """Status, body, and headers but those that differ at each request; not the address that was typed."""
    own = {"x-request-id", "content-length", "content-encoding"}
    same = sorted((name, value) for name, value in answer.headers.items() if name not in own)
    return answer.status_code, without_what_changes(answer.text).replace(email, "…"), same


class TestTheForm:
    async def test_it_has_the_guide_s_words(self, person: Person) -> None:
        page = await person.browser.get(PATH, status=200)
        for words in (
            "Modifier mon adresse électronique",
            "Vous avez la possibilité de modifier votre adresse électronique.",
            f"Adresse électronique du compte{person.account.email}",
            "Nouvelle adresse électronique *",
            "Confirmation de la nouvelle adresse électronique *",
            "Vous devez également saisir votre mot de passe afin de pouvoir modifier votre adresse électronique.",
            "Mot de passe *",
        ):
            assert words in page.text
        assert "Valider ma nouvelle adresse électronique" in page.button_words()

    @pytest.mark.parametrize("with_htmx", [False, True])
    async def test_it_sends_both_mails_and_shows_what_waits(
        self, person: Person, committed: Work, with_htmx: bool
    ) -> None:
        new = person.account.email.replace("nadia", "ailleurs")
        page = await person.browser.get(PATH)
        submit = person.browser.htmx_submit if with_htmx else person.browser.submit
        done = await submit(page, typed(f" {new} "), form="email-change-form")
        assert (done.path, done.h1) == (PATH, "Mon compte")
        assert f"Validation {texts.EMAIL_ASKED}" in done.text
        assert f"Changement en attente : {new} – ouvrez le lien reçu avant le 24 novembre 2026 à 10:00." in done.text
        assert f"Adresse électronique du compte{person.account.email}" in done.text
        assert await kinds_to(committed, new) == ["accounts/email_change"]
        assert await kinds_to(committed, person.account.email) == ["accounts/email_change_notice"]

    @pytest.mark.parametrize(
        ("fields", "field", "said"),
        [
            ({NEW: ""}, "new_email", "Saisissez votre nouvelle adresse électronique."),
            ({NEW: "anne@"}, "new_email", "adresse électronique complète"),
            ({NEW: HOSTILE}, "new_email", "adresse électronique complète"),
            ({AGAIN: ""}, "new_email_again", "Saisissez la nouvelle adresse une seconde fois."),
            ({AGAIN: "autre@association.example"}, "new_email_again", "différentes"),
            ({"Mot de passe": ""}, "password", "Saisissez votre mot de passe."),
            ({"Mot de passe": PASSWORD.upper()}, "password", texts.CURRENT_WRONG),
        ],
    )
    async def test_a_mistake_is_said_beside_its_field_and_the_addresses_stay(
        self, applicant: Person, committed: Work, fields: dict[str, str], field: str, said: str
    ) -> None:
        page = await applicant.browser.get(PATH)
        new = applicant.account.email.replace("nadia", "ailleurs")
        sent = {**typed(new), **fields}
        whole = await applicant.browser.submit(page, sent, form="email-change-form")
        part = await applicant.browser.htmx_submit(page, sent, form="email-change-form")
        for answer in (whole, part):
            assert answer.status == 422
            assert said in answer.errors[field]
            assert answer.text.count(answer.errors[field]) == 2, "in the summary, and beside the field"
            values = {element.get("name"): element.get("value") for element in answer.document.all("input")}
            assert (values["new_email"], values["new_email_again"]) == (sent[NEW], sent[AGAIN])
            assert PASSWORD not in answer.html
        assert whole.title.startswith("Erreur : ")
        part.assert_equals(whole)  # type: ignore[attr-defined]  # a Swap: no 204 here
        assert await kinds_to(committed, new) == []

    async def test_one_s_own_address_is_refused(self, applicant: Person) -> None:
        page = await applicant.browser.get(PATH)
        refused = await applicant.browser.submit(page, typed(applicant.account.email), form="email-change-form")
        assert (refused.status, refused.errors) == (422, {"new_email": texts.SAME_EMAIL})

    async def test_a_mistake_elsewhere_takes_the_place_of_the_first(self, applicant: Person) -> None:
        """One error summary at a time, and no id twice: the client looks at each answer."""
        page = await applicant.browser.get(PATH)
        cleared = {"details-form": {"Nom": ""}}
        for form, field in (
            ("email-change-form", "new_email"),
            ("password-form", "current_password"),
            ("details-form", "last_name"),
        ):
            part = await applicant.browser.htmx_submit(page, cleared.get(form), form=form)
            assert isinstance(part, Swap)
            assert field in part.errors
            assert part.target == "account-forms"
            assert part.text.count("à corriger") == 1


class TestNobodyLearnsWhoIsKnown:
    @pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
    async def test_every_address_gets_the_same_answer_and_the_same_page_after(
        self, people: People, committed: Work, passwords: Passwords, signer: Signer, htmx: dict[str, str]
    ) -> None:
        leaving = await Mover.new(committed, passwords, signer)
        await leaving.moves_to(leaving.address("ailleurs"))
        known = [(await make_account(committed, passwords, state=state)).email for state in AccountState]
        seen = []
        for email in (leaving.address("personne"), *known, leaving.account.email, leaving.address("ailleurs")):
            asker = await people.newcomer()
            fields = {"new_email": email, "new_email_again": email, "password": PASSWORD}
            token = {FIELD: await token_for(asker.browser)}
            answers = [
                await send(asker.browser, "POST", ACTION, {**token, **fields}, htmx),
                await send(asker.browser, "GET", PATH),
            ]
            own = asker.account
            seen.append(
                [
                    tuple(
                        str(part).replace(own.email, "…").replace(own.login, "…")
                        for part in what_is_seen(answer, email)
                    )
                    for answer in answers
                ]
            )
        assert seen[0][0][0] == ("204" if htmx else "303")
        assert all(one == seen[0] for one in seen)

    async def test_the_mails_tell_their_owners(self, applicant: Person, committed: Work, passwords: Passwords) -> None:
        known = await make_account(committed, passwords)
        page = await applicant.browser.get(PATH)
        await applicant.browser.submit(page, typed(known.email), form="email-change-form")
        assert await kinds_to(committed, known.email) == ["accounts/email_taken"]
        assert await kinds_to(committed, applicant.account.email) == ["accounts/email_change_notice"]

    async def test_registering_an_address_that_may_come_back_shows_the_usual_page(
        self, client: PortalClient, mover: Mover, asked: Asked, committed: Work
    ) -> None:
        await asked.confirms()
        old = mover.account.email
        form = await client.get("/creer-un-compte")
        done = await client.submit(
            form,
            {
                "Identifiant": f"autre-{mover.account.login}"[:50],
                "Mot de passe": PASSWORD,
                "Confirmation du mot de passe": PASSWORD,
                "Nom": "Durand",
                "Prénom": "Paul",
                "Adresse électronique": old,
                "Confirmation de l'adresse électronique": old,
                "J'accepte les conditions d'utilisation du portail": True,
            },
            forged={"civility": "sir"},
        )
        assert done.path == "/creer-un-compte/courriel-envoye"
        assert (await kinds_to(committed, old))[-1] == "accounts/email_taken"


class TestTheLinkToTheNewAddress:
    async def test_one_button_on_any_device_and_opening_it_uses_nothing(
        self, client: PortalClient, mover: Mover, path_of: Callable[[LinkPurpose], Any]
    ) -> None:
        path = await path_of(CHANGE)
        for _ in range(3):
            assert (await client.http.head(path)).status_code == 200
            page = await client.get(path, status=200)
        assert page.button_words() == ["Confirmer ma nouvelle adresse électronique"]
        assert mover.account.email not in page.html
        done = await client.submit(page)
        assert done.path == "/", "nobody is signed in by a link"
        assert f"Validation {texts.EMAIL_CHANGED}" in done.text
        assert await mover.email() == mover.address("ailleurs")

    async def test_whoever_is_signed_in_goes_on_under_the_new_address(
        self, applicant: Person, mover: Mover, path_of: Callable[[LinkPurpose], Any]
    ) -> None:
        page = await applicant.browser.get(await path_of(CHANGE))
        done = await applicant.browser.submit(page, form=page.path)
        assert texts.EMAIL_CHANGED in done.text
        account = await applicant.browser.get(PATH, status=200)
        assert mover.address("ailleurs") in account.text
        assert "Changement en attente" not in account.text

    async def test_sent_twice_it_is_told_that_it_is_done_and_reopened_that_it_was_used(
        self, client: PortalClient, path_of: Callable[[LinkPurpose], Any]
    ) -> None:
        path = await path_of(CHANGE)
        page = await client.get(path)
        assert texts.EMAIL_CHANGED in (await client.submit(page)).text
        assert texts.EMAIL_ALREADY_CHANGED in (await client.submit(page)).text
        assert "Vous l'avez déjà suivi" in (await client.get(path, status=410)).text

    async def test_an_address_taken_meanwhile_is_said(
        self, client: PortalClient, mover: Mover, path_of: Callable[[LinkPurpose], Any]
    ) -> None:
        page = await client.get(await path_of(CHANGE))
        rival = await Mover.new(mover.work, mover.passwords, mover.signer)
        await rival.moves_to(mover.address("ailleurs"))
        refused = await client.submit(page)
        assert refused.status == 409
        assert texts.EMAIL_NOT_FREE in refused.text


class TestTheLinkToTheOldAddress:
    async def test_one_button_then_everybody_is_out_and_told_what_to_do(
        self, applicant: Person, people: People, mover: Mover, asked: Asked, path_of: Callable[[LinkPurpose], Any]
    ) -> None:
        await asked.confirms()
        path, owner = await path_of(RESTORE), people.visitor()
        for _ in range(3):
            assert (await owner.http.head(path)).status_code == 200
            page = await owner.get(path, status=200)
        assert page.h1 == "Je n'ai pas demandé ce changement"
        assert page.button_words() == ["Annuler le changement d'adresse"]
        assert mover.address("ailleurs") not in page.html

        for _ in range(2):
            done = await owner.submit(page)
            assert done.h1 == "Le changement d'adresse est annulé"
            assert "Choisissez maintenant un nouveau mot de passe" in done.text

        assert await mover.email() == mover.account.email
        assert (await applicant.browser.http.get(PATH)).status_code == 303
        assert (await kinds_to(mover.work, mover.account.email)).count("accounts/email_restored") == 1
        await owner.get(path, status=410)
        assert (await sign_in(people.visitor(), mover.account)).path == "/espace-personnel"

    async def test_from_a_browser_that_is_signed_in_too(
        self, applicant: Person, mover: Mover, path_of: Callable[[LinkPurpose], Any]
    ) -> None:
        page = await applicant.browser.get(await path_of(RESTORE))
        done = await applicant.browser.submit(page, form=page.path)
        assert done.h1 == "Le changement d'adresse est annulé"
        assert await mover.email() == mover.account.email


class TestDeadLinks:
    """One page for all, that says nothing of any account and what to do."""

    async def test_they_all_get_the_same_page(
        self,
        people: People,
        mover: Mover,
        asked: Asked,
        clock: FrozenClock,
        path_of: Callable[[LinkPurpose], Any],
    ) -> None:
        change, restore = await path_of(CHANGE), await path_of(RESTORE)
        reset = await mint_link(mover.work, mover.signer, LinkPurpose.PASSWORD_RESET, mover.account.id)
        used = people.visitor()
        await used.submit(await used.get(restore))
        words = restore.rpartition("/")[2]
        dead = [
            change,  # cancelled
            restore,  # used
            reencoded(restore),
            f"/adresse-electronique/confirmation/{words}",  # of another purpose
            f"/adresse-electronique/confirmation/{reset}",
            f"/adresse-electronique/refus/{reset}",
            *(
                f"/adresse-electronique/{kind}/{text}"
                for kind in ("refus", "confirmation")
                for text in ("x", "a.b", "é")
            ),
        ]
        clock.advance(timedelta(days=8))
        pages = []
        for path in dead:
            visitor = people.visitor()
            page = await visitor.get(path, status=410)
            posted = await send(visitor, "POST", page.path, {FIELD: await token_for(visitor)})
            if path not in (restore, reencoded(restore)):  # whoever has just used it is told that it is done
                assert posted.status_code == 410, path
                pages.append(without_what_changes(posted.text))
            pages.append(without_what_changes(page.html))
        assert len(set(pages)) == 1
        assert mover.account.email not in pages[0]
        assert page.link("Ouvrir Mon compte") == "/compte#adresse-electronique"
        assert page.link("Choisissez un nouveau mot de passe") == "/recuperer-mes-informations"

    async def test_other_letters_for_the_same_signature_are_the_same_link(
        self, client: PortalClient, mover: Mover, path_of: Callable[[LinkPurpose], Any]
    ) -> None:
        path = await path_of(CHANGE)
        other = reencoded(path)
        assert other != path
        page = await client.get(other, status=200)
        await client.submit(page)
        assert await mover.email() == mover.address("ailleurs")
        await client.get(path, status=410)
