"""What a register told, in the shape of our forms. It travels with the form, signed: what is sent back unchanged keeps
its source, whatever else the person corrects.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from webapp.core.ports import DirectoryAddress, DirectoryRecord
from webapp.reference.activities import find_activity
from webapp.reference.countries import country
from webapp.reference.legal_forms import legal_form
from webapp.structures.address_form import AddressFields
from webapp.structures.facts import FACTS_WITH_SOURCE, Address, Identification


@dataclass(frozen=True, slots=True)
class Told:
    """`number` is what was asked: a Siret or a number RNA. `register` is what people read, `at` when it answered."""

    number: str
    identification: Identification
    address: Address
    register: str
    at: datetime

    def vouched(self, identification: Identification, address: Address) -> set[str]:
        """Which of these facts are as the register told them; none of another structure's."""
        if self.number not in (identification.siret, identification.rna):
            return set()
        told, sent = _facts(self.identification, self.address), _facts(identification, address)
        return {name for name, value in sent.items() if value and value == told[name]}


def told_by(record: DirectoryRecord, number: str, at: datetime) -> Told:
    """What our lists do not know (an older NAF code, say) is left out: nobody could send it back."""
    activity, form = find_activity(record.naf), legal_form(record.legal_form)
    identification = Identification(
        name=record.name.strip(),
        siret=record.siret or None,
        rna=record.rna or None,
        naf=activity.code if activity else "",
        naf_version=activity.version if activity else "",
        legal_form=form.code if form else "",
    )
    return Told(number, identification, _address(record.address), record.source, at)


def _address(told: DirectoryAddress) -> Address:
    """As the form would give it, so that an address left as it was equals it."""
    known = country(told.country)
    return AddressFields(data={**asdict(told), "country": known.name if known else ""}).address()


def _facts(identification: Identification, address: Address) -> dict[str, Any]:
    facts = {name: getattr(identification, name) for name in FACTS_WITH_SOURCE if name != "address"}
    return {**facts, "address": None if address.is_empty else asdict(address)}


def packed(told: Told, account_id: UUID) -> dict[str, Any]:
    """Plain JSON, to be signed: for this account alone."""
    return {"account": str(account_id), "told": msgspec.to_builtins(told)}


def unpacked(payload: Any, account_id: UUID) -> Told | None:
    """None for another account's, for none, and for what an older release signed."""
    if not isinstance(payload, Mapping) or payload.get("account") != str(account_id):
        return None
    try:
        return msgspec.convert(payload.get("told"), Told)
    except msgspec.ValidationError:
        return None
