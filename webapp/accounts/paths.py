"""Addresses of the pages about accounts."""

from webapp.core.own_paths import own_path, suite

HOME = "/"
SIGN_IN = "/connexion"
SIGN_OUT = "/deconnexion"
SESSION = "/session"
REGISTRATION = "/creer-un-compte"
REGISTRATION_SENT = "/creer-un-compte/courriel-envoye"
NEW_ACTIVATION = "/activation/nouveau-lien"
RECOVERY = "/recuperer-mes-informations"
IDENTIFIER_REMINDER = "/recuperer-mes-informations/identifiant"
RESET_REQUEST = "/recuperer-mes-informations/mot-de-passe"
RECOVERY_SENT = "/recuperer-mes-informations/courriel-envoye"
ACCOUNT = "/compte"
PASSWORD = "/compte/mot-de-passe"  # noqa: S105
DETAILS = "/compte/informations-personnelles"
EMAIL = "/compte/adresse-electronique"
SIGN_OUT_EVERYWHERE = "/compte/deconnexion"
# The kind of link comes before its token, so that no token can be taken for the address of another page.
EMAIL_CONFIRMATION = "/adresse-electronique/confirmation"
EMAIL_REFUSAL = "/adresse-electronique/refus"
EMAIL_RESTORED = "/adresse-electronique/retablie"
DASHBOARD = "/espace-personnel"
AGENT_DESK = "/espace-agent"


def sign_in(continue_at: str = "") -> str:
    return HOME if own_path(continue_at) == HOME else HOME + suite(continue_at)


def registration(continue_at: str = "") -> str:
    return REGISTRATION + suite(continue_at)


def registration_sent(continue_at: str = "") -> str:
    return REGISTRATION_SENT + suite(continue_at)


def activation(token: str, continue_at: str = "") -> str:
    return f"/activation/{token}{suite(continue_at)}"


def password_reset(token: str, continue_at: str = "") -> str:
    return f"/reinitialisation/{token}{suite(continue_at)}"


def email_confirmation(token: str, _continue_at: str = "") -> str:
    return f"{EMAIL_CONFIRMATION}/{token}"


def email_refusal(token: str, _continue_at: str = "") -> str:
    return f"{EMAIL_REFUSAL}/{token}"


def agent_invitation(token: str, continue_at: str = "") -> str:
    """An agent always lands on "Espace agent": there is no page to continue at."""
    return f"/invitation/{token}"
