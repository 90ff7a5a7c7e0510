"""What an agent says of each piece: with its reason, changed knowingly, never over somebody else's."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.factories.accounts import actor_of, make_agent, make_service
from tests.support.clock import MONDAY_MORNING
from tests.support.traces import details_of
from webapp.accounts.passwords import Passwords
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, NotFound, OutOfRole
from webapp.core.work import Work
from webapp.review.queries import Review, verdicts_of
from webapp.review.rules import Conformity
from webapp.review.use_cases.acts import drop
from webapp.review.use_cases.verdicts import Judged, judge_piece

PIECE = "budget_previsionnel"
WRONG = Judged(Conformity.NON_CONFORM, "La page 3 est illisible.", 0)


async def test_a_verdict_is_read_by_agents_and_by_the_use_cases_above(
    work: Work, reads: AsyncEngine, taken: Application, claire: Actor
) -> None:
    await judge_piece(work, claire, taken.number, PIECE, WRONG)
    found = await verdicts_of(reads, claire, taken.number)
    assert list(found) == [PIECE]
    verdict = found[PIECE]
    assert (verdict.conformity, verdict.reason) == (Conformity.NON_CONFORM, "La page 3 est illisible.")
    assert (verdict.by, verdict.at, verdict.version) == ("Claire Vidal", MONDAY_MORNING, 1)
    async with work:
        assert await verdicts_of(work.session, claire, taken.number) == found


async def test_saying_it_twice_changes_nothing_and_a_change_of_mind_keeps_what_was_said_in_the_audit(
    work: Work, reads: AsyncEngine, taken: Application, claire: Actor
) -> None:
    for _ in range(2):
        await judge_piece(work, claire, taken.number, PIECE, WRONG)
    await judge_piece(work, claire, taken.number, PIECE, Judged(Conformity.CONFORM, "un reste", 1))
    verdict = (await verdicts_of(reads, claire, taken.number))[PIECE]
    assert (verdict.is_conform, verdict.reason, verdict.version) == (True, "", 2)
    kept = await details_of(work, "piece.judged", taken.id)
    assert [one["before"] for one in kept] == [
        None,
        {"conformity": "non_conform", "reason": "La page 3 est illisible."},
    ]


async def test_nobody_overwrites_a_verdict_that_they_have_not_seen(
    work: Work, taken: Application, claire: Actor, anne: Actor
) -> None:
    await judge_piece(work, claire, taken.number, PIECE, WRONG)
    with pytest.raises(Conflict) as refused:
        await judge_piece(work, anne, taken.number, PIECE, Judged(Conformity.CONFORM, "", 0))
    assert "Claire Vidal a jugé cette pièce « Non conforme » le 23 novembre 2026 à 10:00:00" in refused.value.reason
    same = await judge_piece(work, anne, taken.number, PIECE, WRONG)
    assert same.judged_by == claire.account_id
    changed = await judge_piece(work, anne, taken.number, PIECE, Judged(Conformity.CONFORM, "", 1))
    assert changed.judged_by == anne.account_id


async def test_what_is_not_taken_over_or_has_ended_is_not_judged(work: Work, sent: Application, claire: Actor) -> None:
    with pytest.raises(Conflict) as refused:
        await judge_piece(work, claire, sent.number, PIECE, WRONG)
    assert refused.value.reason == "Prenez d'abord cette demande en charge."
    await drop(work, claire, sent.number, "Sans nouvelles.")
    with pytest.raises(Conflict):
        await judge_piece(work, claire, sent.number, PIECE, WRONG)


async def test_a_piece_that_the_scheme_has_not_and_an_application_of_others_are_not_found(
    work: Work, taken: Application, claire: Actor, applicant: Actor, passwords: Passwords
) -> None:
    elsewhere = await actor_of(work, await make_agent(work, passwords, service_id=(await make_service(work)).id))
    for actor, piece, refusal in (
        (claire, "piece-de-theatre", NotFound),
        (elsewhere, PIECE, NotFound),
        (applicant, PIECE, OutOfRole),
    ):
        with pytest.raises(refusal):
            await judge_piece(work, actor, taken.number, piece, WRONG)


async def test_the_first_piece_without_a_verdict_is_examined_first(
    work: Work, reads: AsyncEngine, taken: Application, claire: Actor
) -> None:
    await judge_piece(work, claire, taken.number, PIECE, WRONG)
    review = Review((), (), await verdicts_of(reads, claire, taken.number), ())
    assert review.to_judge([PIECE, "statuts"]) == "statuts"
    assert review.to_judge([PIECE]) == PIECE
    assert review.to_judge([]) == ""
