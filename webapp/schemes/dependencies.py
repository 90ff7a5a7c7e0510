"""What depends on what in a scheme: the order in which its fields are worked out, each after all that it needs."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from webapp.schemes.conditions import FACT, Condition, Operand
from webapp.schemes.definition import Field, FormStep, SchemeDefinition, Section


class Cycle(ValueError):
    """`keys`: fields that wait for one another, the first one repeated at the end."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(" → ".join(keys))
        self.keys = keys


@lru_cache(maxsize=256)
def evaluation_order(definition: SchemeDefinition) -> tuple[str, ...]:
    """The keys of all fields. Raises Cycle. Names that are unknown are passed over: checking.py tells them."""
    known = definition.fields_by_key
    graph = {
        field.key: [key for key in map(key_of, names_needed(step, section, field)) if key in known]
        for step in definition.steps
        for section in step.sections
        for field in section.fields
    }
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise Cycle(list(reversed(error.args[1]))) from error


def key_of(name: str) -> str:
    """`depenses.montant_ht` is in the field `depenses`."""
    return name.partition(".")[0]


def names_needed(step: FormStep, section: Section, field: Field) -> Iterator[str]:
    """Without facts of the structure, and without what a table needs of itself: rows.py has its order of columns."""
    yield from _of_conditions(step.when, section.when)
    yield from own_names(field)
    columns = field.columns_by_key
    for column in field.columns:
        yield from (name for name in own_names(column) if name not in columns and key_of(name) != field.key)


def own_names(field: Field) -> Iterator[str]:
    """What its condition, its bounds and its formula name."""
    yield from _of_conditions(field.when)
    for bound in (field.minimum, field.maximum):
        if isinstance(bound, Operand) and bound.value_of:
            yield bound.value_of
    if field.formula:
        yield from field.formula.names


def _of_conditions(*conditions: Condition | None) -> Iterable[str]:
    return [name for condition in conditions if condition for name in condition.names if not name.startswith(FACT)]
