"""Who may reach a route. Closed by default: a route that does not declare its `access` stops the start."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from webapp.accounts.use_cases.sessions import session_hash
from webapp.actors import SEEN_PRECISION, ended_account, find_actor, mark_seen
from webapp.core.refusals import NotFound
from webapp.web import cookies, csrf
from webapp.web.request import PortalRequest
from webapp.web.resume import set_aside


class Access(StrEnum):
    """`opt={"access": …}` of each route. TECHNICAL routes do not even look who asks: probes and static files."""

    TECHNICAL = "technical"
    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    APPLICANT = "applicant"
    AGENT = "agent"
    ADMINISTRATOR = "administrator"


class SignInFirst(NotAuthorizedException):
    """The page needs somebody, and nobody is signed in, or not any more."""


def declare(access: Access, *, extends_session: bool = False) -> dict[str, Any]:
    """`extends_session`: its use is written down at once, and not once a minute."""
    return {"access": access, "extends_session": extends_session}


def _access(handler: BaseRouteHandler) -> Access:
    """Only what Litestar makes itself, the answer to OPTIONS, declares nothing: see refuse_undeclared_routes."""
    access: Access = handler.opt.get("access", Access.TECHNICAL)
    return access


async def authenticate(connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Guard: fills `request.actor` from the session cookie, with one statement."""
    assert isinstance(connection, PortalRequest)  # noqa: S101  (Litestar gives each route our request class)
    if _access(handler) is Access.TECHNICAL:
        return
    state = connection.app.state
    text = connection.cookies.get(cookies.cookie_name(state.settings, cookies.SESSION))
    if not text:
        return
    precision = timedelta(0) if handler.opt.get("extends_session") else SEEN_PRECISION
    found = await find_actor(state.database.reads, session_hash(text), state.clock.now(), precision=precision)
    if found is None:
        connection.scope["state"]["ended_account"] = await ended_account(state.database.reads, session_hash(text))
        return
    connection.scope["state"]["actor"] = found.actor
    if found.should_mark_seen:
        await mark_seen(state.database.writes, found.actor.session_id, state.clock.now())


async def check_access(connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Guard: an applicant's page does not exist for an agent, nor the other way round; SIGNED_IN is for both."""
    assert isinstance(connection, PortalRequest)  # noqa: S101
    access = _access(handler)
    if access in (Access.TECHNICAL, Access.PUBLIC):
        return
    if connection.actor is None:
        await _read_what_was_typed(connection)
        raise SignInFirst
    if access is Access.ADMINISTRATOR:
        is_allowed = connection.actor.is_administrator
    else:
        is_allowed = access is Access.SIGNED_IN or connection.actor.is_agent is (access is Access.AGENT)
    if not is_allowed:
        raise NotFound


async def _read_what_was_typed(request: PortalRequest) -> None:
    """So that it can be given back after login; never a file, and only for somebody whose session has just ended."""
    is_form = request.content_type[0] == "application/x-www-form-urlencoded"
    if request.scope["state"].get("ended_account") and is_form and not request.is_htmx:
        await request.fields()


async def check_token(connection: ASGIConnection, _: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Guard that runs last: the person is known and allowed before the body is read.

    A form whose token is not of this session goes on to its handler, which can only show it again.
    """
    assert isinstance(connection, PortalRequest)  # noqa: S101
    if connection.method in csrf.SAFE_METHODS:
        return
    fields = await connection.fields()
    token = str(fields.get(csrf.FIELD))
    if csrf.is_own_token(connection, token):
        return
    problem = csrf.problem_with(connection, token)
    if connection.is_htmx or isinstance(problem, csrf.OthersForm):
        raise problem
    set_aside(connection, fields)


def refuse_undeclared_routes(app: Litestar) -> None:
    """Called once at the end of create_app."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            ours = isinstance(handler, HTTPRouteHandler) and handler.http_methods != {"OPTIONS"}
            if ours and not isinstance(handler.opt.get("access"), Access):
                raise RuntimeError(f"{route.path}: this route must declare its access")
