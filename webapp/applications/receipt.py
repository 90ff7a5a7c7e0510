"""The facts of an acknowledgement, frozen at submission: the PDF, the page and the mail are all made from them.

Their shape is in the header of `webapp/adapters/pdf/receipt.typ`. What they must say: CRPA L112-11, R112-5,
R112-11-1 and L231-4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from webapp.accounts.models import Account
from webapp.agents.models import Service
from webapp.applications import texts
from webapp.applications.bank_details import BankDetails, masked
from webapp.applications.models import Application
from webapp.applications.notices import notices_of
from webapp.applications.ready import Ready
from webapp.applications.rules import attested, silence_is_refusal_on
from webapp.core.actor import SigningWay
from webapp.core.clock import PARIS
from webapp.documents.models import Document
from webapp.editing.blocks import block_of
from webapp.schemes.filled import Filled, FilledForm
from webapp.schemes.printed import printed
from webapp.structures.facts import Address
from webapp.structures.models import Structure
from webapp.structures.texts import FAMILIES


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What each receipt of this portal says, whoever asks. `color` is the brand's, as #rrggbb."""

    brand: str
    region: str
    url: str
    color: str
    court_name: str
    court_address: str


@dataclass(frozen=True, slots=True)
class ReceiptSigner:
    """Who attests and sends, and in which way they sign for the structure."""

    account: Account
    signing: SigningWay


def receipt_facts(
    *,
    application: Application,
    ready: Ready,
    service: Service,
    structure: Structure,
    signer: ReceiptSigner,
    letterhead: Letterhead,
) -> dict[str, Any]:
    """Plain JSON; instants in Paris time. The application has just been given its `submitted_at`."""
    assert application.submitted_at is not None  # noqa: S101
    received_at = application.submitted_at.astimezone(PARIS).replace(microsecond=0)
    form, by = ready.form, signer.account.full_name
    quality = texts.QUALITY_OF_A_PERSON if structure.person_id else texts.QUALITY[signer.signing]
    portal = asdict(letterhead)
    silence_on = silence_is_refusal_on(received_at).date().isoformat()
    court = {"name": portal.pop("court_name"), "address": [line for line in [portal.pop("court_address")] if line]}
    return {
        "portal": portal,
        "number": application.reference,
        "scheme": form.definition.title,
        "received_at": received_at.isoformat(),
        "silence_on": silence_on,
        "applicant": _applicant(structure),
        "submitted_by": {"name": by, "quality": quality},
        "service": _service(service),
        "court": court,
        "notices": notices_of(silence_on, court),
        "sections": [*_sections(form), *_bank_account(ready.bank_account)],
        "pieces": _pieces(form, ready.documents),
        "statement": {
            "text": "\n".join(attested(form.definition, structure.family).values()),
            "by": by,
            "quality": quality,
            "at": received_at.isoformat(),
        },
    }


def _applicant(structure: Structure) -> dict[str, Any]:
    return {
        "name": structure.name,
        "family": FAMILIES[structure.family],
        "siret": structure.siret or "",
        "address": list(block_of(Address, structure).lines),
    }


def _service(service: Service) -> dict[str, Any]:
    return {"name": service.name, "address": [service.address], "email": service.email, "phone": service.phone}


def _sections(form: FilledForm) -> list[dict[str, Any]]:
    """What is asked, and nothing that is hidden: it was left out of what was sent."""
    eligibility = [{"label": one.field.label, "value": one.shown} for one in form.eligibility]
    sections = [{"title": "Critères d'éligibilité", "answers": eligibility}] if eligibility else []
    for step in form.steps:
        for section in step.sections:
            sections.append({"title": section.section.title, "answers": _lines(section.fields)})
    return sections


def _bank_account(account: BankDetails | None) -> list[dict[str, Any]]:
    """Masked: the acknowledgement goes by mail, and is kept in many places."""
    if account is None:
        return []
    return [
        {
            "title": texts.BANK_ACCOUNT,
            "answers": [{"label": label, "value": value} for label, value in masked(account).lines],
        }
    ]


def _lines(fields: Iterable[Filled]) -> list[dict[str, Any]]:
    return [{"label": label, "value": value} for field in fields for label, value in printed(field)]


def _pieces(form: FilledForm, documents: Sequence[tuple[str, Document]]) -> list[dict[str, Any]]:
    return [
        {"label": piece.label, "file": document.filename, "size": document.size, "sha256": document.sha256}
        for piece in form.pieces
        for key, document in documents
        if key == piece.key
    ]
