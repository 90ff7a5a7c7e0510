"""What people do with structures; one verb, one transaction."""

from webapp.structures.use_cases.declaration import Declaration, declare_structure
from webapp.structures.use_cases.look_up import Finding, Outcome, count_question, look_up
from webapp.structures.use_cases.pinning import pin_structure
from webapp.structures.use_cases.representatives import add_representative, change_representative, remove_representative
from webapp.structures.use_cases.structure import change_address, change_identification

__all__ = [
    "Declaration",
    "Finding",
    "Outcome",
    "add_representative",
    "change_address",
    "change_identification",
    "change_representative",
    "count_question",
    "declare_structure",
    "look_up",
    "pin_structure",
    "remove_representative",
]
