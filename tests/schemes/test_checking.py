"""Each kind of mistake in a scheme's file is said, with its place and its line, beside all the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schemes.examples import SMALL, WHOLE, whole_with
from tests.schemes.slips import BETWEEN_PARTS, FIELDS, FORMULAS, NAMES, SHAPE
from webapp.schemes.checking import Mistake, check
from webapp.schemes.definition import from_toml


def _mistakes(text: str) -> list[Mistake]:
    definition, mistakes = check(text)
    assert (definition is None) is bool(mistakes)
    return list(mistakes)


def test_a_right_file_gives_what_the_loader_gives() -> None:
    assert check(WHOLE) == (from_toml(WHOLE), ())


@pytest.mark.parametrize(("text", "said"), [*SHAPE, *NAMES, *FORMULAS, *FIELDS, *BETWEEN_PARTS])
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
