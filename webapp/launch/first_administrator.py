"""`python -m webapp administrator`: somebody must be the first to invite others."""

from sqlalchemy import select

from webapp.accounts.forms import NAME_MAX
from webapp.accounts.models import Account, AccountState, Civility
from webapp.accounts.passwords import Passwords
from webapp.accounts.rules import email_problem, normal_email
from webapp.agents.models import Agent
from webapp.agents.use_cases.invitations import Invitation, invite, send_invitation_again
from webapp.core.actor import AgentRole
from webapp.core.forms import squeeze
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.launch.console import console_work
from webapp.launch.errors import CannotStart, Misused
from webapp.settings import Settings


async def invite_administrator(settings: Settings, email: str, first_name: str, last_name: str) -> list[str]:
    """What to tell on the terminal. Raises Misused for what was typed, CannotStart for what is in the way."""
    asked = _read(email, first_name, last_name)
    try:
        async with console_work(settings) as work:
            await _invite(work, Passwords(settings), asked)
    except Refused as error:
        raise CannotStart(f"{asked.email} already has an account: give another address.") from error
    return [
        f"Invited {asked.first_name} {asked.last_name}, as an administrator.",
        f"The worker sends a mail to {asked.email}: its link, good for 72 hours, is where they choose a password.",
        "If it does not come, check that the worker runs, then give this command again.",
    ]


def _read(email: str, first_name: str, last_name: str) -> Invitation:
    names = [squeeze(first_name) or "", squeeze(last_name) or ""]
    if not all(0 < len(name) <= NAME_MAX and name.isprintable() for name in names):
        raise Misused(f"--first-name and --last-name take 1 to {NAME_MAX} characters each.")
    if email_problem(email.strip()):
        raise Misused("--email must be a complete address, such as name@region.example, without accents before the @.")
    return Invitation(
        civility=Civility.UNSAID,
        first_name=names[0],
        last_name=names[1],
        email=normal_email(email.strip()),
        role=AgentRole.ADMINISTRATOR,
        service_id=None,
    )


async def _invite(work: Work, passwords: Passwords, asked: Invitation) -> None:
    """Asked again, while nobody has used the link, it sends another. Raises Refused."""
    async with work:
        waiting = await work.session.scalar(
            select(Account.id)
            .join(Agent, Agent.account_id == Account.id)
            .where(
                Account.email == asked.email,
                Account.state == AccountState.PENDING,
                Agent.role == AgentRole.ADMINISTRATOR,
            )
        )
        if waiting is None:
            await invite(work, passwords, None, asked)
        else:
            await send_invitation_again(work, None, waiting)
