"""A scheme's file: whatever is mistyped in it is said when it is loaded, never silently ignored."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.factories.applications import SCHEME_FILE
from webapp.schemes.definition import from_content, from_toml, to_content

CATALOGUE = sorted((Path(__file__).parents[2] / "schemes").glob("*.toml"))
TOML = SCHEME_FILE.read_text(encoding="utf-8")


def _with(old: str, new: str) -> str:
    assert old in TOML
    return TOML.replace(old, new, 1)


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_every_shipped_scheme_loads_and_survives_storage(path: Path) -> None:
    definition = from_toml(path.read_text(encoding="utf-8"))
    stored = msgspec.json.decode(msgspec.json.encode(to_content(definition)))
    assert from_content(stored) == definition


def test_a_scheme_says_its_sentences_with_french_spaces() -> None:
    definition = from_toml(_with("summary =", 'summary = "Pour qui ? « Tous » : ici."\n#'))
    assert definition.summary == "Pour qui\u202f? «\u00a0Tous\u00a0»\u00a0: ici."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(_with("summary =", "sumary ="), "sumary", id="at the top"),
        pytest.param(_with("opens =", "opened ="), "opened", id="in the campaign"),
        pytest.param(_with("phone =", "fone ="), "fone", id="in the service"),
        pytest.param(_with("reason =", "raison ="), "raison", id="in a question"),
        pytest.param(_with("required = true", "requird = true"), "requird", id="in a field"),
        pytest.param(_with("[[pieces]]", "[[pieces]]\ncolour = 'red'"), "colour", id="in a piece"),
    ],
)
def test_a_mistyped_key_is_named(text: str, said: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=said):
        from_toml(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_with('expected = "oui"', 'expected = "Oui"'), id="an answer that nobody can give"),
        pytest.param(_with('key = "objet"', 'key = "Objet social"'), id="a key with a space"),
        pytest.param(_with('type = "amount"', 'type = "money"'), id="an unknown type"),
        pytest.param(_with('phone = "05 61 00 00 00"', 'phone = ""'), id="no phone for the acknowledgement"),
        pytest.param(_with('choices = ["Première demande", "Renouvellement"]', ""), id="a choice without choices"),
        pytest.param(_with('type = "integer"', 'type = "integer"\nchoices = ["1"]'), id="choices without a choice"),
        pytest.param(_with("minimum = 1", "minimum = 1.5"), id="a decimal without quotes, which would not be exact"),
        pytest.param(_with('key = "demande"\n', ""), id="a step without a key"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        from_toml(text)


@pytest.mark.parametrize("closes", ["2025-12-31T18:00:00", "2026-01-01T00:00:00"])
def test_a_campaign_closes_after_it_opens(closes: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="must open before it closes"):
        from_toml(_with("2027-12-31T18:00:00", closes))


def test_campaign_times_are_those_of_paris_and_nothing_else() -> None:
    with pytest.raises(msgspec.ValidationError, match=r"campaign\.opens"):
        from_toml(_with("opens = 2026-01-01T00:00:00", "opens = 2026-01-01T00:00:00Z"))


def test_a_campaign_is_open_from_its_first_second_until_its_last() -> None:
    campaign = from_toml(TOML).campaign
    opens = datetime(2025, 12, 31, 23, 0, 0, tzinfo=UTC)  # midnight in Paris, in winter
    closes = datetime(2027, 12, 31, 17, 0, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert [campaign.is_open(opens - second), campaign.is_open(opens)] == [False, True]
    assert [campaign.is_open(closes - second), campaign.is_open(closes)] == [True, False]


def test_a_file_that_is_not_toml_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        from_toml("title = ")
