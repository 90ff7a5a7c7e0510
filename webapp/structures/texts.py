"""Sentences of this domain that people read."""

FAMILIES = {
    "individual": "Particulier",
    "association": "Association",
    "company": "Entreprise",
    "public_body": "Collectivité ou établissement public",
    "other": "Autre organisme",
}
MEMBER_ROLES = {
    "administrator": "Administrateur de la structure",
    "signatory": "Signataire",
    "writer": "Rédacteur",
    "reader": "Lecteur",
}
SIGNING = {
    "legal_representative": "Je suis le représentant légal",
    "delegate": "J'ai reçu délégation de signature",
    "preparer": "Je prépare la demande pour un signataire",
}
NOT_YOUR_ROLE = {
    "edit": "Votre rôle dans la structure permet de lire ses informations, pas de les modifier.",
    "manage_members": "Seul un administrateur de la structure peut gérer ses membres.",
}

SIRET_EXAMPLE = "par exemple 849719976 00011"
SIRET_NOT_DIGITS = f"Le Siret ne comporte que des chiffres, {SIRET_EXAMPLE}."
SIRET_LENGTH = f"Le Siret comporte 14 chiffres ; vous en avez saisi {{typed}}. Vérifiez-le, {SIRET_EXAMPLE}."
SIRET_WRONG = (
    "Vérifiez le Siret : un de ses chiffres ne correspond pas. On le trouve sur un avis de situation de l'Insee, "
    f"{SIRET_EXAMPLE}."
)
KNOWN_SIRET = (
    "Une structure avec ce Siret est déjà inscrite sur le portail. Vérifiez le numéro ; s'il est bien le vôtre, "
    "demandez à la personne qui l'a inscrite de vous y rattacher, ou écrivez-nous par la page « Aide et contact »."
)
DECLARED = "Votre structure est enregistrée."
