"""Sentences of this domain that people read. French spaces are added where they are shown."""

from collections.abc import Sequence

TOTAL = "Total"
PIECES = "Pièces"
AMOUNT_EXAMPLE = "par exemple 12 500,00"
DATE_EXAMPLE = "par exemple 01/09/2026"
COMMUNE_EXAMPLE = "31000 Toulouse"
IBAN_EXAMPLE = "par exemple FR76 3000 6000 0112 3456 7890 189"

INTEGER_WRONG = "Indiquez un nombre entier, en chiffres, par exemple 120."
DECIMAL_WRONG = "Indiquez un nombre, en chiffres, par exemple 12,5."
PERCENTAGE_WRONG = "Indiquez un pourcentage, en chiffres, par exemple 12,5 %."
POINT_UNCLEAR = (
    "Ce point peut séparer des milliers ou des décimales. Indiquez les décimales après une virgule, par exemple "
    "12,5, et les milliers après une espace, par exemple 12 500."
)
DECIMALS_WRONG = "Indiquez {most} chiffres au plus après la virgule, par exemple 12,5."
AMOUNT_WRONG = f"Indiquez le montant en euros, {AMOUNT_EXAMPLE}."
CENTS_WRONG = f"Indiquez le montant en euros, avec deux chiffres au plus après la virgule, {AMOUNT_EXAMPLE}."
AMOUNT_TOO_LARGE = f"Vérifiez ce montant : il est trop grand. Indiquez-le en euros, {AMOUNT_EXAMPLE}."
AMOUNT_NEGATIVE = f"Indiquez le montant sans le signe moins, {AMOUNT_EXAMPLE}."
DATE_WRONG = f"Indiquez la date avec le jour, le mois et l'année, {DATE_EXAMPLE}."
DAY_IMPOSSIBLE = "Vérifiez le jour : le {day} n'existe pas, ce mois compte {last} jours. Le dernier est le {example}."
MONTH_IMPOSSIBLE = f"Vérifiez le mois : {{month}} n'est pas entre 1 et 12. Indiquez d'abord le jour, {DATE_EXAMPLE}."
YES_NO_WRONG = "Répondez par oui ou par non."
CHOICE_WRONG = "Choisissez une des réponses proposées."
CHOICES_WRONG = "Choisissez parmi les réponses proposées : « {unknown} » n'en fait pas partie."
COMMUNE_WRONG = "Indiquez le code postal et le nom de la commune, par exemple {names}."
IBAN_WRONG = f"Recopiez l'IBAN de votre RIB : deux lettres, deux chiffres, puis le compte, {IBAN_EXAMPLE}."
IBAN_COUNTRY = (
    "Vérifiez le début de l'IBAN : aucun pays n'a le code {letters}. Un IBAN français commence par FR, "
    f"{IBAN_EXAMPLE}."
)
IBAN_LENGTH = (
    "Un IBAN de ce pays a {length} caractères ; vous en avez saisi {typed}. Recopiez celui de votre RIB, "
    f"{IBAN_EXAMPLE}."
)
IBAN_DIGITS = f"Vérifiez l'IBAN : un de ses caractères ne correspond pas. Recopiez celui de votre RIB, {IBAN_EXAMPLE}."
TOO_LONG = "Raccourcissez ce texte : {most} caractères au plus, {typed} saisis."

# By the field's type; what is not listed is a text to complete.
MISSING = {
    "integer": "Complétez « {label} » par un nombre entier, par exemple 120.",
    "decimal": "Complétez « {label} » par un nombre, par exemple 12,5.",
    "amount": f"Complétez « {{label}} » par un montant en euros, {AMOUNT_EXAMPLE}.",
    "percentage": "Complétez « {label} » par un pourcentage, par exemple 12,5 %.",
    "date": f"Complétez « {{label}} » par une date, {DATE_EXAMPLE}.",
    "yes_no": "Répondez par oui ou par non : « {label} ».",
    "choice": "Choisissez une réponse à « {label} ».",
    "choices": "Choisissez au moins une réponse à « {label} ».",
    "email": "Complétez « {label} » par une adresse électronique, par exemple nom@exemple.fr.",
    "phone": "Complétez « {label} » par un numéro, par exemple 04 67 58 96 63.",
    "website": "Complétez « {label} » par l'adresse du site, par exemple https://www.exemple.fr.",
    "commune": f"Complétez « {{label}} » par un code postal et un nom, par exemple {COMMUNE_EXAMPLE}.",
    "siret": "Complétez « {label} » par les 14 chiffres du Siret, par exemple 849719976 00011.",
    "rna": "Complétez « {label} » par le numéro RNA, par exemple W723007219.",
    "iban": f"Complétez « {{label}} » par l'IBAN de votre RIB, {IBAN_EXAMPLE}.",
    "table": "Ajoutez {row} à « {label} ».",
    "blocks": "Ajoutez {row} à « {label} ».",
}
MISSING_TEXT = "Complétez « {label} »."
ONE_ROW = "une ligne"

AT_LEAST = {
    "integer": "Indiquez un nombre d'au moins {bound}.",
    "decimal": "Indiquez un nombre d'au moins {bound}.",
    "amount": "Indiquez un montant d'au moins {bound}.",
    "percentage": "Indiquez un pourcentage d'au moins {bound}.",
    "date": "Indiquez une date au plus tôt le {bound}.",
}
AT_MOST = {
    "integer": "Indiquez un nombre d'au plus {bound}.",
    "decimal": "Indiquez un nombre d'au plus {bound}.",
    "amount": "Indiquez un montant d'au plus {bound}.",
    "percentage": "Indiquez un pourcentage d'au plus {bound}.",
    "date": "Indiquez une date au plus tard le {bound}.",
}

IMBALANCE = {
    "produits": "Il manque {amount} de produits.",
    "charges": "Il manque {amount} de charges.",
}
IMBALANCE_IN_KIND = {
    "produits": "Contributions volontaires : il manque {amount} au compte 87.",
    "charges": "Contributions volontaires : il manque {amount} au compte 86.",
}
ROWS_MISSING = "« {label} » : ajoutez des lignes, il en faut au moins {least}."
FACT_MISSING = "Complétez « {label} » dans « Votre structure »."
BUDGET_MISSING = "Complétez le budget : au moins une charge et un produit."

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
