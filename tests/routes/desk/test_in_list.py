"""From one application of a list to the next, and back to the list: what was looked for stays in the address."""

from tests.routes.people import Applications, Office, People, Person
from tests.support.page import Page
from tests.support.statements import counted
from webapp.applications.models import Application
from webapp.core.db import Database

DESK = "/espace-agent"
MUSIC = f"{DESK}?liste=toutes&recherche=musique"


def path_of(application: Application, asked: str = "") -> str:
    return f"{DESK}/demandes/{application.reference}{asked}"


async def three(people: People, applications: Applications) -> list[Application]:
    return [await applications.submitted(await people.applicant()) for _ in range(3)]


def link(page: Page, rel: str) -> str | None:
    found = [one.get("href") for one in page.document.all("a") if one.get("rel") == rel]
    return found[0] if found else None


async def test_one_goes_through_a_list_and_comes_back_to_it(
    agent: Person, people: People, applications: Applications
) -> None:
    first, second, third = await three(people, applications)
    page = await agent.browser.get(MUSIC)
    page = await agent.browser.follow(page, third.reference)
    assert link(page, "prev") is None
    for expected in (second, first):
        following = link(page, "next")
        assert following == path_of(expected, "?liste=toutes&recherche=musique")
        page = await agent.browser.get(following, status=200)
    assert link(page, "prev") == path_of(second, "?liste=toutes&recherche=musique")
    back = await agent.browser.follow(page, "Retour à la liste")
    assert back.path == MUSIC


async def test_the_usual_list_is_a_list_too(agent: Person, people: People, applications: Applications) -> None:
    _, second, third = await three(people, applications)
    page = await agent.browser.follow(await agent.browser.get(DESK), third.reference)
    assert link(page, "next") == path_of(second, "?liste=mon-service")
    assert (await agent.browser.follow(page, "Retour à la liste")).path == DESK


async def test_one_comes_back_to_the_page_of_the_list_where_one_was(
    agent: Person, people: People, applications: Applications
) -> None:
    _, second, third = await three(people, applications)
    micros = int(third.submitted_at.timestamp()) * 10**6  # type: ignore[union-attr]
    here = f"{DESK}?apres={micros}-{third.number}"
    page = await agent.browser.follow(await agent.browser.get(here), second.reference)
    assert link(page, "prev") == path_of(third, f"?liste=mon-service&apres={micros}-{third.number}")
    assert (await agent.browser.follow(page, "Retour à la liste")).path == here


async def test_who_comes_from_elsewhere_has_the_way_to_the_lists_alone(
    agent: Person, people: People, applications: Applications, database: Database
) -> None:
    _, second, _ = await three(people, applications)
    costs = []
    for asked in ("", "?liste=toutes"):
        with counted(database) as statements:
            page = await agent.browser.get(path_of(second, asked), status=200)
        costs.append(len(statements))
        assert ("Retour à la liste" in page.text) is bool(asked)
        assert page.link("Espace agent") == DESK
    assert costs[1] == costs[0] + 2


async def test_what_is_no_list_is_read_as_the_usual_one(
    agent: Person, people: People, applications: Applications
) -> None:
    _, second, _ = await three(people, applications)
    for asked in (
        "?liste=%00&apres=x&ordre='",
        "?liste=%22%3E%F0%9F%98%80&recherche=" + "a'%22" * 100,
        "?liste=x&avant=~-9",
    ):
        await agent.browser.get(path_of(second, asked), status=200)


async def test_another_service_s_is_no_neighbour(agent: Person, people: People, applications: Applications) -> None:
    _, second, _ = await three(people, applications)
    elsewhere = await people.agent(Office.ELSEWHERE)
    await elsewhere.browser.get(path_of(second, "?liste=toutes"), status=404)
