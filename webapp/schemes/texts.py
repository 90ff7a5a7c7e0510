"""Sentences of this domain that people read."""

from collections.abc import Sequence

FAMILIES = {
    "individual": "particuliers",
    "association": "associations",
    "company": "entreprises",
    "public_body": "collectivités et établissements publics",
    "other": "autres organismes",
}
WHO_AM_I = {
    "particulier": "Un particulier",
    "association": "Une association",
    "entreprise": "Une entreprise",
    "collectivite": "Une collectivité ou un établissement public",
    "autre": "Un autre organisme",
}
"""By what addresses call them."""
ONLY_OPEN = "Seulement les aides ouvertes en ce moment"
OWN_FAMILY = "Voir seulement les aides qui s'adressent {to_them}"

STANDINGS = {
    "upcoming": "Ouvre le {opens}",
    "open": "Ouverte jusqu'au {last_day}",
    "closing": "Bientôt close : jusqu'au {last_day}",
    "closed": "Fermée depuis le {last_day}",
}
REOPENS_ON = "Fermée. Réouverture le {reopens}"
# Kind and icon, of components/status.html.
STANDING_LOOKS = {
    "upcoming": ("neutral", "clock"),
    "open": ("ok", "check"),
    "closing": ("turn", "clock"),
    "closed": ("neutral", "lock"),
}

PERIOD = "Dépôt des demandes du {opens} jusqu'au {until}, heure de Paris."
NOTICES = {
    "upcoming": "Le dépôt ouvre le {opens}, heure de Paris.",
    "open": "Le dépôt est ouvert jusqu'au {until}, heure de Paris.",
    "closing": "Le dépôt ferme bientôt : il est ouvert jusqu'au {until}, heure de Paris.",
    "closed": "Le dépôt est fermé depuis le {closes}, heure de Paris.",
}
REOPENING = "Réouverture le {reopens}."
NO_DATE_YET = "La date de la prochaine campagne sera publiée ici."

NOT_OPEN_YET = "Le dépôt des demandes pour cette aide ouvre le {opens}, heure de Paris."
CLOSED_MEANWHILE = (
    "Le dépôt des demandes pour cette aide est fermé depuis le {closes}, heure de Paris. Si votre page était encore "
    "ouverte à cet instant, aucune demande n'a été commencée. Consultez les autres aides ouvertes."
)
FOR_OTHERS = "Cette aide s'adresse {to_them}."
READERS_DO_NOT_BEGIN = "Votre rôle dans la structure permet de lire ses demandes, pas d'en commencer."
FOUND_DRAFT = (
    "Votre structure avait déjà commencé la demande {reference} : vous la reprenez ici. Pour en commencer une autre, "
    "revenez à la fiche de l'aide."
)


def in_words(families: Sequence[str]) -> str:
    """`associations, entreprises`: in the order of the form, whatever that of the file."""
    return ", ".join(name for family, name in FAMILIES.items() if family in families)


def to_them(families: Sequence[str]) -> str:
    """`aux associations et aux entreprises`"""
    *others, last = [f"aux {name}" for family, name in FAMILIES.items() if family in families] or [""]
    return f"{', '.join(others)} et {last}" if others else last


def how_many(count: int, *, is_filtered: bool) -> str:
    """`3 aides correspondent à votre recherche.`"""
    if not is_filtered:
        return f"{count} aides." if count > 1 else "Une aide."
    if count == 0:
        return "Aucune aide ne correspond à votre recherche."
    return f"{count} aides correspondent à votre recherche." if count > 1 else "Une aide correspond à votre recherche."
