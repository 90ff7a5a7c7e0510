"""Jinja, and what every template may use: dates and sizes as French people write them, static files, the CSRF field."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from webapp.core import french
from webapp.core.own_paths import suite, to
from webapp.core.phones import shown_phone
from webapp.settings import Settings
from webapp.web import csrf
from webapp.web.from_list import from_list
from webapp.web.typography import FrenchSpaces, spaced

if TYPE_CHECKING:
    from webapp.web.request import PortalRequest

TEMPLATES = Path(__file__).parents[1] / "templates"
FILTERS = {
    "long_date": french.long_date,
    "long_date_time": french.long_date_time,
    "deadline": french.deadline,
    "time_of_day": french.time_of_day,
    "short_date": french.short_date,
    "short_date_time": french.short_date_time,
    "counted": french.counted,
    "euros": french.euros,
    "file_size": french.file_size,
    "siret": french.siret,
    "phone": shown_phone,
    "number": french.number,
    "iso_date": french.iso_date,
    "iso_moment": french.iso_moment,
    "spaced": spaced,
}


@dataclass(frozen=True, slots=True)
class Brand:
    """The Region's name and marks; `logo` is an address, or empty for ours. `color` is #rrggbb, for mails."""

    name: str
    region: str
    logo: str
    color: str

    @classmethod
    def of(cls, settings: Settings, static_url: Callable[[str], str]) -> "Brand":
        logo = static_url(f"img/logo{Path(settings.brand_logo).suffix}") if settings.brand_logo else ""
        return cls(settings.brand_name, settings.region_name, logo, settings.brand_color)


@dataclass(frozen=True, slots=True)
class Contact:
    email: str
    phone: str
    hours: str


def make_environment(settings: Settings, **shared: Any) -> Environment:
    """`shared`: what is the same on every page, such as `static`, `brand`, `paths`. A mail is given its addresses."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=[FrenchSpaces],
    )
    environment.filters.update(FILTERS)
    contact = Contact(settings.contact_email, settings.contact_phone, settings.contact_hours)
    inputs = {"csrf_input": _csrf_input, "continue_input": _continue_input}
    environment.globals.update(shared, contact=contact, mode=settings.mode, to=_to, **inputs)
    return environment


@pass_context
def _to(context: Context, pattern: str, /, **named: object) -> str:
    """As core/own_paths.py has it; with the list that an agent came from. A mail has no request."""
    address, request = to(pattern, **named), context.get("request")
    return from_list(request, address) if request else address


@pass_context
def _csrf_input(context: Context) -> Markup:
    """Hidden field that each form sends back; see csrf.py."""
    token = csrf.make_token(context["request"])
    return Markup('<input type="hidden" name="{}" value="{}">').format(csrf.FIELD, token)


@pass_context
def _continue_input(context: Context) -> Markup:
    """Hidden field of each form on the way to the page that the person wanted first."""
    continue_at = context["continue_at"]
    return Markup('<input type="hidden" name="suite" value="{}">').format(continue_at) if continue_at else Markup("")


def render(request: "PortalRequest", template: str, **context: Any) -> str:
    """`continue_at` is the page that the person wanted first; `suite` ends each address on the way to it."""
    environment: Environment = request.app.state.templates
    everywhere = {
        "request": request,
        "request_path": request.path,
        "actor": request.actor,
        "page_owner": csrf.page_owner(request),
        "acting_for": request.acting_for,
        "continue_at": request.continue_at,
        "now": request.app.state.clock.now(),
    }
    known = everywhere | context
    return environment.get_template(template).render(known, suite=suite(known["continue_at"]))
