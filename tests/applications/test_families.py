"""Each type de tiers asks and sends; the receipt says what it has, and nothing of what it has not."""

import msgspec
import pytest
from sqlalchemy import select

from tests.factories.accounts import actor_of, make_account
from tests.factories.applications import SWORN, definition, make_complete_draft
from tests.factories.structures import make_structure
from webapp.accounts.passwords import Passwords
from webapp.applications.models import Receipt
from webapp.applications.use_cases.submission import Press, submit_application
from webapp.core.work import Work
from webapp.schemes.use_cases import publish
from webapp.structures.rules import StructureFamily
from webapp.structures.texts import FAMILIES

FOR_ALL = "pour-tous"


@pytest.mark.parametrize("family", list(StructureFamily))
async def test_from_the_declaration_to_the_receipt(
    family: StructureFamily, work: Work, passwords: Passwords, ours: Press
) -> None:
    account = await make_account(work, passwords)
    await publish(work, FOR_ALL, msgspec.structs.replace(definition(), families=tuple(StructureFamily)))
    structure = await make_structure(work, account, "Camille Martin", family=family)
    draft = await make_complete_draft(work, account, ours.store, FOR_ALL)

    sent = await submit_application(work, await actor_of(work, account), draft.number, SWORN, ours)

    async with work:
        facts = await work.session.scalar(select(Receipt.facts).where(Receipt.application_id == sent.id))
    assert facts is not None
    assert facts["applicant"] == {
        "name": "Camille Martin",
        "family": FAMILIES[family],
        "siret": structure.siret or "",
        "address": ["12 rue des Lilas", "46000 CAHORS"],
    }
    is_person = family is StructureFamily.INDIVIDUAL
    assert facts["submitted_by"]["quality"].startswith(
        "En son nom" if is_person else "En qualité de représentant légal"
    )
