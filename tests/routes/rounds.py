"""What the Region has asked about one application, at each stage: answered, open, being composed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tests.factories.accounts import actor_of
from tests.factories.solicitations import make_edit_request, make_request
from tests.routes.people import Applications, Person
from tests.routes.walk import Route
from webapp.accounts.models import Account
from webapp.applications.models import Application
from webapp.core.work import Work
from webapp.solicitations.use_cases.replying import say_unable, transmit_reply

COMPLETED = "Nous ne l'avons pas."


@dataclass(frozen=True, slots=True)
class Rounds:
    """`answered`, `waiting`: what the addresses name of each, as Applications.asked gives it; `amended`: a contribution
    that was sent. Another one waits, and a third one is composed.
    """

    application: Application
    answered: Mapping[str, UUID]
    waiting: Mapping[str, UUID]
    amended: UUID

    @classmethod
    async def build(cls, work: Work, applications: Applications, owner: Person, agent: Person) -> "Rounds":
        """For an owner who has no draft: it would be the one that is sent."""
        application = await applications.submitted(owner)
        answered = await applications.asked(application, agent)
        await _complete(work, owner.account, application, answered)
        waiting = await applications.asked(application, agent)
        amended = await applications.amended(application, agent)
        await applications.reopened(application, agent)
        officer = await actor_of(work, agent.account)
        await make_request(work, officer, application)
        await make_edit_request(work, officer, application, "field:adherents")
        return cls(application, answered, waiting, amended)

    def about(self, route: Route) -> dict[str, object]:
        """Agents read and judge what was answered; the applicant answers what waits. Of other routes, nothing."""
        if route.path.endswith("/modifications.pdf"):
            return {"ref": self.application.reference, "solicitation_id": self.amended}
        if not route.is_about_what_is_asked:
            return {}
        return {"ref": self.application.reference, **(self.answered if route.access == "agent" else self.waiting)}


async def _complete(work: Work, owner: Account, application: Application, ids: Mapping[str, UUID]) -> None:
    actor, (request, item) = await actor_of(work, owner), (ids["solicitation_id"], ids["item_id"])
    await say_unable(work, actor, application.number, request, item, COMPLETED)
    await transmit_reply(work, actor, application.number, request)
