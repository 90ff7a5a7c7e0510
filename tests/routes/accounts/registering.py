"""What the tests of a new account type."""

from typing import Any
from uuid import uuid4


def filled(**changes: str | bool) -> dict[str, Any]:
    """What a person types, under the words that they read."""
    unique = uuid4().hex[:12]
    email = f"anne-{unique}@association.example"
    return {
        "Identifiant": f"anne-{unique}",
        "Mot de passe": "trois chaises vertes dansent",
        "Confirmation du mot de passe": "trois chaises vertes dansent",
        "civility": "madam",
        "Nom": "Étienne",
        "Prénom": "Anne",
        "Adresse électronique": email,
        "Confirmation de l'adresse électronique": email,
        "terms": True,
        **changes,
    }
