"""The only place that wires things together: settings and adapters in, an ASGI application out."""

import gc
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from webapp.accounts.passwords import Passwords
from webapp.adapters.mail_renderer import MailRenderer
from webapp.adapters.offline_directory import OfflineDirectory
from webapp.adapters.pdf import TypstRenderer
from webapp.adapters.recherche_entreprises import RechercheEntreprises
from webapp.adapters.stores import make_store
from webapp.applications.receipt import Letterhead
from webapp.applications.use_cases.submission import Press
from webapp.core.clock import Clock, SystemClock
from webapp.core.db import Database
from webapp.core.failpoints import OF_THE_SERVER, arm
from webapp.core.logs import set_up_logs
from webapp.core.ports import Directory, FileStore, PdfRenderer
from webapp.core.tokens import Signer
from webapp.reference.places import search_places
from webapp.routes import fallback, home, information, probes
from webapp.routes.accounts import account, details, email, extension, password, recovery, registration, sessions
from webapp.routes.applications import (
    answers,
    bank_account,
    deletion,
    duplication,
    new_revision,
    pieces,
    statements,
    steps,
    submission,
    tracking,
    withdrawal,
)
from webapp.routes.applications import given as applications_given
from webapp.routes.desk import account_changes, invitations
from webapp.routes.desk import accounts as desk_accounts
from webapp.routes.desk import applications as desk_applications
from webapp.routes.desk import mails as desk_mails
from webapp.routes.development import components, mails
from webapp.routes.members import given as members_given
from webapp.routes.members import invitations as member_invitations
from webapp.routes.members import join_answers, joining, members, switching
from webapp.routes.schemes import catalogue
from webapp.routes.solicitations import composing, contribution, endings, items, judging, replies, scans
from webapp.routes.structures import (
    address,
    declaration,
    declaration_form,
    identification,
    representative_removal,
    representatives,
    screen,
    structure,
)
from webapp.routes.threads import given as threads_given
from webapp.routes.threads import messages
from webapp.settings import DirectoryKind, Mode, Settings, load
from webapp.web import dependencies, errors, paths
from webapp.web.branding import brand_css, check_brand
from webapp.web.csrf import refuse_foreign_forms
from webapp.web.environment import Brand, make_environment
from webapp.web.guards import authenticate, check_access, check_token, refuse_undeclared_routes
from webapp.web.headers import add_headers
from webapp.web.request import PortalRequest
from webapp.web.static import StaticFiles, site_css, static_route
from webapp.web.traffic import with_traffic

# Static files are compressed at start; a download keeps its length, and is mostly compressed already.
SENT_AS_THEY_ARE = ["^/static/", "/documents/[^/]+$", r"\.(pdf|zip)$"]
SMALL_BODY = 1024 * 1024  # a form full of long texts; uploads raise it on their own route


@dataclass(frozen=True)
class Adapters:
    """What the application uses of the outside world; tests give others."""

    database: Database
    store: FileStore
    pdf: PdfRenderer
    clock: Clock
    directory: Directory


def real_adapters(settings: Settings) -> Adapters:
    clock = SystemClock()
    api = settings.directory is DirectoryKind.API
    return Adapters(
        database=Database.connect(settings),
        store=make_store(settings),
        pdf=TypstRenderer(),
        clock=clock,
        directory=RechercheEntreprises(settings, clock) if api else OfflineDirectory(),
    )


def create_app(settings: Settings, adapters: Adapters) -> Litestar:
    """Raises BadSettings for colours that nobody could read."""
    check_brand(settings)
    static = StaticFiles(made=_made_files(settings))
    app = Litestar(
        route_handlers=[*_routes(settings), static_route(static)],
        request_class=PortalRequest,
        guards=[refuse_foreign_forms, authenticate, check_access, check_token],
        dependencies={
            **dependencies.GIVEN,
            **screen.GIVEN,
            **members_given.GIVEN,
            **applications_given.GIVEN,
            **threads_given.GIVEN,
            **account_changes.GIVEN,
        },
        exception_handlers={Exception: errors.handle},  # type: ignore[dict-item]  # our request class
        before_send=[add_headers],
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=5, exclude=SENT_AS_THEY_ARE),
        request_max_body_size=SMALL_BODY,
        openapi_config=None,
        logging_config=None,
        state=State(_state(settings, adapters, static)),
        lifespan=[_lifespan],
    )
    refuse_undeclared_routes(app)
    app.asgi_handler = with_traffic(app.asgi_handler)
    return app


def _routes(settings: Settings) -> list[ControllerRouterHandler]:
    routes: list[ControllerRouterHandler] = [
        *probes.ROUTES,
        *sessions.ROUTES,
        *extension.ROUTES,
        *registration.ROUTES,
        *recovery.ROUTES,
        *account.ROUTES,
        *details.ROUTES,
        *email.ROUTES,
        *password.ROUTES,
        *home.ROUTES,
        *declaration.ROUTES,
        *declaration_form.ROUTES,
        *structure.ROUTES,
        *identification.ROUTES,
        *address.ROUTES,
        *representatives.ROUTES,
        *representative_removal.ROUTES,
        *switching.ROUTES,
        *members.ROUTES,
        *member_invitations.ROUTES,
        *joining.ROUTES,
        *join_answers.ROUTES,
        *catalogue.ROUTES,
        *_about_applications(settings),
        *_agents_routes(),
        *messages.ROUTES,
        *information.routes(settings),
        *fallback.ROUTES,
    ]
    return [*routes, *mails.ROUTES, *components.ROUTES] if settings.mode is Mode.DEMO else routes


def _about_applications(settings: Settings) -> list[ControllerRouterHandler]:
    """On the applicant's side."""
    return [
        *tracking.ROUTES,
        *steps.ROUTES,
        *answers.ROUTES,
        *pieces.routes(settings),
        *bank_account.ROUTES,
        *submission.ROUTES,
        *statements.ROUTES,
        *deletion.ROUTES,
        *withdrawal.ROUTES,
        *duplication.ROUTES,
        *new_revision.ROUTES,
        *replies.ROUTES,
        *scans.ROUTES,
        *items.routes(settings),
    ]


def _agents_routes() -> list[ControllerRouterHandler]:
    return [
        *desk_applications.ROUTES,
        *composing.ROUTES,
        *judging.ROUTES,
        *endings.ROUTES,
        *contribution.ROUTES,
        *desk_accounts.ROUTES,
        *account_changes.ROUTES,
        *desk_mails.ROUTES,
        *invitations.ROUTES,
    ]


def _state(settings: Settings, adapters: Adapters, static: StaticFiles) -> dict[str, object]:
    letterhead = Letterhead(
        brand=settings.brand_name,
        region=settings.region_name,
        url=settings.base_url,
        color=settings.brand_color,
        court_name=settings.court_name,
        court_address=settings.court_address,
    )
    shared = {"static": static.url, "brand": Brand.of(settings, static.url), "paths": paths.OF_DOMAINS}
    return {
        "settings": settings,
        "database": adapters.database,
        "store": adapters.store,
        "clock": adapters.clock,
        "directory": adapters.directory,
        "signer": Signer(settings),
        "passwords": Passwords(settings),
        "press": Press(adapters.pdf, adapters.store, letterhead),
        "mail_preview": MailRenderer(settings).preview,
        "templates": make_environment(settings, **shared),
    }


def _made_files(settings: Settings) -> dict[str, bytes]:
    made = {"css/site.css": site_css(brand_css(settings))}
    if settings.brand_logo:
        logo = Path(settings.brand_logo)
        made[f"img/logo{logo.suffix}"] = logo.read_bytes()
    return made


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    search_places("a", 1)  # read the lists now: most of a second that nobody waits for
    gc.freeze()  # what start-up made stays for ever: the collector need not look at it again
    yield
    await app.state.directory.close()
    await app.state.database.close()


def create() -> Litestar:
    """What the server loads in each of its processes."""
    settings = load()
    set_up_logs(settings)
    arm(settings, OF_THE_SERVER)
    uploads = settings.data_dir / "tmp"
    uploads.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(uploads)  # no temporary file of ours leaves this volume
    return create_app(settings, real_adapters(settings))
