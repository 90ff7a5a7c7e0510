"""Several persons for one structure, and several structures for one person; with JavaScript and without."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.beforehand import has_an_association, is_signed_in
from tests.e2e.hands import Hands
from tests.e2e.people import Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_reflow


@dataclass
class Member(Applicant):
    """Somebody who acts for a structure, or is about to."""

    def acts_for(self, structure: str) -> None:
        expect(self.page.locator(".acting-for")).to_contain_text(f"Vous agissez pour {structure}")

    def opens_the_members(self) -> None:
        self.page.goto("/structures")
        self.sees("Mes structures")
        self.hands.follow(f"Membres de {self.structure}")
        self.sees(f"Membres de {self.structure}")
        check_reflow(self.page)

    def invites(self, guest: "Member", role: str) -> None:
        self.hands.follow("Inviter une personne")
        self.sees(f"Inviter une personne à rejoindre {self.structure}")
        self.hands.write("Adresse électronique *", "amina")
        self.hands.press("Envoyer l'invitation")
        self.is_told_to_correct("Saisissez une adresse électronique complète", "Choisissez un rôle.")
        self.hands.write("Adresse électronique *", guest.email)
        self.hands.choose("Rôle *", role)
        self.hands.press("Envoyer l'invitation")
        self.is_told_that_it_worked(f"L'invitation a été envoyée à {guest.email}. Le lien est valable 7 jours.")
        self.sees(f"Membres de {self.structure}")
        self.reads("Invitations en attente", guest.email)

    def opens_the_invitation(self, structure: str) -> str:
        link = self.portal.wait_for_link(self.email, "vous invite à rejoindre", "/rattachement/")
        self.page.goto(link)
        self.sees(f"Invitation à rejoindre {structure}")
        check_reflow(self.page)
        return link

    def creates_an_account_from_there(self, structure: str) -> None:
        """The link is in the mail of the activation too: the person comes back to the invitation."""
        self.hands.follow("Créer un compte")
        self.sees("Créer un compte")
        self.fills_in_an_account()
        self.sends_the_account()
        self.activates_by_mail()
        self.signs_in(self.login, self.password, f"Invitation à rejoindre {structure}")

    def says_their_function(self) -> None:
        self.hands.write("Votre fonction dans la structure *", "Trésorière")
        self.hands.choose("Comment signez-vous ? *", "J'ai reçu délégation de signature")

    def accepts(self, structure: str) -> None:
        self.hands.press("Accepter l'invitation")
        self.is_told_to_correct("Indiquez votre fonction", "Dites comment vous signez")
        self.says_their_function()
        self.hands.press("Accepter l'invitation")
        self.sees("Espace personnel")
        self.is_told_that_it_worked(f"Vous faites maintenant partie de {structure}")
        self.acts_for(structure)

    def asks_to_join(self, owner: "Member") -> None:
        self.page.goto("/structures")
        self.sees("Mes structures")
        self.hands.follow("Demander à rejoindre une structure")
        self.sees("Demander à rejoindre une structure")
        self.hands.write("Siret ou RNA de la structure *", owner.siret)
        self.hands.press("Continuer")
        self.sees(f"Demander à rejoindre {owner.structure}")
        check_reflow(self.page)
        self.says_their_function()
        self.hands.write("Message aux administrateurs (facultatif)", "Nous nous sommes vus samedi.")
        self.hands.press("Envoyer ma demande")
        self.is_told_that_it_worked(f"Votre demande de rattachement à {owner.structure} est envoyée.")
        self.sees("Mes structures")
        self.reads(f"Votre demande de rattachement à {owner.structure} attend la réponse de ses administrateurs.")

    def lets_in(self, asker: "Member") -> None:
        self.portal.wait_for_mail(self.email, f"{asker.name} demande à rejoindre")
        self.opens_the_members()
        self.hands.follow(f"Accepter la demande de {asker.name}")
        self.sees(f"Accepter la demande de {asker.name}")
        self.reads("Nous nous sommes vus samedi.", asker.email)
        self.hands.press("Accepter la demande")
        self.is_told_that_it_worked(f"{asker.name} fait maintenant partie de la structure.")
        self.sees(f"Membres de {self.structure}")

    def switches_to(self, structure: str) -> None:
        self.page.get_by_role("link", name="Changer de structure").click()
        self.sees("Mes structures")
        check_reflow(self.page)
        self.hands.press(f"Agir pour {structure}")
        self.sees("Espace personnel")
        self.is_told_that_it_worked(f"Vous agissez maintenant pour {structure}.")
        self.acts_for(structure)

    def leaves(self, structure: str) -> None:
        self.hands.follow(f"Quitter la structure {structure}")
        self.sees(f"Quitter {structure}")
        self.hands.press("Quitter la structure")
        self.is_told_that_it_worked(f"Vous ne faites plus partie de la structure {structure}.")
        self.sees("Mes structures")


@pytest.mark.capability
@both_ways
def test_from_one_member_to_three(new_browser: Callable[..., BrowserContext], portal: Portal) -> None:
    def somebody(**who: str) -> Member:
        return Member(Hands(new_browser().new_page()), portal, look=check_axe, **who)

    owner = somebody(structure="CHORALE DES LILAS")
    guest = somebody(first_name="Amina", last_name="Diop")
    asker = somebody(first_name="Zoé", last_name="Martin", structure="CLUB D'ÉCHECS")

    for administrator in (owner, asker):
        has_an_association(administrator)
        is_signed_in(administrator)
    owner.opens_the_members()
    owner.invites(guest, "Signataire : atteste et transmet les demandes d'aide")
    link = guest.opens_the_invitation(owner.structure)
    guest.creates_an_account_from_there(owner.structure)
    guest.accepts(owner.structure)
    guest.page.goto(link)
    guest.sees(f"Invitation à rejoindre {owner.structure}")
    guest.reads("Vous faites déjà partie de cette structure.")
    owner.opens_the_members()
    owner.reads(guest.name, "Signataire", "Trésorière", "A reçu délégation de signature")

    asker.page.goto("/espace-personnel")
    asker.acts_for(asker.structure)
    asker.asks_to_join(owner)
    owner.lets_in(asker)
    portal.wait_for_mail(asker.email, "est acceptée")
    asker.page.goto("/espace-personnel")
    asker.switches_to(owner.structure)
    asker.switches_to(asker.structure)

    guest.structure = owner.structure
    guest.opens_the_members()
    guest.leaves(owner.structure)
    portal.wait_for_mail(owner.email, f"{guest.name} a quitté")
