"""Mon compte, as the guide tells it: address, password, names, all devices; axe on each page and state on the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.beforehand import has_an_account, is_signed_in
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_narrow, check_spaced, repeated
from webapp.accounts.forms import NAME_MAX

NEW_PASSWORD = "deux poires et une pomme"
TAKEN_BACK = "Le changement d'adresse est annulé"


def look_at_all(page: Page) -> None:
    check_axe(page)
    check_narrow(page)


@pytest.mark.capability
@both_ways
def test_everything_of_mon_compte(new_browser: Callable[..., BrowserContext], portal: Portal) -> None:
    changes_everything(Applicant(Hands(new_browser().new_page()), portal, look=look_at_all))


def test_everything_by_the_keyboard(new_browser: Callable[..., BrowserContext], portal: Portal) -> None:
    changes_everything(Applicant(Keyboard(new_browser().new_page()), portal))


def changes_everything(person: Applicant) -> None:
    has_an_account(person)
    is_signed_in(person)
    opens_the_account(person)
    asks_for_another_address(person)
    confirms_it_by_mail(person)
    says_that_it_was_somebody_else(person)
    changes_the_password(person)
    changes_the_names(person)
    leaves_all_devices(person)


def opens_the_account(person: Applicant) -> None:
    person.page.goto("/compte")
    person.sees("Mon compte")
    person.reads("Une seule session est ouverte sur votre compte")


def asks_for_another_address(person: Applicant) -> None:
    new = f"ailleurs-{person.email}"
    person.hands.write("Nouvelle adresse électronique *", new)
    person.hands.write("Confirmation de la nouvelle adresse électronique *", "une autre")
    person.hands.press("Valider ma nouvelle adresse électronique")
    person.is_told_to_correct("Saisissez une adresse électronique complète", "Saisissez votre mot de passe.")
    expect(person.hands.field("Nouvelle adresse électronique *")).to_have_value(new)
    expect(person.hands.field("Confirmation de la nouvelle adresse électronique *")).to_have_value("une autre")
    person.hands.write("Confirmation de la nouvelle adresse électronique *", new)
    person.hands.write("Mot de passe *", person.password)
    person.hands.press("Valider ma nouvelle adresse électronique")
    # The page that was left has the same title: what is only on the next one is waited for first.
    person.is_told_that_it_worked("Un courriel contenant un lien d'activation a été envoyé à votre nouvelle adresse.")
    person.sees("Mon compte")
    person.reads(f"Changement en attente : {new} – ouvrez le lien reçu avant le")


def confirms_it_by_mail(person: Applicant) -> None:
    link = person.portal.wait_for_link(f"ailleurs-{person.email}", "Confirmez", "/confirmation/")
    person.page.goto(link)
    person.sees("Confirmer ma nouvelle adresse électronique")
    person.hands.press("Confirmer ma nouvelle adresse électronique")
    person.sees("Espace personnel")
    person.is_told_that_it_worked("Votre adresse électronique a bien été modifiée.")
    person.page.goto(link)
    person.sees("Ce lien n'est plus valable")
    person.hands.follow("Ouvrir Mon compte")
    person.sees("Mon compte")
    person.reads(f"ailleurs-{person.email}")


def says_that_it_was_somebody_else(person: Applicant) -> None:
    person.page.goto(person.portal.wait_for_link(person.email, "Changement d'adresse demandé", "/refus/"))
    person.sees("Je n'ai pas demandé ce changement")
    person.hands.press("Annuler le changement d'adresse")
    person.sees(TAKEN_BACK)
    person.reads("Choisissez maintenant un nouveau mot de passe")
    person.page.goto(person.portal.wait_for_link(person.email, "Changement d'adresse annulé", "/reinitialisation/"))
    person.sees("Réinitialiser mon mot de passe")
    person.hands.write("Nouveau mot de passe *", NEW_PASSWORD)
    person.hands.write("Confirmation du mot de passe *", NEW_PASSWORD)
    person.hands.press("Valider mon nouveau mot de passe")
    person.sees("Bienvenue")
    person.signs_in(person.email, NEW_PASSWORD, "Espace personnel")


def changes_the_password(person: Applicant) -> None:
    opens_the_account(person)
    person.hands.follow("Modifier mon mot de passe")
    expect(person.page.get_by_role("heading", name="Modifier mon mot de passe")).to_be_in_viewport()
    person.hands.write("Mot de passe actuel *", person.password)
    person.hands.write("Nouveau mot de passe *", person.password)
    person.hands.write("Confirmation du nouveau mot de passe *", person.password)
    person.hands.press("Valider mon nouveau mot de passe")
    person.is_told_to_correct("Ce n'est pas votre mot de passe actuel.")
    person.hands.write("Mot de passe actuel *", NEW_PASSWORD)
    person.hands.write("Nouveau mot de passe *", person.password)
    person.hands.write("Confirmation du nouveau mot de passe *", person.password)
    person.hands.press("Valider mon nouveau mot de passe")
    person.is_told_that_it_worked("Votre mot de passe a bien été modifié.")
    person.sees("Mon compte")


def changes_the_names(person: Applicant) -> None:
    """Too long they are refused; of the longest that is taken nothing is cut nor wider than the screen."""
    too_long, longest = repeated("D'Été«😀»", 300), repeated("Élisabeth😀", NAME_MAX)
    person.hands.write("Nom *", too_long)
    person.hands.press("Valider mes informations personnelles")
    person.is_told_to_correct(f"Saisissez {NAME_MAX} caractères au plus (300 saisis).")
    expect(person.hands.field("Nom *")).to_have_value(too_long)
    person.hands.choose("Civilité *", "Ne souhaite pas préciser")
    person.hands.write("Nom *", longest)
    person.hands.press("Valider mes informations personnelles")
    person.is_told_that_it_worked("Vos informations personnelles ont bien été modifiées.")
    person.sees("Mon compte")
    expect(person.page.get_by_role("banner")).to_contain_text(longest)


def leaves_all_devices(person: Applicant) -> None:
    person.hands.press("Se déconnecter de tous mes appareils")
    person.sees("Bienvenue")
    person.is_told_that_it_worked("Tous vos appareils ont été déconnectés, celui-ci compris.")


def test_with_more_space_between_letters(applicant: Applicant) -> None:
    has_an_account(applicant)
    is_signed_in(applicant)
    opens_the_account(applicant)
    check_spaced(applicant.page)
