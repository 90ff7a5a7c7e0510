"""Sentences about what the Region asks back. French, for people."""

READERS_DO_NOT_ANSWER = (
    "Votre rôle permet de lire, pas de répondre. Demandez à un rédacteur, à un signataire ou à l'administrateur de "
    "votre structure."
)
AGENTS_ASK = "Seul un agent de la Région peut faire cela."
APPLICATION_CLOSED = "L'examen de cette demande d'aide est terminé : il n'y a plus rien à demander ni à répondre."
NOTHING_CAN_BE_ASKED = (
    "Rien ne peut être demandé à ce stade. Prenez d'abord la demande en charge ; après la décision, il est trop tard."
)
MOVED_ON = "Cette demande de la Région n'en est plus là. Rechargez la page pour voir où elle en est."
_ANSWERED = "Votre réponse a déjà été transmise : elle ne se modifie plus."
_CANCELLED = (
    "La Région a annulé cette demande : il n'y a plus rien à répondre. Ce que vous aviez préparé reste visible."
)
_CLOSED = "La Région a clos cette demande : il n'y a plus rien à répondre."
_BY_APPLICANT = {
    "answered": _ANSWERED,
    "asked_again": _ANSWERED,
    "cancelled": _CANCELLED,
    "closed": _CLOSED,
}
_NOT_A_DRAFT = {
    "open": "Cette demande est déjà envoyée : elle ne se modifie plus. Vous pouvez l'annuler.",
    "cancelled": "Cette demande a été annulée.",
}
NOT_NOW = {
    "compose": _NOT_A_DRAFT,
    "send": _NOT_A_DRAFT,
    "cancel": {
        "answered": "Le demandeur vient de répondre : la demande ne peut plus être annulée. Lisez sa réponse.",
        "cancelled": "Cette demande est déjà annulée.",
        "draft": "Cette demande n'est pas encore envoyée : supprimez-la plutôt.",
    },
    "reply": _BY_APPLICANT,
    "transmit": _BY_APPLICANT,
    "judge": {"open": "Le demandeur n'a pas encore répondu."},
    "close": {},
}

NOTHING_ASKED = "Choisissez au moins une pièce à demander."
REASON_NEEDED = "Dites pourquoi la pièce « {label} » est demandée : le demandeur ne lit que cela."
REASON_OF_AGAIN_NEEDED = "Dites ce qui ne convient pas dans la réponse : le demandeur ne lit que cela."
NOTHING_TO_ASK_AGAIN = "Dites d'abord de quelle pièce la réponse ne convient pas, et pourquoi."
DEADLINE_WRONG = (
    "Donnez au moins huit jours pour répondre, et un an au plus : choisissez une date du {first} au {last}."
)
LABEL_NEEDED = "Donnez un nom à la pièce, tel que le demandeur le lira."
ALREADY_ASKED = "La pièce « {label} » est déjà dans cette demande."
NO_SUCH_PIECE = "Cette pièce n'est pas dans le formulaire de l'aide. Choisissez-en une dans la liste."
ITEM_MISSING = "Déposez la pièce « {label} », ou dites pourquoi vous ne pouvez pas la fournir."
UNABLE_NEEDS_REASON = "Dites en quelques mots pourquoi vous ne pouvez pas fournir cette pièce."
UNABLE_OR_FILE = "Un fichier est déposé pour cette pièce. Retirez-le d'abord si vous ne pouvez pas la fournir."
CHANGED_MEANWHILE = "{name} a modifié cette demande pendant votre saisie. Relisez-la : votre texte est resté."
VERDICTS = {"accepted": "Acceptée", "asked_again": "À redemander"}
JUDGED_MEANWHILE = (
    "{name} a jugé cette pièce « {verdict} » le {when}, pendant votre saisie. Votre avis n'est pas enregistré : "
    "relisez, puis choisissez de nouveau."
)
UNABLE_KEPT = "Votre explication est enregistrée dans votre réponse."
UNABLE_TAKEN_BACK = "Votre explication est retirée de votre réponse."
FILE_ADDED = "Le fichier « {name} » est déposé dans votre réponse."
FILE_REMOVED = "Le fichier « {name} » est retiré de votre réponse."
SAVED = "La demande est enregistrée. Elle n'est pas encore envoyée."
DISCARDED = "La préparation est supprimée. Rien n'a été envoyé."
CLOSED = "La demande est close."
JUDGED = "Votre avis est enregistré."
SENT = "La demande est envoyée. Le demandeur est prévenu par courriel."
CANCELLED = "La demande est annulée. Le demandeur en est informé."
ANSWER_SENT = "Votre réponse a bien été transmise"
