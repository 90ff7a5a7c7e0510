"""Accounts, label by label: with JavaScript, without, and by the keyboard alone; axe on each page and each state."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.accounts_job import (
    asks_for_an_aid_before_having_an_account,
    chooses_a_new_password,
    has_the_identifier_recalled,
    makes_every_mistake,
    receives_a_new_link,
    registers_twice,
)
from tests.e2e.beforehand import has_an_account
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal

Newcomer = Callable[..., Applicant]


@pytest.fixture
def newcomer(new_browser: Callable[..., BrowserContext], portal: Portal) -> Newcomer:
    """Somebody more, at a browser of their own."""
    return lambda hands=Hands: Applicant(hands(new_browser().new_page()), portal, look=check_axe)


@both_ways
def test_a_deep_link_survives_the_creation_of_an_account_on_another_device(newcomer: Newcomer) -> None:
    asks_for_an_aid_before_having_an_account(newcomer(), newcomer())


@both_ways
def test_an_account_after_every_mistake_and_a_lost_mail(newcomer: Newcomer) -> None:
    applicant = newcomer()
    makes_every_mistake(applicant)
    receives_a_new_link(applicant)
    registers_twice(applicant, newcomer())


@pytest.mark.capability
@both_ways
def test_the_identifier_and_the_password_are_recovered(newcomer: Newcomer) -> None:
    applicant = newcomer()
    has_an_account(applicant)
    has_the_identifier_recalled(applicant)
    chooses_a_new_password(applicant)


def test_all_of_it_by_the_keyboard_alone(newcomer: Newcomer) -> None:
    applicant = newcomer(Keyboard)
    makes_every_mistake(applicant)
    receives_a_new_link(applicant)
    has_the_identifier_recalled(applicant)
    chooses_a_new_password(applicant)


@both_ways
def test_who_tries_too_often_is_told_how_long_to_wait(newcomer: Newcomer, javascript: bool) -> None:
    visitor = newcomer()
    visitor.opens_the_portal()
    for _ in range(10):
        visitor.hands.write("Identifiant ou adresse électronique", visitor.login)
        visitor.hands.write("Mot de passe", "ce n'est pas le bon")
        with visitor.page.expect_response("**/connexion"):
            visitor.hands.press("Se connecter")
        expect(visitor.page.locator(".error-summary")).to_contain_text("Identifiant ou mot de passe incorrect.")
    visitor.hands.write("Mot de passe", "ce n'est pas le bon")
    visitor.hands.press("Se connecter")
    visitor.reads("Trop d'essais", "Rien n'est bloqué définitivement.", "Réessayez dans 30 secondes.")
    visitor.look(visitor.page)
    if not javascript:
        visitor.hands.press("Envoyer à nouveau")
        visitor.is_told_to_correct("Saisissez votre mot de passe.")
    expect(visitor.hands.field("Identifiant ou adresse électronique")).to_have_value(visitor.login)
