"""Sentences of this domain that people read."""

STATES = {
    "scanning": "Analyse en cours",
    "clean": "Aucun virus trouvé",
    "unscanned": "Non analysé",
    "infected": "Fichier infecté",
}
# See components/status.html.
STATE_KINDS = {
    "scanning": "neutral",
    "clean": "ok",
    "unscanned": "neutral",
    "infected": "bad",
}
BEING_SCANNED = "L'antivirus analyse encore ce fichier : réessayez dans quelques minutes."
REMOVED = "Ce fichier est infecté par « {signature} » : il a été supprimé."
DEPOSIT_AGAIN = "Fichier infecté par « {signature} » : il a été supprimé. Déposez un fichier sain."
FOUND_CLEAN = "Fichier « {name} » : aucun virus trouvé."
FOUND_INFECTED = "Fichier « {name} » : il est infecté et a été supprimé."
