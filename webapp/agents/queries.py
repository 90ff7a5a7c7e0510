"""Reads for administrators: the list of accounts, one account; and the invitation that a link opens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, cast, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import aliased

from webapp.accounts.links import fingerprint, is_open, read_token
from webapp.accounts.models import Account, AccountSession, AccountState, Link, LinkPurpose
from webapp.agents import texts
from webapp.agents.models import Agent, Service
from webapp.core.actor import AccountKind, AgentRole
from webapp.core.audit import AuditEvent
from webapp.core.folding import plain
from webapp.core.refusals import NotFound
from webapp.core.tokens import Signer

PAGE_SIZE = 25
EVENTS_MAX = 20
ACCENTS = "[\u0300-\u036f]"  # what a letter loses when it is written without its accent
_By = aliased(Account)

PURPOSE = LinkPurpose.AGENT_INVITATION


def _last(action: str) -> ScalarSelect[datetime]:
    """When the audit last saw this about the account."""
    about = and_(AuditEvent.object_id == cast(Account.id, String), AuditEvent.object_kind == "account")
    return select(func.max(AuditEvent.at)).where(about, AuditEvent.action == action).scalar_subquery()


_COLUMNS = (
    Account.id,
    Account.kind,
    Account.state,
    Account.login,
    Account.email,
    Account.first_name,
    Account.last_name,
    Agent.role,
    Service.name.label("service"),
    _last("session.opened").label("last_login_at"),
)


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: UUID
    kind: str
    state: str
    chosen_login: str
    email: str
    first_name: str
    last_name: str
    role: str | None
    service: str | None
    last_login_at: datetime | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def is_agent(self) -> bool:
        return self.kind == AccountKind.AGENT

    @property
    def login(self) -> str:
        """Empty until an invited agent has chosen it: see _make_pending_agent in use_cases/invitations.py."""
        return "" if "@" in self.chosen_login else self.chosen_login

    @property
    def role_label(self) -> str:
        return texts.ROLES[self.role] if self.role else texts.KINDS[self.kind]

    @property
    def state_label(self) -> str:
        return texts.STATES[self.state]

    @property
    def state_look(self) -> tuple[str, str]:
        """Kind and icon of its chip."""
        return texts.STATE_LOOKS[self.state]


@dataclass(frozen=True, slots=True)
class AccountList:
    """One page of what was found; `total` counts all of it."""

    rows: list[AccountRow]
    total: int
    page: int
    last_page: int


async def list_accounts(
    reads: AsyncEngine, *, words: str, kind: AccountKind | None, state: AccountState | None, page: int
) -> AccountList:
    """By name; a page beyond the last is the last. Only for administrators: the route says so."""
    found = _matching(words, kind, state)
    async with reads.connect() as connection:
        total = await connection.scalar(select(func.count()).select_from(Account).where(*found)) or 0
        last_page = max(1, -(-total // PAGE_SIZE))
        page = min(max(page, 1), last_page)
        query = (
            select(*_COLUMNS)
            .outerjoin(Agent, Agent.account_id == Account.id)
            .outerjoin(Service, Service.id == Agent.service_id)
            .where(*found)
            .order_by(func.lower(Account.last_name), func.lower(Account.first_name), Account.id)
            .limit(PAGE_SIZE)
            .offset((page - 1) * PAGE_SIZE)
        )
        rows = [_row(row) for row in await connection.execute(query)]
    return AccountList(rows, total, page, last_page)


def _row(columns: Any) -> AccountRow:
    """From _COLUMNS, in order."""
    return AccountRow(*columns)


def _matching(words: str, kind: AccountKind | None, state: AccountState | None) -> list[ColumnElement[bool]]:
    """Each word is somewhere in the names, the identifier or the address; case and accents do not count."""
    text = func.concat_ws(
        " ", Account.first_name, Account.last_name, cast(Account.login, String), cast(Account.email, String)
    )
    decomposed = func.normalize(text, literal_column("NFD"))
    folded = func.lower(func.regexp_replace(decomposed, ACCENTS, "", "g"))  # as plain() does
    found = [
        folded.contains(word, autoescape=True) for word in plain(words.replace("\0", "")).split()
    ]  # it refuses NUL
    if kind is not None:
        found.append(Account.kind == kind)
    if state is not None:
        found.append(Account.state == state)
    return found


@dataclass(frozen=True, slots=True)
class OpenSession:
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    """`by`: who did it, when it was somebody else; `client_address`: from where, when that is known."""

    at: datetime
    action: str
    by: str
    client_address: str

    @property
    def label(self) -> str:
        return texts.EVENTS.get(self.action, texts.OTHER_EVENT)


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """All that an administrator sees of an account."""

    row: AccountRow
    service_id: UUID | None
    created_at: datetime
    activated_at: datetime | None
    invited_at: datetime | None
    sessions: list[OpenSession]
    events: list[SecurityEvent]


async def account_record(reads: AsyncEngine, account_id: UUID, now: datetime) -> AccountRecord:
    """Raises NotFound. Only for administrators: the route says so."""
    query = (
        select(
            *_COLUMNS,
            Agent.service_id,
            Account.created_at,
            Account.activated_at,
            _last("agent.invited").label("invited_at"),
        )
        .outerjoin(Agent, Agent.account_id == Account.id)
        .outerjoin(Service, Service.id == Agent.service_id)
        .where(Account.id == account_id)
    )
    async with reads.connect() as connection:
        row: Any = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound
        sessions = await _sessions(connection, account_id, now)
        events = await _events(connection, account_id)
    size = len(_COLUMNS)
    return AccountRecord(
        _row(row[:size]), row.service_id, row.created_at, row.activated_at, row.invited_at, sessions, events
    )


async def _sessions(connection: AsyncConnection, account_id: UUID, now: datetime) -> list[OpenSession]:
    query = (
        select(AccountSession.created_at, AccountSession.last_seen_at)
        .where(AccountSession.account_id == account_id, AccountSession.expires_at > now)
        .order_by(AccountSession.created_at.desc())
    )
    return [OpenSession(*row) for row in await connection.execute(query)]


async def _events(connection: AsyncConnection, account_id: UUID) -> list[SecurityEvent]:
    """The latest first. A logout is written under its session, by the account."""
    about = and_(AuditEvent.object_kind == "account", AuditEvent.object_id == str(account_id))
    own_session = and_(AuditEvent.object_kind == "session", AuditEvent.account_id == account_id)
    by = func.concat_ws(" ", _By.first_name, _By.last_name)
    query = (
        select(AuditEvent.at, AuditEvent.action, by, func.coalesce(AuditEvent.client_address, ""))
        .outerjoin(_By, and_(_By.id == AuditEvent.account_id, _By.id != account_id))
        .where(or_(about, own_session), AuditEvent.action.not_in(texts.READINGS))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(EVENTS_MAX)
    )
    return [SecurityEvent(*row) for row in await connection.execute(query)]


async def service_names(reads: AsyncEngine) -> dict[str, str]:
    """The name of each service by its id, for a list of choices."""
    async with reads.connect() as connection:
        rows = await connection.execute(select(Service.id, Service.name).order_by(Service.name))
        return {str(row.id): row.name for row in rows}


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    name: str
    email: str
    role: str
    service: str


async def open_invitation(reads: AsyncEngine, signer: Signer, text: str, now: datetime) -> OpenInvitation | None:
    """What this link would activate now; looking does not use it."""
    token = read_token(signer, PURPOSE, text)
    if token is None:
        return None
    query = (
        select(
            Link.fingerprint,
            Account.state,
            Account.email,
            Account.password_hash,
            Account.first_name,
            Account.last_name,
            Agent.role,
            Service.name.label("service"),
        )
        .join(Account, Account.id == Link.account_id)
        .join(Agent, Agent.account_id == Account.id)
        .outerjoin(Service, Service.id == Agent.service_id)
        .where(is_open(token, PURPOSE, now), Account.state == AccountState.PENDING)
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None or fingerprint(PURPOSE, row.state, row.email, row.password_hash) != row.fingerprint:
        return None
    role = texts.ROLES[AgentRole(row.role)]
    return OpenInvitation(f"{row.first_name} {row.last_name}", row.email, role, row.service or "")
