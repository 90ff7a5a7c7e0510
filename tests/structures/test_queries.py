"""The structure's card."""

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_account
from tests.factories.structures import make_structure
from tests.support.clock import MONDAY_MORNING
from webapp.accounts.passwords import Passwords
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.structures.queries import acting_structure, unscoped_card


async def test_an_account_sees_the_structure_it_acts_for(work: Work, reads: AsyncEngine, passwords: Passwords) -> None:
    mine, theirs = await make_account(work, passwords), await make_account(work, passwords)
    structure = await make_structure(work, mine)
    await make_structure(work, theirs, "UNE AUTRE")

    card = await acting_structure(reads, await actor_of(work, mine))

    assert card is not None
    assert (card.id, card.name, card.modified_at) == (structure.id, "ASSOCIATION NOUVELLE", MONDAY_MORNING)
    assert card.address_lines == ("12 rue des Lilas", "46000 CAHORS")


async def test_there_is_no_card_before_a_structure_is_declared(
    work: Work, reads: AsyncEngine, passwords: Passwords
) -> None:
    account = await make_account(work, passwords)
    assert await acting_structure(reads, await actor_of(work, account)) is None
    assert await unscoped_card(reads, new_id()) is None
