"""A whole application as the domain gives it, with each kind of part: see `webapp/adapters/pdf/application.typ`."""

from typing import Any

SAMPLE: dict[str, Any] = {
    "portal": {
        "brand": "Mes aides en ligne",
        "region": "Région Exemple",
        "url": "https://aides.region.example",
        "color": "#0e5a57",
    },
    "number": "00000108",
    "scheme": "Fonctionnement général d'une association",
    "mark": "Brouillon, non transmis",
    "at": "2026-11-26T10:00:00+01:00",
    "head": [
        {"label": "Aide demandée", "value": "Fonctionnement général d'une association"},
        {"label": "Demandeur", "value": "Les Amis de la lutherie"},
    ],
    "steps": [
        {
            "title": "Votre dossier",
            "sections": [
                {
                    "title": "Dépenses",
                    "parts": [
                        {"kind": "answers", "answers": [{"label": "Objet", "value": "Un four\nUn tour"}]},
                        {"kind": "heading", "title": "Les devis"},
                        {
                            "kind": "table",
                            "title": "Vos devis",
                            "columns": [{"label": "Objet", "is_number": False}, {"label": "HT", "is_number": True}],
                            "rows": [["Un four", "1 250,00 €"], ["", "cher"]],
                            "totals": ["Total", "1 250,00 €"],
                        },
                        {
                            "kind": "blocks",
                            "title": "Vos lieux",
                            "blocks": [{"title": "Vos lieux, 1", "answers": [{"label": "Nom", "value": ""}]}],
                            "totals": [{"label": "Surface", "value": "12 m²"}],
                        },
                    ],
                },
                {
                    "title": "",
                    "parts": [
                        {
                            "kind": "budget",
                            "title": "Budget",
                            "sides": [
                                {
                                    "title": "Charges",
                                    "lines": [
                                        {"level": 0, "label": "60 – Achats", "amount": "2 500,00 €"},
                                        {"level": 1, "label": "606 – Eau", "amount": "2 500,00 €"},
                                        {"level": 2, "label": "Cahors", "amount": "2 500,00 €"},
                                    ],
                                    "total": {"label": "Total des charges", "amount": "2 500,00 €"},
                                }
                            ],
                            "imbalance": ["Il manque 2 500,00 € de produits."],
                        }
                    ],
                },
            ],
        }
    ],
    "pieces": [
        {"label": "Budget", "file": "budget 2027.xlsx", "size": 48_213, "sha256": "9f86d081884c7d65" * 4},
        {"label": "Statuts", "file": "", "size": 0, "sha256": ""},
    ],
}
