"""The five schemes of the demonstration: what their files say is what a person is asked, offered and told."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.catalogue import SLUGS, answers_to, shipped
from webapp.schemes.controls import find_control
from webapp.schemes.engine import fill
from webapp.schemes.filled import Fact, FilledForm
from webapp.schemes.formulas import Formula, compute

TODAY = date(2026, 11, 23)
RUNNING, CITY = "fonctionnement-general-association", "projet-associatif-politique-de-la-ville"
INVESTMENT, BICYCLE = "pass-investissement-petites-entreprises", "eco-cheque-mobilite-velo-electrique"
BUILDING = "renovation-energetique-batiment-public"
FAMILIES = {INVESTMENT: "company", BICYCLE: "individual", BUILDING: "public_body"}


def _filled(slug: str, changes: dict[str, str] | None = None, **facts: str) -> FilledForm:
    known = {"family": FAMILIES.get(slug, "association"), "rna": "W313012345", **facts}
    told = {name: Fact(value, value) for name, value in known.items() if value}
    return fill(shipped(slug), answers_to(slug, changes), told, TODAY)


def _to_do(form: FilledForm) -> dict[str, str]:
    """What is wrong or missing, by the name of its control."""
    found = [*form.eligibility, *(leaf for step in form.steps for leaf in step.leaves)]
    return {one.name: " ".join((one.problem or one.missing).split()) for one in found if one.problem or one.missing}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_answers_that_ship_complete_each_scheme(slug: str) -> None:
    form = _filled(slug)
    assert _to_do(form) == {}
    assert form.requested_amount


@pytest.mark.parametrize("slug", SLUGS)
def test_each_of_these_answers_is_to_something_that_is_asked(slug: str) -> None:
    form = _filled(slug)
    asked = {one.name for one in form.eligibility} | {leaf.name for step in form.steps for leaf in step.leaves}
    answers = answers_to(slug)
    assert [name for name in answers if find_control(shipped(slug), name) is None] == []
    assert [name for name, text in answers.items() if text and name not in asked] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_wrong_before_anything_is_typed(slug: str) -> None:
    form = fill(shipped(slug), {}, {}, TODAY)
    assert [leaf.name for step in form.steps for leaf in step.leaves if leaf.problem] == []


@pytest.mark.parametrize(
    ("slug", "changes", "field", "said"),
    [
        pytest.param(RUNNING, {"exercice_fin": "31/12/2026"}, "exercice_fin", "après le 1er janvier 2027", id="year"),
        pytest.param(RUNNING, {"montant_sollicite": "58 000,01"}, "montant_sollicite", "(58 000,00 €)", id="budget"),
        pytest.param(RUNNING, {"budget.742": "3 499,99"}, "budget", "les 12 500,00 €", id="not in the budget"),
        pytest.param(RUNNING, {"salaries": "1"}, "emplois", "(ETP) : 1,3", id="more time than people"),
        pytest.param(CITY, {"fin": "28/02/2027"}, "fin", "avant le 1er mars 2027", id="ends before"),
        pytest.param(CITY, {"bilan_date": "30/12/2027"}, "bilan_date", "le 31 décembre 2027, ou", id="early report"),
        pytest.param(CITY, {"quartiers.1.quartier_habitants": "29"}, "quartiers", "41 personnes", id="inhabitants"),
        pytest.param(CITY, {"montant_sollicite": "1 999,99"}, "montant_sollicite", "2 000", id="less than 2 000"),
        pytest.param(CITY, {"caractere": ""}, "montant_sollicite", "20 000 € au plus", id="more than 20 000"),
        pytest.param(CITY, {"montant_sollicite": "30 000,01"}, "montant_sollicite", "30 000,00 €", id="30 000"),
        pytest.param(INVESTMENT, {"effectif": "38"}, "effectif", "50 salariés", id="50 with the group"),
        pytest.param(INVESTMENT, {"chiffre_affaires": "8 750 000"}, "chiffre_affaires", "10 000 000 €", id="10 M€"),
        pytest.param(INVESTMENT, {"montant_sollicite": "12 500,01"}, "montant_sollicite", "12 500,00 €", id="50 %"),
        pytest.param(
            INVESTMENT, {"minimis.1.minimis_montant": "287 500,01"}, "montant_sollicite", "300 000 €", id="de minimis"
        ),
        pytest.param(
            INVESTMENT, {"financements.2.financement_montant": "7 999"}, "financements", "24 999,00 €", id="plan"
        ),
        pytest.param(INVESTMENT, {"cloture_date": "1/9/2014"}, "cloture_date", "15 septembre 2014", id="first year"),
        pytest.param(BICYCLE, {"revenu_fiscal": "35 222,53"}, "parts", "14 089,01 €", id="income"),
        pytest.param(BICYCLE, {"date_facture": "22/05/2026"}, "date_facture", "23 mai 2026", id="six months"),
        pytest.param(BICYCLE, {"moteur_conforme": "non"}, "moteur_conforme", "certificat", id="motor"),
        pytest.param(BICYCLE, {"prix": "150"}, "autres_aides", "150,00 €", id="paid already"),
        pytest.param(BICYCLE, {"deja_aide": "oui"}, "deja_aide", "qu'une fois", id="second time"),
        pytest.param(BUILDING, {"conso_apres": "118 000"}, "conso_apres", "118 000 kWh", id="no saving"),
        pytest.param(BUILDING, {"classe_apres": "E"}, "classe_apres", "qu'avant (E)", id="same class"),
        pytest.param(BUILDING, {"classe_apres": "F"}, "classe_apres", "qu'avant (E)", id="worse class"),
        pytest.param(BUILDING, {"materiaux": "non"}, "montant_sollicite", "20 % du coût", id="20 % only"),
        pytest.param(
            BUILDING,
            {"lots.2.lot_ht": "84 001", "montant_sollicite": "50 001"},
            "montant_sollicite",
            "50 000,00 €",
            id="cap",
        ),
        pytest.param(
            BUILDING, {"cofinanceurs.2.cofinanceur_montant": "24 001"}, "montant_sollicite", "20 % du coût", id="own"
        ),
    ],
)
def test_a_rule_says_what_to_correct(slug: str, changes: dict[str, str], field: str, said: str) -> None:
    assert said in _to_do(_filled(slug, changes)).get(field, "nothing")


@pytest.mark.parametrize(
    ("slug", "changes"),
    [
        pytest.param(CITY, {"montant_sollicite": "2 000"}, id="2 000 € exactly"),
        pytest.param(CITY, {"caractere": "", "montant_sollicite": "20 000"}, id="20 000 € exactly"),
        pytest.param(INVESTMENT, {"effectif": "37"}, id="49 employees with the group"),
        pytest.param(INVESTMENT, {"minimis.1.minimis_montant": "287 500"}, id="300 000 € exactly"),
        pytest.param(BICYCLE, {"revenu_fiscal": "35 222,50"}, id="14 089 € exactly"),
        pytest.param(BICYCLE, {"date_facture": "23/05/2026"}, id="six months to the day"),
        pytest.param(BUILDING, {"cofinanceurs.2.cofinanceur_montant": "24 000"}, id="20 % exactly"),
        pytest.param(BUILDING, {"lots.1.lot_ht": "1 000 000", "montant_sollicite": "50 000"}, id="the cap exactly"),
    ],
)
def test_the_limits_themselves_are_allowed(slug: str, changes: dict[str, str]) -> None:
    assert _to_do(_filled(slug, changes)) == {}


@pytest.mark.parametrize(
    ("slug", "changes", "piece", "is_asked"),
    [
        pytest.param(
            RUNNING,
            {"subventions_publiques": "153 000", "produits_clos": "200 000"},
            "commissaire_aux_comptes",
            False,
            id="153 000",
        ),
        pytest.param(
            RUNNING,
            {"subventions_publiques": "153 000,01", "produits_clos": "200 000"},
            "commissaire_aux_comptes",
            True,
            id="more",
        ),
        pytest.param(RUNNING, {"signe_par_representant": "oui"}, "pouvoir", False, id="signs alone"),
        pytest.param(RUNNING, {"signe_par_representant": "non"}, "pouvoir", True, id="somebody else signs"),
        pytest.param(INVESTMENT, {"exercice_clos": "non"}, "liasse_fiscale", False, id="no accounts yet"),
        pytest.param(INVESTMENT, {"exercice_clos": "non"}, "comptes_previsionnels", True, id="forecast instead"),
        pytest.param(BICYCLE, {"justificatif_a_son_nom": "oui"}, "attestation_hebergement", False, id="own home"),
        pytest.param(BUILDING, {"proprietaire": "non"}, "titre_propriete", False, id="not the owner"),
        pytest.param(BUILDING, {"proprietaire": "non"}, "accord_proprietaire", True, id="the owner agrees"),
    ],
)
def test_a_piece_is_asked_for_when_it_is_needed(slug: str, changes: dict[str, str], piece: str, is_asked: bool) -> None:
    assert (piece in [one.key for one in _filled(slug, changes).pieces]) is is_asked


@pytest.mark.parametrize(("other", "is_told"), [("10 500", False), ("10 500,01", True)])
def test_above_23_000_euros_a_year_the_association_is_told_of_an_agreement(other: str, is_told: bool) -> None:
    form = _filled(RUNNING, {"montant_autres_demandes": other})
    assert (form.field("convention") is not None) is is_told


def test_an_association_without_rna_gives_its_number_at_the_court() -> None:
    assert list(_to_do(_filled(RUNNING, rna=""))) == ["registre_local"]


def test_a_public_body_is_asked_other_things_than_an_association() -> None:
    form = _filled(CITY, family="public_body")
    assert list(_to_do(form)) == ["type_collectivite", "population", "deliberation_date"]
    assert [piece.key for piece in form.pieces] == ["deliberation", "rib", "bilan_precedent", "lettres_partenaires"]


@pytest.mark.parametrize(("price", "amount"), [("1 899", "200"), ("350", "200"), ("349,99", "199.99")])
def test_the_bicycle_is_never_paid_more_than_what_it_costs(price: str, amount: str) -> None:
    """150 € come from elsewhere."""
    assert _filled(BICYCLE, {"prix": price}).requested_amount == Decimal(amount)


@pytest.mark.parametrize(("numbers", "value"), [("21350 2.5", "8540"), ("21350 0", None), ("21350", None)])
def test_a_quotient_is_the_first_for_each_one_of_the_second(numbers: str, value: str | None) -> None:
    known = dict(zip(("income", "shares"), map(Decimal, numbers.split()), strict=False))
    found = compute(Formula(quotient=("income", "shares")), lambda name: [known[name]] if name in known else [])
    assert found == (Decimal(value) if value else None)
