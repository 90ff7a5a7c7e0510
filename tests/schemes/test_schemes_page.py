"""docs/schemes.md and the JSON Schema say what there is, and nothing that is wrong."""

import re
from pathlib import Path

import pytest

from tests.schemes.examples import DOC, SMALL, WHOLE
from webapp.schemes.checking import check
from webapp.schemes.conditions import COMPARISONS, GROUPS
from webapp.schemes.definition import FieldType
from webapp.schemes.formulas import KINDS
from webapp.schemes.json_schema import FILE_NAME, FIRST_LINE, json_schema_text

SCHEMES = Path(__file__).parents[2] / "schemes"


@pytest.mark.parametrize("text", [SMALL, WHOLE], ids=["the small scheme", "with all parts"])
def test_the_examples_of_the_page_are_right(text: str) -> None:
    assert check(text)[1] == ()


def test_each_type_of_field_has_an_example() -> None:
    definition, _ = check(WHOLE)
    assert definition is not None
    assert {field.type for field in definition.fields} == set(FieldType)


@pytest.mark.parametrize("word", [*COMPARISONS, *GROUPS, *KINDS])
def test_each_comparison_and_formula_is_told(word: str) -> None:
    assert re.search(rf"\b{word}\b", DOC.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_scheme_is_right_and_names_its_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert check(text)[1] == ()
    assert text.startswith(FIRST_LINE + "\n")


def test_the_published_schema_is_that_of_the_code() -> None:
    published = (SCHEMES / FILE_NAME).read_text(encoding="utf-8")
    assert published == json_schema_text(), "run `python -m webapp schemes schema > schemes/scheme.schema.json`"
