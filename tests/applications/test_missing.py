"""What is left to do before an application can be sent, page by page, with where each thing stands."""

from tests.factories.definitions import asked, computed, fill_in, question, scheme, section, step, table
from webapp.applications.rules import Missing, Step, form_pages, missing
from webapp.schemes.filled import Fact

IF_JOB = {"of": "emploi", "is": "oui"}
DEFINITION = scheme(
    steps=[
        step(
            "projet",
            section("un", asked("nom", required=True), asked("emploi", "yes_no"), asked("siege", "address")),
            section("deux", asked("contrat", required=True, when=IF_JOB)),
        ),
        step("emplois", section("trois", asked("duree", "integer", required=True)), when=IF_JOB),
        step(
            "budget",
            section(
                "quatre",
                table("depenses", asked("objet", required=True), asked("ht", "amount"), computed("x", sum=["ht"])),
                asked("budget", "budget"),
            ),
        ),
    ],
    eligibility=[question("region")],
    facts=["siret", "legal_representative"],
    pieces=[
        {"key": "rib", "label": "RIB", "required": True},
        {"key": "note", "label": "Note"},
        {"key": "contrat", "label": "Contrat", "required": True, "when": IF_JOB},
    ],
)
KNOWN = {"siret": Fact("84971997600011", "849719976 00011"), "legal_representative": Fact("Nadia", "Nadia")}


def _missing(answers: dict[str, str], facts: dict[str, Fact] | None = None, *pieces: str) -> list[Missing]:
    known = KNOWN if facts is None else facts
    return missing(fill_in(DEFINITION, answers, known), known, pieces)


COMPLETE = {"region": "oui", "nom": "Fête"}


def test_nothing_is_missing_from_a_complete_form() -> None:
    assert _missing(COMPLETE, None, "rib") == []


def test_of_an_empty_form_all_is_told_in_the_order_of_its_pages() -> None:
    assert [(item.page, item.anchor) for item in _missing({"emploi": "oui"}, {})] == [
        (Step.ELIGIBILITY, "region"),
        (Step.STRUCTURE, "fait-siret"),
        (Step.STRUCTURE, "fait-legal-representative"),
        ("votre-dossier/projet", "nom"),
        ("votre-dossier/projet", "contrat"),
        ("votre-dossier/emplois", "duree"),
        (Step.PIECES, "piece-rib"),
        (Step.PIECES, "piece-contrat"),
    ]


def test_what_is_hidden_is_not_missing() -> None:
    pages = {item.page for item in _missing({"emploi": "non"})}
    assert pages == {Step.ELIGIBILITY, "votre-dossier/projet", Step.PIECES}


def test_a_wrong_answer_is_told_even_to_what_nobody_has_to_answer() -> None:
    [item] = _missing(COMPLETE | {"emploi": "peut-être"}, None, "rib")
    assert (item.anchor, item.sentence) == ("emploi", "Répondez par oui ou par non.")


def test_an_answer_that_excludes_gives_the_schemes_own_reason() -> None:
    [item] = _missing(COMPLETE | {"region": "non"}, None, "rib")
    assert item == Missing(Step.ELIGIBILITY, "region", "Cette aide est réservée aux autres.")


def test_a_cell_is_told_with_the_number_that_its_row_has_on_the_page() -> None:
    answers = COMPLETE | {"depenses.1.objet": " ", "depenses.r9.ht": "cher", "depenses.r9": "2"}
    assert _missing(answers, None, "rib") == [
        Missing("votre-dossier/budget", "depenses-r9-objet", "Depenses, ligne 2 : Complétez « Objet »."),
        Missing(
            "votre-dossier/budget",
            "depenses-r9-ht",
            "Depenses, ligne 2 : Indiquez le montant en euros, par exemple 12 500,00.",
        ),
    ]


def test_a_line_of_the_budget_and_one_of_an_address_are_told_with_what_they_are_of() -> None:
    answers = COMPLETE | {
        "siege.street": "3 rue du Port",
        "siege.commune": "Cahors",
        "budget.613": "cher",
        "budget.744.r2.amount": "0",
    }
    assert [(item.anchor, item.sentence) for item in _missing(answers, None, "rib")] == [
        ("siege-postal_code", "Siege : Complétez « Code postal »."),
        ("budget-613", "613 – Locations : Indiquez le montant en euros, par exemple 12 500,00."),
        (
            "budget-744-r2-funder",
            "744 – Communes et intercommunalités, ligne 2 : Complétez « Financeur ».",
        ),
    ]


class TestPages:
    def test_are_those_that_this_form_has_now(self) -> None:
        def ends(answers: dict[str, str]) -> list[str]:
            return [page.end for page in form_pages(fill_in(DEFINITION, answers), (), is_person=False)]

        around = ["preambule", "criteres-d-eligibilite", "votre-structure"], ["pieces", "recapitulatif"]
        projet, emplois, budget = (f"votre-dossier/{key}" for key in ("projet", "emplois", "budget"))
        assert ends({}) == [*around[0], projet, budget, *around[1]]
        assert ends({"emploi": "oui"}) == [*around[0], projet, emplois, budget, *around[1]]

    def test_each_tells_how_much_is_left_to_do_there(self) -> None:
        form = fill_in(DEFINITION, {"emploi": "oui"})
        pages = form_pages(form, missing(form, {}, ()), is_person=False)
        assert [page.to_do for page in pages] == [0, 1, 2, 2, 1, 0, 2, 0]

    def test_a_person_has_information_and_no_structure(self) -> None:
        form = fill_in(DEFINITION)
        labels = [[page.label for page in form_pages(form, (), is_person=own)] for own in (False, True)]
        assert [label for label in labels[0] if label not in labels[1]] == ["Votre structure"]
        assert [label for label in labels[1] if label not in labels[0]] == ["Vos informations"]
