"""The demonstration: the catalogue, one applicant, one agent, one administrator. Loading it again changes nothing."""

from pathlib import Path

from sqlalchemy import select

from webapp.accounts.models import Account, AccountState, Civility
from webapp.accounts.passwords import Passwords
from webapp.agents.models import Agent, Service
from webapp.core.actor import AccountKind, AgentRole
from webapp.core.clock import SystemClock
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.schemes.definition import from_toml
from webapp.schemes.templates import read_templates
from webapp.schemes.use_cases import publish
from webapp.settings import Mode, Settings

SCHEMES = Path(__file__).parents[1] / "schemes"
PASSWORD = "quatre mots pour essayer"  # noqa: S105  (public, and printed: these accounts exist in demonstrations only)
APPLICANT = ("demandeur", "demandeur@association.example", "Nadia", "Belkacem", Civility.MADAM)
ADMINISTRATOR = ("administratrice", "helene.faure@region.example", "Hélène", "Faure", Civility.MADAM)
AGENT = ("agente", "claire.vidal@region.example", "Claire", "Vidal", Civility.MADAM)
AGENT_SERVICE = "vie-associative"  # in charge of the scheme that the demonstration's applicant asks first


async def load(settings: Settings) -> list[str]:
    """What to tell on the terminal."""
    if settings.mode is not Mode.DEMO:
        raise RuntimeError("the demonstration is never loaded outside demonstration mode")
    database = Database.connect(settings)
    passwords = Passwords(settings)
    work = Work(database.sessions, SystemClock())
    async with work:
        for path in sorted(SCHEMES.glob("*.toml")):
            scheme = from_toml(path.read_text(encoding="utf-8"))
            await publish(work, path.stem, scheme, read_templates(path, scheme))
        await _account(work, passwords, AccountKind.APPLICANT, APPLICANT)
        agent = await _account(work, passwords, AccountKind.AGENT, AGENT)
        if await work.session.get(Agent, agent.id) is None:
            service = await work.session.scalar(select(Service).where(Service.slug == AGENT_SERVICE))
            if service is not None:
                work.session.add(Agent(account_id=agent.id, role=AgentRole.CASE_OFFICER, service_id=service.id))
        administrator = await _account(work, passwords, AccountKind.AGENT, ADMINISTRATOR)
        if await work.session.get(Agent, administrator.id) is None:
            work.session.add(Agent(account_id=administrator.id, role=AgentRole.ADMINISTRATOR))
    await database.close()
    return [
        f"{who:<15}{person[0]:<17}{PASSWORD}"
        for who, person in (("applicant", APPLICANT), ("agent", AGENT), ("administrator", ADMINISTRATOR))
    ]


async def _account(
    work: Work, passwords: Passwords, kind: AccountKind, person: tuple[str, str, str, str, Civility]
) -> Account:
    login, email, first_name, last_name, civility = person
    known = await work.session.scalar(select(Account).where(Account.login == login))
    if known is not None:
        return known
    account = Account(
        id=new_id(),
        kind=kind,
        state=AccountState.ACTIVE,
        login=login,
        email=email,
        password_hash=await passwords.hash(PASSWORD),
        civility=civility,
        first_name=first_name,
        last_name=last_name,
        terms_accepted_at=work.now,
        created_at=work.now,
        activated_at=work.now,
    )
    work.session.add(account)
    await work.session.flush()
    return account
