"""From a scheme and what was typed to the form as it is: what is asked, what it is worth, what is wrong or missing.

Pure, and the only place where conditions, formulas and rules are worked out: pages, the list of what is missing, the
submission and the receipt all read what it makes. What is hidden counts as not given, so that no answer that the person
does not see decides anything.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from webapp.schemes import texts
from webapp.schemes.budgets import budget_numbers, read_budget
from webapp.schemes.conditions import FACT, Condition, Lookup, Operand, Today, Value, holds, shifted
from webapp.schemes.controls import POSTAL_REQUIRED, as_field, find_control, postal_parts, table_and_row
from webapp.schemes.definition import Bound, Field, FieldType, FormStep, Rule, SchemeDefinition, Section
from webapp.schemes.dependencies import evaluation_order
from webapp.schemes.filled import Fact, Filled, FilledForm, FilledSection, FilledStep, Row
from webapp.schemes.formulas import Numbers, compute, to_cents
from webapp.schemes.numbers import rounded
from webapp.schemes.rows import fill_rows, numbers_in, row_ids, totals_of
from webapp.schemes.values import bound_problem, missing_sentence, show, understand

Answers = Mapping[str, str]
"""What was typed, by the name of its control (controls.py)."""
Facts = Mapping[str, Fact]
"""By StructureFact; a fact that is not known is left out."""
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def fill(definition: SchemeDefinition, answers: Answers, facts: Facts, today: date) -> FilledForm:
    """`today` is the day in Paris."""
    return _Filling(definition, answers, facts, today).form()


class _Filling:
    def __init__(self, definition: SchemeDefinition, answers: Answers, facts: Facts, today: date) -> None:
        self.definition, self.answers, self.facts, self.today = definition, answers, facts, today
        self.filled: dict[str, Filled] = {}
        self.shown: dict[int, bool] = {}
        self.rows_known = _rows_known(definition, answers)

    def form(self) -> FilledForm:
        for question in self.definition.eligibility:
            self.filled[question.key] = self._question(question.key)
        homes = {
            field.key: (step, section, field)
            for step in self.definition.steps
            for section in step.sections
            for field in section.fields
        }
        for key in evaluation_order(self.definition):
            step, section, field = homes[key]
            if self._is_asked(step, section, field):
                self.filled[key] = self._fill(field, key)
        pieces = tuple(piece for piece in self.definition.pieces if self._holds(piece.when))
        self._apply(self.definition.rules)
        return FilledForm(
            self.definition,
            tuple(self.filled[question.key] for question in self.definition.eligibility),
            tuple(step for step in map(self._step, self.definition.steps) if step.sections),
            pieces,
        )

    def _question(self, key: str) -> Filled:
        question = self.definition.questions_by_key[key]
        filled = self.read(as_field(question), key)
        is_right = filled.value is None or filled.value == question.expected
        return filled if is_right else replace(filled, problem=question.reason)

    def _step(self, step: FormStep) -> FilledStep:
        sections = (FilledSection(section, self._shown_in(section)) for section in step.sections)
        return FilledStep(step, tuple(section for section in sections if section.fields))

    def _shown_in(self, section: Section) -> tuple[Filled, ...]:
        asked = (field for field in section.fields if field.key in self.filled and not field.hidden)
        return tuple(_without_hidden_columns(self.filled[field.key]) for field in asked)

    def _is_asked(self, *parts: FormStep | Section | Field) -> bool:
        """`parts` from the outside to the inside; what the first ones say is worked out once."""
        *around, field = parts
        for part in around:
            if id(part) not in self.shown:
                self.shown[id(part)] = self._holds(part.when)
            if not self.shown[id(part)]:
                return False
        return self._holds(field.when)

    def _holds(self, condition: Condition | None) -> bool:
        return condition is None or holds(condition, self.value_of, self.today)

    def _fill(self, field: Field, name: str) -> Filled:
        match field.type:
            case FieldType.HEADING | FieldType.EXPLANATION:
                return Filled(name, field)
            case FieldType.COMPUTED:
                return self.compute(field, name, self.numbers_of)
            case FieldType.FACT:
                return self._fact(field, name)
            case FieldType.ADDRESS:
                return self._postal_address(field, name)
            case FieldType.TABLE | FieldType.BLOCKS:
                return self._table(field, name)
            case FieldType.BUDGET:
                return self._budget(field, name)
        return self.read(field, name)

    def read(self, field: Field, name: str, value_of: Lookup | None = None) -> Filled:
        """One control. `value_of`: what names mean where it stands."""
        text = self.answers.get(name, "")
        understood = understand(field, text)
        problem = understood.problem
        if understood.value is not None and not problem:
            bounds = (self._bound(bound, value_of or self.value_of) for bound in (field.minimum, field.maximum))
            problem = bound_problem(field, understood.value, *bounds)
        missing = missing_sentence(field) if field.required and not text.strip() else ""
        return Filled(name, field, text, understood.value, understood.shown, problem, missing)

    def _bound(self, bound: Bound | None, value_of: Lookup) -> Value | None:
        match bound:
            case Operand(value_of=name) if name:
                return value_of(name)
            case Operand(today=today):
                return shifted(self.today, today or Today())
        return bound

    def compute(self, field: Field, name: str, numbers_of: Numbers) -> Filled:
        """To two decimals: what other values are computed from is what people read."""
        number = compute(field.formula, numbers_of) if field.formula else None
        if number is None:
            return Filled(name, field)
        value: Value = to_cents(number)
        if field.result is FieldType.INTEGER:
            value = int(rounded(number, 0))
        return Filled(name, field, value=value, shown=show(field, value))

    def _fact(self, field: Field, name: str) -> Filled:
        known = self.facts.get(field.fact or "")
        if known is None:
            missing = texts.FACT_MISSING.format(label=field.label) if field.required else ""
            return Filled(name, field, missing=missing)
        return Filled(name, field, value=known.value, shown=known.shown)

    def _postal_address(self, field: Field, name: str) -> Filled:
        """One that is begun is to be completed, even where none is required."""
        parts = tuple(self.read(part, f"{name}.{part.key}") for part in postal_parts(field))
        given = {part.field.key: part.text.strip() for part in parts}
        lines = [given["delivery_point"], given["street"], given["locality"]]
        shown = ", ".join(line for line in (*lines, f"{given['postal_code']} {given['commune']}".strip()) if line)
        if shown:
            parts = tuple(_needed(part) if part.field.key in POSTAL_REQUIRED else part for part in parts)
        is_complete = not any(part.problem or part.missing for part in parts)
        return Filled(name, field, value=(shown or None) if is_complete else None, shown=shown, parts=parts)

    def _table(self, field: Field, name: str) -> Filled:
        least = max(field.rows_min, int(field.required))
        rows = self._rows(name, field.columns, least)
        given = sum(not row.is_blank for row in rows)
        missing = _rows_missing(field, least) if given < least else ""
        value = Decimal(given) if given else None
        return Filled(name, field, value=value, missing=missing, rows=rows, totals=totals_of(field, rows))

    def _rows(self, name: str, columns: tuple[Field, ...], least: int = 1) -> tuple[Row, ...]:
        known = self.rows_known.get(name, ())
        return fill_rows(self, name, columns, row_ids(self.answers, name, known, least))

    def _budget(self, field: Field, name: str) -> Filled:
        budget = read_budget(name, self.read, self._rows)
        is_blank = not any(cell.text.strip() for cell in budget.cells)
        missing = " ".join(budget.imbalance)
        if is_blank and field.required:
            missing = texts.BUDGET_MISSING
        return Filled(name, field, missing=missing, budget=budget, value=None if is_blank else Decimal(1))

    def value_of(self, name: str) -> Value | None:
        """Of a field, a column (its sum), a figure of a budget, a fact; see conditions.Lookup."""
        if name.startswith(FACT):
            known = self.facts.get(name.removeprefix(FACT))
            return known.value if known else None
        if name in self.filled:
            return self.filled[name].worth
        numbers = self.numbers_of(name)
        return sum(numbers, start=Decimal(0)) if numbers else None

    def numbers_of(self, name: str) -> list[Decimal]:
        """See formulas.Numbers."""
        key, _, column = name.partition(".")
        filled = self.filled.get(key)
        if filled is None:
            return []
        if filled.budget:
            return budget_numbers(filled.budget, column)
        if column:
            cells = (cell for row in filled.rows for cell in row.cells if cell.field.key == column)
            return numbers_in(*cells)
        if filled.rows:
            return [Decimal(1) for row in filled.rows if not row.is_blank]
        return numbers_in(filled)

    def _apply(self, rules: tuple[Rule, ...]) -> None:
        """All of them to what the person typed: what one says makes no other silent. Beside a field, the first."""
        said: dict[str, str] = {}
        for rule in rules:
            if rule.field not in said and self._is_broken(rule):
                said[rule.field] = self._message(rule)
        for key, problem in said.items():
            self.filled[key] = replace(self.filled[key], problem=problem)

    def _is_broken(self, rule: Rule) -> bool:
        filled = self.filled.get(rule.field)
        if filled is None or filled.problem or not self._holds(rule.when):
            return False
        is_given = all(self.value_of(name) is not None for name in rule.check.names)
        return is_given and not self._holds(rule.check)

    def _message(self, rule: Rule) -> str:
        """No format string: what a scheme's file says is text, and so is what people typed."""
        return _PLACEHOLDER.sub(self._in_words, rule.message)

    def _in_words(self, placeholder: re.Match[str]) -> str:
        filled = self.filled.get(placeholder[1])
        return filled.shown if filled else ""


def _needed(part: Filled) -> Filled:
    return part if part.text.strip() else replace(part, missing=missing_sentence(part.field))


def _without_hidden_columns(filled: Filled) -> Filled:
    """They have served."""
    if not any(column.hidden for column in filled.field.columns):
        return filled
    rows = (replace(row, cells=tuple(cell for cell in row.cells if not cell.field.hidden)) for row in filled.rows)
    return replace(filled, rows=tuple(rows))


def _rows_missing(field: Field, least: int) -> str:
    if least == 1:
        return missing_sentence(field)
    return texts.ROWS_MISSING.format(label=field.label, least=least)


def _rows_known(definition: SchemeDefinition, answers: Answers) -> dict[str, list[str]]:
    """By table, or line of a budget: the rows that something is kept of, under a name that the form has."""
    found: dict[str, list[str]] = {}
    for name in answers:
        if "." in name and find_control(definition, name) and (place := table_and_row(name)):
            table, row = place
            found.setdefault(table, []).append(row)
    return found
