"""An application in the hands of the agent."""

import pytest

from tests.routes.people import Applications, Person
from webapp.applications.models import Application


@pytest.fixture
async def taken(agent: Person, applicant: Person, applications: Applications) -> Application:
    """Sent by the applicant, taken over by the agent."""
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(f"/espace-agent/demandes/{sent.reference}")
    await agent.browser.submit(page, form="take-over")
    return sent
