"""People: applicants, agents, and their browsers."""

from dataclasses import replace
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select

from tests.support.client import PortalClient
from tests.support.page import Page
from webapp.accounts.models import Account, AccountState, Civility
from webapp.accounts.passwords import Passwords
from webapp.accounts.use_cases.registration import Registration
from webapp.agents.models import Agent, Service
from webapp.core.actor import AccountKind, ActingMembership, Actor, AgentRole, MemberRole, SigningWay
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.structures.models import Membership, Structure

PASSWORD = "un cheval bleu marche"
_numbers = count(1)
_process = uuid4().hex[:6]


async def make_account(
    work: Work,
    passwords: Passwords,
    *,
    kind: AccountKind = AccountKind.APPLICANT,
    state: AccountState = AccountState.ACTIVE,
    login: str = "",
    password: str = PASSWORD,
    first_name: str = "Nadia",
    last_name: str = "Belkacem",
) -> Account:
    """With an identifier and an address that nobody else has."""
    login = login or f"nadia-{_process}-{next(_numbers)}"
    async with work:
        account = Account(
            id=new_id(),
            kind=kind,
            state=state,
            login=login,
            email=f"{login}@association.example",
            password_hash=await passwords.hash(password),
            civility=Civility.MADAM,
            first_name=first_name,
            last_name=last_name,
            terms_accepted_at=work.now,
            created_at=work.now,
            activated_at=work.now if state is AccountState.ACTIVE else None,
        )
        work.session.add(account)
    return account


def a_registration() -> Registration:
    """What one person types; nobody else has this identifier nor this address."""
    login = f"paul-{_process}-{next(_numbers)}"
    return Registration(
        login=login,
        password="trois pommes et une poire",
        civility="sir",
        last_name="Durand",
        first_name="Paul",
        email=f"{login}@association.example",
        continue_at="/aides/velo",
    )


async def close_account(work: Work, account: Account) -> None:
    async with work:
        (await work.session.get_one(Account, account.id)).state = AccountState.CLOSED


async def make_service(work: Work) -> Service:
    unique = f"{_process}-{next(_numbers)}"
    async with work:
        service = Service(
            id=new_id(),
            slug=f"service-{unique}",
            name="Service des sports",
            address="1 place de la Région, 31000 TOULOUSE",
            email="sports@region.example",
            phone="05 61 00 00 01",
        )
        work.session.add(service)
    return service


async def make_agent(
    work: Work,
    passwords: Passwords,
    *,
    service_id: UUID,
    role: AgentRole = AgentRole.CASE_OFFICER,
    first_name: str = "Claire",
) -> Account:
    """An agent of that service."""
    account = await make_account(work, passwords, kind=AccountKind.AGENT, first_name=first_name, last_name="Vidal")
    async with work:
        work.session.add(Agent(account_id=account.id, role=role, service_id=service_id))
    return account


async def make_administrator(
    work: Work, passwords: Passwords, *, first_name: str = "Hélène", last_name: str = "Faure"
) -> Account:
    """Of no service."""
    account = await make_account(work, passwords, kind=AccountKind.AGENT, first_name=first_name, last_name=last_name)
    async with work:
        work.session.add(Agent(account_id=account.id, role=AgentRole.ADMINISTRATOR))
    return account


async def actor_of(work: Work, account: Account) -> Actor:
    """Who this account is, as the guard of a request would say."""
    async with work:
        agent = await work.session.get(Agent, account.id)
        rows = await work.session.execute(
            select(Structure.id, Structure.name, Membership.role, Membership.signing, Structure.family)
            .join(Membership, Membership.structure_id == Structure.id)
            .where(Membership.account_id == account.id)
            .order_by(Membership.created_at, Structure.id)
        )
        return Actor(
            account_id=account.id,
            session_id=new_id(),
            kind=AccountKind(account.kind),
            first_name=account.first_name,
            last_name=account.last_name,
            role=AgentRole(agent.role) if agent else None,
            service_id=agent.service_id if agent else None,
            memberships=tuple(
                ActingMembership(structure_id, name, MemberRole(role), SigningWay(signing), family)
                for structure_id, name, role, signing, family in rows
            ),
        )


def with_role(actor: Actor, role: MemberRole) -> Actor:
    """The same person, had they another role in their structures."""
    return replace(actor, memberships=tuple(replace(one, role=role) for one in actor.memberships))


async def sign_in(client: PortalClient, account: Account, password: str = PASSWORD) -> Page:
    """Through the login form; the page where the person lands."""
    home = await client.get("/")
    return await client.submit(
        home,
        {"Identifiant ou adresse électronique": account.login, "Mot de passe": password},
        form="sign-in-form",
    )
