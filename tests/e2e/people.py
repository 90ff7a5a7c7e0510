"""Who the journeys are about, and what they do, each verb as far as the page that it leads to."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.documents.sample_files import pdf
from tests.e2e.hands import Hands
from tests.factories.applications import IBAN, MASKED_IBAN
from tests.factories.structures import new_siret
from tests.support.portal import Portal
from webapp import demo

SCHEME = "Petite aide aux associations"
BUDGET = "Budget prévisionnel de la structure"
REPORT = "Rapport d'activité du dernier exercice clôturé"
BY_LAWS = "Statuts en vigueur"
CRITERIA = (
    "Le siège ou l'activité principale de l'association est dans la région *",
    "L'association a clôturé au moins un exercice comptable *",
)
COMMITMENT = (
    "L'association a pris connaissance du contrat d'engagement républicain (version du 31 décembre 2021, "
    "annexe du décret n° 2021-1947 du 31 décembre 2021) et s'engage à le respecter. *"
)
STATEMENT = (
    "Je certifie sur l'honneur que les informations de cette demande sont exactes et complètes, que l'association est "
    "à jour de ses obligations sociales et fiscales, et que j'ai qualité pour la représenter. *"
)
COMMUNES = "Afficher les communes de ce code postal"
LONG_DATE = r"le \d{1,2}(er)? \w+ \d{4} à \d{2}:\d{2}:\d{2}"


def look_away(page: Page) -> None:
    """For journeys that are not about the pages on the way."""


@dataclass
class Person:
    """Somebody at a browser. `look` is called on each page and each state of it that they come to."""

    hands: Hands
    portal: Portal
    look: Callable[[Page], None] = look_away

    @property
    def page(self) -> Page:
        return self.hands.page

    def sees(self, title: str) -> None:
        """The page of that title, whole."""
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
        self.hands.settle()
        self.look(self.page)

    def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            expect(self.page.get_by_role("main")).to_contain_text(sentence)

    def is_told_to_correct(self, *sentences: str) -> None:
        """Each sentence is in the summary, which has the focus, and once more beside its field."""
        summary = self.page.locator(".error-summary")
        expect(summary).to_be_focused()
        for sentence in sentences:
            expect(summary).to_contain_text(sentence)
            expect(self.page.locator(".field-error").filter(has_text=sentence)).not_to_have_count(0)
        expect(self.page).to_have_title(re.compile(r"^Erreur\s: "))
        self.look(self.page)

    def is_told_that_it_worked(self, sentence: str) -> None:
        done = self.page.get_by_role("status", name="Validation")
        expect(done).to_contain_text(sentence)
        expect(done).to_be_focused()

    def downloads(self, link: str) -> bytes:
        with self.page.expect_download() as download:
            self.hands.follow(link)
        return download.value.path().read_bytes()

    def opens_the_portal(self) -> None:
        self.page.goto("/")
        self.sees("Bienvenue")

    def signs_in(self, identifier: str, password: str, leads_to: str) -> None:
        """From the home page."""
        self.hands.write("Identifiant ou adresse électronique", identifier)
        self.hands.write("Mot de passe", password)
        self.hands.press("Se connecter")
        self.sees(leads_to)


@dataclass
class Agent(Person):
    def comes_to_work(self) -> None:
        self.opens_the_portal()
        self.signs_in(demo.AGENT[0], demo.PASSWORD, "Espace agent")

    def opens_application(self, number: str) -> None:
        self.hands.follow(number)
        self.sees(f"{SCHEME} ({number})")

    def takes_over(self, number: str) -> None:
        self.hands.press("Prendre en charge")
        self.is_told_that_it_worked(f"Vous avez pris en charge la demande {number}.")
        self.sees(f"{SCHEME} ({number})")


@dataclass
class Applicant(Person):
    """Each one is new: their login, address and Siret are nobody else's."""

    login: str = field(default_factory=lambda: f"nouvelle-{uuid4().hex[:8]}")
    password: str = "un cheval bleu marche"
    first_name: str = "Nouvelle"
    last_name: str = "ASSOCIATION"
    structure: str = "ASSOCIATION NOUVELLE"
    siret: str = field(default_factory=new_siret)
    activities: str = "Concerts, ateliers 😀, « école »"
    budget_name: str = "budget-2027.pdf"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return f"{self.login}@association.example"

    def fills_in_an_account(self) -> None:
        self.hands.write("Identifiant *", self.login)
        self.hands.write("Mot de passe *", self.password)
        self.hands.write("Confirmation du mot de passe *", self.password)
        self.hands.choose("Civilité *", "Madame")
        self.hands.write("Nom *", self.last_name)
        self.hands.write("Prénom *", self.first_name)
        self.hands.write("Adresse électronique *", self.email)
        self.hands.write("Confirmation de l'adresse électronique *", self.email)
        self.hands.tick("J'accepte les conditions d'utilisation du portail *")

    def sends_the_account(self) -> None:
        self.hands.press("Créer mon compte")
        self.sees("Un courriel vous a été envoyé")
        self.reads("Vous disposez de 72 heures pour activer votre compte.")

    def activates_by_mail(self) -> None:
        self.page.goto(self.portal.wait_for_link(self.email, "activ", "/activation/"))
        self.sees("Activer mon compte")
        self.hands.press("Activer mon compte")
        self.sees("Bienvenue")
        self.is_told_that_it_worked("Votre compte est désormais activé. Vous pouvez vous connecter au portail.")

    def reaches_the_dashboard(self) -> None:
        self.signs_in(self.login, self.password, "Espace personnel")

    def opens_the_declaration(self) -> None:
        self.hands.follow("Déclarer ma structure")
        self.sees("Pour qui demandez-vous une aide ?")

    def asks_for(self, family: str, leads_to: str) -> None:
        self.hands.choose("Type de tiers *", family)
        self.hands.press("Continuer")
        self.sees(leads_to)

    def looks_up(self, number: str, leads_to: str, label: str = "Siret *") -> None:
        self.hands.write(label, number)
        self.hands.press("Rechercher")
        self.sees(leads_to)

    def says_who_they_are(self, signing: str = "Je suis le représentant légal") -> None:
        self.hands.write("Votre fonction dans la structure *", "Présidente")
        self.hands.choose("Comment signez-vous ? *", signing)

    def writes_an_address(self) -> None:
        """The commune of its code comes by itself with htmx, by a button without."""
        self.hands.write("N° et voie *", "12 rue des Lilas")
        self.hands.write("Code postal *", "46000")
        if self.hands.button(COMMUNES).is_visible():
            self.hands.press(COMMUNES)
        else:
            self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("combobox", name="Commune *")).to_have_value("CAHORS")

    def saves_the_declaration(self, saying: str = "Votre structure est enregistrée.") -> None:
        self.hands.press("Enregistrer")
        self.sees("Espace personnel")
        self.is_told_that_it_worked(saying)

    def declares_an_association(self) -> None:
        """One that the register of companies does not know."""
        self.asks_for("Association", leads_to="Retrouver votre association")
        self.looks_up(self.siret, leads_to="Votre association", label="Siret ou numéro RNA *")
        self.reads("Le répertoire ne connaît pas ce numéro")
        self.hands.write("Nom de la structure *", self.structure)
        self.writes_an_address()
        self.says_who_they_are()
        self.saves_the_declaration()

    def begins_an_application(self) -> str:
        """From the dashboard to the form's first page; the public number."""
        self.hands.follow("Déposer une demande d'aide")
        self.sees("Les aides de la Région")
        self.hands.follow(SCHEME)
        self.sees(SCHEME)
        self.hands.press("Commencer ma demande")
        self.sees("Préambule")
        number = re.search(r"/demandes/(\d{8})/", self.page.url)
        assert number, self.page.url
        return number[1]

    def meets_the_criteria(self) -> None:
        for criterion in CRITERIA:
            self.hands.choose(criterion, "Oui")

    def fills_in_the_file(self, amount: str = "12 500,00") -> None:
        self.hands.choose("Est-ce une première demande ou un renouvellement ? *", "Première demande")
        self.hands.write("Montant sollicité (en euros) *", amount)
        self.hands.write("Objet de l'association *", "Favoriser la pratique de la musique en milieu rural.")
        self.hands.write("Principales activités de l'année *", self.activities)
        self.hands.write("Nombre d'adhérents *", "120")
        self.hands.write("Budget prévisionnel total de la structure (en euros) *", "48000")

    def continues_to(self, title: str) -> None:
        if self.hands.button("Continuer").count():
            self.hands.press("Continuer")
        else:
            self.hands.follow("Continuer")
        self.sees(title)

    def goes_to_the_pieces(self) -> None:
        """From the first page of the form."""
        self.continues_to("Critères d'éligibilité")
        self.meets_the_criteria()
        self.continues_to("Votre structure")
        self.continues_to("Votre dossier")
        self.fills_in_the_file()
        self.continues_to("Pièces")

    def tries_a_piece(self, piece: str, file: Path) -> None:
        self.hands.take_file(f"Choisir un fichier pour « {piece} »", file)
        self.hands.press(f"Ajouter le fichier à « {piece} »")

    def adds_a_piece(self, piece: str, file: Path) -> None:
        self.tries_a_piece(piece, file)
        expect(self.piece(piece)).to_contain_text("Déposé")
        expect(self.piece(piece)).to_contain_text(file.name)
        self.sees("Pièces")

    def gives_the_bank_details(self) -> None:
        """With the password that they have just signed in with, or are taken to have."""
        self.hands.write("Titulaire du compte *", self.structure[:100])
        self.hands.write("IBAN *", IBAN)
        self.hands.write("BIC *", "AGRIFRPP")
        self.hands.press("Enregistrer les coordonnées bancaires")
        expect(self.page.get_by_role("region", name="Coordonnées bancaires")).to_contain_text(MASKED_IBAN)
        self.sees("Pièces")

    def removes_a_piece(self, piece: str, file: Path) -> None:
        self.hands.press(f"Retirer {file.name}")
        expect(self.piece(piece)).to_contain_text("À déposer")
        expect(self.piece(piece)).not_to_contain_text(file.name)
        self.sees("Pièces")

    def piece(self, piece: str) -> Locator:
        return self.page.get_by_role("region", name=piece)

    def swears(self) -> None:
        self.hands.tick(COMMITMENT)
        self.hands.tick(STATEMENT)

    def transmits(self) -> None:
        self.hands.press("Transmettre")
        self.sees("Accusé de réception de votre demande d'aide")


def a_pdf(folder: Path, name: str) -> Path:
    """A file whose bytes are nobody else's."""
    file = folder / name
    file.write_bytes(pdf(Mark=uuid4().hex))
    return file


def attachments_of(mail: EmailMessage) -> list[bytes]:
    return [part.get_content() for part in mail.iter_attachments()]


def fingerprint(content: bytes) -> str:
    return sha256(content).hexdigest()
