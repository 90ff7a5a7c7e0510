"""Sentences of this domain that people read."""

STATES = {
    "draft": "En cours de saisie",
    "awaiting_statement": "En attente d'attestation",
    "submitted": "Déposée",
    "taken_over": "Prise en charge",
    "under_review": "En cours d'instruction",
    "withdrawn": "Retirée",
    "inadmissible": "Irrecevable",
    "dropped": "Classée sans suite",
}
# See components/status.html.
STATE_KINDS = {
    "draft": "turn",
    "awaiting_statement": "turn",
    "submitted": "info",
    "taken_over": "info",
    "under_review": "info",
    "withdrawn": "neutral",
    "inadmissible": "bad",
    "dropped": "neutral",
}
STATE_ICONS = {"withdrawn": "undo", "inadmissible": "x", "dropped": "x"}
TURNS = {
    "applicant": "Action attendue de votre part",
    "signatory": "Action attendue d'un signataire",
    "region": "En attente de la Région",
    "nobody": "",
}
TURN_OF_OTHERS = "Action attendue d'un autre membre"
NEXT_BY_OTHERS = (
    "Un rédacteur, un signataire ou l'administrateur de votre structure complète la demande, puis elle est transmise : "
    "la Région ne la voit pas encore. Votre rôle permet de la lire."
)
NEXT_BY_OTHERS_WHEN_ASKED = (
    "La Région demande des éléments à votre structure. Un rédacteur, un signataire ou l'administrateur peut répondre ; "
    "votre rôle permet de lire."
)
NEXT_WHEN_ASKED = "La Région vous demande des éléments : répondez avant la date indiquée pour que l'examen continue."
NEXT = {
    "draft": "Complétez votre demande, puis transmettez-la : la Région ne la voit pas encore.",
    "awaiting_statement": (
        "Un signataire de la structure relit la demande, atteste et la transmet : la Région ne la voit pas encore."
    ),
    "submitted": (
        "Un agent de la Région va prendre votre demande en charge. Vous n'avez rien à faire pour le moment : s'il "
        "manque quelque chose, un courriel vous le dira."
    ),
    "taken_over": (
        "La Région examine votre demande. Vous n'avez rien à faire pour le moment : s'il manque quelque chose, un "
        "courriel vous le dira."
    ),
    "under_review": (
        "La Région instruit votre demande. Vous n'avez rien à faire pour le moment : s'il manque quelque chose, un "
        "courriel vous le dira."
    ),
    "withdrawn": "La Région n'examine plus votre demande et ne prendra pas de décision. Le retrait est définitif.",
    "inadmissible": (
        "La Région ne peut pas instruire votre demande : elle est irrecevable. Lisez ci-dessous pourquoi, et comment "
        "contester cette décision."
    ),
    "dropped": (
        "La Région a classé votre demande sans suite et ne l'instruit plus. Lisez ci-dessous pourquoi, et comment "
        "contester cette décision."
    ),
}
STEPS = {
    "preambule": "Préambule",
    "criteres-d-eligibilite": "Critères d'éligibilité",
    "votre-structure": "Votre structure",
    "votre-dossier": "Votre dossier",
    "pieces": "Pièces",
    "recapitulatif": "Récapitulatif",
}
LAST_STEP_OF_AMENDMENT = "Relire et transmettre"
STEPS_OF_A_PERSON = STEPS | {"votre-structure": "Vos informations"}
ALREADY_SENT = "Votre demande est déjà transmise : ses réponses et ses pièces ne se modifient plus."
NOT_SENT_YET = "Cette demande n'est pas encore transmise."
NOT_NOW = {
    "fill_in": ALREADY_SENT,
    "ask_statement": ALREADY_SENT,
    "take_back": ALREADY_SENT,
    "submit": ALREADY_SENT,
    "delete": "Votre demande est déjà transmise : elle ne se supprime plus.",
    "change_revision": ALREADY_SENT,
    "take_over": "Cette demande est déjà prise en charge.",
    "start_review": "Cette demande est déjà en cours d'instruction.",
    "declare_complete": NOT_SENT_YET,
    "declare_inadmissible": NOT_SENT_YET,
    "drop": NOT_SENT_YET,
    "assign": NOT_SENT_YET,
    "judge_piece": NOT_SENT_YET,
    "note": NOT_SENT_YET,
    "amend": ALREADY_SENT,
    "submit_amendment": ALREADY_SENT,
    "withdraw": "Cette demande ne peut pas être retirée maintenant : son suivi dit où elle en est.",
}
AGENTS_ONLY = "Seul un agent de la Région peut examiner une demande."
READERS_ONLY_READ = (
    "Votre rôle dans la structure permet de lire cette demande, pas de la modifier. Demandez à un rédacteur, à un "
    "signataire ou à l'administrateur de votre structure."
)
SIGNATORIES_ONLY = "Seul un signataire de la structure peut attester et transmettre la demande."
SIGNS_ONESELF = "Vous pouvez attester et transmettre cette demande vous-même."
AWAITS_STATEMENT = (
    "Cette demande attend l'attestation d'un signataire : elle ne se modifie pas pendant ce temps. "
    "Pour la corriger, choisissez d'abord « Reprendre la saisie » dans son récapitulatif."
)
NOBODY_SIGNS = (
    "Personne ne peut attester pour votre structure. Invitez d'abord un signataire, ou demandez-le à un administrateur "
    "de votre structure."
)
STATEMENT_ASKED = "L'attestation est demandée. Vos signataires reçoivent un courriel."
TAKEN_BACK = "La saisie est reprise : vous pouvez modifier la demande."
SENT_BACK = "La demande est renvoyée en saisie. La personne qui l'a préparée reçoit votre message."
SIGNATORIES_WITHDRAW = (
    "Seul un signataire de la structure peut retirer une demande transmise. Demandez-le à un signataire ou à "
    "l'administrateur de votre structure."
)
SIGNATORIES_AMEND = (
    "Seul un signataire de la structure peut attester et transmettre ces modifications. Elles sont enregistrées. "
    "Quand elles sont prêtes, demandez-lui l'attestation : un courriel le mène à cette page."
)
PIECE_NOT_REOPENED = (
    "La Région ne vous demande pas de modifier cette pièce : elle reste telle que vous l'avez transmise."
)
NOTHING_CHANGED = (
    "Vous n'avez encore rien modifié. Modifiez au moins une réponse ; si tout est juste, dites-le à la Région par un "
    "message."
)
CLOSED = "Le dépôt des demandes pour cette aide est fermé. Consultez les autres aides ouvertes."
INCOMPLETE = "Votre demande n'est pas complète : complétez ce qui est listé sous « Il manque encore »."
NO_STRUCTURE = "Dites d'abord pour qui vous demandez une aide."
TOO_MANY_FILES = "Il y a déjà {count} fichiers, le maximum. Retirez-en un avant d'en ajouter."
TOO_HEAVY = "Vos fichiers dépasseraient {size} en tout. Retirez-en un ou choisissez-en un plus léger."
FILE_ADDED = "Le fichier « {name} » est ajouté."
FILES_ADDED = "Ces fichiers sont ajoutés : {names}."
FILE_REPLACED = "Le fichier « {name} » est déposé à la place de l'ancien."
FILE_ALREADY_THERE = "Ce fichier est déjà déposé ici."
FILE_REUSED = "Le fichier « {name} » est repris."
ABOUT_FILE = "« {name} » : {reason}"
NOT_RECEIVED = "Le portail n'a pas pu recevoir ce fichier. Déposez-le de nouveau dans quelques minutes."
EXPIRED = "Le fichier « {name} » était valable jusqu'au {day}. Déposez-en un plus récent."
ROOM = "Vous pouvez encore déposer {files}, {size} en tout."
NO_ROOM = "Il y a déjà {count} fichiers, le maximum. Retirez-en un avant d'en ajouter."
FILE_REMOVED = "Le fichier « {name} » est retiré."
FILE_TOO_LARGE = (
    "Ce fichier dépasse {size}. Choisissez-en un plus léger, ou réduisez la résolution du document numérisé."
)
NO_FILE = "Choisissez d'abord un fichier, puis « Ajouter »."
NO_NEW_FILE = "Choisissez d'abord le nouveau fichier, puis « Remplacer »."
BANK_ACCOUNT = "Coordonnées bancaires"
BANK_ACCOUNT_MISSING = "Complétez les coordonnées bancaires (titulaire, IBAN, BIC)."
BANK_ACCOUNT_SAVED = "Les coordonnées bancaires sont enregistrées."
BANK_ACCOUNT_REUSED = "Les coordonnées bancaires de la demande {reference} sont reprises."
BANK_ACCOUNT_NOT_REOPENED = (
    "La Région ne vous demande pas de modifier les coordonnées bancaires : elles restent telles que vous les avez "
    "transmises."
)
BANK_ACCOUNT_CHANGED = (
    "Quelqu'un a enregistré d'autres coordonnées bancaires pendant votre saisie. Les vôtres ne sont pas enregistrées."
)
BANK_ACCOUNT_THERE = (
    "Des coordonnées bancaires sont déjà enregistrées dans cette demande. Pour les changer, choisissez « Modifier »."
)
EDITED_MEANWHILE = (
    "Cette demande a été modifiée depuis l'affichage de cette page : rien n'est transmis. Relisez-la, puis "
    "transmettez de nouveau."
)
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
WITHDRAWN_BEFORE = "Le demandeur a retiré cette demande : il n'y a plus rien à examiner."
CLOSED_BEFORE = {
    "withdrawn": WITHDRAWN_BEFORE,
    "inadmissible": "Cette demande est déclarée irrecevable : il n'y a plus rien à examiner.",
    "dropped": "Cette demande est classée sans suite : il n'y a plus rien à examiner.",
}
TAKE_OVER_FIRST = "Prenez d'abord cette demande en charge."
WITHDRAWN = "La demande {reference} est retirée. La Région en est informée."
WITHDRAWAL_REASONS = {
    "dropped": "Le projet est abandonné",
    "changed": "Le projet a changé ou est reporté",
    "funded": "Le projet est financé autrement",
    "mistake": "La demande contient une erreur",
    "other": "Une autre raison",
    "unsaid": "Je ne souhaite pas le dire",
}
DUPLICATED = (
    "La demande {reference} est commencée avec le contenu de la demande {source}. Vérifiez d'abord les critères, "
    "puis chaque réponse."
)
DRAFT_MEANWHILE = (
    "Une demande est déjà commencée pour cette aide. Reprenez-la, ou confirmez que vous en voulez une autre."
)
DATE_ON_THE_SHEET = "La date de la prochaine campagne sera publiée sur la fiche de l'aide."

NO_MATCH = "Aucune demande ne correspond à votre recherche."
NOT_SENT_MARK = "Brouillon, non transmis"

YES_NO = {"oui": "Oui", "non": "Non"}
QUALITY = {
    "legal_representative": "En qualité de représentant légal",
    "delegate": "Par délégation de signature du représentant légal",
}
QUALITY_OF_A_PERSON = "En son nom propre"
COMMITMENT = (
    "L'association a pris connaissance du contrat d'engagement républicain (version du {version}, annexe du décret "
    "n° 2021-1947 du 31 décembre 2021) et s'engage à le respecter."
)


def how_many(count: int, *, is_filtered: bool) -> str:
    """`3 demandes correspondent à votre recherche.`"""
    if not is_filtered:
        return f"{count} demandes." if count > 1 else "Une demande."
    if count == 0:
        return NO_MATCH
    return (
        f"{count} demandes correspondent à votre recherche."
        if count > 1
        else "Une demande correspond à votre recherche."
    )


SILENCE = "Sans réponse de la Région avant le {day}, votre demande sera considérée comme refusée."
SILENCE_MEANS = "C'est une décision implicite de rejet, née du silence gardé pendant deux mois."
MEANWHILE = (
    "S'il manque des pièces ou des informations, la Région vous en envoie la liste et fixe un délai pour les fournir. "
    "Le délai de deux mois est alors suspendu. Cet accusé de réception ne vaut pas accord : il ne garantit pas "
    "l'attribution de l'aide."
)
APPEAL_DELAY = (
    "Vous avez deux mois à compter du jour où vous recevez la décision de refus ou, sans réponse, à compter du {day}, "
    "pour choisir l'une de ces voies :"
)
APPEAL_TO_REGION = "Demander à la Région de revoir sa décision"
APPEAL_TO_REGION_HOW = (
    "par un recours gracieux, adressé au service chargé de votre demande, ou par un recours hiérarchique, adressé à la "
    "présidence de la Région. Si vous le faites dans les deux mois, vous gardez le droit de saisir ensuite le "
    "tribunal : vous aurez de nouveau deux mois à compter de la réponse ou, sans réponse, de la fin du deuxième mois "
    "qui suit la réception de votre recours."
)
APPEAL_TO_COURT = "Saisir le tribunal administratif"
APPEAL_TO_COURT_HOW = "{court}. Par courrier ou en ligne, sans frais, sur Télérecours citoyens"
APPEAL_SOURCES = (
    "Code des relations entre le public et l'administration : articles L112-3, L112-11, L114-5, L231-4, L411-2, R112-5 "
    "et R112-11-1. Code de justice administrative : articles R421-1 et R421-2."
)
