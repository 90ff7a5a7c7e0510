"""What the agents' lists say of themselves."""

LISTS = {
    "a-prendre-en-charge": "À prendre en charge",
    "mes-dossiers": "Mes dossiers",
    "mon-service": "Mon service",
    "en-attente-du-demandeur": "En attente du demandeur",
    "en-retard": "En retard",
    "toutes": "Toutes",
}
MEANINGS = {
    "a-prendre-en-charge": "Demandes déposées que personne n'a encore prises en charge.",
    "mes-dossiers": "Demandes dont le suivi vous est confié.",
    "mon-service": "Demandes de votre service qui attendent une décision.",
    "en-attente-du-demandeur": "Demandes pour lesquelles une réponse du demandeur est attendue.",
    "en-retard": "Demandes dont une échéance est passée : la décision de la Région, ou la réponse du demandeur.",
    "toutes": "Toutes les demandes adressées à votre service, terminées ou non.",
}
# Of a list without filters: what is so, then what that means.
EMPTY = {
    "a-prendre-en-charge": ("Aucune demande à prendre en charge", "Chaque demande de votre service a son agent."),
    "mes-dossiers": ("Vous ne suivez aucune demande", "Une demande que vous prenez en charge apparaît ici."),
    "mon-service": (
        "Aucune demande en cours",
        "Les demandes adressées à votre service apparaissent ici dès leur dépôt, jusqu'à la décision.",
    ),
    "en-attente-du-demandeur": (
        "Aucune réponse attendue",
        "Une demande reste ici tant que le demandeur n'a pas répondu à une sollicitation.",
    ),
    "en-retard": ("Aucune demande en retard", "Aucune échéance n'est passée."),
    "toutes": ("Aucune demande déposée", "Les demandes adressées à votre service apparaissent ici dès leur dépôt."),
}
ORDERS = {
    "recentes": "Dernier dépôt d'abord",
    "anciennes": "Premier dépôt d'abord",
    "echeance": "Échéance proche d'abord",
}
NOBODY = "Personne"
READ_AS_NUMBER = (
    "Huit chiffres ou moins sont lus comme le numéro d'une demande. Pour chercher un Siret, donnez au moins ses neuf "
    "premiers chiffres."
)
COLUMNS = (
    "Numéro",
    "Aide",
    "Statut",
    "Structure",
    "Siret",
    "Commune",
    "Déposée le",
    "Prise en charge le",
    "Suivie par",
    "Complète le",
    "Réponses attendues du demandeur",
    "Réponse attendue avant le",
    "Réponses à examiner",
    "Décision avant le",
)
"""Of the file for spreadsheets."""


def how_many(count: int, *, is_all: bool, is_filtered: bool) -> str:
    """`3 demandes correspondent à votre recherche.` `count`: on one page, if there are others."""
    match = " à votre recherche" if is_filtered else ""
    if not is_all:
        return f"{count} des demandes qui correspondent{match}." if is_filtered else f"{count} demandes sur cette page."
    if count == 0:
        return f"Aucune demande ne correspond{match}." if is_filtered else "Aucune demande."
    if count == 1:
        return f"Une demande correspond{match}." if is_filtered else "Une demande."
    return f"{count} demandes correspondent{match}." if is_filtered else f"{count} demandes."
