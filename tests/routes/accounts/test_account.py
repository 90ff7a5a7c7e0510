"""Mon compte: personal details, and "Se déconnecter de tous mes appareils"."""

from datetime import timedelta

import pytest

from tests.factories.accounts import PASSWORD, sign_in
from tests.routes.people import People, Person
from tests.routes.walk import send, token_for
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from webapp.accounts import texts
from webapp.accounts.forms import NAME_MAX
from webapp.web.csrf import FIELD

PATH = "/compte"
NAMES = {"Nom": "d'Été « Zoé » <b>", "Prénom": "Ange 😀"}


async def test_the_page_leads_to_each_of_its_parts(applicant: Person) -> None:
    page = await applicant.browser.get(PATH, status=200)
    for words in (
        "Modifier mon adresse électronique",
        "Modifier mon mot de passe",
        "Modifier mes informations personnelles",
        "Se déconnecter de tous mes appareils",
    ):
        place = page.document.by_id(page.link(words).removeprefix("#"))
        assert place is not None
        assert (place.tag, place.text) == ("h2", words)


@pytest.mark.parametrize("path", ["informations-personnelles", "adresse-electronique", "mot-de-passe", "deconnexion"])
async def test_reloading_an_answer_shows_the_page_again(applicant: Person, path: str) -> None:
    assert (await applicant.browser.get(f"{PATH}/{path}")).path == PATH


class TestDetails:
    @pytest.mark.parametrize("with_htmx", [False, True])
    async def test_new_names_are_in_the_header_at_once(self, applicant: Person, with_htmx: bool) -> None:
        page = await applicant.browser.get(PATH)
        submit = applicant.browser.htmx_submit if with_htmx else applicant.browser.submit
        done = await submit(page, NAMES, form="details-form", forged={"civility": "sir"})
        assert (done.path, done.status) == (PATH, 200)
        assert f"Validation {texts.DETAILS_CHANGED}" in done.text
        [name] = [e.text for e in done.document.all("span") if e.get("class") == "account-name"]
        assert name == "Ange 😀 d'Été « Zoé » <b>"
        values = {e.get("name"): e.get("value") for e in done.document.all("input")}
        assert (values["last_name"], values["first_name"]) == (NAMES["Nom"], NAMES["Prénom"])
        assert [e.get("value") for e in done.document.all("input") if e.get("checked") is not None] == ["sir"]

    @pytest.mark.parametrize(
        ("fields", "forged", "field", "said"),
        [
            ({"Nom": " "}, {}, "last_name", "Saisissez votre nom."),
            ({"Prénom": ""}, {}, "first_name", "Saisissez votre prénom."),
            ({"Nom": "É'\"😀" * 75}, {}, "last_name", f"Saisissez {NAME_MAX} caractères au plus (300 saisis)."),
            ({}, {"civility": "roi"}, "civility", "choix"),
        ],
    )
    async def test_a_mistake_is_said_beside_its_field_and_what_was_typed_stays(
        self, applicant: Person, fields: dict[str, str], forged: dict[str, str], field: str, said: str
    ) -> None:
        page = await applicant.browser.get(PATH)
        sent = {**NAMES, **fields}
        whole = await applicant.browser.submit(page, sent, form="details-form", forged=forged)
        part = await applicant.browser.htmx_submit(page, sent, form="details-form", forged=forged)
        for answer in (whole, part):
            assert answer.status == 422
            assert list(answer.errors) == [field]
            assert said in answer.errors[field]
            values = {e.get("name"): e.get("value") for e in answer.document.all("input")}
            assert values["last_name"] == sent["Nom"].strip()
            assert values["first_name"] == sent["Prénom"].strip()
        part.assert_equals(whole)  # type: ignore[attr-defined]  # a Swap: no 204 here
        assert (await applicant.browser.get(PATH)).text.count("Nadia Belkacem") == 1


class TestAllDevices:
    async def test_the_page_counts_the_sessions(self, applicant: Person, people: People, clock: FrozenClock) -> None:
        assert "Une seule session est ouverte sur votre compte : celle-ci." in (await applicant.browser.get(PATH)).text
        await sign_in(people.visitor(), applicant.account)
        clock.advance(timedelta(minutes=30))
        counted = (await applicant.browser.get(PATH)).text
        assert "2 sessions sont ouvertes sur votre compte, celle-ci comprise." in counted
        assert "Une autre que celle-ci a servi pour la dernière fois le 23 novembre 2026 à 10:00." in counted

    async def test_they_all_end_this_one_included(self, applicant: Person, people: People) -> None:
        other, stranger = people.visitor(), await people.applicant()
        await sign_in(other, applicant.account)
        page = await applicant.browser.get(PATH)
        done = await applicant.browser.submit(page, form="open-sessions")
        assert (done.path, done.h1) == ("/", "Bienvenue")
        assert f"Validation {texts.SIGNED_OUT_EVERYWHERE}" in done.text
        assert "session" not in applicant.browser.http.cookies
        for browser in (applicant.browser, other):
            assert (await browser.http.get(PATH)).status_code == 303
        assert (await stranger.browser.http.get(PATH)).status_code == 200

    async def test_sent_twice_it_is_harmless(self, applicant: Person, people: People) -> None:
        page = await applicant.browser.get(PATH)
        await applicant.browser.submit(page, form="open-sessions")
        again = await applicant.browser.submit(page, form="open-sessions")
        assert (again.status, again.h1) == (401, "Bienvenue")
        assert (await sign_in(people.visitor(), applicant.account, PASSWORD)).path == "/espace-personnel"

    async def test_the_browser_forgets_what_it_kept(self, applicant: Person) -> None:
        fields = {FIELD: await token_for(applicant.browser)}
        answer = await send(applicant.browser, "POST", f"{PATH}/deconnexion", fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


async def test_a_visitor_signs_in_first(client: PortalClient) -> None:
    assert (await client.get(PATH)).path == f"/?suite={PATH}"
