"""Before and after, field by field, as people read them."""

import msgspec

from tests.factories.definitions import Part, asked, computed, fill_in, scheme, table
from webapp.schemes.controls import REMOVED
from webapp.schemes.definition import Piece
from webapp.schemes.form_changes import Change, form_changes, piece_changes

TABLE = table("depenses", asked("poste"), asked("montant", "amount"), totals=["montant"])


def _changes(before: dict[str, str], after: dict[str, str], *fields: Part) -> list[Change]:
    form = scheme(*fields)
    return form_changes(fill_in(form, before), fill_in(form, after))


def test_what_reads_the_same_did_not_change() -> None:
    assert _changes({"cout": "1000"}, {"cout": "1 000,00"}, asked("cout", "amount")) == []


def test_amounts_and_numbers_tell_the_gap() -> None:
    fields = asked("cout", "amount"), asked("adherents", "integer"), computed("moitie", rate=50, of="cout")
    told = _changes({"cout": "1000", "adherents": "12"}, {"cout": "2500,5", "adherents": "9"}, *fields)
    assert [(one["field"], *(one["lines"][0][key] for key in ("before", "after", "gap"))) for one in told] == [
        ("cout", "1\u202f000,00\u00a0€", "2\u202f500,50\u00a0€", "+\u00a01\u202f500,50\u00a0€"),
        ("adherents", "12", "9", "−\u00a03"),
        ("moitie", "500,00\u00a0€", "1\u202f250,25\u00a0€", "+\u00a0750,25\u00a0€"),
    ]


def test_days_and_words_have_no_gap() -> None:
    fields = asked("debut", "date"), asked("nom")
    told = _changes({"debut": "1/9/26", "nom": "A"}, {"debut": "2/9/26", "nom": "B"}, *fields)
    assert [one["lines"][0] for one in told] == [
        {"label": "Debut", "before": "1er septembre 2026", "after": "2 septembre 2026", "gap": ""},
        {"label": "Nom", "before": "A", "after": "B", "gap": ""},
    ]


def test_what_is_asked_now_or_no_more_is_told() -> None:
    fields = asked("emploi", "yes_no"), asked("contrat", when={"of": "emploi", "is": "oui"})
    before, after = {"emploi": "oui", "contrat": "CDI"}, {"emploi": "non", "contrat": "CDI"}
    gone = _changes(before, after, *fields)[1]["lines"]
    come = _changes(after, before, *fields)[1]["lines"]
    assert gone == [{"label": "Contrat", "before": "CDI", "after": "", "gap": ""}]
    assert come == [{"label": "Contrat", "before": "", "after": "CDI", "gap": ""}]


def test_rows_are_told_by_their_own_name_wherever_they_stand() -> None:
    before = {
        "depenses.1.poste": "Four",
        "depenses.1.montant": "100",
        "depenses.ab": "2",
        "depenses.ab.poste": "Grue",
        "depenses.ab.montant": "50",
    }
    after = before | {
        "depenses.1": REMOVED,
        "depenses.ab.montant": "60",
        "depenses.cd": "3",
        "depenses.cd.poste": "Banc",
    }
    [told] = _changes(before, after, TABLE)
    assert [(row["state"], row["label"], [line["label"] for line in row["lines"]]) for row in told["rows"]] == [
        ("changed", "Depenses, 1", ["Montant"]),
        ("added", "Depenses, 2", ["Poste"]),
        ("removed", "Depenses, 1", ["Poste", "Montant"]),
    ]
    assert [line["label"] for line in told["lines"]] == ["Total : Montant"]


def test_a_budget_tells_its_lines_and_its_totals() -> None:
    before = {"budget.613": "1000", "budget.701": "1000"}
    [told] = _changes(before, before | {"budget.613": "1200"}, asked("budget", "budget"))
    lines = {line["label"]: (line["before"], line["after"], line["gap"]) for line in told["lines"]}
    assert len(lines) == 2
    assert all(gap == "+\u00a0200,00\u00a0€" for _, _, gap in lines.values())
    assert "Total des charges" in lines


def test_a_slot_tells_its_files() -> None:
    form = msgspec.structs.replace(scheme(asked("nom")), pieces=(Piece(key="rib", label="RIB"),))
    told = piece_changes(form, {"rib": [("1", "a.pdf")]}, {"rib": [("2", "a.pdf"), ("3", "b.pdf")]})
    assert told[0]["lines"] == [{"label": "RIB", "before": "a.pdf", "after": "a.pdf\nb.pdf", "gap": ""}]
    assert piece_changes(form, {"rib": [("1", "a.pdf")]}, {"rib": [("1", "a.pdf")]}) == []
