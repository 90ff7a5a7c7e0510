"""A form of 1 000 fields, 400 of them conditional, with ten tables of 50 rows: what does a field cost there, against
one of a form of 40? Time of the processor, the fastest of several runs.

Seen on 2026-11-26, on two shared cores: x1.2 per field (32 ms and 1.1 ms); with the tables, 75 ms for the whole form.
"""

import time

from tests.factories.definitions import Part, asked, computed, fill_in, scheme, section, step, table
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.filled import FilledForm

TIMES, SMALL, LARGE, TABLES, ROWS = 9, 40, 1_000, 10, 50


def main() -> None:
    small, large, tables = (_seconds(*form) for form in (_form(SMALL), _form(LARGE), _form(LARGE, TABLES)))
    per_field = (large / LARGE) / (small / SMALL)
    print(f"{SMALL} fields {small * 1000:.1f} ms; {LARGE} fields {large * 1000:.0f} ms: x{per_field:.1f} per field")
    print(f"{TABLES} of them tables of {ROWS} rows: {tables * 1000:.0f} ms")


def _form(size: int, tables: int = 0) -> tuple[SchemeDefinition, dict[str, str]]:
    """Every fifth field decides whether the next two are asked; every fifth is computed from the one before it."""
    fields = [_table(rank) if rank < tables else _field(rank) for rank in range(size)]
    pages = [step(f"p{at}", section(f"s{at}", *fields[at : at + 20])) for at in range(0, size, 20)]
    return scheme(steps=pages), dict(answer for field in fields for answer in _answers(field))


def _field(rank: int) -> Part:
    key = f"f{rank}"
    match rank % 5:
        case 0:
            return asked(key, "yes_no")
        case 1 | 2:
            return asked(key, "amount", required=True, when={"of": f"f{rank - rank % 5}", "is": "oui"})
        case 3:
            return asked(key, "amount", minimum=1)
    return computed(key, rate=50, of=f"f{rank - 1}", cap=1_000)


def _table(rank: int) -> Part:
    columns = asked("nom"), asked("ht", "amount"), computed("part", ratio=["ht", f"f{rank}.ht"], result="percentage")
    return table(f"f{rank}", *columns, totals=["ht"])


def _answers(field: Part) -> list[tuple[str, str]]:
    match field["type"]:
        case "table":
            rows = [f"{field['key']}.r{row}" for row in range(1, ROWS)]
            return [(f"{row}.{key}", text) for row in rows for key, text in (("nom", "Four"), ("ht", "12 500,50"))]
        case "computed":
            return []
        case "yes_no":
            return [(field["key"], "oui")]
    return [(field["key"], "12 500,50")]


def _seconds(definition: SchemeDefinition, answers: dict[str, str]) -> float:
    fill_in(definition, answers)  # the first time, the order of the fields is worked out
    return min(_timed(definition, answers)[1] for _ in range(TIMES))


def _timed(definition: SchemeDefinition, answers: dict[str, str]) -> tuple[FilledForm, float]:
    started = time.process_time()
    form = fill_in(definition, answers)
    return form, time.process_time() - started


if __name__ == "__main__":
    main()
