"""A structure pinned as it was, and what differs from today."""

import json
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_account
from tests.factories.structures import make_structure
from webapp.accounts.passwords import Passwords
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.structures.facts import Address, RepresentativeDetails
from webapp.structures.models import StructureSnapshot
from webapp.structures.queries import structure_details
from webapp.structures.snapshots import Difference, content_of, differences
from webapp.structures.use_cases.pinning import pin_structure
from webapp.structures.use_cases.representatives import add_representative, change_representative, remove_representative
from webapp.structures.use_cases.structure import change_address

MOVED = Address(street="2 rue Neuve", postal_code="46000", commune="CAHORS", commune_code="46042")
PRESIDENT = RepresentativeDetails("madam", "Nouvelle", "Association", function="Présidente", is_legal=False)


async def test_what_changed_since_is_told_with_both_values(
    work: Work, reads: AsyncEngine, passwords: Passwords
) -> None:
    account = await make_account(work, passwords)
    structure, key = await make_structure(work, account), new_id()
    actor = await actor_of(work, account)
    await add_representative(work, actor, structure.id, key, PRESIDENT)
    async with work:
        pinned = await pin_structure(work, structure.id)
        kept = (await work.session.get_one(StructureSnapshot, pinned)).content
    assert differences(kept, await structure_details(reads, actor, structure.id)) == []

    await change_address(work, actor, structure.id, structure.address_version, MOVED)
    await remove_representative(work, actor, structure.id, key)

    found = differences(kept, await structure_details(reads, actor, structure.id))
    before = "12 rue des Lilas, 46000 CAHORS, FRANCE"
    assert found == [
        Difference("Identification", "Adresse principale", before, "2 rue Neuve, 46000 CAHORS, FRANCE"),
        Difference("Représentants", "Madame Nouvelle ASSOCIATION", "Fonction : Présidente", ""),
    ]


async def test_of_two_who_have_one_name_each_is_told(work: Work, reads: AsyncEngine, passwords: Passwords) -> None:
    account = await make_account(work, passwords)
    structure, mother = await make_structure(work, account), new_id()
    actor = await actor_of(work, account)
    await add_representative(work, actor, structure.id, mother, PRESIDENT)
    await add_representative(work, actor, structure.id, new_id(), replace(PRESIDENT, function="Trésorière"))
    kept = content_of(await structure_details(reads, actor, structure.id))
    await change_representative(work, actor, structure.id, mother, 1, replace(PRESIDENT, function="Secrétaire"))

    found = differences(kept, await structure_details(reads, actor, structure.id))
    before, after = "Fonction : Présidente", "Fonction : Secrétaire"
    assert found == [Difference("Représentants", "Madame Nouvelle ASSOCIATION", before, after)]


async def test_a_snapshot_is_plain_json_in_the_words_of_the_page(
    work: Work, reads: AsyncEngine, passwords: Passwords
) -> None:
    account = await make_account(work, passwords)
    structure = await make_structure(work, account)
    content = content_of(await structure_details(reads, await actor_of(work, account), structure.id))
    assert json.loads(json.dumps(content)) == content
    assert {"block": "Identification", "label": "Type de tiers", "value": "Association"} in content["lines"]


async def test_the_application_may_not_change_a_snapshot(work: Work) -> None:
    """The database's own rights say so: see core/rights.py."""
    async with work:
        query = text("SELECT has_table_privilege(current_user, 'structure_snapshot', :right)")
        rights = {name: await work.session.scalar(query, {"right": name}) for name in ("INSERT", "UPDATE", "DELETE")}
    assert rights == {"INSERT": True, "UPDATE": False, "DELETE": False}
