"""An agent's whole path: invited, at work, disabled; with JavaScript and without, and by the keyboard alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Person
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_reflow
from webapp import demo

PASSWORD = "un cheval bleu marche"


@dataclass
class Newcomer(Person):
    """Somebody whom the Region has just hired."""

    login: str = field(default_factory=lambda: f"aicha-{uuid4().hex[:8]}")
    first_name: str = "Aïcha"
    last_name: str = field(default_factory=lambda: f"Durand-{uuid4().hex[:6]}")

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return f"{self.login}@region.example"

    def opens_the_invitation(self) -> None:
        self.page.goto(self.portal.wait_for_link(self.email, "compte d'agent", "/invitation/"))
        self.sees("Activer mon compte d'agent")
        self.reads(self.name, self.email, "Instructeur", "Service vie associative")

    def activates(self) -> None:
        self.hands.press("Activer mon compte")
        self.is_told_to_correct("Choisissez un identifiant.", "Choisissez un mot de passe.")
        self.hands.write("Identifiant *", self.login)
        self.hands.write("Mot de passe *", PASSWORD)
        self.hands.write("Confirmation du mot de passe *", PASSWORD)
        self.hands.press("Activer mon compte")
        self.sees("Bienvenue")
        self.is_told_that_it_worked("Votre compte est désormais activé. Vous pouvez vous connecter au portail.")

    def finds_the_link_dead(self) -> None:
        self.page.goto(self.portal.wait_for_link(self.email, "compte d'agent", "/invitation/"))
        self.sees("Ce lien n'est plus valable")

    def is_refused_at_login(self) -> None:
        self.hands.write("Identifiant ou adresse électronique", self.login)
        self.hands.write("Mot de passe", PASSWORD)
        self.hands.press("Se connecter")
        expect(self.page.locator(".error-summary")).to_contain_text("Identifiant ou mot de passe incorrect.")


@dataclass
class Administrator(Person):
    def comes_to_work(self) -> None:
        self.opens_the_portal()
        self.signs_in(demo.ADMINISTRATOR[0], demo.PASSWORD, "Espace agent")
        self.reads("Vous n'appartenez à aucun service")

    def opens_the_accounts(self) -> None:
        self.hands.follow("Comptes", "Navigation principale")
        self.sees("Comptes")
        check_reflow(self.page)

    def invites(self, newcomer: Newcomer) -> None:
        self.hands.follow("Inviter un agent")
        self.sees("Inviter un agent")
        self.hands.write("Nom *", newcomer.last_name)
        self.hands.press("Envoyer l'invitation")
        self.is_told_to_correct("Saisissez le prénom de l'agent.", "Choisissez un rôle.")
        expect(self.hands.field("Nom *")).to_have_value(newcomer.last_name)
        self.hands.choose("Civilité *", "Madame")
        self.hands.write("Prénom *", newcomer.first_name)
        self.hands.write("Adresse électronique *", newcomer.email)
        self.hands.choose("Rôle *", "Instructeur")
        self.chooses("Service", "Service vie associative")
        self.hands.press("Envoyer l'invitation")
        self.sees(newcomer.name)
        self.is_told_that_it_worked(f"L'invitation a été envoyée à {newcomer.email}.")
        self.reads("À activer")

    def chooses(self, label: str, option: str) -> None:
        """In a native list: the first letters of an option choose it, by the keyboard."""
        if isinstance(self.hands, Keyboard):
            self.hands.go_to(self.hands.field(label))
            self.page.keyboard.type(option)
        else:
            self.hands.field(label).select_option(label=option)

    def finds(self, newcomer: Newcomer) -> None:
        """By a name without its accents, among agents."""
        self.opens_the_accounts()
        self.hands.write("Nom, identifiant ou adresse", "personne de ce nom")
        self.hands.press("Rechercher")
        self.reads("Aucun compte ne correspond")
        self.sees("Comptes")
        self.hands.write("Nom, identifiant ou adresse", f"{newcomer.last_name} aicha".upper())
        self.chooses("Qui", "Agents")
        self.hands.press("Rechercher")
        self.reads("1 compte")
        self.sees("Comptes")
        self.hands.follow(newcomer.name)
        self.sees(newcomer.name)
        check_reflow(self.page)
        self.reads("Actif", "Connexion", "Activation du compte", "Invitation")

    def disables(self, newcomer: Newcomer) -> None:
        self.hands.follow("Désactiver le compte")
        self.sees(f"Désactiver le compte de {newcomer.name}")
        self.hands.press("Désactiver le compte")
        self.sees(newcomer.name)
        self.is_told_that_it_worked(f"Le compte de {newcomer.name} est désactivé. Ses sessions sont terminées.")
        self.reads("Désactivé")

    def enables(self, newcomer: Newcomer) -> None:
        self.hands.follow("Réactiver le compte")
        self.sees(f"Réactiver le compte de {newcomer.name}")
        self.hands.press("Réactiver le compte")
        self.is_told_that_it_worked(f"Le compte de {newcomer.name} est réactivé.")


def from_invitation_to_disabling(administrator: Administrator, newcomer: Newcomer) -> None:
    """Each in a browser of their own."""
    administrator.comes_to_work()
    administrator.opens_the_accounts()
    administrator.invites(newcomer)
    newcomer.opens_the_invitation()
    newcomer.activates()
    newcomer.finds_the_link_dead()
    newcomer.opens_the_portal()
    newcomer.signs_in(newcomer.login, PASSWORD, "Espace agent")
    administrator.finds(newcomer)
    administrator.disables(newcomer)
    newcomer.hands.follow("Espace agent", "Navigation principale")
    newcomer.sees("Bienvenue")
    newcomer.is_refused_at_login()
    administrator.enables(newcomer)
    newcomer.opens_the_portal()
    newcomer.signs_in(newcomer.login, PASSWORD, "Espace agent")


@pytest.mark.capability
@both_ways
def test_from_the_invitation_to_the_last_click(new_browser: Callable[..., BrowserContext], portal: Portal) -> None:
    administrator = Administrator(Hands(new_browser().new_page()), portal, look=check_axe)
    newcomer = Newcomer(Hands(new_browser().new_page()), portal, look=check_axe)
    from_invitation_to_disabling(administrator, newcomer)


def test_by_the_keyboard_alone(new_browser: Callable[..., BrowserContext], portal: Portal) -> None:
    administrator = Administrator(Keyboard(new_browser().new_page()), portal)
    newcomer = Newcomer(Keyboard(new_browser().new_page()), portal)
    from_invitation_to_disabling(administrator, newcomer)
