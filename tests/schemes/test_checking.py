"""Each kind of mistake in a scheme's file is said, with its place and its line, beside all the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schemes.examples import SMALL, WHOLE, whole_with
from webapp.schemes.checking import Mistake, check
from webapp.schemes.definition import from_toml

LAST = "steps.budget.sections.previsionnel.fields"
FIELD = '[[steps.sections.fields]]\nkey = "un"\nlabel = "Un"\n'
TABLE = "steps.velo.sections.achat.fields.depenses"


def _mistakes(text: str) -> list[Mistake]:
    definition, mistakes = check(text)
    assert (definition is None) is bool(mistakes)
    return list(mistakes)


def _field(lines: str) -> str:
    return f"{WHOLE}\n{FIELD}{lines}"


def test_a_right_file_gives_what_the_loader_gives() -> None:
    assert check(WHOLE) == (from_toml(WHOLE), ())


def _of_shape() -> list[object]:
    return [
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
            ["intro: Expected `object`, got `array`"],
            id="a list in place of a table",
        ),
        pytest.param(
            _field('type = "text"\nwhen = { of = "neuf" }'),
            [f"{LAST}.un.when: a condition is one of all, any, not; or one of `of`, `fact` with one comparison"],
            id="a condition without comparison",
        ),
    ]


def _of_names() -> list[object]:
    def when(condition: str) -> str:
        return _field(f'type = "text"\nwhen = {condition}')

    here = f"{LAST}.un.when"
    return [
        pytest.param(
            when('{ of = "prx", more_than = 1 }'),
            [f'{here}.of: no field, computed value or column is called "prx" (did you mean "prix"?)'],
            id="an unknown field",
        ),
        pytest.param(
            when('{ any = [{ of = "neuf", is = "oui" }, { not = { of = "montant_ht", more_than = 1 } }] }'),
            [
                f"{here}.any.2.not.of: no field, computed value or column is called "
                '"montant_ht" (did you mean "depenses.montant_ht"?)'
            ],
            id="a column outside its table",
        ),
        pytest.param(
            when('{ of = "trajet", is = "Travaille" }'),
            [f'{here}.is: "Travaille" is none of its choices (did you mean "Travail"?)'],
            id="a choice that there is not",
        ),
        pytest.param(
            when('{ of = "neuf", is = true }'), [f'{here}.is: must be compared with "oui" or "non"'], id="yes as true"
        ),
        pytest.param(
            when('{ of = "modele", at_least = 3 }'),
            [f'{here}.at_least: "modele" is of type text: `at_least` is for numbers and dates'],
            id="an order of texts",
        ),
        pytest.param(
            when('{ of = "prix", at_least = "cent" }'), [f'{here}.at_least: "cent" is no number'], id="no number"
        ),
        pytest.param(
            when('{ of = "livraison", at_least = "1/9/26" }'),
            [f'{here}.at_least: "1/9/26" is no day: "2026-12-31"'],
            id="no day",
        ),
        pytest.param(
            when('{ of = "trajet", contains = "Travail" }'),
            [f'{here}.contains: "trajet" is of type choice: `contains`'],
            id="contains of one choice",
        ),
        pytest.param(
            when('{ of = "contact", given = true }'), [f'{here}.of: "contact" only shows words'], id="of a heading"
        ),
        pytest.param(
            when('{ of = "prix", at_most = { value_of = "livraison" } }'),
            [f'{here}.at_most.value_of: "livraison" is of type date: it cannot be compared with amount'],
            id="a number and a day",
        ),
        pytest.param(
            when('{ of = "prix", at_most = { today = {} } }'),
            [f"{here}.at_most.today: a value of type amount cannot be compared with a day"],
            id="a number and today",
        ),
        pytest.param(when('{ of = "vendeur_adresse", is = "x" }'), ["only `given` can be asked"], id="an address"),
        pytest.param(
            when('{ of = "depenses.nature", is = "x" }'), ["only columns of numbers have a sum"], id="a column of texts"
        ),
        pytest.param(when('{ fact = "siren", given = true }'), ['did you mean "siret"?'], id="an unknown fact"),
        pytest.param(
            when('{ fact = "family", is = "associations" }'),
            [f'{here}.is: "associations" is none of its choices (did you mean "association"?)'],
            id="an unknown family",
        ),
        pytest.param(when('{ fact = "naf", more_than = 3 }'), ["a fact of the structure is a text"], id="in order"),
        pytest.param(when("{ all = [] }"), [f"{here}.all: must hold at least one condition"], id="an empty group"),
        pytest.param(when('{ of = "budget.charges_99", given = true }'), ["budget.charges_99"], id="no such account"),
        pytest.param(
            whole_with('when = { of = "depenses", at_least = 1 }', 'when = { of = "depense", at_least = 1 }'),
            ['pieces.devis.when.of: no field, computed value or column is called "depense" (did you'],
            id="in a piece",
        ),
        pytest.param(
            whole_with('when = { fact = "family", is = "association" }\n\n[[steps.sections]]',
                       'when = { fact = "familly", given = true }\n\n[[steps.sections]]'),
            ["steps.budget.when.fact: "],
            id="in a step",
        ),
    ]  # fmt: skip


def _of_formulas() -> list[object]:
    def computed(formula: str, more: str = "") -> str:
        return _field(f'type = "computed"\nformula = {formula}\n{more}')

    here = f"{LAST}.un.formula"
    return [
        pytest.param(
            computed('{ sum = ["prix", "aid"] }'), [f'{here}: no field, computed value or column is called "aid"'],
            id="an unknown name",
        ),
        pytest.param(computed('{ sum = ["modele"] }'), [f'{here}: "modele" is of type text'], id="a text"),
        pytest.param(computed('{ sum = ["depenses"] }'), [f'{here}: "depenses" is a table'], id="a table"),
        pytest.param(computed('{ count = "prix" }'), [f'{here}: "prix" is no table'], id="rows of no table"),
        pytest.param(computed("{ sum = [0.5] }"), [f"{here}.sum: must be a whole number, or"], id="without quotes"),
        pytest.param(computed("{ cap = 3, sum = [] }"), [f"{here}: `rate` goes with `of`"], id="a cap of no rate"),
        pytest.param(
            computed('{ sum = ["prix"] }', 'result = "text"'), [f"{LAST}.un.result: a computed value is a number"],
            id="a result that is no number",
        ),
        pytest.param(
            computed('{ sum = ["deux"] }')
            + FIELD.replace("un", "deux")
            + 'type = "computed"\nformula = { sum = ["un"] }',
            ["waits for itself: "],
            id="a circle",
        ),
        pytest.param(
            whole_with('sum = ["montant_ht", "tva"] }', 'sum = ["montant_ht", "montant_ttc"] }'),
            [f'{TABLE}.columns.montant_ttc: needs "montant_ttc", which does not come before it'],
            id="a column that needs itself",
        ),
    ]  # fmt: skip


def _of_fields() -> list[object]:
    def column(kind: str) -> str:
        return whole_with('key = "trajets"\ntype = "long_text"', f'key = "trajets"\ntype = "{kind}"')

    here = f"{LAST}.un"
    return [
        pytest.param(
            _field('type = "heading"\nrequired = true'), [f"{here}.required: goes with "], id="a required heading"
        ),
        pytest.param(_field('type = "text"\nminimum = 3'), [f"{here}.minimum: goes with "], id="bounds of a text"),
        pytest.param(_field('type = "amount"\nrows_max = 3'), [f"{here}.rows_max: goes with blocks, table"], id="rows"),
        pytest.param(
            _field('type = "amount"\nminimum = 10\nmaximum = "9.5"'), [f"{here}.minimum: is above"], id="no room"
        ),
        pytest.param(
            _field('type = "date"\nminimum = "2027-01-01"\nmaximum = "2026-01-01"'),
            [f"{here}.minimum: is above"],
            id="no day left",
        ),
        pytest.param(_field('type = "date"\nminimum = 3'), [f'{here}.minimum: "3" is no day'], id="a day as number"),
        pytest.param(
            _field('type = "date"\nminimum = { value_of = "prix" }'),
            [f'{here}.minimum.value_of: "prix" is of type amount'],
            id="a bound of another type",
        ),
        pytest.param(
            _field('type = "choice"\nchoices = ["a", "b", "a"]'), [f"{here}.choices: one of the choices"], id="twice"
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
            pytest.param(column(kind), [f".columns.trajets.type: a column cannot be of type {kind}"], id=kind)
            for kind in ("budget", "address", "heading")
        ],
        pytest.param(
            whole_with('key = "trajets"\n', 'key = "prenom"\n'),
            ['.fields.utilisateurs.columns.prenom.key: the key "prenom" is used twice'],
            id="two columns of one key",
        ),
    ]


def _between_parts() -> list[object]:
    return [
        pytest.param(
            whole_with('key = "modele"', 'key = "majeur"'),
            ['.fields.majeur.key: the key "majeur" is used twice: first at line 33'],
            id="a field and a question",
        ),
        pytest.param(
            whole_with('key = "devis"', 'key = "facture"'), ["pieces.facture.key: the key"], id="two pieces"
        ),
        pytest.param(
            whole_with('key = "budget"\ntitle', 'key = "pieces"\ntitle'),
            ['steps.pieces.key: "pieces" is the address of a step that every form has'],
            id="a step in the place of another",
        ),
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
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"), [*_of_shape(), *_of_names(), *_of_formulas(), *_of_fields(), *_between_parts()]
)
def test_a_mistake_is_said_with_its_place(text: str, said: list[str]) -> None:
    mistakes = _mistakes(text)
    assert len(mistakes) == len(said), "\n".join(map(str, mistakes))
    for mistake, part in zip(mistakes, said, strict=True):
        assert part in str(mistake)


def test_all_mistakes_are_said_at_once_by_line() -> None:
    slips = {
        "theme =": "themes =",
        "2027-01-01T00": "2024-01-01T00",
        "[service]": "[services]",
        '"prix", cap': '"pris", cap',
    }
    text = SMALL
    for right, wrong in slips.items():
        text = text.replace(right, wrong, 1)
    assert [str(mistake).partition(" (")[0] for mistake in _mistakes(text)] == [
        'line 1: "service" is missing',
        'line 1: "theme" is missing',
        "line 3: themes: there is no such key here",
        "line 9: campaign: the campaign must open before it closes",
        "line 14: services: there is no such key here",
        'line 57: steps.velo.sections.achat.fields.aide.formula: no field, computed value or column is called "pris"',
    ]


@pytest.mark.parametrize(
    ("after", "line_of"),
    [
        ('key = "un"\nlabel = "Un"\ntype = "text"\nminimum = 3', "minimum = 3"),
        ('key = "un"\nlabel = """\n[[steps]]\n"""\ntype = "amount"\nunit = 3', "unit = 3"),
        ('key = "un"\ntype = "amount"\nhint = "label"', "[[steps.sections.fields]]"),
        (
            'key = "un"\nlabel = "Un"\ntype = "table"\ncolumns = [\n'
            '{ key = "a", label = "A", type = "text" },\n{ key = "b", label = "B", type = "fact", fact = "rna" },\n]',
            '{ key = "b"',
        ),
    ],
    ids=["a key", "after a long text that looks like a header", "what is missing", "written in line"],
)
def test_the_line_is_where_one_looks(after: str, line_of: str) -> None:
    text = f"{WHOLE}\n[[steps.sections.fields]]\n{after}\n"
    expected = text[: text.rindex(line_of)].count("\n") + 1
    assert [mistake.line for mistake in _mistakes(text)] == [expected]


def test_what_depends_on_a_wrong_field_is_no_second_mistake() -> None:
    text = whole_with('key = "prix"\ntype = "amount"', 'key = "prix"\ntype = "amont"')
    assert [mistake.place for mistake in _mistakes(text)] == ["steps.velo.sections.achat.fields.prix.type"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("title = ", 1), ('title = "a"\n\ntitle = "b"', 3), ('a = """\n\n', 3), ("a = 1" + "0" * 5000, 1)],
)
def test_what_is_no_toml_is_said_with_its_line(text: str, line: int) -> None:
    (mistake,) = _mistakes(text)
    assert (mistake.place, mistake.line) == ("", line)
    assert "this is no TOML" in mistake.sentence


@pytest.mark.parametrize("text", ["", "a = " + "[" * 100_000, "steps = 1", "steps = [1]", "[[steps]]\nsections = []"])
def test_what_is_nothing_like_a_scheme_is_said_too(text: str) -> None:
    assert _mistakes(text)


LINES = WHOLE.split("\n")


@st.composite
def _mistyped(draw: st.DrawFn) -> str:
    """The whole scheme with one to three slips: a line lost, written twice, or one of its words replaced."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        words = lines[at].split(" ")
        word = draw(
            st.sampled_from(['"prix"', "true", "-1", '"', "{", "[a]", "[[steps]]", "2026-01-01", "0.5", "text"])
        )
        place = draw(st.integers(0, len(words) - 1))
        changed = " ".join([*words[:place], word, *words[place + 1 :]])
        lines[at : at + 1] = draw(st.sampled_from([[], [lines[at]] * 2, [changed]]))
    return "\n".join(lines)


@given(_mistyped())
def test_no_slip_breaks_the_check_and_what_it_lets_pass_loads(text: str) -> None:
    definition, mistakes = check(text)
    if definition is None:
        assert mistakes
        assert all(1 <= mistake.line <= text.count("\n") + 1 for mistake in mistakes)
    else:
        assert (definition, mistakes) == (from_toml(text), ())
