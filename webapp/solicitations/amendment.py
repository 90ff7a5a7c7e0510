"""The facts of a contribution, frozen when it is sent: its page, its mail and its PDF are all made from them.

Their shape is in the header of `webapp/adapters/pdf/amendment.typ`.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from webapp.agents.models import Service
from webapp.applications import texts
from webapp.applications.models import Application
from webapp.applications.receipt import Letterhead, ReceiptSigner
from webapp.applications.use_cases.amendment import Amended
from webapp.core.clock import PARIS


def amendment_facts(
    *,
    application: Application,
    amended: Amended,
    scheme: str,
    service: Service,
    signer: ReceiptSigner,
    letterhead: Letterhead,
) -> dict[str, Any]:
    """Plain JSON; instants in Paris time."""
    portal = {key: value for key, value in asdict(letterhead).items() if not key.startswith("court_")}
    quality = texts.QUALITY_OF_A_PERSON if amended.structure.person_id else texts.QUALITY[signer.signing]
    return {
        "portal": portal,
        "number": application.reference,
        "scheme": scheme,
        "applicant": amended.structure.name,
        "service": service.name,
        "version": amended.after.number,
        "before_at": _moment(amended.before.sent_at),
        "at": _moment(amended.after.sent_at),
        "changes": list(amended.changes),
        "statement": {
            "text": "\n".join(amended.after.attested.values()),
            "by": signer.account.full_name,
            "quality": quality,
        },
    }


def _moment(at: datetime) -> str:
    return at.astimezone(PARIS).replace(microsecond=0).isoformat()
