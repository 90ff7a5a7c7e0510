""" "Modifier les informations de sa structure", label by label as in the guide."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.beforehand import has_an_association, is_signed_in
from tests.e2e.people import Applicant

IDENTIFICATION, ADDRESS, NEW = "l'identification", "l'adresse principale", "Créer un nouveau représentant"
PRESIDENT = "Madame Nouvelle ASSOCIATION"
FACTS = {
    "NAF": "71.12A",
    "Forme juridique": "Association agréée",
    "Numéro RNA": "",  # each structure has its own: see `fills_in`
    "Téléphone": "04 67 58 96 63",
    "Téléphone mobile": "06.25.89.65.85",
    "Télécopie": "0457896312",
    "Courriel": "nouvelle@association.com",
    "Site internet": "https://www.bidon.com",
}
SHOWN = (
    *("71.12A - Activité des géomètres", "Association agréée", "04 67 58 96 63", "06 25 89 65 85", "04 57 89 63 12"),
    *("nouvelle@association.com", "https://www.bidon.com"),
)


def comes_to_the_structure(applicant: Applicant) -> None:
    """Of a new association."""
    has_an_association(applicant)
    is_signed_in(applicant)
    opens_the_structure(applicant)


def opens_the_structure(applicant: Applicant) -> None:
    applicant.page.goto("/structure")
    applicant.sees("Ma structure")
    applicant.reads("Les éléments saisis sont modifiables à l'aide des symboles :", "Identification", "Représentants")


def block(applicant: Applicant, title: str) -> Locator:
    return applicant.page.get_by_role("main").get_by_role("region", name=title)


def person(applicant: Applicant, name: str) -> Locator:
    return applicant.page.get_by_role("article", name=name)


def opens(applicant: Applicant, what: str) -> None:
    """By its pencil."""
    applicant.hands.follow(f"Modifier {what}")
    expect(applicant.page.get_by_role("heading", name=re.compile(f"^Modifier {re.escape(what)}$"))).to_be_visible()
    applicant.sees("Ma structure")


def saves(applicant: Applicant, what: str, said: str) -> None:
    applicant.hands.press(f"Enregistrer {what}")
    expect(applicant.page.get_by_role("button", name=f"Enregistrer {what}")).to_have_count(0)
    expect(applicant.page.get_by_role("status").filter(has_text=said)).to_have_count(1)
    applicant.sees("Ma structure")


def describes_the_association(applicant: Applicant, rna: str) -> None:
    opens(applicant, IDENTIFICATION)
    for label, text in FACTS.items():
        applicant.hands.write(label, text or rna)
    saves(applicant, IDENTIFICATION, "L'identification est enregistrée.")
    applicant.reads(*SHOWN, rna, "Déclaré par vous", "Type de tiers", "Modifié le ")


def corrects_the_address(applicant: Applicant) -> None:
    opens(applicant, ADDRESS)
    applicant.hands.write("N° et voie *", "x" * 39)
    applicant.hands.press(f"Enregistrer {ADDRESS}")
    applicant.is_told_to_correct("Une ligne d'adresse a 38 caractères au plus (39 saisis) : abrégez-la.")
    for label, text in {
        "Destinataire": "destinataire",
        "Bâtiment": "batiment",
        "N° et voie *": "n° voie",
        "Mention BP": "mention BP",
    }.items():
        applicant.hands.write(label, text)
    saves(applicant, ADDRESS, "L'adresse principale est enregistrée.")
    applicant.reads("destinataire", "batiment", "n° voie", "mention BP", "46000 CAHORS", "FRANCE")


def completes_the_president(applicant: Applicant) -> None:
    """Who declared the structure is its legal representative already."""
    opens(applicant, PRESIDENT)
    applicant.hands.write("Prénom *", "")
    applicant.hands.press(f"Enregistrer {PRESIDENT}")
    applicant.is_told_to_correct("Saisissez le prénom.")
    for label, text in {
        "Prénom *": "Nouvelle",
        "Appartement": "appart",
        "Bâtiment": "batiment",
        "N° et voie": "n° voie",
        "Lieu-dit, BP": "lieu dit BP",
        "Code postal": "32000",
        "Téléphone": "04 67 58 96 63",
        "Profession": "Conseillère en gestion",
    }.items():
        applicant.hands.write(label, text)
    saves(applicant, PRESIDENT, f"Les informations de {PRESIDENT} sont enregistrées.")
    expect(person(applicant, PRESIDENT)).to_contain_text("Fonction : Présidente")
    applicant.reads("Représentant légal", "32000 AUCH FRANCE", "Conseillère en gestion", "lieu dit BP")


def cannot_remove_the_only_one(applicant: Applicant) -> None:
    applicant.hands.follow(f"Retirer {PRESIDENT}")
    applicant.reads("C'est le seul représentant légal de la structure.")
    applicant.sees("Ma structure")
    applicant.hands.follow("Annuler le retrait")
    expect(person(applicant, PRESIDENT)).to_contain_text("Modifier")


def creates_and_removes_another(applicant: Applicant) -> None:
    applicant.hands.follow(NEW)
    expect(applicant.page.get_by_role("heading", name="Nouveau représentant")).to_be_visible()
    applicant.hands.choose("Civilité *", "Monsieur")
    applicant.hands.write("Nom *", "Président")
    applicant.hands.write("Prénom *", "Bidulle")
    saves(applicant, "ce représentant", "Représentant enregistré : Monsieur Bidulle PRÉSIDENT.")
    applicant.hands.follow("Retirer Monsieur Bidulle PRÉSIDENT")
    expect(applicant.page.get_by_role("heading", name="Retirer Monsieur Bidulle PRÉSIDENT")).to_be_visible()
    applicant.sees("Ma structure")
    applicant.hands.press("Retirer Monsieur Bidulle PRÉSIDENT")
    expect(person(applicant, "Monsieur Bidulle PRÉSIDENT")).to_have_count(0)
    applicant.sees("Ma structure")


def edits_the_structure(applicant: Applicant, rna: str) -> None:
    describes_the_association(applicant, rna)
    corrects_the_address(applicant)
    completes_the_president(applicant)
    cannot_remove_the_only_one(applicant)
    creates_and_removes_another(applicant)
