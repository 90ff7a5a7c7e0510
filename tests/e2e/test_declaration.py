"""For whom one asks: a number that the register of companies knows, a private person, and mistakes on the way."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.beforehand import has_an_account, is_signed_in
from tests.e2e.people import Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.reflow import check_reflow

# Of the offline file; each of the two ways of one test declares its own.
CLUBS = ["W301000624", "W822001274"]


def begins(applicant: Applicant) -> None:
    has_an_account(applicant)
    is_signed_in(applicant)
    applicant.page.goto("/espace-personnel")
    applicant.look = look
    applicant.opens_the_declaration()


def look(page: Page) -> None:
    check_axe(page)
    check_reflow(page)


@pytest.mark.capability
@both_ways
def test_a_known_number_fills_in_the_form(applicant: Applicant) -> None:
    begins(applicant)
    applicant.asks_for("Association", leads_to="Retrouver votre association")
    applicant.hands.write("Siret ou numéro RNA *", "3894862420003")
    applicant.hands.press("Rechercher")
    applicant.is_told_to_correct("Le Siret comporte 14 chiffres ; vous en avez saisi 13.")
    applicant.looks_up(CLUBS.pop(), leads_to="Votre association", label="Siret ou numéro RNA *")
    applicant.reads("Répertoire Sirene (fichier de démonstration), le")
    expect(applicant.hands.field("Nom de la structure *")).not_to_have_value("")
    applicant.hands.press("Enregistrer")
    applicant.is_told_to_correct("Indiquez votre fonction", "Dites comment vous signez")
    applicant.says_who_they_are("Je prépare la demande pour un signataire")
    applicant.saves_the_declaration("Invitez maintenant la personne qui signera, depuis la page Membres.")
    applicant.reads("Type de tiers", "Association", "Modifié le")


@both_ways
def test_a_private_person_asks_for_themselves(applicant: Applicant) -> None:
    begins(applicant)
    applicant.asks_for("Particulier", leads_to="Vos informations")
    expect(applicant.hands.field("Prénom et nom *")).to_have_value("Nouvelle ASSOCIATION")
    applicant.hands.press("Enregistrer")
    applicant.is_told_to_correct("Indiquez le numéro et le nom de la voie", "Saisissez le code postal")
    applicant.writes_an_address()
    applicant.saves_the_declaration("Vos informations sont enregistrées.")
    applicant.reads("Nouvelle ASSOCIATION", "Particulier", "46000 CAHORS")
    expect(applicant.page.get_by_role("main")).not_to_contain_text("Siret")


def test_the_communes_of_a_code_are_offered_as_it_is_typed(applicant: Applicant) -> None:
    begins(applicant)
    applicant.asks_for("Particulier", leads_to="Vos informations")
    applicant.hands.write("Code postal *", "46090")
    applicant.hands.field("Pays *").focus()
    communes = applicant.page.get_by_role("combobox", name="Commune *")
    communes.select_option("PRADINES")
    applicant.hands.write("Code postal *", "46000")
    applicant.hands.field("Pays *").focus()
    expect(communes.get_by_role("option", name="PRADINES")).to_have_count(0)
    expect(communes.locator("option:checked")).to_have_text("Choisissez la commune")
