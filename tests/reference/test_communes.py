"""Postal code and commune, on the list that ships."""

import re

import pytest

from webapp.core.folding import plain_words
from webapp.reference.communes import Commune, communes_of, find_commune
from webapp.reference.records import read

CAHORS = Commune("46042", "Cahors")
PARIS = Commune("75056", "Paris")
TOULOUSE = Commune("31555", "Toulouse")


class TestCommunesOfAPostalCode:
    def test_one(self) -> None:
        assert communes_of("46000") == (CAHORS,)
        assert communes_of("32000") == (Commune("32013", "Auch"),)

    def test_many_are_by_name(self) -> None:
        names = [commune.name for commune in communes_of("46090")]
        assert len(names) > 10
        assert "Le Montat" in names
        assert names == sorted(names, key=plain_words)

    @pytest.mark.parametrize(
        ("postal_code", "name"),
        [("75001", "Paris"), ("75011", "Paris"), ("75116", "Paris"), ("69003", "Lyon"), ("13008", "Marseille")],
    )
    def test_an_arrondissement_is_its_town(self, postal_code: str, name: str) -> None:
        assert [commune.name for commune in communes_of(postal_code)] == [name]

    @pytest.mark.parametrize(
        ("postal_code", "name"),
        [
            ("20000", "Ajaccio"),
            ("97110", "Pointe-à-Pitre"),
            ("97400", "Saint-Denis"),
            ("97411", "Saint-Paul"),
            ("97500", "Saint-Pierre"),
            ("97600", "Mamoudzou"),
            ("97133", "Saint-Barthélemy"),
            ("97150", "Saint-Martin"),
            ("98600", "Uvea"),
            ("98714", "Papeete"),
            ("98800", "Nouméa"),
        ],
    )
    def test_corsica_and_overseas(self, postal_code: str, name: str) -> None:
        assert name in [commune.name for commune in communes_of(postal_code)]

    @pytest.mark.parametrize("postal_code", ["", "00000", "99999", "4600", "46000 ", "quarante-six mille", "31406"])
    def test_unknown(self, postal_code: str) -> None:
        assert communes_of(postal_code) == ()


class TestFindingACommune:
    @pytest.mark.parametrize(
        ("postal_code", "written", "name"),
        [
            ("46000", "CAHORS", "Cahors"),
            ("46000", "  cahors ", "Cahors"),
            ("46330", "St Cirq Lapopie", "Saint-Cirq-Lapopie"),
            ("46330", "SAINT CIRQ-LAPOPIE", "Saint-Cirq-Lapopie"),
            ("13460", "Stes Maries de la Mer", "Saintes-Maries-de-la-Mer"),
            ("24200", "ste nathalene", "Sainte-Nathalène"),
            ("94240", "L'HAY LES ROSES", "L'Haÿ-les-Roses"),
            ("94240", "l’haÿ-les-roses", "L'Haÿ-les-Roses"),
            ("94240", "lhay les roses", "L'Haÿ-les-Roses"),
            ("02160", "OEUILLY", "Œuilly"),
        ],
    )
    def test_as_people_write_it(self, postal_code: str, written: str, name: str) -> None:
        found = find_commune(postal_code, written)
        assert found is not None
        assert found.name == name

    @pytest.mark.parametrize(
        "written", ["Paris", "PARIS 11", "Paris 11e", "Paris 11ème arrondissement", "Paris cedex 11"]
    )
    def test_the_arrondissement_may_be_said(self, written: str) -> None:
        assert find_commune("75011", written) == PARIS

    @pytest.mark.parametrize("written", ["CAHORS CEDEX", "Cahors Cedex 9", "cahors-cedex-01"])
    def test_a_cedex_after_the_name(self, written: str) -> None:
        assert find_commune("46000", written) == CAHORS

    def test_the_code_of_a_cedex_is_read_by_how_it_begins(self) -> None:
        assert find_commune("31406", "TOULOUSE CEDEX 9") == TOULOUSE
        assert find_commune("20193", "Ajaccio Cedex 1") == Commune("2A004", "Ajaccio")
        assert find_commune("97743", "St-Denis Cedex 9") == Commune("97411", "Saint-Denis")
        assert find_commune("97448", "Saint-Pierre Cedex") == Commune("97416", "Saint-Pierre")
        assert find_commune("97800", "Saint-Pierre Cedex") is None  # three overseas, none where codes begin with 978
        assert find_commune("97491", "Ste Clotilde Cedex") is None  # a quarter of Saint-Denis

    def test_an_unknown_code_without_cedex_is_a_mistake(self) -> None:
        assert find_commune("31406", "Toulouse") is None

    @pytest.mark.parametrize(
        ("postal_code", "written"),
        [("46000", "Auch"), ("46000", ""), ("", "Cahors"), ("46000", "CEDEX"), ("46000", "Cah")],
    )
    def test_another_name_is_none(self, postal_code: str, written: str) -> None:
        assert find_commune(postal_code, written) is None


class TestTheList:
    def test_codes_are_those_of_communes_and_of_the_post(self) -> None:
        records = list(read("communes.csv"))
        assert 34_000 < len(records) < 36_000
        for code, name, postal_codes in records:
            assert re.fullmatch(r"\d[\dAB]\d{3}", code), code
            assert name
            assert postal_codes
            assert [text for text in postal_codes.split() if not re.fullmatch(r"\d{5}", text)] == []

    def test_each_commune_is_found_by_each_of_its_postal_codes(self) -> None:
        lost = [
            (postal_code, name)
            for code, name, postal_codes in read("communes.csv")
            for postal_code in postal_codes.split()
            if find_commune(postal_code, name.upper()) != Commune(code, name)
        ]
        assert lost == []

    def test_no_name_ends_like_a_cedex_or_an_arrondissement(self) -> None:
        assert [name for _, name, _ in read("communes.csv") if re.search(r"cedex|\d", name.lower())] == []


def test_what_is_longer_than_any_name_is_not_compared() -> None:
    assert find_commune("46000", "Cahors" + " " * 200) is None
