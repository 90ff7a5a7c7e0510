"""What the register of companies says of a number, and what of it is kept as its word."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories.structures import new_rna, new_siret
from tests.routes.people import People, Person
from tests.routes.structures.declaring import ASSOCIATION, HEAD, LONG, PATH, declare, filled, structure_of, values
from tests.support.clock import FrozenClock
from tests.support.page import Hop, Page
from webapp.adapters.offline_directory import OfflineDirectory
from webapp.core.french import siret
from webapp.core.tokens import Signer

CLUB = "38948624200032"  # of the offline file: ASSOCIATION SPORTIVE SALINDROISE, W301000624
TOWN = "21310555400017"
CEASED = "88087814500015"
WITHHELD = "00000001800010"


@pytest.fixture
async def newcomer(people: People) -> Person:
    return await people.newcomer()


class TestItsNumber:
    async def search(self, person: Person, number: str, path: str = ASSOCIATION) -> Page:
        form = await person.browser.get(path)
        label = "Siret ou numéro RNA" if "association" in path else "Siret"
        return await person.browser.submit(form, {label: number}, button="Rechercher")

    async def test_what_the_register_knows_is_filled_in_with_its_source(self, newcomer: Person) -> None:
        page = await self.search(newcomer, "389 486 242 00032")
        typed = values(page)
        assert (page.h1, typed["name"], typed["rna"]) == (
            *("Votre association", "ASSOCIATION SPORTIVE SALINDROISE", "W301000624"),
        )
        assert (typed["siret"], typed["postal_code"]) == (siret(CLUB), "30340")
        assert page.text.count("Répertoire Sirene (fichier de démonstration), le 23 novembre 2026.") == 6

    @pytest.mark.parametrize("number", ["W301000624", "w301000624 "])
    async def test_an_association_is_found_by_its_rna(self, number: str, newcomer: Person) -> None:
        assert values(await self.search(newcomer, number))["rna"] == "W301000624"

    async def test_a_number_that_the_register_does_not_know_is_kept(self, newcomer: Person) -> None:
        siret = new_siret()
        page = await self.search(newcomer, siret)
        assert "Le répertoire ne connaît pas ce numéro" in page.text
        assert "Ces informations seront marquées « Déclaré par vous »." in page.text
        typed = values(page)
        assert (typed["siret"], typed["name"]) == (siret, "")
        rna = values(await self.search(newcomer, "W999999999"))
        assert (rna["siret"], rna["rna"]) == ("", "W999999999")

    async def test_a_register_that_is_away_holds_nobody_up(self, newcomer: Person, directory: OfflineDirectory) -> None:
        directory.down = True
        siret = new_siret()
        page = await self.search(newcomer, siret)
        assert "Le répertoire ne répond pas pour le moment" in page.text
        assert values(page)["siret"] == siret
        saved = await newcomer.browser.submit(page, filled(Siret=siret), button="Enregistrer")
        assert saved.history == [Hop(303, "/espace-personnel")]

    async def test_who_asked_not_to_be_shown_fills_in_by_hand(self, newcomer: Person) -> None:
        page = await self.search(newcomer, WITHHELD, f"{PATH}/entreprise")
        assert "Le répertoire ne montre pas les informations de cette structure" in page.text
        typed = values(page)
        assert (typed["siret"], typed["name"], typed["postal_code"]) == (WITHHELD, "", "")
        assert "NON-DIFFUSIBLE" not in page.html

    async def test_a_closed_establishment_is_told_and_may_go_on(self, newcomer: Person) -> None:
        page = await self.search(newcomer, CEASED, f"{PATH}/entreprise")
        assert "D'après le répertoire, cet établissement est fermé" in page.text
        assert values(page)["name"] == "GANYMEDE"
        saved = await newcomer.browser.submit(page, HEAD, button="Enregistrer")
        assert saved.history == [Hop(303, "/espace-personnel")]

    async def test_another_type_de_tiers_is_offered(self, newcomer: Person) -> None:
        page = await self.search(newcomer, TOWN, f"{PATH}/association?suite=/aides")
        assert "D'après le répertoire, ce n'est pas une association" in page.text
        right = await newcomer.browser.follow(page, "Continuer avec le type « Collectivité ou établissement public »")
        assert right.path == f"{PATH}/collectivite?numero={TOWN}&suite=/aides"
        assert "ce n'est pas" not in right.text
        assert (values(right)["name"], values(right)["suite"]) == ("COMMUNE DE TOULOUSE", "/aides")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("", "Saisissez le Siret (14 chiffres) ou le numéro RNA"),
            ("8497199760001", "Le Siret comporte 14 chiffres ; vous en avez saisi 13."),
            ("84971997600012", "Vérifiez le Siret"),
            ("W12", "Le numéro RNA commence par W"),
            (LONG, "Le Siret ne comporte que des chiffres"),
        ],
    )
    async def test_a_number_that_is_none_says_why_and_stays(self, typed: str, said: str, newcomer: Person) -> None:
        page = await self.search(newcomer, typed, f"{ASSOCIATION}?suite=/aides")
        assert page.status == 422
        assert said in page.errors["numero"]
        assert (values(page)["numero"], values(page)["suite"]) == (typed, "/aides")

    async def test_a_number_that_is_on_the_portal_leads_to_joining(self, people: People, newcomer: Person) -> None:
        siret, rna = new_siret(), new_rna()
        await declare(newcomer, filled(Siret=siret, **{"Numéro RNA": rna}))
        second = await people.newcomer()
        for number in (siret, rna):
            page = await self.search(second, number)
            assert page.h1 == "Cette structure est déjà inscrite sur le portail"
            assert page.link("Demander mon rattachement") == f"/structure/rattachement?siret={number}"
            mine = await self.search(newcomer, number)
            assert "Vous êtes déjà parmi ses membres" in mine.text
            assert mine.link("Voir ses informations").startswith("/structures/")

    async def test_an_association_known_by_its_siret_is_known_by_its_rna_too(
        self, people: People, newcomer: Person
    ) -> None:
        await declare(newcomer, filled(Siret="31723624800017"))  # its RNA, W751033362, was not typed
        page = await self.search(await people.newcomer(), "W751033362")
        assert page.h1 == "Cette structure est déjà inscrite sur le portail"

    async def test_the_register_is_not_asked_without_end(self, newcomer: Person) -> None:
        address = f"{ASSOCIATION}?numero={new_siret()}"
        statuses = [(await newcomer.browser.http.get(address)).status_code for _ in range(31)]
        assert statuses == [200] * 30 + [429]


class TestWhereFactsComeFrom:
    async def form(self, person: Person) -> Page:
        """Filled in with what the register told of a company that no other test declares."""
        return await person.browser.get(f"{PATH}/entreprise?numero={_COMPANIES.pop()}")

    async def sources(self, person: Person, form: Page, **forged: str) -> int:
        """How many facts the structure's page attributes to the register."""
        saved = await person.browser.submit(form, HEAD, button="Enregistrer", forged=forged)
        assert saved.history == [Hop(303, "/espace-personnel")], saved.errors
        return (await structure_of(person)).text.count(
            "Répertoire Sirene (fichier de démonstration), le 23 novembre 2026"
        )

    async def test_what_was_not_changed_keeps_the_register_as_source(
        self, newcomer: Person, clock: FrozenClock
    ) -> None:
        form = await self.form(newcomer)
        clock.advance(timedelta(minutes=30))
        assert await self.sources(newcomer, form) == 4, "Siret, NAF, legal form and address"

    async def test_what_was_corrected_is_declared(self, newcomer: Person) -> None:
        assert await self.sources(newcomer, await self.form(newcomer), street="1 rue Neuve", naf="01.11Z") == 2

    async def test_another_siret_is_another_structure(self, newcomer: Person) -> None:
        assert await self.sources(newcomer, await self.form(newcomer), siret=new_siret()) == 0

    @pytest.mark.parametrize("told", ["", "forgé", "eyJhY2NvdW50IjoiIn0.xx"])
    async def test_a_forged_answer_is_worth_nothing(self, told: str, newcomer: Person) -> None:
        assert await self.sources(newcomer, await self.form(newcomer), told=told) == 0

    async def test_another_account_s_answer_is_worth_nothing(self, people: People, newcomer: Person) -> None:
        theirs = await self.form(newcomer)
        second = await people.newcomer()
        form = await second.browser.get(theirs.path)
        assert await self.sources(second, form, told=values(theirs)["told"]) == 0

    async def test_an_older_release_s_answer_is_worth_nothing(self, newcomer: Person, signer: Signer) -> None:
        old = signer.sign("directory", {"account": str(newcomer.account.id), "told": {"name": "X"}})
        assert await self.sources(newcomer, await self.form(newcomer), told=old) == 0

    async def test_the_mark_stands_beside_what_is_still_so(self, newcomer: Person) -> None:
        form = await newcomer.browser.get(f"{ASSOCIATION}?numero={CLUB}")
        page = await newcomer.browser.submit(form, {"Nom de la structure": "Le Club"}, button="Enregistrer")
        assert page.status == 422
        assert page.text.count("Répertoire Sirene (fichier de démonstration), le 23 novembre 2026.") == 5


# Each is declared once in this process's database.
_COMPANIES = [
    *("54205118000066", "55203253400646", "50056940503239", "45334017600024", "52169091700021"),
    *("39234600300198", "51025277800012", "78824266700020", "33156427800017", "55204944776279"),
]


async def test_the_address_of_a_search_says_all_of_it(newcomer: Person) -> None:
    form = await newcomer.browser.get(f"{PATH}/entreprise?suite=/aides")
    page = await newcomer.browser.submit(form, {"Siret": "784 671 695 00087"}, button="Rechercher")
    asked = parse_qs(urlsplit(page.path).query)
    assert asked == {"numero": ["784 671 695 00087"], "suite": ["/aides"]}
    assert values(await newcomer.browser.get(page.path))["siret"] == "78467169500087"
