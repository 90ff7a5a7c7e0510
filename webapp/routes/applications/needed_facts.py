"""What an aid needs to know of the structure and what that has not said yet: asked in the structure's own blocks, which
stand open for it in the step "Votre structure".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.applications import paths, texts
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Step, fact_id
from webapp.core.forms import Form
from webapp.routes.structures.block_forms import filled_address, filled_identification, new_representative
from webapp.routes.structures.blocks import ADDRESS, IDENTIFICATION, NEW_REPRESENTATIVE, Opened, Place
from webapp.schemes.definition import StructureFact
from webapp.structures.queries import StructureCard
from webapp.web.page import Fragment


@dataclass(frozen=True, slots=True)
class AskedIn:
    """`field` asks for the fact; `first` takes the focus of whoever goes there, `field` itself unless named."""

    block: Fragment
    field: str
    first: str = ""


ASKED_IN = {
    StructureFact.NAME: AskedIn(IDENTIFICATION, "name"),
    StructureFact.SIRET: AskedIn(IDENTIFICATION, "siret"),
    StructureFact.RNA: AskedIn(IDENTIFICATION, "rna"),
    StructureFact.NAF: AskedIn(IDENTIFICATION, "naf"),
    StructureFact.LEGAL_FORM: AskedIn(IDENTIFICATION, "legal_form"),
    StructureFact.PHONE: AskedIn(IDENTIFICATION, "phone"),
    StructureFact.EMAIL: AskedIn(IDENTIFICATION, "email"),
    StructureFact.WEBSITE: AskedIn(IDENTIFICATION, "website"),
    StructureFact.ADDRESS: AskedIn(ADDRESS, "street"),
    StructureFact.POSTAL_CODE: AskedIn(ADDRESS, "postal_code"),
    StructureFact.COMMUNE: AskedIn(ADDRESS, "commune"),
    StructureFact.LEGAL_REPRESENTATIVE: AskedIn(NEW_REPRESENTATIVE, "is_legal", first="civility"),
}
"""Not the type de tiers, which nobody is without."""


@dataclass(frozen=True, slots=True)
class NeededFact:
    """`anchor`: its own id. `control`: the id of the field that asks for it, empty where none on the page does."""

    anchor: str
    sentence: str
    control: str


def needed_facts(application: ApplicationPage, place: Place) -> list[NeededFact]:
    """In the order of the scheme. Also says in each open form which of its fields this aid needs."""
    found = []
    for fact in _missing(application):
        where = ASKED_IN.get(fact)
        form = place.opened_in(where.block.id).form if where else None
        control = _marked(form, where) if form and where else ""
        found.append(NeededFact(fact_id(fact), texts.FACT_MISSING[fact], control))
    return found


def _marked(form: Form, where: AskedIn) -> str:
    """Empty for a form without the field: of another kind of structure, or shown in two versions."""
    if where.field not in form:
        return ""
    label = form[where.field].label
    label.text = texts.NEEDED.format(label=label.text)
    return str(form[where.first or where.field].id)


def structure_place(application: ApplicationPage, opened: Opened, *, can_edit: bool) -> Place:
    """The step, as the page that the structure's blocks stand on: those in which something is missing are open."""
    href = paths.step(application.card.reference, Step.STRUCTURE)
    waiting = _waiting(application) if can_edit else {}
    return Place(back=href, continue_at=href, opened=opened, waiting=waiting)


def _waiting(application: ApplicationPage) -> Mapping[str, Opened]:
    blocks = {ASKED_IN[fact].block for fact in _missing(application) if fact in ASKED_IN}
    if application.structure.is_person:
        blocks -= {NEW_REPRESENTATIVE}
    return {block.id: Opened(block.id, _form(block, application.structure), is_waiting=True) for block in blocks}


def _form(block: Fragment, structure: StructureCard) -> Form:
    if block is IDENTIFICATION:
        return filled_identification(structure.family, structure.identification, version=structure.version)
    if block is ADDRESS:
        return filled_address(structure.family, structure.address, version=structure.address_version)
    return new_representative(is_legal=True)


def _missing(application: ApplicationPage) -> list[StructureFact]:
    return [fact for fact in application.definition.facts if fact not in application.facts]
