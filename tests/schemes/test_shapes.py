"""A filled section as what is printed of it: lists, tables, repeated blocks, a budget."""

from typing import Any

from tests.factories.definitions import Part, asked, computed, fill_in, scheme, table
from webapp.schemes.shapes import MOST_COLUMNS, shapes


def shaped(answers: dict[str, str], *fields: Part) -> list[dict[str, Any]]:
    form = fill_in(scheme(*fields), answers)
    return shapes(form.fields)


def test_questions_that_follow_each_other_are_one_list() -> None:
    fields = (
        asked("nom"),
        asked("titre", "heading"),
        asked("note", "explanation", text="Lisez."),
        asked("age", "integer"),
    )
    assert shaped({"nom": "Ana", "age": "beaucoup"}, *fields) == [
        {"kind": "answers", "answers": [{"label": "Nom", "value": "Ana"}]},
        {"kind": "heading", "title": "Titre"},
        {"kind": "answers", "answers": [{"label": "Age", "value": "beaucoup"}]},
    ]


def test_a_table_has_its_columns_its_rows_and_its_totals() -> None:
    expenses = table(
        "depenses",
        asked("objet"),
        asked("ht", "amount"),
        computed("double", sum=["ht", "ht"], hidden=True),
        totals=["ht"],
    )
    [shape] = shaped({"depenses.1.objet": "Four", "depenses.1.ht": "1 000", "depenses.3.ht": "cher"}, expenses)
    assert shape == {
        "kind": "table",
        "title": "Depenses",
        "columns": [{"label": "Objet", "is_number": False}, {"label": "Ht", "is_number": True}],
        "rows": [["Four", "1\u202f000,00\u00a0€"], ["", "cher"]],
        "totals": ["Total", "1\u202f000,00\u00a0€"],
    }


def test_a_table_wider_than_a_sheet_goes_row_by_row() -> None:
    wide = table("lots", *(asked(f"c{number}") for number in range(MOST_COLUMNS + 1)))
    [shape] = shaped({"lots.1.c0": "a", "lots.2.c0": "b"}, wide)
    assert (shape["kind"], [one["title"] for one in shape["blocks"]]) == ("blocks", ["Lots, 1", "Lots, 2"])
    assert shape["blocks"][0]["answers"][0] == {"label": "C0", "value": "a"}


def test_what_is_blank_is_a_line_among_the_others() -> None:
    fields = table("lots", asked("nom")), asked("budget", "budget"), asked("nom")
    assert shaped({}, *fields) == [
        {"kind": "answers", "answers": [{"label": label, "value": ""} for label in ("Lots", "Budget", "Nom")]}
    ]


def test_a_budget_is_the_tree_of_what_is_given() -> None:
    answers = {
        "budget.613": "1 250",
        "budget.65": "cher",
        "budget.744.1.funder": "Cahors",
        "budget.744.1.amount": "1 000",
        "budget.860": "80",
    }
    [shape] = shaped(answers, asked("budget", "budget"))
    lines = [[(line["level"], line["label"], line["amount"]) for line in side["lines"]] for side in shape["sides"]]
    assert lines == [
        [
            (0, "61 – Services extérieurs", "1\u202f250,00\u00a0€"),
            (1, "613 – Locations", "1\u202f250,00\u00a0€"),
            (0, "65 – Autres charges de gestion courante", "cher"),
        ],
        [
            (0, "74 – Subventions d'exploitation", "1\u202f000,00\u00a0€"),
            (1, "744 – Communes et intercommunalités", "1\u202f000,00\u00a0€"),
            (2, "Cahors", "1\u202f000,00\u00a0€"),
        ],
        [
            (0, "86 – Emplois des contributions volontaires en nature", "80,00\u00a0€"),
            (1, "860 – Secours en nature", "80,00\u00a0€"),
        ],
        [],
    ]
    assert [side["total"]["amount"] for side in shape["sides"][:2]] == ["1\u202f250,00\u00a0€", "1\u202f000,00\u00a0€"]
    assert len(shape["imbalance"]) == 2
