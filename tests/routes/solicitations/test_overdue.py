"""An answer that is overdue is said so wherever its date stands, and never as a day to come."""

from datetime import timedelta

from tests.routes.people import Applications, People, Person
from tests.support.clock import FrozenClock

DAY = "avant le 23 décembre 2026"
PAGES = ("/espace-personnel", "/demandes")


async def test_until_then_the_day_is_said(applicant: Person, agent: Person, applications: Applications) -> None:
    sent = await applications.submitted(applicant)
    await applications.asked(sent, agent)
    await applications.reopened(sent, agent)
    for address in (*PAGES, f"/demandes/{sent.reference}/contribution"):
        text = (await applicant.browser.get(address, status=200)).text
        assert DAY in text
        assert "n retard" not in text


async def test_afterwards_it_is_late_and_can_still_be_answered(
    people: People, applicant: Person, agent: Person, applications: Applications, clock: FrozenClock
) -> None:
    sent = await applications.submitted(applicant)
    await applications.asked(sent, agent)
    await applications.reopened(sent, agent)
    clock.advance(timedelta(days=31))
    later = await people.member_of(applicant)
    said = {address: (await later.browser.get(address, status=200)).text for address in PAGES}
    assert f"en retard : réponse attendue {DAY}" in said["/espace-personnel"]
    assert f"En retard : la réponse à la Région était attendue {DAY}. Vous pouvez encore répondre." in said["/demandes"]
    page = await later.browser.get(f"/demandes/{sent.reference}/contribution", status=200)
    assert f"En retard : elles étaient attendues {DAY}, et peuvent encore être transmises." in page.text
    assert f"transmettiez vos modifications, {DAY}" not in page.text
