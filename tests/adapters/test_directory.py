"""The contract of every Directory, and how an answer of the API becomes a record."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from stdnum.fr import siret as stdnum_siret

from tests.adapters.register import finds, looks_up, register
from tests.adapters.register_samples import MASK, OTHER_SIRET, RNA, SIRET, establishment, head_office, unit
from tests.support.clock import FrozenClock
from webapp.adapters.offline_directory import RECORDS, OfflineDirectory
from webapp.adapters.recherche_entreprises import RechercheEntreprises
from webapp.core.ports import Directory, DirectoryAddress, DirectoryRecord, DirectoryUnavailable
from webapp.settings import Mode, Settings

TOULOUSE = "21310555400017"
GUIDE_EXAMPLE = ("84971997600011", "W723007219")  # the Region's handbook made them up: people type the rest by hand


def directory(url: str, clock: FrozenClock) -> RechercheEntreprises:
    return RechercheEntreprises(Settings(mode=Mode.TEST, directory_url=url, directory_timeout_seconds=10), clock)


@pytest.fixture(params=["api", "offline"])
async def any_directory(request: pytest.FixtureRequest, clock: FrozenClock) -> AsyncIterator[Directory]:
    if request.param == "offline":
        yield OfflineDirectory()
        return
    async with register(looks_up) as it:
        api = directory(it.url, clock)
        yield api
        await api.close()


class TestEveryDirectory:
    async def test_tells_the_name_and_the_address_of_a_siret(self, any_directory: Directory) -> None:
        record = await any_directory.find(TOULOUSE)

        assert record is not None
        assert replace(record, source="") == DirectoryRecord(
            siret=TOULOUSE,
            name="COMMUNE DE TOULOUSE",
            rna="",
            naf="84.11Z",
            naf_version="NAF rév. 2",
            legal_form="7210",
            address=DirectoryAddress(
                street="1 PLACE DU CAPITOLE", postal_code="31000", commune="TOULOUSE", country="FR"
            ),
            is_open=True,
            is_public=True,
            source="",
        )
        assert record.source.startswith("répertoire Sirene")

    @pytest.mark.parametrize("number", [*GUIDE_EXAMPLE, "00000000000000", "W000000000"])
    async def test_does_not_know_every_number(self, any_directory: Directory, number: str) -> None:
        assert await any_directory.find(number) is None

    @pytest.mark.parametrize(
        "number", ["", "TOULOUSE", "213105554", "W82200127", "w822001274", "W8220012745", "٢١٣١٠٥٥٥٤٠٠٠١٧", "1 & q=2"]
    )
    async def test_knows_nothing_that_is_not_a_number(self, any_directory: Directory, number: str) -> None:
        assert await any_directory.find(number) is None

    async def test_finds_an_association_by_its_rna(self, any_directory: Directory) -> None:
        record = await any_directory.find("W822001274")

        assert record is not None
        assert (record.siret, record.rna) == ("77730636600058", "W822001274")
        assert (record.name, record.legal_form) == ("UNION DEP ASSOCIATIONS FAMILIALES", "9220")
        assert record == await any_directory.find("77730636600058")

    async def test_finds_an_establishment_that_is_not_the_head_office(self, any_directory: Directory) -> None:
        record = await any_directory.find("38948624200065")

        assert record is not None
        assert (record.siret, record.name) == ("38948624200065", "ASSOCIATION SPORTIVE SALINDROISE")
        assert (record.address.street, record.address.postal_code, record.address.commune) == (
            "CENTRE RECREATIF RUE HENRY MERLE",
            "30340",
            "SALINDRES",
        )

    async def test_places_the_lines_as_the_post_wants_them(self, any_directory: Directory) -> None:
        record = await any_directory.find("77567227221138")

        assert record is not None
        assert (record.address.building, record.address.street) == ("SITE CROIX ROUGE", "98 RUE DIDOT")
        assert (record.address.postal_code, record.address.commune) == ("75694", "PARIS CEDEX 14")

    async def test_tells_what_has_ceased(self, any_directory: Directory) -> None:
        record = await any_directory.find("88087814500015")

        assert record is not None
        assert (record.name, record.is_open) == ("GANYMEDE", False)

    async def test_keeps_what_the_register_withholds(self, any_directory: Directory) -> None:
        record = await any_directory.find("00000001800010")

        assert record is not None
        assert not record.is_public
        assert (record.name, record.is_open) == ("", True)
        assert record.address == DirectoryAddress(commune="MONTAUBAN", country="FR")


async def answered(number: str, *results: dict[str, Any], clock: FrozenClock | None = None) -> DirectoryRecord | None:
    async with register(finds(*results)) as it:
        api = directory(it.url, clock or FrozenClock())
        record = await api.find(number)
        await api.close()
    return record


async def one(number: str, *results: dict[str, Any], clock: FrozenClock | None = None) -> DirectoryRecord:
    record = await answered(number, *results, clock=clock)
    assert record is not None
    return record


class TestAnswers:
    async def test_the_head_office_has_all_its_lines(self) -> None:
        record = await one(SIRET, unit())
        assert record.name == "LES AMIS DES LILAS"
        address = record.address
        assert (address.building, address.street, address.locality) == ("BATIMENT A", "12 BIS RUE DES LILAS", "BP 123")
        assert (address.postal_code, address.commune, address.country) == ("46000", "CAHORS", "FR")
        assert (record.rna, record.naf, record.source) == (RNA, "94.99Z", "répertoire Sirene")

    async def test_a_line_that_is_too_long_stays_whole(self) -> None:
        long = "DU COMMANDANT JEAN-BAPTISTE DE LA TOUR D'AUVERGNE"
        assert (await one(SIRET, unit(siege=head_office(libelle_voie=long)))).address.street == f"12 BIS RUE {long}"

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            (
                "STADE MUNICIPAL 3 AVENUE DU 11 NOVEMBRE 1918 46100 FIGEAC",
                ("STADE MUNICIPAL 3 AVENUE DU 11 NOVEMBRE 1918", "", "46100", "FIGEAC"),
            ),
            ("LE BOURG 46100 FIGEAC", ("LE BOURG", "", "46100", "FIGEAC")),
            ("46100 FIGEAC", ("", "", "46100", "FIGEAC")),
            ("12 RUE DU PUITS BP 10203 46100 FIGEAC", ("12 RUE DU PUITS", "BP 10203", "46100", "FIGEAC")),
            ("CS 40001 46105 FIGEAC CEDEX", ("", "CS 40001", "46105", "FIGEAC CEDEX")),
            (
                "2 RUE CAVIALE BP40205 46106 FIGEAC CEDEX 2",
                ("2 RUE CAVIALE", "BP40205", "46106", "FIGEAC CEDEX 2"),
            ),
            ("12345 ROUTE DE CAHORS 46100 FIGEAC", ("12345 ROUTE DE CAHORS", "", "46100", "FIGEAC")),
            ("3 AVENUE DU FAUBOURG", ("3 AVENUE DU FAUBOURG", "", "46100", "FIGEAC")),
        ],
    )
    async def test_another_establishment_has_one_line_that_is_cut(self, text: str, lines: tuple[str, ...]) -> None:
        record = await one(OTHER_SIRET, unit(matching_etablissements=[establishment(adresse=text)]))
        address = record.address
        assert (address.street, address.locality, address.postal_code, address.commune) == lines
        assert (address.building, address.country, record.naf) == ("", "FR", "93.12Z")

    async def test_a_person_who_works_alone_has_a_name_and_no_company_name(self) -> None:
        alone = unit(nom_complet="CAMILLE EXEMPLE", nom_raison_sociale=None, sigle=None, nature_juridique="1000")
        record = await one(SIRET, alone | {"complements": {"identifiant_association": None}})
        assert (record.name, record.legal_form, record.rna) == ("CAMILLE EXEMPLE", "1000", "")

    @pytest.mark.parametrize(
        "hidden",
        [
            {"statut_diffusion": "P"},
            {"siege": head_office(statut_diffusion_etablissement="P")},
            {"nom_complet": MASK, "statut_diffusion": None},
        ],
    )
    async def test_who_asked_not_to_be_shown_is_not(self, hidden: dict[str, Any]) -> None:
        record = await one(SIRET, unit(**hidden))
        assert not record.is_public
        assert "LILAS" not in str(record)
        assert (record.address.street, record.address.postal_code, record.address.commune) == ("", "", "CAHORS")

    @pytest.mark.parametrize(
        "ceased", [{"etat_administratif": "C"}, {"siege": head_office(etat_administratif="F")}], ids=["unit", "place"]
    )
    async def test_an_establishment_or_its_unit_may_have_ceased(self, ceased: dict[str, Any]) -> None:
        assert not (await one(SIRET, unit(**ceased))).is_open

    async def test_a_head_office_abroad_has_its_country(self) -> None:
        abroad = {
            "numero_voie": "12",
            "type_voie": None,
            "indice_repetition": None,
            "libelle_voie": "HIGH STREET",
            "libelle_commune_etranger": "LONDON SW1",
            "code_pays_etranger": "99132",
            "libelle_pays_etranger": "ROYAUME-UNI",
        }
        empty = dict.fromkeys(("complement_adresse", "distribution_speciale", "code_postal", "libelle_commune"))
        address = (await one(SIRET, unit(siege=head_office(commune=None, **empty, **abroad)))).address
        assert (address.street, address.postal_code, address.commune) == ("12 HIGH STREET", "", "LONDON SW1")
        assert address.country == "GB"

    async def test_a_country_that_we_do_not_know_stays_in_the_address(self) -> None:
        kosovo = {
            "libelle_commune_etranger": "PRISTINA",
            "code_pays_etranger": "99157",
            "libelle_pays_etranger": "KOSOVO",
        }
        record = await one(SIRET, unit(siege=head_office(**kosovo)))
        assert (record.address.commune, record.address.country) == ("PRISTINA KOSOVO", "")

    @pytest.mark.parametrize(
        ("text", "street", "country"),
        [
            ("5 RUE NEUVE 1000 BRUXELLES BELGIQUE", "5 RUE NEUVE 1000 BRUXELLES", "BE"),
            ("1 MAIN STREET BELFAST ROYAUME-UNI", "1 MAIN STREET BELFAST", "GB"),
            ("1 NDERTESA E QEVERISE PRISTINA KOSOVO", "1 NDERTESA E QEVERISE PRISTINA KOSOVO", ""),
            ("1 MAIN ST", "1 MAIN ST", ""),
        ],
    )
    async def test_another_establishment_abroad_ends_with_its_country(
        self, text: str, street: str, country: str
    ) -> None:
        place = establishment(adresse=text, code_postal=None, libelle_commune=None, commune=None)
        record = await one(OTHER_SIRET, unit(matching_etablissements=[place]))
        assert (record.address.street, record.address.commune, record.address.country) == (street, "", country)

    @pytest.mark.parametrize(("number", "other"), [(OTHER_SIRET, "00000001800010"), (RNA, "W999999999")])
    async def test_the_record_of_another_number_is_not_taken(self, number: str, other: str) -> None:
        stranger = unit(
            siege=head_office(siret=other),
            matching_etablissements=[establishment(siret=other)],
            complements={"identifiant_association": other},
        )
        assert await answered(number, stranger) is None

    async def test_nothing_found_is_an_answer(self) -> None:
        assert await answered(SIRET) is None

    async def test_the_head_office_is_not_taken_for_the_establishment_that_was_asked(self) -> None:
        record = await one(OTHER_SIRET, unit(matching_etablissements=[establishment()]))
        assert (record.siret, record.address.commune) == (OTHER_SIRET, "FIGEAC")

    async def test_of_two_units_with_one_rna_the_open_one_counts(self) -> None:
        ceased, taken_up = unit(etat_administratif="C"), unit(siege=head_office(siret="00000001800010"))
        assert (await one(RNA, ceased, taken_up)).siret == "00000001800010"
        assert not (await one(RNA, ceased)).is_open

    async def test_an_association_may_be_known_by_its_rna_only(self) -> None:
        record = await one(RNA, unit(siege={}))
        assert (record.siret, record.name, record.address) == ("", "LES AMIS DES LILAS", DirectoryAddress())

    async def test_the_code_of_activity_has_the_version_of_its_day(self) -> None:
        """From 2027 the API gives NAF 2025 in the same field, and gives it once."""
        after = FrozenClock(datetime(2026, 12, 31, 23, 0, tzinfo=UTC))  # midnight in Paris
        without = {"activite_principale_naf25": None, "siege": head_office(activite_principale_naf25=None)}
        assert (await one(SIRET, unit(**without))).naf_version == "NAF rév. 2"
        assert (await one(SIRET, unit(), clock=after)).naf_version == "NAF rév. 2"
        assert (await one(SIRET, unit(**without), clock=after)).naf_version == "NAF 2025"

    async def test_a_code_of_before_2008_is_not_told(self) -> None:
        record = await one(SIRET, unit(siege=head_office(activite_principale="70.2C")))
        assert (record.naf, record.naf_version) == ("", "")

    async def test_what_cannot_be_stored_is_not_told(self) -> None:
        record = await one(SIRET, unit(nom_raison_sociale="LES\u0000AMIS\u2028 DES LILAS", nature_juridique="92"))
        assert (record.name, record.legal_form) == ("LES AMIS DES LILAS", "")

    async def test_little_is_enough(self) -> None:
        record = await one(SIRET, {"siren": SIRET[:9], "siege": {"siret": SIRET}})
        assert (record.siret, record.name, record.naf, record.is_open) == (SIRET, "", "", True)

    async def test_only_what_is_used_is_asked_by_a_client_that_says_who_it_is(self, clock: FrozenClock) -> None:
        async with register(finds()) as it:
            api = directory(f"{it.url}/", clock)
            await api.find(SIRET)
            await api.close()
        (asked,) = it.requests
        assert asked.startswith(f"GET /search?q={SIRET}&minimal=true&include=siege%2Cmatching_etablissements%2Ccompl")
        assert "user-agent: mes-aides-en-ligne/" in asked.lower()


class TestFile:
    """What is shipped for demonstrations."""

    units = json.loads(RECORDS.read_bytes())["results"]

    def test_has_numbers_that_are_valid_and_of_their_unit(self) -> None:
        for it in self.units:
            for place in filter(None, [it["siege"], *it["matching_etablissements"]]):
                assert stdnum_siret.is_valid(place["siret"])
                assert place["siret"].startswith(it["siren"])

    def test_names_nobody(self) -> None:
        assert {key for it in self.units for key in it}.isdisjoint({"dirigeants", "finances"})
        assert all(it["nom_complet"] == MASK for it in self.units if it["nature_juridique"] == "1000")

    async def test_can_be_down(self) -> None:
        twin = OfflineDirectory()
        twin.down = True
        with pytest.raises(DirectoryUnavailable):
            await twin.find(TOULOUSE)
