"""Slips in the examples of docs/schemes.md, and what is said of each: a file, and a part of each sentence."""

import pytest

from tests.schemes.examples import WHOLE, whole_with

LAST = "steps.budget.sections.previsionnel.fields"
FIELD = '[[steps.sections.fields]]\nkey = "un"\nlabel = "Un"\n'
TABLE = "steps.velo.sections.achat.fields.depenses"


def _field(lines: str) -> str:
    return f"{WHOLE}\n{FIELD}{lines}"


def _when(condition: str) -> str:
    return _field(f'type = "text"\nwhen = {condition}')


def _computed(formula: str, more: str = "") -> str:
    return _field(f'type = "computed"\nformula = {formula}\n{more}')


def _column(kind: str) -> str:
    return whole_with('key = "trajets"\ntype = "long_text"', f'key = "trajets"\ntype = "{kind}"')


SHAPE = [
    pytest.param(
        whole_with('summary = "200', 'sumary = "200'),
        ['"summary" is missing', 'sumary: there is no such key here (did you mean "summary"?)'],
        id="a mistyped key",
    ),
    pytest.param(
        _field('type = "text"\nrequird = true'),
        [f'{LAST}.un.requird: there is no such key here (did you mean "required"?)'],
        id="in a field",
    ),
    pytest.param(_field('type = "txt"'), [f'{LAST}.un.type: "txt" is none of text, '], id="an unknown type"),
    pytest.param(
        _field('type = "text"\nrequired = "oui"'),
        [f"{LAST}.un.required: must be true or false, without quotes"],
        id="a word for yes",
    ),
    pytest.param(
        _field('type = "decimal"\nminimum = 0.5'),
        [f'{LAST}.un.minimum: must be a whole number, or stand between quotes: "0.5"'],
        id="a decimal without quotes",
    ),
    pytest.param(
        _field('type = "decimal"\nminimum = "1e300"'),
        [f"{LAST}.un.minimum: 1e300 is more than anybody may answer"],
        id="a bound out of reach",
    ),
    pytest.param(
        _field('type = "text"\nhint = "a\\u0000b"'),
        [f"{LAST}.un.hint: holds a character that nobody sees, U+0000"],
        id="NUL",
    ),
    pytest.param(
        _field('type = "text"\nhint = "a\\u202eb"'),
        [f"{LAST}.un.hint: holds a character that nobody sees, U+202E"],
        id="a mark that turns the line round",
    ),
    pytest.param(
        _field('type = "choice"'), [f"{LAST}.un: choices go with the types choice and choices"], id="no choices"
    ),
    pytest.param(
        whole_with("2026-01-01T09:00:00", "2026-01-01T09:00:00Z"),
        ["campaign.opens: must be the hour of Paris, without Z or offset"],
        id="an offset",
    ),
    pytest.param(
        whole_with("closes = 2027-01-01T00:00:00", "closes = 2025-01-01T00:00:00"),
        ["campaign: the campaign must open before it closes"],
        id="a campaign that closes before it opens",
    ),
    pytest.param(
        whole_with('phone = "05 61 00 00 00"', 'phone = ""'),
        ["service.phone: must not be empty"],
        id="an empty phone",
    ),
    pytest.param(
        whole_with('key = "majeur"', 'key = "Majeur"'),
        ["eligibility.Majeur.key: must begin with a letter and hold only a–z, 0–9 and _"],
        id="a capital in a key",
    ),
    pytest.param(
        whole_with('facts = ["address", "phone"]', 'facts = ["address", "fone"]'),
        ['facts: "fone" is none of family, '],
        id="an unknown fact",
    ),
    pytest.param(
        whole_with("[intro]", "[[intro]]"),
        ["intro: must be one table: [name], or { … }"],
        id="a list in place of a table",
    ),
    pytest.param(
        _field('type = "text"\nwhen = { of = "neuf" }'),
        [f"{LAST}.un.when: a condition is one of all, any, not; or one of `of`, `fact` with one comparison"],
        id="a condition without comparison",
    ),
]
NAMES = [
    pytest.param(
        _when('{ of = "prx", more_than = 1 }'),
        [f'{LAST}.un.when.of: no field, computed value or column is called "prx" (did you mean "prix"?)'],
        id="an unknown field",
    ),
    pytest.param(
        _when('{ any = [{ of = "neuf", is = "oui" }, { not = { of = "montant_ht", more_than = 1 } }] }'),
        [
            f"{LAST}.un.when.any.2.not.of: no field, computed value or column is called "
            '"montant_ht" (did you mean "depenses.montant_ht"?)'
        ],
        id="a column outside its table",
    ),
    pytest.param(
        _when('{ of = "trajet", is = "Travaille" }'),
        [f'{LAST}.un.when.is: "Travaille" is none of its choices (did you mean "Travail"?)'],
        id="a choice that there is not",
    ),
    pytest.param(
        _when('{ of = "neuf", is = true }'),
        [f'{LAST}.un.when.is: must be compared with "oui" or "non"'],
        id="yes as true",
    ),
    pytest.param(
        _when('{ of = "modele", at_least = 3 }'),
        [f'{LAST}.un.when.at_least: "modele" is of type text: `at_least` is for numbers and dates'],
        id="an order of texts",
    ),
    pytest.param(
        _when('{ of = "prix", at_least = "cent" }'), [f'{LAST}.un.when.at_least: "cent" is no number'], id="no number"
    ),
    pytest.param(
        _when('{ of = "livraison", at_least = "1/9/26" }'),
        [f'{LAST}.un.when.at_least: "1/9/26" is no day: "2026-12-31"'],
        id="no day",
    ),
    pytest.param(
        _when('{ of = "trajet", contains = "Travail" }'),
        [f'{LAST}.un.when.contains: "trajet" is of type choice: `contains`'],
        id="contains of one choice",
    ),
    pytest.param(
        _when('{ of = "contact", given = true }'), [f'{LAST}.un.when.of: "contact" only shows words'], id="of a heading"
    ),
    pytest.param(
        _when('{ of = "prix", at_most = { value_of = "livraison" } }'),
        [f'{LAST}.un.when.at_most.value_of: "livraison" is of type date: it cannot be compared with amount'],
        id="a number and a day",
    ),
    pytest.param(
        _when('{ of = "prix", at_most = { today = {} } }'),
        [f"{LAST}.un.when.at_most.today: a value of type amount cannot be compared with a day"],
        id="a number and today",
    ),
    pytest.param(_when('{ of = "vendeur_adresse", is = "x" }'), ["only `given` can be asked"], id="an address"),
    pytest.param(
        _when('{ of = "depenses.nature", is = "x" }'), ["only columns of numbers have a sum"], id="a column of texts"
    ),
    pytest.param(_when('{ fact = "siren", given = true }'), ['did you mean "siret"?'], id="an unknown fact"),
    pytest.param(
        _when('{ fact = "family", is = "associations" }'),
        [f'{LAST}.un.when.is: "associations" is none of its choices (did you mean "association"?)'],
        id="an unknown family",
    ),
    pytest.param(_when('{ fact = "naf", more_than = 3 }'), ["a fact of the structure is a text"], id="in order"),
    pytest.param(_when("{ all = [] }"), [f"{LAST}.un.when.all: must hold at least one condition"], id="an empty group"),
    pytest.param(_when('{ of = "budget.charges_99", given = true }'), ["budget.charges_99"], id="no such account"),
    pytest.param(
        whole_with('when = { of = "depenses", at_least = 1 }', 'when = { of = "depense", at_least = 1 }'),
        ['pieces.devis.when.of: no field, computed value or column is called "depense" (did you'],
        id="in a piece",
    ),
    pytest.param(
        whole_with(
            'when = { fact = "family", is = "association" }\n\n[[steps.sections]]',
            'when = { fact = "familly", given = true }\n\n[[steps.sections]]',
        ),
        ["steps.budget.when.fact: "],
        id="in a step",
    ),
]
FORMULAS = [
    pytest.param(
        _computed('{ sum = ["prix", "aid"] }'),
        [f'{LAST}.un.formula: no field, computed value or column is called "aid"'],
        id="an unknown name",
    ),
    pytest.param(_computed('{ sum = ["modele"] }'), [f'{LAST}.un.formula: "modele" is of type text'], id="a text"),
    pytest.param(_computed('{ sum = ["depenses"] }'), [f'{LAST}.un.formula: "depenses" is a table'], id="a table"),
    pytest.param(_computed('{ count = "prix" }'), [f'{LAST}.un.formula: "prix" is no table'], id="rows of no table"),
    pytest.param(
        _computed("{ sum = [0.5] }"), [f"{LAST}.un.formula.sum: must be a whole number, or"], id="without quotes"
    ),
    pytest.param(
        _computed("{ cap = 3, sum = [] }"), [f"{LAST}.un.formula: `rate` goes with `of`"], id="a cap of no rate"
    ),
    pytest.param(
        _computed('{ sum = ["prix"] }', 'result = "text"'),
        [f"{LAST}.un.result: a computed value is a number"],
        id="a result that is no number",
    ),
    pytest.param(
        _computed('{ sum = ["deux"] }') + FIELD.replace("un", "deux") + 'type = "computed"\nformula = { sum = ["un"] }',
        ["waits for itself: "],
        id="a circle",
    ),
    pytest.param(
        whole_with('sum = ["montant_ht", "tva"] }', 'sum = ["montant_ht", "montant_ttc"] }'),
        [f'{TABLE}.columns.montant_ttc: needs "montant_ttc", which does not come before it'],
        id="a column that needs itself",
    ),
]
FIELDS = [
    pytest.param(
        _field('type = "heading"\nrequired = true'), [f"{LAST}.un.required: goes with "], id="a required heading"
    ),
    pytest.param(_field('type = "text"\nminimum = 3'), [f"{LAST}.un.minimum: goes with "], id="bounds of a text"),
    pytest.param(_field('type = "amount"\nrows_max = 3'), [f"{LAST}.un.rows_max: goes with blocks, table"], id="rows"),
    pytest.param(
        _field('type = "amount"\nminimum = 10\nmaximum = "9.5"'), [f"{LAST}.un.minimum: is above"], id="no room"
    ),
    pytest.param(
        _field('type = "date"\nminimum = "2027-01-01"\nmaximum = "2026-01-01"'),
        [f"{LAST}.un.minimum: is above"],
        id="no day left",
    ),
    pytest.param(_field('type = "date"\nminimum = 3'), [f'{LAST}.un.minimum: "3" is no day'], id="a day as number"),
    pytest.param(
        _field('type = "date"\nminimum = { value_of = "prix" }'),
        [f'{LAST}.un.minimum.value_of: "prix" is of type amount'],
        id="a bound of another type",
    ),
    pytest.param(
        _field('type = "choice"\nchoices = ["a", "b", "a"]'), [f"{LAST}.un.choices: one of the choices"], id="twice"
    ),
    pytest.param(whole_with("rows_min = 1", "rows_min = 21"), [f"{TABLE}.rows_min: is above rows_max"], id="rows"),
    pytest.param(
        whole_with('totals = ["montant_ht", "montant_ttc"]', 'totals = ["nature", "montant_tt"]'),
        [
            f'{TABLE}.totals: no column of "depenses" is called "montant_tt" (did you mean "montant_ttc"?)',
            f'{TABLE}.totals: the column "nature" is of type text: only numbers are summed',
        ],
        id="totals",
    ),
    *[
        pytest.param(_column(kind), [f".columns.trajets.type: a column cannot be of type {kind}"], id=kind)
        for kind in ("budget", "address", "heading")
    ],
    pytest.param(
        whole_with('key = "trajets"\n', 'key = "prenom"\n'),
        ['.fields.utilisateurs.columns.prenom.key: the key "prenom" is used twice'],
        id="two columns of one key",
    ),
]
BETWEEN_PARTS = [
    pytest.param(
        whole_with('key = "modele"', 'key = "majeur"'),
        ['.fields.majeur.key: the key "majeur" is used twice: first at line 33'],
        id="a field and a question",
    ),
    pytest.param(whole_with('key = "devis"', 'key = "facture"'), ["pieces.facture.key: the key"], id="two pieces"),
    pytest.param(
        whole_with('key = "devis"', 'key = "devis"\ndocument = "statuts"'),
        ['pieces.statuts.document: the document "statuts" is asked for twice: first at line '],
        id="one document, two pieces",
    ),
    pytest.param(
        whole_with('key = "devis"', 'key = "devis"\nbank_account = true'),
        [".bank_account: the bank account is asked for twice: first at line "],
        id="two bank accounts",
    ),
    pytest.param(
        whole_with('document = "statuts"', "valid_months = 6"), ["go with a document"], id="the validity of nothing"
    ),
    pytest.param(
        whole_with("valid_months = 6", "valid_months = 6\nvalid_this_year = true"), ["exclude"], id="two validities"
    ),
    pytest.param(whole_with("modele-budget.ods", "../budget.exe"), ["must be a name of a–z"], id="a path"),
    pytest.param(
        whole_with("{prix}.", "{prx}."),
        ['rules.2.message: no field, computed value or column is called "prx" (did you mean "prix"?)'],
        id="in a message",
    ),
    pytest.param(whole_with('field = "livraison"', 'field = "livrer"'), ["rules.1.field: no f"], id="of a rule"),
    pytest.param(whole_with('field = "depenses"', 'field = "plafond"'), ["shows no value"], id="a hidden field"),
    pytest.param(
        whole_with('families = ["individual", "association"]', 'families = ["individuals"]'),
        ['families: "individuals" is none of individual, '],
        id="an unknown family",
    ),
    pytest.param(
        whole_with('requested_amount = "aide"', 'requested_amount = "poids"'),
        ['requested_amount: "poids" must be a field of type amount'],
        id="asking for kilos",
    ),
    pytest.param(
        whole_with('requested_amount = "aide"', 'requested_amount = "aides"'),
        ['requested_amount: no field, computed value or column is called "aides" (did you mean "aide"?)'],
        id="asking for nothing",
    ),
    pytest.param(whole_with("mobilites@region.example", "mobilites"), ["service.email: "], id="no e-mail"),
    pytest.param(whole_with('phone = "05 61 00 00 00"', 'phone = "12"'), ["service.phone: "], id="no phone"),
]
