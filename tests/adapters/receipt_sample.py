"""A receipt as the domain gives it: the shape is described in `webapp/adapters/pdf/receipt.typ`."""

from typing import Any

from webapp.applications.notices import notices_of

COURT = {"name": "Tribunal administratif de Toulouse", "address": ["68 rue Raymond-IV", "31000 TOULOUSE"]}
SAMPLE: dict[str, Any] = {
    "portal": {
        "brand": "Mes aides en ligne",
        "region": "Région Exemple",
        "url": "https://aides.region.example",
        "color": "#0e5a57",
    },
    "number": "00000108",
    "scheme": "Fonctionnement général d'une association",
    "received_at": "2026-11-23T10:00:00+01:00",
    "silence_on": "2027-01-23",
    "applicant": {
        "name": "Les Amis de la lutherie",
        "family": "Association",
        "siret": "84971997600011",
        "address": ["Maison des associations", "12 rue des Lilas", "31000 TOULOUSE"],
    },
    "submitted_by": {"name": "Madame Camille MARTIN", "quality": "Présidente, représentante légale"},
    "service": {
        "name": "Service de la vie associative",
        "address": ["Région Exemple", "22 boulevard du Maréchal-Juin", "31406 TOULOUSE CEDEX 9"],
        "email": "vie.associative@region.example",
        "phone": "05 61 00 00 00",
    },
    "court": COURT,
    "notices": notices_of("2027-01-23", COURT),
    "sections": [
        {
            "title": "Votre dossier",
            "answers": [
                {"label": "Est-ce une première demande ou un renouvellement ?", "value": "Renouvellement"},
                {"label": "Nombre d'adhérents", "value": "142"},
                {"label": "Nombre de bénévoles", "value": "27"},
                {"label": "Salariés (équivalents temps plein)", "value": "1,5"},
                {
                    "label": "Objet de l'association",
                    "value": "Favoriser la pratique de la musique en milieu rural.\n"
                    "Transmettre le métier de luthier, de l'apprentissage à l'installation.",
                },
                {"label": "Activités de l'année", "value": "Douze ateliers, trois concerts, une classe itinérante."},
                {"label": "Site internet", "value": ""},
            ],
        },
        {
            "title": "Budget",
            "answers": [
                {"label": "Budget de la structure", "value": "48 200,00 €"},
                {"label": "Montant sollicité", "value": "12 500,00 €"},
            ],
        },
    ],
    "pieces": [
        {
            "label": "Budget prévisionnel de la structure",
            "file": "budget 2027.xlsx",
            "size": 48_213,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
        {
            "label": "Rapport d'activité du dernier exercice clôturé",
            "file": "rapport-d-activite-2025.pdf",
            "size": 2_345_678,
            "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        },
    ],
    "statement": {
        "text": "J'atteste sur l'honneur l'exactitude des renseignements fournis et la régularité de la situation de "
        "l'association à l'égard de ses obligations sociales et fiscales.",
        "by": "Madame Camille MARTIN",
        "quality": "Présidente, représentante légale",
        "at": "2026-11-23T09:59:41+01:00",
    },
}
