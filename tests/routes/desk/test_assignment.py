"""Suivi par: handed on in place; a page of before is told who was first, and chooses again."""

import re

from tests.routes.fragments import as_page
from tests.routes.people import Office, People, Person
from tests.support.page import Hop, Swap
from tests.support.swaps import assert_same_page
from webapp.applications.models import Application

KEY = re.compile(r'(?<=name="key" value=")[^"]*')  # of the form beside it: each page has its own


def desk(application: Application) -> str:
    return f"/espace-agent/demandes/{application.reference}"


async def test_it_is_handed_on_in_place_and_without_javascript(
    taken: Application, agent: Person, people: People
) -> None:
    other = await people.agent()
    page = await agent.browser.get(desk(taken))
    swap = await agent.browser.htmx_submit(page, {"agent": str(other.account.id)}, form="assignment-form")
    assert isinstance(swap, Swap)
    assert swap.status == 200
    assert_same_page(*(KEY.sub("", html) for html in (swap.result, (await agent.browser.get(desk(taken))).html)))
    back = await agent.browser.submit(as_page(swap), {"agent": str(agent.account.id)}, form="assignment-form")
    assert back.history == [Hop(303, desk(taken))]
    assert f"La demande {taken.reference} est suivie par Claire Vidal." in back.text


async def test_a_page_of_before_is_told_and_chooses_again(taken: Application, agent: Person, people: People) -> None:
    second, third = await people.agent(), await people.agent()
    page = await second.browser.get(desk(taken))
    await agent.browser.submit(
        await agent.browser.get(desk(taken)), {"agent": str(third.account.id)}, form="assignment-form"
    )
    late = await second.browser.htmx_submit(page, {"agent": str(second.account.id)}, form="assignment-form")
    assert isinstance(late, Swap)
    assert late.status == 409
    assert "Claire Vidal a confié cette demande à Claire Vidal le 23 novembre 2026 à 10:00:00" in late.text
    plain = await second.browser.submit(page, {"agent": str(second.account.id)}, form="assignment-form")
    assert plain.status == 409
    chosen = await second.browser.submit(as_page(late), {"agent": str(second.account.id)}, form="assignment-form")
    assert chosen.history == [Hop(303, desk(taken))]


async def test_only_agents_of_the_service_are_offered_and_taken(
    taken: Application, agent: Person, people: People
) -> None:
    far = await people.agent(Office.ELSEWHERE)
    page = await agent.browser.get(f"{desk(taken)}/suivi")
    assert str(far.account.id) not in page.html
    for forged in (str(far.account.id), "", "personne"):
        refused = await agent.browser.submit(page, form="assignment-form", forged={"agent": forged})
        assert refused.status == 422
        assert "suivi-agent" in refused.errors
