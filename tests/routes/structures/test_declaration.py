"""For whom one asks: what it is, then the form, for each type de tiers."""

import pytest

from tests.factories.structures import new_siret
from tests.routes.people import People, Person
from tests.routes.structures.declaring import (
    ADDRESS,
    BY_HAND,
    HEAD,
    LONG,
    PATH,
    declare,
    filled,
    structure_of,
    values,
)
from tests.support.dom import text_of
from tests.support.form_entries import entries, find_form
from tests.support.page import Hop, Swap


@pytest.fixture
async def newcomer(people: People) -> Person:
    return await people.newcomer()


class TestWhatItIs:
    async def test_each_type_de_tiers_leads_to_its_page(self, newcomer: Person) -> None:
        for slug, h1 in (
            ("particulier", "Vos informations"),
            ("association", "Retrouver votre association"),
            ("entreprise", "Retrouver votre entreprise"),
            ("collectivite", "Retrouver votre collectivité ou établissement public"),
            ("autre", "Retrouver votre organisme"),
        ):
            choice = await newcomer.browser.get(f"{PATH}?suite=/aides")
            page = await newcomer.browser.submit(choice, {"type": slug}, button="Continuer")
            assert page.history == [Hop(303, f"{PATH}/{slug}?suite=/aides")]
            assert page.h1 == h1

    async def test_nothing_chosen_is_said(self, newcomer: Person) -> None:
        choice = await newcomer.browser.get(f"{PATH}?suite=/aides")
        for forged in ({}, {"type": "syndicat"}):
            page = await newcomer.browser.submit(choice, button="Continuer", forged=forged)
            assert (page.status, page.errors) == (422, {"type": "Choisissez pour qui vous demandez une aide."})
            assert values(page)["suite"] == "/aides"

    async def test_who_has_a_structure_is_told_which_and_may_declare_another(self, applicant: Person) -> None:
        page = await applicant.browser.get(PATH)
        assert page.link("Mes structures") == "/structures"
        assert page.link("ASSOCIATION NOUVELLE").startswith("/structures/")
        await declare(applicant, filled())
        again = await applicant.browser.get(PATH)
        assert "ASSOCIATION NOUVELLE" in again.text
        assert "Les Amis du Chant" in again.text

    async def test_before_it_is_declared_its_page_is_this_question(self, newcomer: Person) -> None:
        assert (await structure_of(newcomer)).history == [Hop(303, PATH)]

    async def test_what_is_no_type_de_tiers_is_not_found(self, newcomer: Person) -> None:
        assert (await newcomer.browser.get(f"{PATH}/syndicat")).status == 404


class TestTheForm:
    @pytest.mark.parametrize(
        ("path", "fields", "shown"),
        [
            (f"{PATH}/particulier", {**ADDRESS, "Téléphone": "06 25 89 65 85"}, ("Particulier", "Nadia Belkacem")),
            (BY_HAND, filled(Siret=""), ("Association", "Les Amis du Chant")),
            (f"{PATH}/entreprise?saisie=libre", filled(), ("Entreprise", "Déclaré par vous")),
            (f"{PATH}/collectivite?saisie=libre", filled(), ("Collectivité ou établissement public", "Présidente")),
            (f"{PATH}/autre?saisie=libre", filled(Siret=""), ("Autre organisme", "12 rue des Lilas")),
        ],
        ids=["particulier", "association", "entreprise", "collectivite", "autre"],
    )
    async def test_each_type_de_tiers_from_its_form_to_its_page(
        self, path: str, fields: dict[str, str], shown: tuple[str, ...], newcomer: Person
    ) -> None:
        page = await declare(newcomer, fields, path)
        assert page.history == [Hop(303, "/espace-personnel")]
        own = await structure_of(newcomer)
        for words in (*shown, "46000 CAHORS"):
            assert words in own.text
        assert ("Représentants" in own.text) == ("Particulier" not in shown)

    async def test_the_dashboard_says_so_once(self, newcomer: Person) -> None:
        page = await declare(newcomer, filled())
        assert "Validation Votre structure est enregistrée." in page.text
        assert "Les Amis du Chant" in page.text
        assert "Validation" not in (await newcomer.browser.get("/espace-personnel")).text

    async def test_who_prepares_is_told_to_invite_the_signatory(self, newcomer: Person) -> None:
        page = await declare(newcomer, filled(signing="preparer"))
        assert (
            "Votre structure est enregistrée. Invitez maintenant la personne qui signera, depuis la page" in page.text
        )

    async def test_it_goes_on_where_the_person_was_going(self, newcomer: Person) -> None:
        choice = await newcomer.browser.get(f"{PATH}?suite=/aides")
        number = await newcomer.browser.submit(choice, {"type": "association"}, button="Continuer")
        form = await newcomer.browser.submit(number, {"Siret ou numéro RNA": new_siret()}, button="Rechercher")
        refused = await newcomer.browser.submit(form, filled(**{"N° et voie": ""}), button="Enregistrer")
        page = await newcomer.browser.submit(refused, ADDRESS, button="Enregistrer")
        assert page.history == [Hop(303, "/aides")]

    async def test_sent_twice_it_is_one_structure(self, newcomer: Person) -> None:
        form, typed = await newcomer.browser.get(BY_HAND), filled(Siret="")
        for _ in range(2):
            page = await newcomer.browser.submit(form, typed, button="Enregistrer")
            assert page.history == [Hop(303, "/espace-personnel")]
        assert (await newcomer.browser.get(PATH)).text.count("Les Amis du Chant") == 1

    async def test_one_is_a_private_person_once(self, newcomer: Person) -> None:
        path = f"{PATH}/particulier"
        first, second = await newcomer.browser.get(path), await newcomer.browser.get(path)
        for form, said in ((first, "sont enregistrées"), (first, "sont enregistrées"), (second, "n'ont pas changé")):
            page = await newcomer.browser.submit(form, ADDRESS, button="Enregistrer")
            assert said in page.text
        page = await newcomer.browser.get(PATH)
        assert [text_of(item) for item in page.document.all("li")].count("Nadia Belkacem") == 1
        known = await newcomer.browser.get(path)
        assert known.h1 == "Vos informations sont déjà enregistrées"
        assert known.link("Voir mes informations").startswith("/structures/")

    async def test_one_s_own_structure_declared_from_another_form_is_told_unchanged(self, newcomer: Person) -> None:
        siret = new_siret()
        await declare(newcomer, filled(Siret=siret))
        page = await declare(newcomer, filled(Siret=siret, **{"Nom de la structure": "Un autre nom"}))
        assert "Cette structure était déjà parmi les vôtres : ses informations n'ont pas changé." in page.text
        assert "Un autre nom" not in page.text

    async def test_the_session_acts_for_the_new_one(self, applicant: Person) -> None:
        page = await declare(applicant, filled())
        assert "Les Amis du Chant" in page.text
        assert "ASSOCIATION NOUVELLE" not in page.text

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"Nom de la structure": LONG}, "name", "200 caractères au plus (350 saisis)"),
            ({"Siret": "123"}, "siret", "14 chiffres ; vous en avez saisi 3"),
            ({"Siret": "84971997600012"}, "siret", "Vérifiez le Siret"),
            ({"N° et voie": "x" * 39}, "street", "38 caractères au plus (39 saisis)"),
            ({"Commune": LONG}, "commune", "38 caractères au plus (350 saisis)"),
            ({"Commune": "FIGEAC"}, "commune", "le code postal 46000 correspond à CAHORS"),
            ({"Code postal": "4600"}, "postal_code", "5 chiffres"),
            ({"Code postal": "٤٦٠٠٠"}, "postal_code", "que des chiffres"),
            ({"Votre fonction dans la structure": ""}, "function", "Indiquez votre fonction"),
        ],
    )
    async def test_each_mistake_is_said_beside_its_field_and_everything_typed_stays(
        self, changes: dict[str, str], field: str, sentence: str, newcomer: Person
    ) -> None:
        typed = filled(**changes)
        page = await declare(newcomer, typed)
        assert (page.status, page.title[:9]) == (422, "Erreur : ")
        error = page.errors[f"declaration-{field}"]
        assert sentence in error
        assert page.text.count(error) == 2, "in the summary, and beside the field"
        sent = entries(page.document, find_form(page.document, None), {}, {}, None).fields
        assert set(typed.values()) <= {value for _, value in sent}

    async def test_a_siret_that_is_known_leads_to_joining(self, people: People, newcomer: Person) -> None:
        siret = new_siret()
        await declare(newcomer, filled(Siret=siret))
        page = await declare(await people.newcomer(), filled(Siret=siret))
        assert page.status == 422
        assert "déjà inscrite sur le portail" in page.errors["declaration-siret"]
        assert page.link("Demander mon rattachement") == f"/structure/rattachement?siret={siret}"

    async def test_names_come_back_as_text(self, newcomer: Person) -> None:
        name = 'Les "Amis" & <script>alert(1)</script> d\'été 😀' + "é" * 140
        await declare(newcomer, filled(**{"Nom de la structure": name}))
        for path in ("/espace-personnel", "/structure", PATH):
            page = await newcomer.browser.get(path)
            assert "<script>alert" not in page.html
            assert name in text_of(page.document.root), path

    async def test_the_guide_s_association_is_typed_unchanged(self, newcomer: Person) -> None:
        typed = {
            "Nom de la structure": "ASSOCIATION NOUVELLE",
            "Siret": "849719976 00011",
            "NAF": "71.12A",
            "Forme juridique": "Association agréée",
            "Numéro RNA": "W723007219",
            "Destinataire": "destinataire",
            "Bâtiment": "batiment",
            "N° et voie": "n° voie",
            "Mention BP": "mention BP",
            "Code postal": "46000",
            "Commune": "CAHORS",
            "Pays": "FRANCE",
            "Téléphone": "04 67 58 96 63",
            "Courriel": "nouvelle@association.com",
            **HEAD,
        }
        assert (await declare(newcomer, typed)).history == [Hop(303, "/espace-personnel")]
        own = await structure_of(newcomer)
        form = await newcomer.browser.follow(own, "Modifier l'identification")
        phones = {"Téléphone mobile": "06 25 89 65 85", "Télécopie": "04 57 89 63 12"}
        saved = await newcomer.browser.submit(form, phones, button="Enregistrer", form="identification-form")
        for words in (*typed.values(), *phones.values()):
            if words not in HEAD.values() and words != "46000":
                assert words in saved.text.replace("\u00a0", " "), words
        assert "46000 CAHORS" in saved.text


NOT_LISTED = "Ma commune n'est pas dans cette liste"


class TestCommunes:
    async def test_a_postal_code_offers_its_communes_and_nothing_is_saved(self, newcomer: Person) -> None:
        form = await newcomer.browser.get(BY_HAND)
        typed = filled(**{"Code postal": "46090", "Commune": ""})
        shown = await newcomer.browser.submit(form, typed, button="Afficher les communes")
        assert (shown.status, shown.errors) == (200, {})
        (select,) = shown.document.all("select")
        options = [text_of(option) for option in select.iter("option")]
        assert {"Choisissez la commune", "PRADINES"} <= set(options)
        assert values(shown)["name"] == "Les Amis du Chant"
        assert (await structure_of(newcomer)).history == [Hop(303, PATH)]
        await newcomer.browser.submit(shown, {"Commune": "PRADINES"}, button="Enregistrer")
        assert "46090 PRADINES" in (await structure_of(newcomer)).text

    async def test_a_code_of_one_commune_chooses_it(self, newcomer: Person) -> None:
        await declare(newcomer, filled(Commune=""))
        assert "46000 CAHORS" in (await structure_of(newcomer)).text

    async def test_htmx_swaps_that_field_alone(self, newcomer: Person) -> None:
        form = await newcomer.browser.get(BY_HAND)
        typed = filled(**{"Code postal": "46090", "Commune": ""})
        swap = await newcomer.browser.htmx_submit(form, typed, button="Afficher les communes")
        assert isinstance(swap, Swap)
        assert "PRADINES" in swap.result

    async def test_a_code_that_no_list_has_takes_any_name(self, newcomer: Person) -> None:
        await declare(newcomer, filled(**{"Code postal": "46999", "Commune": "Nulle-Part"}))
        assert "46999 NULLE-PART" in (await structure_of(newcomer)).text

    async def test_a_commune_that_is_not_in_the_list_is_typed(self, newcomer: Person) -> None:
        form = await newcomer.browser.get(BY_HAND)
        typed = filled(**{"Code postal": "46090", "Commune": ""})
        listed = await newcomer.browser.submit(form, typed, button="Afficher les communes")
        asked = await newcomer.browser.submit(listed, button=NOT_LISTED)
        assert (asked.status, asked.errors, list(asked.document.all("select"))) == (200, {}, [])
        swap = await newcomer.browser.htmx_submit(listed, button=NOT_LISTED)
        assert isinstance(swap, Swap)
        swap.assert_equals(asked)
        assert "autofocus" in swap.result
        await newcomer.browser.submit(asked, {"Commune": "Ancien-Nom"}, button="Enregistrer")
        assert "46090 ANCIEN-NOM" in (await structure_of(newcomer)).text
