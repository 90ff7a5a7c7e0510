"""Mon compte: the same page for applicants and agents, and "Modifier mon mot de passe"."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.factories.accounts import PASSWORD, sign_in
from tests.routes.people import People, Person
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.dom import text_of
from tests.support.traces import kinds_to
from webapp.accounts import texts
from webapp.core.work import Work

PATH = "/compte"
NEW = "deux poires et une pomme"
TYPED = {
    "Mot de passe actuel": PASSWORD,
    "Nouveau mot de passe": NEW,
    "Confirmation du nouveau mot de passe": NEW,
}


@pytest.fixture(params=["applicant", "agent"])
async def person(request: pytest.FixtureRequest, people: People) -> Person:
    """Either of them."""
    return await (people.agent() if request.param == "agent" else people.applicant())


async def test_the_menu_leads_to_it(person: Person) -> None:
    page = await person.browser.follow(await person.browser.get("/aides"), "Mon compte")
    assert (page.path, page.status, page.h1) == (PATH, 200, "Mon compte")


async def test_it_shows_who_one_is_in_the_guide_s_words(person: Person) -> None:
    page = await person.browser.get(PATH, status=200)
    account = person.account
    terms, values = ([text_of(element) for element in page.document.all(tag)] for tag in ("dt", "dd"))
    facts = list(zip(terms, values, strict=True))
    assert facts[:3] == [
        ("Identifiant", account.login),
        ("Nom", f"{account.first_name} {account.last_name}"),
        ("Adresse électronique du compte", account.email),
    ]
    for words in (
        "Modifier mon mot de passe",
        "Vous pouvez modifier ci-dessous votre mot de passe.",
        "Veillez à bien respecter les minuscules/majuscules au niveau de votre saisie.",
        "Mot de passe actuel *",
        "Nouveau mot de passe *",
        "Confirmation du nouveau mot de passe *",
    ):
        assert words in page.text
    assert "Valider mon nouveau mot de passe" in page.button_words()


@pytest.mark.parametrize("path", [PATH, "/compte/mot-de-passe"])
async def test_a_visitor_signs_in_first(client: PortalClient, path: str) -> None:
    assert (await client.get(path)).path == f"/?suite={path}"


async def test_reloading_the_answer_shows_the_page_again(person: Person) -> None:
    assert (await person.browser.get("/compte/mot-de-passe")).path == PATH


@pytest.mark.parametrize("with_htmx", [False, True])
async def test_a_new_password_ends_the_other_sessions_and_tells_the_owner(
    person: Person, people: People, committed: Work, with_htmx: bool
) -> None:
    other = people.visitor()
    await sign_in(other, person.account)
    page = await person.browser.get(PATH)
    submit = person.browser.htmx_submit if with_htmx else person.browser.submit

    done = await submit(page, TYPED, form="password-form")

    assert (done.path, done.h1) == (PATH, "Mon compte")
    assert "Validation Votre mot de passe a bien été modifié." in done.text
    assert (await other.http.get(PATH)).status_code == 303
    assert await kinds_to(committed, person.account.email) == ["accounts/password_changed"]
    refused = await sign_in(people.visitor(), person.account)
    assert refused.status == 422
    await sign_in(other, person.account, NEW)
    assert (await other.get(PATH)).path == PATH


async def test_sent_twice_it_says_the_same(person: Person, committed: Work, clock: FrozenClock) -> None:
    page = await person.browser.get(PATH)
    clock.advance(timedelta(seconds=1))
    for _ in range(2):
        done = await person.browser.submit(page, TYPED, form="password-form")
        assert "Votre mot de passe a bien été modifié." in done.text
    assert await kinds_to(committed, person.account.email) == ["accounts/password_changed"]


async def test_the_cookie_changes_and_the_other_open_forms_still_work(person: Person, people: People) -> None:
    page = await person.browser.get(PATH)
    before = person.browser.http.cookies["session"]
    await person.browser.submit(page, TYPED, form="password-form")
    assert person.browser.http.cookies["session"] != before
    names = {"Nom": "Vidal", "Prénom": "Claire"}
    done = await person.browser.submit(page, names, form="details-form")
    assert texts.DETAILS_CHANGED in done.text
    thief = people.visitor()
    thief.http.cookies.set("session", before)
    assert (await thief.http.get(PATH)).status_code == 303, "the text that was stolen before opens nothing"


async def test_a_wrong_present_password_is_never_said_to_be_a_change(applicant: Person) -> None:
    page = await applicant.browser.get(PATH)
    typed = {
        "Mot de passe actuel": "ce n'est pas le bon",
        "Nouveau mot de passe": PASSWORD,
        "Confirmation du nouveau mot de passe": PASSWORD,
    }
    refused = await applicant.browser.submit(page, typed, form="password-form")
    assert refused.errors == {"current_password": texts.CURRENT_WRONG}


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"Mot de passe actuel": ""}, "current_password", "Saisissez votre mot de passe actuel."),
        ({"Mot de passe actuel": PASSWORD.upper()}, "current_password", texts.CURRENT_WRONG),
        ({"Nouveau mot de passe": ""}, "new_password", "Choisissez un nouveau mot de passe."),
        ({"Nouveau mot de passe": "court"}, "new_password", "12 caractères"),
        ({"Nouveau mot de passe": "é" * 600}, "new_password", "1 024 octets"),
        ({"Confirmation du nouveau mot de passe": NEW + " "}, "new_password_again", "différents"),
    ],
)
async def test_a_mistake_is_said_beside_its_field_and_changes_nothing(
    applicant: Person, people: People, changes: Mapping[str, str], field: str, said: str
) -> None:
    page = await applicant.browser.get(PATH)
    typed = {**TYPED, **changes}
    whole = await applicant.browser.submit(page, typed, form="password-form")
    part = await applicant.browser.htmx_submit(page, typed, form="password-form")
    for answer in (whole, part):
        assert answer.status == 422
        assert said in answer.errors[field]
        assert answer.text.count(answer.errors[field]) == 2, "in the summary, and beside the field"
        assert not [password for password in typed.values() if password and password in answer.html]
    assert whole.title.startswith("Erreur : ")
    assert applicant.account.email in whole.text
    part.assert_equals(whole)  # type: ignore[attr-defined]  # a Swap: no 204 here
    assert (await sign_in(people.visitor(), applicant.account)).path == "/espace-personnel"


async def test_after_the_session_ended_no_password_travels(applicant: Person, clock: FrozenClock) -> None:
    page = await applicant.browser.get(PATH)
    clock.advance(timedelta(hours=3))
    login = await applicant.browser.submit(page, TYPED, form="password-form")
    assert login.status == 401
    typed = {"Identifiant ou adresse électronique": applicant.account.login, "Mot de passe": PASSWORD}
    given_back = await applicant.browser.submit(login, typed, form="sign-in-form")
    assert NEW not in given_back.html
    asked_again = await applicant.browser.submit(given_back, form="password-form")
    assert asked_again.status == 422
    assert set(asked_again.errors) == {"current_password", "new_password", "new_password_again"}
