"""Sentences of this domain that people read."""

STATES = {"draft": "En cours de saisie", "submitted": "Déposée", "taken_over": "Prise en charge"}
STATE_KINDS = {"draft": "turn", "submitted": "info", "taken_over": "info"}  # see components/status.html
STEPS = {
    "preambule": "Préambule",
    "criteres-d-eligibilite": "Critères d'éligibilité",
    "votre-structure": "Votre structure",
    "votre-dossier": "Votre dossier",
    "pieces": "Pièces",
    "recapitulatif": "Récapitulatif",
}
STEPS_OF_A_PERSON = STEPS | {"votre-structure": "Vos informations"}
ALREADY_SENT = "Votre demande est déjà transmise : ses réponses et ses pièces ne se modifient plus."
NOT_NOW = {
    "fill_in": ALREADY_SENT,
    "submit": ALREADY_SENT,
    "delete": "Votre demande est déjà transmise : elle ne se supprime plus.",
    "change_revision": ALREADY_SENT,
    "take_over": "Cette demande est déjà prise en charge.",
}
AGENTS_ONLY = "Seul un agent de la Région peut prendre en charge une demande."
READERS_ONLY_READ = "Votre rôle dans la structure permet de lire cette demande, pas de la modifier."
SIGNATORIES_ONLY = "Seul un signataire de la structure peut attester et transmettre la demande."
CLOSED = "Le dépôt des demandes pour cette aide est fermé. Consultez les autres aides ouvertes."
INCOMPLETE = "Votre demande n'est pas complète : voyez ci-dessous ce qui manque."
NO_STRUCTURE = "Dites d'abord pour qui vous demandez une aide."
TOO_MANY_FILES = "Votre demande contient déjà {count} fichiers, le maximum. Retirez-en un avant d'en ajouter."
TOO_HEAVY = "Les fichiers de votre demande dépasseraient {size} en tout. Retirez-en un ou choisissez-en un plus léger."
FILE_ADDED = "Le fichier « {name} » est ajouté."
FILE_REMOVED = "Le fichier « {name} » est retiré."
FILE_TOO_LARGE = (
    "Ce fichier dépasse {size}. Choisissez-en un plus léger, ou réduisez la résolution du document numérisé."
)
NO_FILE = "Choisissez d'abord un fichier, puis « Ajouter »."
STATEMENT_NEEDED = "Cochez l'attestation sur l'honneur pour transmettre votre demande."
COMMITMENT_NEEDED = "Cochez le contrat d'engagement républicain pour transmettre votre demande."
FACT_MISSING = {
    "family": "Dites votre type de tiers.",
    "name": "Complétez votre nom.",
    "siret": "Complétez le numéro Siret.",
    "rna": "Complétez le numéro RNA (il commence par W).",
    "naf": "Complétez le code NAF.",
    "legal_form": "Complétez la forme juridique.",
    "phone": "Complétez un numéro de téléphone.",
    "email": "Complétez une adresse électronique.",
    "website": "Complétez l'adresse du site internet.",
    "address": "Complétez l'adresse principale.",
    "postal_code": "Complétez le code postal de l'adresse principale.",
    "commune": "Complétez la commune de l'adresse principale.",
    "legal_representative": "Ajoutez le représentant légal.",
}
NEEDED = "{label} (nécessaire pour cette aide)"
ROW = "ligne {number}"
TOO_MANY_ROWS = "Ce tableau a déjà {count} lignes, le maximum. Retirez-en une avant d'en ajouter."
SAVED = "Vos réponses sont enregistrées."
ROW_ADDED = "Une ligne est ajoutée."
PAGE_GONE = (
    "Cette page n'est plus dans le formulaire, et « {label} » a reçu entre-temps une autre réponse : « {theirs} ». "
    "La vôtre n'est pas enregistrée : « {mine} ». Copiez-la si vous voulez la garder, puis ouvrez votre demande."
)
ROW_REMOVED = "La ligne est retirée."
DELETED = "La demande {reference} est supprimée."
REVISION_TAKEN = "Votre demande suit la nouvelle version du formulaire. Vérifiez vos réponses."
REVISION_DECLINED = "Votre demande garde la version actuelle du formulaire."
REVISION_OVERTAKEN = "Le formulaire a encore changé depuis que cette page est ouverte. Voyez ci-dessous ce qui change."
TAKEN_OVER = "Vous avez pris en charge la demande {reference}."
TAKEN_BY_ANOTHER = "{name} a pris en charge cette demande avant vous."

YES_NO = {"oui": "Oui", "non": "Non"}
QUALITY = "Signataire de la structure sur le portail"
QUALITY_OF_A_PERSON = "En son nom propre"
COMMITMENT = (
    "L'association a pris connaissance du contrat d'engagement républicain (version du {version}, annexe du décret "
    "n° 2021-1947 du 31 décembre 2021) et s'engage à le respecter."
)
