"""Imports every table, so that migrations and foreign keys between domains see them all."""

from webapp.accounts import models as accounts
from webapp.agents import models as agents
from webapp.applications import models as applications
from webapp.core import audit, mail, throttle
from webapp.core.db import Base
from webapp.documents import models as documents
from webapp.members import models as members
from webapp.review import models as review
from webapp.schemes import models as schemes
from webapp.solicitations import models as solicitations
from webapp.structures import models as structures
from webapp.threads import models as threads

__all__ = [
    "accounts",
    "agents",
    "applications",
    "audit",
    "documents",
    "mail",
    "members",
    "metadata",
    "review",
    "schemes",
    "solicitations",
    "structures",
    "threads",
    "throttle",
]

metadata = Base.metadata
