"""What a newer revision of a scheme changes, in the words of who fills in a draft. Pure.

Everything that differs between two revisions is said, but the order of rules, which nobody sees.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.core import french
from webapp.schemes.definition import (
    EligibilityQuestion,
    Field,
    FormStep,
    Piece,
    Rule,
    SchemeDefinition,
    Section,
)
from webapp.schemes.field_changes import ANSWER_KEPT, added, field_changes, withdrawn

THE_SCHEME = "L'aide"
ELIGIBILITY = "Critères d'éligibilité"
PIECES = "Pièces"
STATEMENT = "Attestation"
ALL_VERSIONS = "Cela vaut pour toutes les versions."
Sentences = Iterator[str]


@dataclass(frozen=True, slots=True)
class RevisionChange:
    """`step`: the title of where it is, by which changes stand together; in French spaces, as the revision's own."""

    step: str
    sentence: str


def revision_changes(old: SchemeDefinition, new: SchemeDefinition) -> list[RevisionChange]:
    """In the order of the newer form; what was withdrawn with its step comes after the steps."""
    parts: list[tuple[str, Sentences]] = [(THE_SCHEME, _scheme(old, new)), (ELIGIBILITY, _eligibility(old, new))]
    parts += [(step.title, _step(old, new, step)) for step in new.steps]
    parts += [(step.title, _gone_step(step, new)) for step in old.steps if new.step(step.key) is None]
    parts += [(PIECES, _pieces(old, new)), (STATEMENT, _statement(old, new))]
    found = [RevisionChange(step, french.spaced(sentence)) for step, sentences in parts for sentence in sentences]
    return list(dict.fromkeys(found))


def _scheme(old: SchemeDefinition, new: SchemeDefinition) -> Sentences:
    if old.title != new.title:
        yield f"L'aide s'appelle maintenant « {new.title} »."
    yield from _campaign(old, new)
    if old.service != new.service:
        yield f"Le service chargé de cette aide, ou ses coordonnées : {new.service.name}. {ALL_VERSIONS}"
    if old.families != new.families:
        yield "Les types de structures qui peuvent demander cette aide changent."
    if (old.theme, old.summary, old.sheet) != (new.theme, new.summary, new.sheet):
        yield "La fiche de l'aide change."
    if old.intro != new.intro:
        yield "Le préambule change."
    if old.facts != new.facts:
        yield "Ce qu'il faut avoir dit de votre structure change."
    if old.requested_amount != new.requested_amount:
        asked = new.fields_by_key.get(new.requested_amount)
        yield (
            f"Le montant demandé à la Région se lit dans « {asked.label} »."
            if asked
            else ("Le montant demandé à la Région ne se lit plus au même endroit.")
        )
    if [step.key for step in old.steps if new.step(step.key)] != [s.key for s in new.steps if old.step(s.key)]:
        yield "L'ordre des étapes change."


def _campaign(old: SchemeDefinition, new: SchemeDefinition) -> Sentences:
    """The dates count at once, whichever revision the draft keeps: see in_force.py."""
    if old.campaign.opens != new.campaign.opens:
        yield f"Le dépôt ouvre le {french.deadline(new.campaign.opens_at)}. {ALL_VERSIONS}"
    if old.campaign.closes != new.campaign.closes:
        before, after = french.deadline(old.campaign.closes_at), french.deadline(new.campaign.closes_at)
        yield f"La date limite de dépôt passe du {before} au {after}. {ALL_VERSIONS}"
    if old.campaign.reopens != new.campaign.reopens:
        yield f"La date de la prochaine campagne change. {ALL_VERSIONS}"


def _eligibility(old: SchemeDefinition, new: SchemeDefinition) -> Sentences:
    before = old.questions_by_key
    for question in new.eligibility:
        if question.key in before:
            yield from _question(before[question.key], question)
        else:
            yield f"Nouvelle question obligatoire : « {question.label} »."
    for question in old.eligibility:
        if question.key not in new.questions_by_key:
            yield f"Question retirée : « {question.label} ». {ANSWER_KEPT}"
    yield from _order([question.key for question in old.eligibility], [question.key for question in new.eligibility])


def _question(old: EligibilityQuestion, new: EligibilityQuestion) -> Sentences:
    if old.label != new.label:
        yield f"« {old.label} » devient « {new.label} »."
    if old.hint != new.hint:
        yield f"« {new.label} » : les explications changent."
    if old.expected != new.expected:
        yield f"« {new.label} » : pour demander cette aide, il faut maintenant répondre « {new.expected} »."
    if old.reason != new.reason:
        yield f"« {new.label} » : la raison d'un refus est dite autrement."


def _step(old: SchemeDefinition, new: SchemeDefinition, step: FormStep) -> Sentences:
    before, earlier = old.step(step.key), {section.key: section for section in old.sections}
    if before is None:
        yield "Cette étape est nouvelle."
    elif before.title != step.title:
        yield f"L'étape « {before.title} » devient « {step.title} »."
    if before and before.text != step.text:
        yield "Les explications de l'étape changent."
    if before and before.when != step.when:
        yield "L'étape n'est plus demandée dans les mêmes cas."
    for section in step.sections:
        yield from _section(earlier.get(section.key), section)
    homes = _homes(old)
    for field in _fields(step):
        yield from _field(old, field, homes.get(field.key), step)
    if before:
        kept = {section.key for section in new.sections}
        yield from (f"Partie retirée : « {one.title} »." for one in before.sections if one.key not in kept)
        gone = [field for field in _fields(before) if field.key not in new.fields_by_key]
        yield from (withdrawn(field) for field in gone)
        yield from _order(_places(before), _places(step))
    yield from _rules(old, new, {field.key for field in _fields(step)})


def _section(old: Section | None, new: Section) -> Sentences:
    if old is None:
        yield f"Nouvelle partie : « {new.title} »."
        return
    if old.title != new.title:
        yield f"La partie « {old.title} » devient « {new.title} »."
    if old.text != new.text:
        yield f"« {new.title} » : les explications changent."
    if old.when != new.when:
        yield f"« {new.title} » : cette partie n'est plus demandée dans les mêmes cas."


def _field(old: SchemeDefinition, field: Field, home: FormStep | None, step: FormStep) -> Sentences:
    if home is None:
        yield added(field)
        return
    if home.key != step.key:
        yield f"« {field.label} » se trouve maintenant dans cette étape."
    yield from field_changes(old.fields_by_key[field.key], field)


def _gone_step(step: FormStep, new: SchemeDefinition) -> Sentences:
    yield "Cette étape est retirée."
    yield from (withdrawn(field) for field in _fields(step) if field.key not in new.fields_by_key)


def _rules(old: SchemeDefinition, new: SchemeDefinition, keys: set[str]) -> Sentences:
    """Those that speak beside these fields, or beside fields that are gone with them."""
    more = [rule for rule in new.rules if rule not in old.rules and rule.field in keys]
    less = [rule for rule in old.rules if rule not in new.rules and rule.field in keys]
    changed = {rule.field for rule in more} & {rule.field for rule in less}
    for rule in more:
        yield f"{'Règle qui change' if rule.field in changed else 'Nouvelle règle'} : {_message(rule, new)}"
    for rule in less:
        if rule.field not in changed:
            yield f"Règle retirée : {_message(rule, old)}"


def _message(rule: Rule, definition: SchemeDefinition) -> str:
    """With the labels of the fields whose values it would show."""
    fields = definition.fields_by_key
    return re.sub(r"\{(\w+)\}", lambda key: f"« {fields[key[1]].label} »" if key[1] in fields else key[0], rule.message)


def _pieces(old: SchemeDefinition, new: SchemeDefinition) -> Sentences:
    for piece in new.pieces:
        before = old.piece(piece.key)
        if before is None:
            yield f"Nouvelle pièce{' obligatoire' if piece.required else ''} : « {piece.label} »."
        else:
            yield from _piece(before, piece)
    for piece in old.pieces:
        if new.piece(piece.key) is None:
            yield f"Pièce retirée : « {piece.label} ». Votre fichier est gardé, mais ne sera plus envoyé."
    yield from _order([piece.key for piece in old.pieces], [piece.key for piece in new.pieces], "des pièces")


def _piece(old: Piece, new: Piece) -> Sentences:
    if old.label != new.label:
        yield f"« {old.label} » devient « {new.label} »."
    if old.hint != new.hint:
        yield f"« {new.label} » : les explications changent."
    if old.required is not new.required:
        yield f"« {new.label} » : la pièce devient {'obligatoire' if new.required else 'facultative'}."
    if old.when != new.when:
        yield f"« {new.label} » : la pièce n'est plus demandée dans les mêmes cas."
    if old.template != new.template:
        yield f"« {new.label} » : le modèle à télécharger change."
    if old.document != new.document:
        yield f"« {new.label} » : les fichiers de vos autres demandes qui conviennent ne sont plus les mêmes."
    if (old.valid_months, old.valid_this_year) != (new.valid_months, new.valid_this_year):
        yield f"« {new.label} » : un fichier de vos autres demandes n'y est plus valable pour la même durée."
    if old.bank_account is not new.bank_account:
        yield f"« {new.label} » : l'IBAN et le BIC {'sont aussi' if new.bank_account else 'ne sont plus'} demandés."


def _statement(old: SchemeDefinition, new: SchemeDefinition) -> Sentences:
    if old.sworn_statement.text != new.sworn_statement.text:
        yield "Le texte de l'attestation sur l'honneur change."
    if old.sworn_statement.republican_commitment != new.sworn_statement.republican_commitment:
        yield "Le contrat d'engagement républicain à accepter change."


def _order(old: Sequence[object], new: Sequence[object], of: str = "des questions") -> Sentences:
    """Of what is in both."""
    common = set(old) & set(new)
    if [one for one in old if one in common] != [one for one in new if one in common]:
        yield f"L'ordre {of} change."


def _fields(step: FormStep) -> list[Field]:
    return [field for section in step.sections for field in section.fields]


def _homes(definition: SchemeDefinition) -> dict[str, FormStep]:
    return {field.key: step for step in definition.steps for field in _fields(step)}


def _places(step: FormStep) -> list[str]:
    """The keys of a step's sections and fields as one meets them: a field that changes section passes another's key."""
    return [key for section in step.sections for key in (f"#{section.key}", *(field.key for field in section.fields))]
