"""What a scheme may show or ask of a structure, from its card."""

from webapp.core import french
from webapp.core.phones import shown_phone
from webapp.schemes.definition import StructureFact
from webapp.schemes.filled import Fact
from webapp.structures.queries import StructureCard


def facts_of(structure: StructureCard) -> dict[str, Fact]:
    """By StructureFact; what the structure has not said is left out. `structure` comes with its representatives."""
    told, address = structure.identification, structure.address
    legal = [one.name for one in structure.representatives if one.details.is_legal]
    phone = told.phone or told.mobile
    known = {
        StructureFact.FAMILY: Fact(structure.family, structure.family_label),
        StructureFact.NAME: Fact(told.name, told.name),
        StructureFact.SIRET: Fact(told.siret or "", french.siret(told.siret)),
        StructureFact.RNA: Fact(told.rna or "", told.rna or ""),
        StructureFact.NAF: Fact(told.naf, structure.activity_label),
        StructureFact.LEGAL_FORM: Fact(told.legal_form, structure.legal_form_label),
        StructureFact.PHONE: Fact(phone, shown_phone(phone)),
        StructureFact.EMAIL: Fact(told.email, told.email),
        StructureFact.WEBSITE: Fact(told.website, told.website),
        StructureFact.ADDRESS: Fact(", ".join(address.lines), ", ".join(address.lines)),
        StructureFact.POSTAL_CODE: Fact(address.postal_code, address.postal_code),
        StructureFact.COMMUNE: Fact(address.commune, address.commune),
        StructureFact.LEGAL_REPRESENTATIVE: Fact(", ".join(legal), ", ".join(legal)),
    }
    return {str(name): fact for name, fact in known.items() if fact.value}
