"""What an identifier and a password must be. Sources: product.md "Créer un compte"; CNIL 2022; OWASP ASVS 5.0 6.2."""

import re
from collections.abc import Collection

from email_validator import EmailNotValidError, validate_email

from webapp.accounts.guessable import SERVICE_WORDS, is_guessable, is_repetitive, parts

LOGIN = re.compile(r"[A-Za-z0-9._-]{3,50}")
PASSWORD_MIN_CHARACTERS = 12
PASSWORD_MAX_BYTES = 1024
EXAMPLE = "par exemple quatre mots sans rapport entre eux."
COMMON = f"Ce mot de passe fait partie des plus courants : choisissez-en un autre, {EXAMPLE}"
OWN_WORDS = (
    "Choisissez un mot de passe qui ne reprend pas votre nom, votre identifiant, votre adresse ou des mots de ce site, "
    + EXAMPLE
)
REPETITIVE = f"Choisissez un mot de passe moins répétitif, {EXAMPLE}"


def login_problem(login: str) -> str | None:
    if "@" in login:
        return "Choisissez un identifiant sans le signe @ : votre adresse électronique se saisit plus bas."
    if not LOGIN.fullmatch(login):
        return (
            "Choisissez un identifiant de 3 à 50 caractères : lettres sans accent, chiffres, point, tiret ou tiret bas."
        )
    return None


def email_problem(email: str) -> str | None:
    """Whether a mail can be sent to it: relays take no accent before the @, see adapters/message.py."""
    if not email.rpartition("@")[0].isascii():
        return "Écrivez sans accent ce qui précède le @, par exemple prenom@exemple.fr."
    try:
        normal_email(email)
    except EmailNotValidError:
        return "Saisissez une adresse électronique complète, par exemple nom@exemple.fr."
    return None


def normal_email(email: str) -> str:
    """In NFC, the domain in lower case. Only for an address without `email_problem`."""
    return validate_email(email, check_deliverability=False).normalized


def password_problem(password: str, *, context: Collection[str] = ()) -> str | None:
    """`context`: names and addresses (of the person, of the portal, of the Region) that it may not be made of."""
    if len(password) < PASSWORD_MIN_CHARACTERS:
        return f"Choisissez un mot de passe d'au moins {PASSWORD_MIN_CHARACTERS} caractères, par exemple quatre mots."
    if len(password.encode(errors="surrogatepass")) > PASSWORD_MAX_BYTES:
        return "Choisissez un mot de passe plus court : 1 024 octets au plus."
    if len(set(password)) < 5 or is_repetitive(password):
        return COMMON if is_guessable(password, (), entries=1) else REPETITIVE
    own = parts(context) | frozenset(SERVICE_WORDS)
    if is_guessable(password, own, entries=0) and not is_guessable(password, (), entries=0):
        return OWN_WORDS
    return COMMON if is_guessable(password, own, entries=1) else None
