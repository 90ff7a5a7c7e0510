"""What a newer revision changes in one question, in the words of who answers it. See differences.py."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from webapp.core import french
from webapp.schemes.conditions import Operand, as_number
from webapp.schemes.definition import WORDS_ONLY, Bound, Field, FieldType
from webapp.schemes.formulas import Formula

ANSWER_KEPT = "Votre réponse est gardée, mais ne sera plus envoyée."
PERCENT = "\u00a0%"
NO_FORMULA = Formula(count="")
Sentences = Iterator[str]


def added(field: Field) -> str:
    if field.is_answered:
        return f"Nouvelle question{' obligatoire' if field.required else ''} : « {field.label} »."
    kind = "explication" if field.type in WORDS_ONLY else "information affichée"
    return f"Nouvelle {kind} : « {field.label} »."


def withdrawn(field: Field) -> str:
    if field.is_answered:
        return f"Question retirée : « {field.label} ». {ANSWER_KEPT}"
    return f"{'Explication' if field.type in WORDS_ONLY else 'Information'} retirée : « {field.label} »."


def field_changes(old: Field, new: Field, table: str = "") -> Sentences:
    """`table`: the label of the table or block that the field is a column of."""
    name = f"« {table} », colonne « {new.label} »" if table else f"« {new.label} »"
    if old.label != new.label:
        yield f"« {old.label} » devient « {new.label} »."
    for said, attributes in SAID:
        if any(getattr(old, attribute) != getattr(new, attribute) for attribute in attributes):
            yield from (f"{name} : {sentence}" for sentence in said(old, new))
    yield from _columns(old, new)


def _type(old: Field, new: Field) -> Sentences:
    yield "ce qui est attendu change de forme. Vérifiez votre réponse."


def _words(old: Field, new: Field) -> Sentences:
    yield "les explications changent."


def _required(old: Field, new: Field) -> Sentences:
    yield "la réponse devient obligatoire." if new.required else "la réponse devient facultative."


def _cases(old: Field, new: Field) -> Sentences:
    yield "ce n'est plus demandé ou affiché dans les mêmes cas."


def _choices(old: Field, new: Field) -> Sentences:
    more = [f"« {choice} »" for choice in new.choices if choice not in old.choices]
    less = [f"« {choice} »" for choice in old.choices if choice not in new.choices]
    if more:
        yield f"nouvelles réponses possibles : {', '.join(more)}."
    if less:
        yield f"réponses qui ne sont plus possibles : {', '.join(less)}."
    if not more and not less:
        yield "l'ordre des réponses proposées change."


def _bounds(old: Field, new: Field) -> Sentences:
    for called, before, after in (("minimum", old.minimum, new.minimum), ("maximum", old.maximum, new.maximum)):
        if before != after:
            yield _changed_value(called, shown_bound(old, before), shown_bound(new, after), is_set=after is not None)


def _length(old: Field, new: Field) -> Sentences:
    if new.max_length is None:
        yield "la longueur permise change."
    else:
        yield f"la longueur permise est de {french.number(new.max_length)} caractères."


def _unit(old: Field, new: Field) -> Sentences:
    yield f"l'unité est maintenant « {new.unit} »." if new.unit else "l'unité n'est plus précisée."


def _rows(old: Field, new: Field) -> Sentences:
    yield f"le nombre de lignes est maintenant de {new.rows_min} à {new.rows_max}."


def _presentation(old: Field, new: Field) -> Sentences:
    yield "la présentation change."


def _formula(old: Field, new: Field) -> Sentences:
    """A rate or a cap that is a figure says so: it is what people count on."""
    before, after = old.formula or NO_FORMULA, new.formula or NO_FORMULA
    if not before.kind == after.kind == "rate" or before.of != after.of:
        yield "le calcul change."
        return
    if before.rate != after.rate:
        yield _changed_value("taux", _figure(before.rate, PERCENT), _figure(after.rate, PERCENT), is_set=True)
    if before.cap != after.cap:
        yield _changed_value("plafond", _euros(before.cap), _euros(after.cap), is_set=after.cap is not None)


def _fact(old: Field, new: Field) -> Sentences:
    yield "ce n'est plus la même information sur votre structure."


def _columns(old: Field, new: Field) -> Sentences:
    before = old.columns_by_key
    for column in new.columns:
        if column.key not in before:
            yield f"« {new.label} » : nouvelle colonne « {column.label} »."
        else:
            yield from field_changes(before[column.key], column, new.label)
    gone = [column for column in old.columns if column.key not in new.columns_by_key]
    yield from (f"« {new.label} » : colonne retirée « {column.label} ». {ANSWER_KEPT}" for column in gone)
    common = [column.key for column in old.columns if column.key in new.columns_by_key]
    if common != [column.key for column in new.columns if column.key in before]:
        yield f"« {new.label} » : l'ordre des colonnes change."


Saying = Callable[[Field, Field], Sentences]
# What says it, then the attributes that it speaks of; of label and columns field_changes speaks itself.
SAID: tuple[tuple[Saying, tuple[str, ...]], ...] = (
    (_type, ("type",)),
    (_words, ("hint", "text")),
    (_required, ("required",)),
    (_cases, ("when",)),
    (_choices, ("choices",)),
    (_bounds, ("minimum", "maximum")),
    (_length, ("max_length",)),
    (_unit, ("unit",)),
    (_rows, ("rows_min", "rows_max")),
    (_presentation, ("row_name", "totals", "result", "hidden")),
    (_formula, ("formula",)),
    (_fact, ("fact",)),
)


def shown_bound(field: Field, bound: Bound | None) -> str:
    """As people read it; empty for one that depends on something else."""
    if bound is None or isinstance(bound, Operand):
        return ""
    if field.type is FieldType.DATE:
        return french.iso_date(str(bound))
    if field.type is FieldType.AMOUNT:
        return _euros(bound)
    return _figure(bound, f" {field.unit}" if field.unit else "")


def _euros(value: object) -> str:
    number = as_number(value)
    return "" if number is None else french.euros(number)


def _figure(value: object, unit: str) -> str:
    number = as_number(value)
    if number is None:
        return ""
    whole = number == number.to_integral_value()
    return (french.number(int(number)) if whole else _decimal(number)) + unit


def _decimal(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def _changed_value(called: str, before: str, after: str, *, is_set: bool) -> str:
    if not is_set:
        return f"il n'y a plus de {called}."
    if before and after:
        return f"le {called} passe de {before} à {after}."
    return f"le {called} est maintenant de {after}." if after else f"le {called} change."
