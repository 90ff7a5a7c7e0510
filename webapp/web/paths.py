"""Addresses that belong to no domain; and those of all domains, as templates find them."""

from types import SimpleNamespace

from webapp.accounts import paths as accounts
from webapp.agents import paths as agents
from webapp.applications import paths as applications
from webapp.members import paths as members
from webapp.outbox import paths as outbox
from webapp.review import paths as review
from webapp.schemes import paths as schemes
from webapp.solicitations import paths as solicitations
from webapp.structures import paths as structures
from webapp.threads import paths as threads

ACCESSIBILITY = "/accessibilite"
LEGAL_NOTICES = "/mentions-legales"
PERSONAL_DATA = "/donnees-personnelles"
HELP = "/aide"
ALIVE = "/livez"
READY = "/readyz"
COMPONENTS = "/composants"
CAUGHT_MAILS = "/dev/mails"
CAUGHT_MAIL = "/dev/mails/{name:str}"
ANY_OTHER = "/{path:path}"

OF_DOMAINS = SimpleNamespace(
    accounts=accounts,
    agents=agents,
    applications=applications,
    members=members,
    outbox=outbox,
    review=review,
    schemes=schemes,
    solicitations=solicitations,
    structures=structures,
    threads=threads,
)
"""In a template: `to(paths.members.MEMBERS, structure_id=…)`."""
