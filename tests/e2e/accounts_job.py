"""Getting an account and getting back into it, with what goes wrong on the way."""

import time
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.people import SCHEME, Applicant

NEW_PASSWORD = "quatre chaises vertes dansent"


def asks_for_an_aid_before_having_an_account(applicant: Applicant, elsewhere: Applicant) -> None:
    """The sheet of a scheme, a new account, the mail opened on another device: login leads to that sheet."""
    applicant.opens_the_portal()
    applicant.hands.follow("Voir les aides ouvertes")
    applicant.sees("Les aides de la Région")
    applicant.hands.follow(SCHEME)
    applicant.sees(SCHEME)
    applicant.hands.follow("Se connecter pour commencer")
    applicant.sees("Bienvenue")
    applicant.hands.follow("Créer un compte")
    applicant.sees("Créer un compte")
    applicant.fills_in_an_account()
    applicant.sends_the_account()
    elsewhere.login, elsewhere.password = applicant.login, applicant.password
    elsewhere.activates_by_mail()
    elsewhere.signs_in(applicant.email.upper(), applicant.password, SCHEME)


def makes_every_mistake(applicant: Applicant) -> None:
    """Each one has its sentence, in the summary and beside its field; what was typed stays."""
    applicant.opens_the_portal()
    applicant.hands.follow("Créer un compte")
    applicant.sees("Créer un compte")
    applicant.fills_in_an_account()
    applicant.hands.write("Identifiant *", "a@b")
    applicant.hands.write("Mot de passe *", "trop court")
    applicant.hands.write("Confirmation de l'adresse électronique *", "une-autre@association.example")
    applicant.hands.press("Créer mon compte")
    applicant.is_told_to_correct(
        "Choisissez un identifiant sans le signe @",
        "Choisissez un mot de passe d'au moins 12 caractères",
        "Les deux adresses sont différentes.",
    )
    expect(applicant.hands.field("Nom *")).to_have_value(applicant.last_name)
    applicant.fills_in_an_account()
    applicant.sends_the_account()


def receives_a_new_link(applicant: Applicant) -> None:
    """The first link is dead then, and its page says so without saying whose it was."""
    first = applicant.portal.wait_for_link(applicant.email, "activ", "/activation/")
    applicant.hands.follow("Recevoir un nouveau lien")
    applicant.sees("Recevoir un nouveau lien")
    applicant.hands.press("Recevoir un nouveau lien")
    applicant.is_told_to_correct("Saisissez votre adresse électronique.")
    applicant.hands.write("Adresse électronique *", applicant.email)
    applicant.hands.press("Recevoir un nouveau lien")
    applicant.sees("Un courriel vous a été envoyé")
    second = _later(lambda: applicant.portal.wait_for_link(applicant.email, "activ", "/activation/"), first)
    applicant.page.goto(first)
    applicant.sees("Activer mon compte")
    applicant.hands.press("Activer mon compte")
    applicant.sees("Ce lien n'est plus valable")
    applicant.page.goto(second)
    applicant.sees("Activer mon compte")
    applicant.hands.press("Activer mon compte")
    applicant.is_told_that_it_worked("Votre compte est désormais activé. Vous pouvez vous connecter au portail.")


def registers_twice(applicant: Applicant, twin: Applicant) -> None:
    """Somebody takes the same address again: the screen is that of anybody, and its owner hears of it."""
    twin.opens_the_portal()
    twin.hands.follow("Créer un compte")
    twin.sees("Créer un compte")
    twin.fills_in_an_account()
    twin.hands.write("Adresse électronique *", applicant.email)
    twin.hands.write("Confirmation de l'adresse électronique *", applicant.email)
    twin.sends_the_account()
    mail = applicant.portal.wait_for_mail(applicant.email, "existe déjà")
    assert applicant.login in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def has_the_identifier_recalled(applicant: Applicant) -> None:
    applicant.opens_the_portal()
    applicant.hands.follow("Récupérer mes informations de connexion")
    applicant.sees("Récupérer mes informations de connexion")
    applicant.reads(
        "Identifiant oublié",
        "Récupérez votre identifiant en indiquant ci-dessous votre adresse électronique, puis retrouvez-le dans le "
        "courriel qui vous sera transmis.",
    )
    applicant.hands.write("Adresse électronique *", "sans arobase")
    applicant.hands.press("Valider et recevoir mon identifiant")
    applicant.is_told_to_correct("Saisissez une adresse électronique complète")
    expect(applicant.hands.field("Adresse électronique *")).to_have_value("sans arobase")
    applicant.hands.write("Adresse électronique *", applicant.email.upper())
    applicant.hands.press("Valider et recevoir mon identifiant")
    applicant.sees("Consultez votre messagerie")
    mail = applicant.portal.wait_for_mail(applicant.email, "identifiant")
    assert applicant.login in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def chooses_a_new_password(applicant: Applicant) -> None:
    """By the link of the mail, once; then one has to sign in, and the owner is told."""
    applicant.opens_the_portal()
    applicant.hands.follow("Récupérer mes informations de connexion")
    applicant.sees("Récupérer mes informations de connexion")
    applicant.reads("Réinitialisation du mot de passe")
    applicant.hands.write("Identifiant ou adresse électronique *", applicant.login.upper())
    applicant.hands.press("Valider et réinitialiser mon mot de passe")
    applicant.sees("Consultez votre messagerie")
    link = applicant.portal.wait_for_link(applicant.email, "Réinitialisez", "/reinitialisation/")
    applicant.page.goto(link)
    applicant.sees("Réinitialiser mon mot de passe")
    applicant.hands.write("Nouveau mot de passe *", NEW_PASSWORD)
    applicant.hands.write("Confirmation du mot de passe *", "autre chose")
    applicant.hands.press("Valider")
    applicant.is_told_to_correct("Les deux mots de passe sont différents.")
    applicant.hands.write("Nouveau mot de passe *", NEW_PASSWORD)
    applicant.hands.write("Confirmation du mot de passe *", NEW_PASSWORD)
    applicant.hands.press("Valider")
    applicant.sees("Bienvenue")
    applicant.is_told_that_it_worked("Votre mot de passe a bien été modifié. Connectez-vous avec le nouveau.")
    applicant.portal.wait_for_mail(applicant.email, "mot de passe a été modifié")
    applicant.page.goto(link)
    applicant.sees("Ce lien n'est plus valable")
    applicant.opens_the_portal()
    applicant.signs_in(applicant.email, NEW_PASSWORD, "Espace personnel")


def _later(read: Callable[[], str], before: str) -> str:
    """What it reads once it is no longer what it was."""
    for _ in range(200):
        if (now := read()) != before:
            return now
        time.sleep(0.05)
    raise AssertionError("no newer mail came")
