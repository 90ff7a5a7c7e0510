"""Answers are kept one by one, as they are typed; of two writers none loses a word, and each learns of the other."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import actor_of, make_account, make_agent, with_role
from tests.factories.applications import SLUG, make_applicant, make_draft, make_rich_scheme, make_submitted, with_fields
from tests.factories.members import join
from tests.support.clock import MONDAY_MORNING, FrozenClock
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications import texts
from webapp.applications.models import Answer, Application
from webapp.applications.use_cases.answers import Saved, TwoAnswers, Typed, save_answers
from webapp.core.actor import Actor, MemberRole
from webapp.core.db import Database
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Origin, Work
from webapp.schemes.controls import REMOVED
from webapp.schemes.definition import Field, FieldType
from webapp.schemes.use_cases import publish
from webapp.web.request import MAX_FIELDS

LATER = timedelta(minutes=3)


@pytest.fixture
async def draft(work: Work, account: Account) -> Application:
    return await make_draft(work, account)


@pytest.fixture
async def rich(work: Work, account: Account) -> Application:
    """On a scheme with rows."""
    return await make_draft(work, account, await make_rich_scheme(work))


async def _rows(work: Work, application: Application) -> dict[str, Answer]:
    async with work:
        rows = await work.session.scalars(
            select(Answer).where(Answer.application_id == application.id).execution_options(populate_existing=True)
        )
        return {row.field: row for row in rows}


async def _texts(work: Work, application: Application) -> dict[str, str]:
    return {field: row.text for field, row in (await _rows(work, application)).items()}


async def test_answers_are_kept_as_typed_valid_or_not(work: Work, actor: Actor, draft: Application) -> None:
    typed = {"objet": "  Deux\r\nlignes 🎺 ", "montant_sollicite": "beaucoup"}
    saved = await save_answers(work, actor, draft.number, Typed(typed))
    assert await _texts(work, draft) == typed
    assert saved == Saved(MONDAY_MORNING, 1, dict.fromkeys(typed, ""))


async def test_only_what_changed_is_written(work: Work, actor: Actor, draft: Application, clock: FrozenClock) -> None:
    first = {"objet": "Musique", "adherents": "120", "benevoles": "8"}
    await save_answers(work, actor, draft.number, Typed(first, page="p"))
    clock.advance(LATER)
    second = {"objet": "Musique", "adherents": "121", "activites": ""}
    saved = await save_answers(work, actor, draft.number, Typed(second, page="p"))
    rows = await _rows(work, draft)
    assert await _texts(work, draft) == {**first, "adherents": "121"}
    assert {field for field, row in rows.items() if row.saved_at == MONDAY_MORNING + LATER} == {"adherents"}
    assert (saved.edition, saved.before) == (2, {"adherents": "120"})


@pytest.mark.parametrize("again", [{}, {"objet": "Musique"}], ids=["nothing", "the same"])
async def test_what_changes_nothing_makes_no_new_edition(
    work: Work, actor: Actor, draft: Application, again: dict[str, str]
) -> None:
    """A double click, "Précédent" on a page that was only read."""
    first = await save_answers(work, actor, draft.number, Typed({"objet": "Musique"}))
    second = await save_answers(work, actor, draft.number, Typed(again))
    assert (second.edition, second.before, second.conflicts) == (first.edition, {}, ())


async def test_an_answer_can_be_emptied(work: Work, actor: Actor, draft: Application) -> None:
    await save_answers(work, actor, draft.number, Typed({"benevoles": "12"}))
    await save_answers(work, actor, draft.number, Typed({"benevoles": ""}))
    assert await _texts(work, draft) == {"benevoles": ""}


async def test_names_that_the_form_does_not_have_are_passed_over(work: Work, actor: Actor, draft: Application) -> None:
    unknown = ("inconnu", "state", "objet.1", "objet.street", "", ".", "objet.", "é" * 5_000, "depenses.1.poste")
    saved = await save_answers(work, actor, draft.number, Typed({**dict.fromkeys(unknown, "x"), "objet": "Musique"}))
    assert await _texts(work, draft) == {"objet": "Musique"}
    assert set(saved.before) == {"objet"}


async def test_as_many_answers_as_a_form_may_send_are_kept_at_once(work: Work, account: Account, actor: Actor) -> None:
    names = [f"champ_{number}" for number in range(MAX_FIELDS)]
    await publish(work, "immense", with_fields(*(Field(key=name, type=FieldType.TEXT, label=name) for name in names)))
    draft = await make_draft(work, account, "immense")
    for edition in (1, 2):
        texts = {name: f"{name}, {edition}" for name in names}
        await save_answers(work, actor, draft.number, Typed(texts, page="mine"))
        assert await _texts(work, draft) == texts


class TestTwoPages:
    """Two pages of one draft, open at the same time: each has its mark, and says which edition it showed."""

    @pytest.fixture
    async def colleague(self, work: Work, passwords: Passwords, draft: Application) -> Actor:
        account = await make_account(work, passwords, first_name="Amina", last_name="Diop")
        await join(work, account, draft.structure_id)
        return await actor_of(work, account)

    async def test_two_answers_to_one_question_are_both_told_and_the_first_is_kept(
        self, work: Work, actor: Actor, colleague: Actor, draft: Application, clock: FrozenClock
    ) -> None:
        await save_answers(work, colleague, draft.number, Typed({"objet": "Chant", "benevoles": "8"}, page="hers"))
        clock.advance(LATER)
        mine = Typed({"objet": "Danse", "adherents": "120"}, seen=0, page="mine")
        saved = await save_answers(work, actor, draft.number, mine)
        [conflict] = saved.conflicts
        assert (conflict.name, conflict.mine, conflict.theirs) == ("objet", "Danse", "Chant")
        assert (conflict.earlier.by, conflict.earlier.is_oneself) == ("Amina Diop", False)
        assert conflict.earlier.at == MONDAY_MORNING
        assert await _texts(work, draft) == {"objet": "Chant", "benevoles": "8", "adherents": "120"}

    async def test_whoever_has_seen_the_other_answer_may_replace_it(
        self, work: Work, actor: Actor, colleague: Actor, draft: Application
    ) -> None:
        first = await save_answers(work, colleague, draft.number, Typed({"objet": "Chant"}, page="hers"))
        choice = Typed({"objet": "Danse"}, seen=first.edition, page="mine")
        assert (await save_answers(work, actor, draft.number, choice)).conflicts == ()
        assert await _texts(work, draft) == {"objet": "Danse"}

    async def test_a_page_is_never_in_conflict_with_itself(self, work: Work, actor: Actor, draft: Application) -> None:
        """An answer is saved as it is typed, then again by "Continuer", of the edition that the page began with."""
        for text in ("D", "Da", "Danse"):
            saved = await save_answers(work, actor, draft.number, Typed({"objet": text}, seen=0, page="mine"))
            assert saved.conflicts == ()
        assert await _texts(work, draft) == {"objet": "Danse"}

    async def test_what_was_overtaken_on_its_way_changes_nothing(
        self, work: Work, actor: Actor, draft: Application
    ) -> None:
        """The page saved by itself, then whole; the first sending arrives last."""
        for turn, text in ((2, "Faire chanter le canton"), (1, "Faire chanter")):
            saved = await save_answers(work, actor, draft.number, Typed({"objet": text}, page="a", turn=turn))
        assert (saved.before, saved.conflicts) == ({}, ())
        assert (await _rows(work, draft))["objet"].text == "Faire chanter le canton"

    async def test_a_page_that_only_shows_an_old_text_changes_nothing_and_is_told_nothing(
        self, work: Work, actor: Actor, colleague: Actor, draft: Application
    ) -> None:
        shown = await save_answers(work, actor, draft.number, Typed({"objet": "Chant"}, page="begun"))
        for text in ("Danse", "Danse et chant"):  # one page may save many times
            await save_answers(work, colleague, draft.number, Typed({"objet": text}, shown.edition, page="hers"))
        untouched = Typed({"objet": "Chant", "adherents": "120"}, seen=shown.edition, page="mine")
        assert (await save_answers(work, actor, draft.number, untouched)).conflicts == ()
        assert await _texts(work, draft) == {"objet": "Danse et chant", "adherents": "120"}

    async def test_the_same_answer_from_two_pages_is_no_conflict(
        self, work: Work, actor: Actor, colleague: Actor, draft: Application
    ) -> None:
        for who, page in ((colleague, "hers"), (actor, "mine"), (actor, "mine")):
            saved = await save_answers(work, who, draft.number, Typed({"objet": "Chant"}, page=page))
            assert (saved.edition, saved.conflicts) == (1, ())

    async def test_ones_own_other_tab_is_said_to_be_oneself(
        self, committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
    ) -> None:
        account = await make_applicant(committed, passwords)
        actor, draft = await actor_of(committed, account), await make_draft(committed, account)
        mine = Work(database.sessions, clock, Origin(account_id=account.id))
        await save_answers(mine, actor, draft.number, Typed({"objet": "Chant"}, page="one tab"))
        [conflict] = (await save_answers(mine, actor, draft.number, Typed({"objet": "Danse"}, page="two"))).conflicts
        assert conflict.earlier.is_oneself

    async def test_what_is_typed_in_a_row_that_another_page_took_out_is_kept(
        self, work: Work, actor: Actor, rich: Application
    ) -> None:
        begun = await save_answers(work, actor, rich.number, Typed({"depenses.1.poste": "Vélo"}, page="one"))
        await save_answers(work, actor, rich.number, Typed({"depenses.1": REMOVED}, begun.edition, "two"))
        await save_answers(work, actor, rich.number, Typed({"depenses.1.poste": "Vélo rouge"}, begun.edition, "one"))
        assert (await _texts(work, rich))["depenses.1.poste"] == "Vélo rouge"


class TestRows:
    async def test_a_row_is_begun_once_however_often_it_is_asked_for(
        self, work: Work, actor: Actor, rich: Application
    ) -> None:
        for _ in range(2):
            await save_answers(work, actor, rich.number, Typed({}, new_rows=("depenses.rabc1",)))
        assert await _texts(work, rich) == {"depenses.rabc1": "2"}

    async def test_rows_stand_in_the_order_in_which_they_were_begun(
        self, work: Work, actor: Actor, rich: Application
    ) -> None:
        for row in ("depenses.rz", "depenses.ra", "budget.744.rb", "postes.rc"):
            await save_answers(work, actor, rich.number, Typed({}, new_rows=(row,)))
        expected = {"depenses.rz": "2", "depenses.ra": "3", "budget.744.rb": "2", "postes.rc": "2"}
        assert await _texts(work, rich) == expected

    async def test_a_row_and_what_is_typed_in_it_may_come_together(
        self, work: Work, actor: Actor, rich: Application
    ) -> None:
        """The cells of a row that is being begun are not there yet on the page; those of others are saved with it."""
        typed = Typed({"depenses.1.poste": "Vélo", "depenses.1.montant": "300"}, new_rows=("depenses.ra",))
        await save_answers(work, actor, rich.number, typed)
        assert set(await _texts(work, rich)) == {"depenses.1.poste", "depenses.1.montant", "depenses.ra"}

    async def test_no_more_rows_than_the_scheme_allows(self, work: Work, actor: Actor, rich: Application) -> None:
        for row in ("ra", "rb", "rc"):
            await save_answers(work, actor, rich.number, Typed({}, new_rows=(f"depenses.{row}",)))
        with pytest.raises(Refused) as refused:
            await save_answers(work, actor, rich.number, Typed({"titre": "Fête"}, new_rows=("depenses.rd",)))
        assert refused.value.reason == texts.TOO_MANY_ROWS.format(count=4)
        await save_answers(work, actor, rich.number, Typed({"depenses.rb": REMOVED}))
        await save_answers(work, actor, rich.number, Typed({}, new_rows=("depenses.rd",)))
        present = [name for name, text in (await _texts(work, rich)).items() if text != REMOVED]
        assert sorted(present) == ["depenses.ra", "depenses.rc", "depenses.rd"]

    async def test_rows_that_nobody_began_are_passed_over(self, work: Work, actor: Actor, rich: Application) -> None:
        names = ("depenses.r9.poste", "depenses.2.poste", "depenses.0.poste", "budget.744.77.amount", "depenses.r9")
        await save_answers(work, actor, rich.number, Typed(dict.fromkeys(names, "1")))
        assert await _texts(work, rich) == {}

    @pytest.mark.parametrize("row", ["depenses.RA", "depenses.r-a", f"depenses.{'r' * 13}", "titre.ra", "inconnu.ra"])
    async def test_a_row_that_the_form_cannot_have_is_not_begun(
        self, work: Work, actor: Actor, rich: Application, row: str
    ) -> None:
        await save_answers(work, actor, rich.number, Typed({}, new_rows=(row,)))
        assert await _texts(work, rich) == {}

    async def test_a_row_that_is_taken_out_says_so_and_keeps_its_words_while_drafting(
        self, work: Work, actor: Actor, rich: Application
    ) -> None:
        await save_answers(work, actor, rich.number, Typed({"depenses.1.poste": "Vélo"}))
        for _ in range(2):
            await save_answers(work, actor, rich.number, Typed({"depenses.1": REMOVED}))
        assert await _texts(work, rich) == {"depenses.1.poste": "Vélo", "depenses.1": REMOVED}


class TestAtOnce:
    """Twenty writers, each with a connection of their own."""

    async def _together(
        self, database: Database, clock: FrozenClock, actor: Actor, number: int, typed: Sequence[Typed]
    ) -> list[Saved]:
        each = (save_answers(Work(database.sessions, clock), actor, number, one) for one in typed)
        return await asyncio.gather(*each)

    async def test_20_writers_of_20_fields_lose_nothing(
        self, committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
    ) -> None:
        account = await make_applicant(committed, passwords)
        slug = await make_rich_scheme(committed)
        actor, draft = await actor_of(committed, account), await make_draft(committed, account, slug)
        accounts = (602, 606, 613, 615, 616, 618, 622, 623, 625, 627, 631, 635, 641, 645, 648, 65, 66, 67, 68, 706)
        fields = {f"budget.{account}": f"{account},00" for account in accounts}
        typed = [Typed({field: text}, page=field) for field, text in fields.items()]
        saved = await self._together(database, clock, actor, draft.number, typed)
        assert await _texts(committed, draft) == fields
        assert sorted(one.edition for one in saved) == list(range(1, 21))

    async def test_of_20_writers_of_one_field_one_wins_and_19_are_told(
        self, committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
    ) -> None:
        account = await make_applicant(committed, passwords)
        actor, draft = await actor_of(committed, account), await make_draft(committed, account)
        typed = [Typed({"objet": f"Version {number}"}, page=f"page {number}") for number in range(20)]
        saved = await self._together(database, clock, actor, draft.number, typed)
        [kept] = (await _texts(committed, draft)).values()
        conflicts: list[TwoAnswers] = [conflict for one in saved for conflict in one.conflicts]
        assert {conflict.theirs for conflict in conflicts} == {kept}
        assert sorted([kept, *(conflict.mine for conflict in conflicts)]) == sorted(one.texts["objet"] for one in typed)

    async def test_a_row_asked_for_by_20_clicks_is_one(
        self, committed: Work, database: Database, clock: FrozenClock, passwords: Passwords
    ) -> None:
        account = await make_applicant(committed, passwords)
        slug = await make_rich_scheme(committed)
        actor, draft = await actor_of(committed, account), await make_draft(committed, account, slug)
        await self._together(database, clock, actor, draft.number, [Typed({}, new_rows=("depenses.ra",))] * 20)
        assert await _texts(committed, draft) == {"depenses.ra": "2"}


async def test_who_does_not_act_for_the_structure_does_not_find_its_draft(
    work: Work, stranger: Actor, draft: Application, passwords: Passwords
) -> None:
    agent = await actor_of(work, await make_agent(work, passwords, service_id=draft.service_id))
    for who in (stranger, agent):
        with pytest.raises(NotFound):
            await save_answers(work, who, draft.number, Typed({"objet": "Musique"}))
    assert await _texts(work, draft) == {}


async def test_a_reader_changes_nothing(work: Work, actor: Actor, draft: Application) -> None:
    with pytest.raises(Refused) as refused:
        await save_answers(work, with_role(actor, MemberRole.READER), draft.number, Typed({"objet": "Musique"}))
    assert (type(refused.value), refused.value.reason) == (OutOfRole, texts.READERS_ONLY_READ)
    assert await _texts(work, draft) == {}


async def test_a_role_counts_in_its_own_structure_only(
    work: Work, account: Account, stranger: Actor, draft: Application
) -> None:
    """Somebody who administers one structure and reads another is a reader there, whichever comes first."""
    reader_here = with_role(await actor_of(work, account), MemberRole.READER).memberships
    for memberships in (stranger.memberships + reader_here, reader_here + stranger.memberships):
        who = replace(stranger, memberships=memberships)
        with pytest.raises(Refused) as refused:
            await save_answers(work, who, draft.number, Typed({"objet": "Musique"}))
        assert refused.value.reason == texts.READERS_ONLY_READ


async def test_what_is_sent_does_not_change_any_more(
    work: Work, account: Account, actor: Actor, store: MemoryStore, renderer: TypstRenderer
) -> None:
    sent = await make_submitted(work, account, store, renderer, SLUG)
    before = await _texts(work, sent)
    for typed in (Typed({"objet": "Autre chose"}), Typed({}, new_rows=("depenses.ra",)), Typed({})):
        with pytest.raises(Conflict) as refused:
            await save_answers(work, actor, sent.number, typed)
        assert refused.value.reason == texts.ALREADY_SENT
    assert await _texts(work, sent) == before
