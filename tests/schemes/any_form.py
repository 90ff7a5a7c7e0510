"""Arbitrary small forms and what may be typed in them, for properties that hold of all."""

from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.factories.definitions import Part, asked, question, scheme, section, step
from webapp.schemes.accounting import CLASSES, Side, accounts
from webapp.schemes.conditions import COMPARISONS
from webapp.schemes.controls import FUNDER_CELLS, POSTAL_LABELS, REMOVED
from webapp.schemes.definition import (
    NOT_TYPED,
    NUMBERS,
    WITH_CHOICES,
    WITH_COLUMNS,
    FieldType,
    SchemeDefinition,
    StructureFact,
)
from webapp.schemes.filled import Fact
from webapp.schemes.formulas import KINDS

ROWS = ("1", "2", "ra")
COLOURS = ("Rouge", "Vert", "Bleu")
TYPED = (
    *("", " ", "oui", "non", "0", "1", "12,5", "1 250,00 €", "0,005", "-3", "33,333333", "9 999 999 999,99"),
    *("999999999999", "01/09/2026", "31/02/2026", "Rouge", "Vert\nBleu", "31000 Toulouse", "nom@exemple.fr"),
    *("{a}", "9" * 5_000, "a" * 600, REMOVED, "3 rue du Port"),
)
FACT_NAMES = [*map(str, StructureFact)]
FACTS = st.dictionaries(st.sampled_from(FACT_NAMES), st.just(Fact("oui", "Oui")), max_size=3)
_COMPOUND = {*WITH_COLUMNS, FieldType.BUDGET, FieldType.ADDRESS, FieldType.FACT}
_IN_A_ROW = [kind for kind in FieldType if kind not in _COMPOUND]
_CONSTANTS = ("oui", "Rouge", "0.5", "2026-09-01", 0, 1)
_FIGURES = [*Side, *(f"{one.side}_{one.code}" for one in CLASSES)]


@st.composite
def definitions(draw: st.DrawFn) -> SchemeDefinition:
    """Each part may depend on those before it, so that nothing waits for itself."""
    return _Maker(draw).scheme()


def answers(definition: SchemeDefinition) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from([*control_names(definition)]), st.sampled_from(TYPED), max_size=12)


def control_names(definition: SchemeDefinition) -> Iterator[str]:
    """That this form may send, written down here by themselves: controls.py is what they test."""
    yield from definition.questions_by_key
    for field in definition.fields:
        match field.type:
            case FieldType.ADDRESS:
                yield from (f"{field.key}.{part}" for part in POSTAL_LABELS)
            case FieldType.TABLE | FieldType.BLOCKS:
                yield from (f"{field.key}.{row}" for row in ROWS)
                typed = [column.key for column in field.columns if column.is_answered]
                yield from (f"{field.key}.{row}.{column}" for row in ROWS for column in typed)
            case FieldType.BUDGET:
                yield from (f"{field.key}.{line.code}" for _, line in accounts() if not line.is_by_funder)
                yield from (f"{field.key}.744.{row}.{cell.key}" for row in ROWS for cell in FUNDER_CELLS)
            case _ if field.is_answered:
                yield field.key


class _Maker:
    """Plain functions and not strategies of strategies, which take longer to make than a form to fill in.

    `known`: what the next part may name.
    """

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self.known = ["region"]

    def _number(self, least: int, most: int) -> int:
        return self._draw(st.integers(least, most))

    def _one(self, options: Sequence[Any]) -> Any:
        return options[self._number(0, len(options) - 1)]

    def _often(self) -> bool:
        return self._draw(st.booleans())

    def scheme(self) -> SchemeDefinition:
        steps = [self._step(f"p{number}") for number in range(self._number(1, 2))]
        keys = [field["key"] for part in steps for one in part["sections"] for field in one["fields"]]
        pieces = [{"key": "piece", "label": "Pièce", **self._when()}]
        rules = [self._rule(self._one(keys)) for _ in range(self._number(0, 2))]
        return scheme(steps=steps, eligibility=[question("region")], pieces=pieces, rules=rules)

    def _step(self, key: str) -> Part:
        when = self._when()
        return step(key, *(self._section(f"{key}s{rank}") for rank in range(self._number(1, 2))), **when)

    def _section(self, key: str) -> Part:
        when = self._when()
        return section(key, *(self._known_field(f"{key}f{rank}") for rank in range(self._number(1, 3))), **when)

    def _known_field(self, key: str) -> Part:
        field = self._field(key, self._one([*FieldType]))
        self.known += [key, *(f"{key}.{column['key']}" for column in field.get("columns", ()))]
        if field["type"] is FieldType.BUDGET:
            self.known += [f"{key}.charges", f"{key}.{self._one(_FIGURES)}"]
        return field

    def _field(self, key: str, kind: FieldType) -> Part:
        options: dict[str, Any] = self._when()
        if kind not in NOT_TYPED or kind is FieldType.FACT:
            options["required"] = self._often()
        if kind in WITH_CHOICES:
            options["choices"] = COLOURS
        if kind in {*NUMBERS, FieldType.DATE} and self._often():
            options[self._one(["minimum", "maximum"])] = self._operand([0, 10, "0.5", "2026-09-01"])
        if kind is FieldType.FACT:
            options["fact"] = self._one([*StructureFact])
        if kind is FieldType.COMPUTED:
            options |= {"formula": self._formula(), "result": self._one(sorted(NUMBERS)), "hidden": self._often()}
        if kind in WITH_COLUMNS:
            options |= self._columns(key)
        return asked(key, kind, **options)

    def _columns(self, table: str) -> Part:
        outside = self.known
        columns: list[Part] = []
        for rank in range(self._number(1, 3)):
            own = [name for column in columns for name in (column["key"], f"{table}.{column['key']}")]
            self.known = [*outside, *own]
            columns.append(self._field(f"c{rank}", self._one(_IN_A_ROW)))
        self.known = outside
        numbers = [column["key"] for column in columns if column["type"] in {*NUMBERS, FieldType.COMPUTED}]
        return {"columns": columns, "totals": numbers, "rows_min": self._number(0, 2)}

    def _when(self) -> Part:
        return {"when": self._condition()} if self._number(0, 2) == 0 else {}

    def _condition(self, depth: int = 0) -> Part:
        group = self._one(["", "", "", "all", "any", "not"] if depth < 2 else [""])
        if group == "not":
            return {"not": self._condition(depth + 1)}
        if group:
            return {group: [self._condition(depth + 1) for _ in range(self._number(0, 2))]}
        about = {"of": self._one(self.known)} if self._number(0, 4) else {"fact": self._one(FACT_NAMES)}
        return about | self._comparison(self._one(COMPARISONS))

    def _comparison(self, name: str) -> Part:
        match name:
            case "given":
                return {"given": self._often()}
            case "contains":
                return {"contains": self._one(COLOURS)}
            case "one_of":
                return {"one_of": [self._one(_CONSTANTS), self._one(_CONSTANTS)]}
        return {name: self._operand(_CONSTANTS)}

    def _operand(self, constants: Sequence[Any]) -> Any:
        kind = self._number(0, 3)
        if kind == 0:
            return {"value_of": self._one(self.known)}
        if kind == 1:
            return {"today": {"months": self._number(-1_200, 1_200), "days": self._number(-400, 400)}}
        return self._one(constants)

    def _formula(self) -> Part:
        kind = self._one(KINDS)
        match kind:
            case "count":
                return {"count": self._one(self.known)}
            case "rate":
                cap = {"cap": self._reference()} if self._often() else {}
                return {"rate": self._reference(), "of": self._reference(), **cap}
            case "ratio" | "quotient":
                return {kind: [self._reference(), self._reference()]}
        return {kind: [self._reference() for _ in range(self._number(1, 3))]}

    def _reference(self) -> Any:
        return self._one(self.known) if self._number(0, 3) else self._one([0, 100, "33.333333", 999_999_999_999])

    def _rule(self, key: str) -> Part:
        return {"field": key, "check": self._condition(), "message": f"Trop : {{{key}}}.", **self._when()}
