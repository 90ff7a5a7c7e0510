"""What the template of a contribution is given, with each kind of line and row once. Its header says what each is."""

from typing import Any

from tests.adapters.application_sample import SAMPLE as APPLICATION


def _line(label: str, before: str, after: str, gap: str = "") -> dict[str, str]:
    return {"label": label, "before": before, "after": after, "gap": gap}


SAMPLE: dict[str, Any] = {
    "portal": APPLICATION["portal"],
    "number": "00000108",
    "scheme": APPLICATION["scheme"],
    "applicant": "LES AMIS DU CHANT",
    "service": "Service vie associative",
    "version": 2,
    "before_at": "2026-11-23T10:00:00+01:00",
    "at": "2026-12-01T18:30:05+01:00",
    "changes": [
        {
            "step": "Votre projet",
            "section": "Votre demande",
            "section_key": "demande",
            "field": "montant",
            "piece": "",
            "label": "Montant sollicité",
            "lines": [_line("Montant sollicité", "12 500,00 €", "11 000,00 €", "− 1 500,00 €")],
            "rows": [],
        },
        {
            "step": "Budget",
            "section": "Dépenses",
            "section_key": "depenses",
            "field": "depenses",
            "piece": "",
            "label": "Dépenses",
            "lines": [_line("Total : Montant", "1 250,00 €", "300,00 €")],
            "rows": [
                {"state": "added", "label": "Dépenses, 2", "lines": [_line("Poste", "", "Un tour\nd'occasion")]},
                {"state": "removed", "label": "Dépenses, 1", "lines": [_line("Poste", "Un four", "")]},
                {"state": "changed", "label": "Dépenses, 3", "lines": [_line("Montant", "100,00 €", "300,00 €")]},
            ],
        },
        {
            "step": "Pièces",
            "section": "Pièces",
            "section_key": "",
            "field": "",
            "piece": "pouvoir",
            "label": "Pouvoir",
            "lines": [_line("Pouvoir", "", "pouvoir.pdf\npouvoir-2.pdf")],
            "rows": [],
        },
    ],
    "statement": {"text": "Je certifie sur l'honneur.\nJe m'engage.", "by": "Zoé D'Août", "quality": "Présidente"},
}
