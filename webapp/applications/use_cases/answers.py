"""Keeping what is typed in a draft, right or wrong, one answer at a time or a page at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from webapp.accounts.models import Account
from webapp.applications import texts
from webapp.applications.access import lock_application, require_filling_in
from webapp.applications.keeping import touch
from webapp.applications.models import Answer, Application
from webapp.core.actor import Actor
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.editing.saving import Earlier
from webapp.schemes.controls import REMOVED, ROW, find_control, rows_at_first, rows_at_most, table_and_row
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.reopening import reopened
from webapp.schemes.revisions import load_definition
from webapp.schemes.rows import PLACE


@dataclass(frozen=True, slots=True)
class Typed:
    """`texts` by the names of schemes/controls.py. `seen`: the edition that the page showed. `page`: its own mark, so
    that it is not in conflict with itself. `turn` counts what it sends: what was overtaken on its way changes nothing;
    0 where nothing is counted. `new_rows`: names of rows to begin.
    """

    texts: Mapping[str, str]
    seen: int = 0
    page: str = ""
    turn: int = 0
    new_rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TwoAnswers:
    """Somebody answered differently since the page was made; nothing of `mine` is kept before the person chooses."""

    name: str
    mine: str
    theirs: str
    earlier: Earlier


@dataclass(frozen=True, slots=True)
class Saved:
    """`before`: what stood where something changed. `conflicts` were not saved; everything else was."""

    at: datetime
    edition: int
    before: Mapping[str, str]
    conflicts: tuple[TwoAnswers, ...] = ()


async def save_answers(work: Work, actor: Actor, number: int, typed: Typed) -> Saved:
    """Keeps each text, valid or not; what is not named stays as it is, and only what changed is written.

    Names that the form does not have, or that cannot be changed now, are passed over. Raises NotFound, Conflict once
    the application is sent, Refused for a reader and for a row too many.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        require_filling_in(actor, application)
        definition = await load_definition(work.session, application.revision_id)
        names = {name: table_and_row(name) for name in _open(application, definition, typed.texts)}
        new_rows = _open(application, definition, typed.new_rows)
        markers = {f"{table}.{row}" for table, row in filter(None, names.values())} | set(new_rows)
        stored = await _stored(work, application, {*names, *markers})
        wanted = {
            name: typed.texts[name]
            for name, place in names.items()
            if place is None or _is_there(definition, place, stored)
        }
        wanted |= await _rows_begun(work, application, definition, new_rows, stored)
        changed, overtaken = _sorted_out(wanted, stored, typed)
        if changed:
            touch(application, work.now)
            application.edition += 1
            await work.session.execute(_writing(work, actor, application, typed, changed, stored))
        return Saved(
            work.now,
            application.edition,
            {name: stored[name].text if name in stored else "" for name in changed},
            await _conflicts(work, overtaken, typed, stored),
        )


def _open(application: Application, definition: SchemeDefinition, names: Iterable[str]) -> list[str]:
    """Those of the form; of one that was sent, those that can be changed again."""
    known = [name for name in names if find_control(definition, name)]
    if not application.reopened:
        return known
    parts = reopened(definition, frozenset(application.reopened))
    return [name for name in known if parts.holds(name)]


async def _stored(work: Work, application: Application, names: Iterable[str]) -> dict[str, Answer]:
    query = select(Answer).where(
        Answer.application_id == application.id, Answer.field == func.any(cast(list(names), ARRAY(Text)))
    )
    return {answer.field: answer for answer in await work.session.scalars(query)}


def _is_there(definition: SchemeDefinition, place: tuple[str, str], stored: Mapping[str, Answer]) -> bool:
    """Rows are begun by asking for one, so that nobody makes a million of them by names alone."""
    table, row = place
    is_first = row.isdigit() and 1 <= int(row) <= rows_at_first(definition, table)
    return is_first or f"{table}.{row}" in stored


async def _rows_begun(
    work: Work,
    application: Application,
    definition: SchemeDefinition,
    names: Iterable[str],
    stored: Mapping[str, Answer],
) -> dict[str, str]:
    """The text of a marker is the place of its row. Asked for twice, it is begun once."""
    begun = {}
    for name in names:
        place = table_and_row(name)
        if place is None or find_control(definition, name) is not ROW or name in stored:
            continue
        table, first = place[0], rows_at_first(definition, place[0])
        markers = select(Answer.field, Answer.text).where(
            Answer.application_id == application.id,
            Answer.field.startswith(f"{table}.", autoescape=True),
            func.length(Answer.field) - func.length(func.replace(Answer.field, ".", "")) == table.count(".") + 1,
        )
        known = {row.field: row.text for row in await work.session.execute(markers)}
        present = sum(text != REMOVED for text in known.values()) + sum(
            f"{table}.{number}" not in known for number in range(1, first + 1)
        )
        if present >= rows_at_most(definition, table):
            raise Refused(texts.TOO_MANY_ROWS.format(count=rows_at_most(definition, table)))
        begun[name] = str(max([first, *(int(text) for text in known.values() if PLACE.fullmatch(text))]) + 1)
    return begun


def _sorted_out(
    wanted: Mapping[str, str], stored: Mapping[str, Answer], typed: Typed
) -> tuple[dict[str, str], list[str]]:
    """What to write, and the names of what somebody else wrote meanwhile."""
    changed: dict[str, str] = {}
    overtaken = []
    for name, text in wanted.items():
        known = stored.get(name)
        if (known.text if known else "") == text:
            continue
        if known and known.page == typed.page and 0 < typed.turn < known.turn:
            continue
        if known is None or known.version <= typed.seen or known.page == typed.page:
            changed[name] = text
        elif text != known.before:  # else this page only shows what stood there before: nobody typed it here
            overtaken.append(name)
    return changed, overtaken


def _writing(
    work: Work,
    actor: Actor,
    application: Application,
    typed: Typed,
    changed: Mapping[str, str],
    stored: Mapping[str, Answer],
) -> Any:
    """One statement of one length, however many answers: PostgreSQL takes 32 767 parameters, a form may have more."""
    before = []
    for name in changed:
        known = stored.get(name)
        before.append("" if known is None else known.before if known.page == typed.page else known.text)
    arrays = (cast(list(one), ARRAY(Text)) for one in (changed, changed.values(), before))
    each = func.unnest(*arrays).table_valued("field", "text", "before").render_derived()
    written = {
        "application_id": literal(application.id),
        "field": each.c.field,
        "text": each.c.text,
        "version": literal(application.edition),
        "page": literal(typed.page),
        "turn": literal(typed.turn),
        "before": each.c.before,
        "saved_at": literal(work.now),
        "saved_by": literal(actor.account_id),
    }
    upsert = insert(Answer).from_select(list(written), select(*written.values()))
    kept = ("text", "version", "page", "turn", "before", "saved_at", "saved_by")
    return upsert.on_conflict_do_update(
        index_elements=[Answer.application_id, Answer.field],
        set_={column: getattr(upsert.excluded, column) for column in kept},
    )


async def _conflicts(
    work: Work, names: list[str], typed: Typed, stored: Mapping[str, Answer]
) -> tuple[TwoAnswers, ...]:
    if not names:
        return ()
    writers = {stored[name].saved_by for name in names}
    query = select(Account.id, Account.full_name).where(Account.id.in_(writers))
    by = {row.id: row.full_name for row in await work.session.execute(query)}
    return tuple(
        TwoAnswers(
            name,
            typed.texts[name],
            stored[name].text,
            Earlier(
                by.get(stored[name].saved_by, ""),
                is_oneself=stored[name].saved_by == work.account_id,
                at=stored[name].saved_at,
            ),
        )
        for name in names
        if name in typed.texts
    )
