"""What the API answers, with the fields that it has and the portal ignores. Numbers and names are invented."""

from typing import Any

MASK = "[NON-DIFFUSIBLE]"
SIRET = "00000002600013"  # head office
OTHER_SIRET = "00000002600021"  # another establishment of the same unit
RNA = "W000000001"

_IGNORED = {"latitude": "45.611594", "liste_idcc": ["5021"], "date_creation": "1983-03-01", "nom_commercial": None}


def head_office(**changed: Any) -> dict[str, Any]:
    return {
        "siret": SIRET,
        "est_siege": True,
        "etat_administratif": "A",
        "statut_diffusion_etablissement": "O",
        "activite_principale": "94.99Z",
        "activite_principale_naf25": "94.99Y",
        "adresse": "BATIMENT A 12 BIS RUE DES LILAS BP 123 46000 CAHORS",
        "complement_adresse": "BATIMENT A",
        "numero_voie": "12",
        "indice_repetition": "BIS",
        "type_voie": "RUE",
        "libelle_voie": "DES LILAS",
        "distribution_speciale": "BP 123",
        "code_postal": "46000",
        "libelle_commune": "CAHORS",
        "commune": "46042",
        "cedex": None,
        "libelle_cedex": None,
        "libelle_commune_etranger": None,
        "code_pays_etranger": None,
        "libelle_pays_etranger": None,
        **_IGNORED,
        **changed,
    }


def establishment(**changed: Any) -> dict[str, Any]:
    """As in `matching_etablissements`: no address in parts, no foreign country."""
    return {
        "siret": OTHER_SIRET,
        "est_siege": False,
        "etat_administratif": "A",
        "statut_diffusion_etablissement": "O",
        "activite_principale": "93.12Z",
        "adresse": "STADE MUNICIPAL 3 AVENUE DU 11 NOVEMBRE 1918 46100 FIGEAC",
        "code_postal": "46100",
        "libelle_commune": "FIGEAC",
        "commune": "46102",
        **_IGNORED,
        **changed,
    }


def unit(**changed: Any) -> dict[str, Any]:
    return {
        "siren": SIRET[:9],
        "nom_complet": "LES AMIS DES LILAS (LADL)",
        "nom_raison_sociale": "LES AMIS DES LILAS",
        "sigle": "LADL",
        "nombre_etablissements": 2,
        "etat_administratif": "A",
        "statut_diffusion": "O",
        "nature_juridique": "9220",
        "activite_principale": "94.99Z",
        "activite_principale_naf25": "94.99Y",
        "siege": head_office(),
        "matching_etablissements": [],
        "dirigeants": [{"nom": "EXEMPLE", "prenoms": "CAMILLE", "type_dirigeant": "personne physique"}],
        "finances": {"2024": {"ca": 1200, "resultat_net": -3}},
        "complements": {"est_association": True, "identifiant_association": RNA, "liste_idcc": None},
        **changed,
    }
