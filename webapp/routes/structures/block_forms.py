"""The form of each block as it is kept, with the version that it begins with."""

from typing import Any
from uuid import UUID

from webapp.core.forms import FormData
from webapp.core.ids import new_id
from webapp.routes.structures.blocks import ADDRESS, IDENTIFICATION, NEW_REPRESENTATIVE
from webapp.structures.address_form import shown_address
from webapp.structures.facts import Address, Identification, RepresentativeDetails
from webapp.structures.forms import (
    AddressForm,
    IdentificationForm,
    RepresentativeForm,
    identification_form,
    shown_identification,
    shown_representative,
)
from webapp.structures.models import AddressLayout
from webapp.structures.queries import mark_of
from webapp.structures.rules import StructureFamily


def filled_identification(family: str, facts: Identification, *, version: int = 0) -> IdentificationForm:
    shown = {**shown_identification(facts), "version": str(version)}
    return identification_form(family, data=shown, scope=IDENTIFICATION.id)


def filled_address(family: str, address: Address, *, version: int = 0) -> AddressForm:
    return address_form(family, None, data={**shown_address(address), "version": str(version)})


def address_form(family: str, fields: FormData | None, **options: Any) -> AddressForm:
    """With the lines of this family called by their names."""
    form = AddressForm(fields, scope=ADDRESS.id, **options)
    form.name_lines(AddressLayout.PERSON if family == StructureFamily.INDIVIDUAL else AddressLayout.ORGANISATION)
    return form


def filled_representative(
    representative_id: UUID, details: RepresentativeDetails, *, version: int = 0
) -> RepresentativeForm:
    shown = {**shown_representative(details), "version": str(version)}
    return RepresentativeForm(data=shown, scope=mark_of(representative_id))


def new_representative(**known: Any) -> RepresentativeForm:
    """Of nobody yet; `known` is said of them already."""
    return RepresentativeForm(data={"key": str(new_id()), **known}, scope=NEW_REPRESENTATIVE.id)
