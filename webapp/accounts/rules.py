"""What an identifier and a password must be. Sources: product.md "Créer un compte"; CNIL 2022; OWASP ASVS 5.0 6.2."""

import re

LOGIN = re.compile(r"[A-Za-z0-9._-]{3,50}")
PASSWORD_MIN_CHARACTERS = 12
PASSWORD_MAX_BYTES = 1024


def login_problem(login: str) -> str | None:
    if "@" in login:
        return "Choisissez un identifiant sans le signe @ : votre adresse électronique se saisit plus bas."
    if not LOGIN.fullmatch(login):
        return (
            "Choisissez un identifiant de 3 à 50 caractères : lettres sans accent, chiffres, point, tiret ou tiret bas."
        )
    return None


def password_problem(password: str, *, context: tuple[str, ...] = ()) -> str | None:
    """`context`: the words (identifier, address, name of the portal) that the password may not be made of."""
    if len(password) < PASSWORD_MIN_CHARACTERS:
        return f"Choisissez un mot de passe d'au moins {PASSWORD_MIN_CHARACTERS} caractères, par exemple quatre mots."
    if len(password.encode()) > PASSWORD_MAX_BYTES:
        return "Choisissez un mot de passe plus court : 1 024 octets au plus."
    if len(set(password)) < 5:
        return "Choisissez un mot de passe moins répétitif."
    lowered = password.casefold()
    if any(len(word) >= 3 and len(lowered.replace(word.casefold(), "")) < 4 for word in context):
        return "Choisissez un mot de passe qui ne reprend pas votre identifiant ou votre adresse."
    return None
