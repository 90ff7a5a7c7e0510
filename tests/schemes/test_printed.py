"""A form as lines of label and value, the same on the summary, the receipt and the agents' page."""

from tests.factories.definitions import Part, asked, computed, fill_in, scheme, table
from webapp.schemes.controls import REMOVED
from webapp.schemes.filled import Fact
from webapp.schemes.printed import printed


def _printed(answers: dict[str, str], *fields: Part) -> list[tuple[str, str]]:
    form = fill_in(scheme(*fields), answers, {"name": Fact("NOUVELLE", "NOUVELLE")})
    return [line for filled in form.fields for line in printed(filled)]


def test_values_are_printed_as_people_read_them() -> None:
    fields = (
        asked("cout", "amount"),
        asked("debut", "date"),
        asked("public", "choices", choices=["Jeunes", "Familles"]),
        asked("raison", "fact", fact="name"),
        computed("moitie", rate=50, of="cout"),
        asked("siege", "address"),
    )
    answers = {
        "cout": "1250,5",
        "debut": "1/9/26",
        "public": "familles\njeunes",
        "siege.street": "3 rue du Port",
        "siege.postal_code": "46000",
        "siege.commune": "Cahors",
    }
    assert _printed(answers, *fields) == [
        ("Cout", "1\u202f250,50\u00a0€"),
        ("Debut", "1er septembre 2026"),
        ("Public", "Jeunes\nFamilles"),
        ("Raison", "NOUVELLE"),
        ("Moitie", "625,25\u00a0€"),
        ("Siege", "3 rue du Port, 46000 Cahors"),
    ]


def test_what_is_wrong_is_printed_as_it_was_typed_and_what_is_blank_is_empty() -> None:
    fields = asked("cout", "amount"), asked("nom"), asked("siege", "address")
    assert _printed({"cout": "beaucoup"}, *fields) == [("Cout", "beaucoup"), ("Nom", ""), ("Siege", "")]


def test_words_and_hidden_fields_are_not_printed() -> None:
    fields = (
        asked("titre", "heading"),
        asked("note", "explanation", text="Lisez."),
        asked("emploi", "yes_no"),
        asked("contrat", when={"of": "emploi", "is": "oui"}),
        computed("cache", sum=[5], hidden=True),
    )
    assert _printed({"emploi": "non", "contrat": "CDI"}, *fields) == [("Emploi", "Non")]
    assert _printed({"emploi": "oui", "contrat": "CDI"}, *fields)[1:] == [("Contrat", "CDI")]


class TestTable:
    EXPENSES = table(
        "depenses",
        asked("objet"),
        asked("note", "explanation"),
        asked("ht", "amount"),
        asked("devis", when={"of": "ht", "more_than": 100}),
        computed("double", sum=["ht", "ht"], hidden=True),
        totals=["ht"],
    )

    def test_is_a_line_for_each_row_that_is_one(self) -> None:
        answers = {
            "depenses.1.objet": "Un four",
            "depenses.1.ht": "1 000",
            "depenses.1.devis": "n° 3",
            "depenses.2.objet": " ",
            "depenses.3.ht": "cher",
            "depenses.4.ht": "9",
            "depenses.4.devis": "caché",
            "depenses.5.ht": "7",
            "depenses.5": REMOVED,
        }
        assert _printed(answers, self.EXPENSES) == [
            ("Depenses, 1", "Objet : Un four ; Ht : 1\u202f000,00\u00a0€ ; Devis : n° 3"),
            ("Depenses, 2", "Ht : cher"),
            ("Depenses, 3", "Ht : 9,00\u00a0€"),
            ("Depenses, total : Ht", "1\u202f009,00\u00a0€"),
        ]

    def test_without_rows_is_its_name(self) -> None:
        assert _printed({}, self.EXPENSES) == [("Depenses", "")]
        assert _printed({"depenses.1": REMOVED}, self.EXPENSES) == [("Depenses", "")]


class TestBudget:
    def test_is_its_lines_with_something_and_its_totals(self) -> None:
        answers = {
            "budget.613": "1 250",
            "budget.615": "cher",
            "budget.744.1.funder": "Cahors",
            "budget.744.1.amount": "1 000",
            "budget.744.r2": "2",
        }
        assert _printed(answers, asked("budget", "budget")) == [
            ("613 – Locations", "1\u202f250,00\u00a0€"),
            ("615 – Entretien et réparations", "cher"),
            ("744 – Communes et intercommunalités : Cahors", "1\u202f000,00\u00a0€"),
            ("Total des charges", "1\u202f250,00\u00a0€"),
            ("Total des produits", "1\u202f000,00\u00a0€"),
        ]

    def test_has_contributions_in_kind_apart(self) -> None:
        lines = _printed({"budget.860": "80", "budget.875": "70"}, asked("budget", "budget"))
        assert lines[-4:] == [
            ("Total des charges", "0,00\u00a0€"),
            ("Emplois des contributions volontaires", "80,00\u00a0€"),
            ("Total des produits", "0,00\u00a0€"),
            ("Contributions volontaires", "70,00\u00a0€"),
        ]

    def test_a_blank_one_is_its_name(self) -> None:
        assert _printed({}, asked("budget", "budget")) == [("Budget", "")]
