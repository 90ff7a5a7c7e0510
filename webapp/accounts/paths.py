"""Addresses of the pages about accounts."""

from webapp.core.own_paths import own_path, suite

HOME = "/"
SIGN_IN = "/connexion"
SIGN_OUT = "/deconnexion"
SESSION = "/session"
REGISTRATION = "/creer-un-compte"
REGISTRATION_SENT = "/creer-un-compte/courriel-envoye"
ACTIVATION = "/activation/{token:str}"
NEW_ACTIVATION = "/activation/nouveau-lien"
RECOVERY = "/recuperer-mes-informations"
IDENTIFIER_REMINDER = "/recuperer-mes-informations/identifiant"
RESET_REQUEST = "/recuperer-mes-informations/mot-de-passe"
RECOVERY_SENT = "/recuperer-mes-informations/courriel-envoye"
PASSWORD_RESET = "/reinitialisation/{token:str}"  # noqa: S105
AGENT_INVITATION = "/invitation/{token:str}"
ACCOUNT = "/compte"
PASSWORD = "/compte/mot-de-passe"  # noqa: S105
DETAILS = "/compte/informations-personnelles"
EMAIL = "/compte/adresse-electronique"
SIGN_OUT_EVERYWHERE = "/compte/deconnexion"
# The kind of link comes before its token, so that no token can be taken for the address of another page.
EMAIL_CONFIRMATION = "/adresse-electronique/confirmation/{token:str}"
EMAIL_REFUSAL = "/adresse-electronique/refus/{token:str}"
EMAIL_RESTORED = "/adresse-electronique/retablie"
DASHBOARD = "/espace-personnel"
AGENT_DESK = "/espace-agent"


def sign_in(continue_at: str = "") -> str:
    return HOME if own_path(continue_at) == HOME else HOME + suite(continue_at)


def registration_sent(continue_at: str = "") -> str:
    return REGISTRATION_SENT + suite(continue_at)
