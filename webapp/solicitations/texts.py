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
MOOT = "Sans objet"
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
    "resume": {},
}
NOT_COMPLETE = {
    "open": (
        "Le dossier ne peut pas encore être déclaré complet : une demande qui suspend le délai attend la réponse du "
        "demandeur. Attendez sa réponse, ou annulez cette demande si vous n'en avez plus besoin."
    ),
    "answered": (
        "Le dossier ne peut pas encore être déclaré complet : le demandeur a répondu à une demande qui suspend le "
        "délai. Jugez d'abord sa réponse, ou closez cette demande."
    ),
}

NOTHING_ASKED = {
    "piece_request": "Choisissez au moins une pièce à demander.",
    "edit_request": "Choisissez au moins une partie ou un champ à faire modifier.",
}
REASON_NEEDED = {
    "piece_request": "Dites pourquoi la pièce « {label} » est demandée : le demandeur ne lit que cela.",
    "edit_request": "Dites ce qu'il faut modifier dans « {label} », et pourquoi : le demandeur ne lit que cela.",
}
OTHER_NOT_READY = {
    "piece_request": "La demande de pièces en préparation part en même temps, et n'est pas prête. {reason}",
    "edit_request": "La demande de modification en préparation part en même temps, et n'est pas prête. {reason}",
}
CONTRIBUTION_OPEN = (
    "Une contribution pour modification attend déjà la réponse du demandeur. Attendez sa réponse, ou annulez-la, avant "
    "d'en envoyer une autre. Pour n'envoyer que des pièces, supprimez la contribution en préparation."
)
REASON_OF_AGAIN_NEEDED = "Dites ce qui ne convient pas dans la réponse : le demandeur ne lit que cela."
NOTHING_TO_ASK_AGAIN = "Dites d'abord ce qui ne convient pas dans la réponse, et pourquoi."
DEADLINE_WRONG = (
    "Donnez au moins huit jours pour répondre, et un an au plus : choisissez une date du {first} au {last}."
)
LABEL_NEEDED = "Donnez un nom à la pièce, tel que le demandeur le lira."
ALREADY_ASKED = "La pièce « {label} » est déjà dans cette demande."
NO_SUCH_PART = "Choisissez dans la liste une partie ou un champ de la demande, telle qu'elle a été transmise."
PART_GONE = (
    "« {label} » n'est plus demandé dans ce que le demandeur a transmis en dernier : il ne pourrait pas le modifier. "
    "Retirez cet élément."
)
PART_ALREADY_ASKED = "« {label} » est déjà dans cette demande."
IN_ASKED_SECTION = (
    "« {label} » est dans la partie « {section} », que le demandeur modifiera en entier. Complétez plutôt ce qui est "
    "dit de cette partie."
)
PART_MARKED = "« {label} » est à modifier. Dites au demandeur ce qu'il faut changer."
FIELDS_ABSORBED = (
    "La partie « {label} » est à modifier en entier. Elle remplace les champs qui y étaient choisis, et reprend ce qui "
    "en était dit."
)
REASON_OF_FIELD = "{label} : {reason}"
EDITS_BEGUN = "Le demandeur a commencé à modifier sa demande : ce qu'il a préparé est conservé."
ITEM_GONE = (
    "Un collègue a modifié cette demande pendant votre saisie, et en a retiré un élément. Relisez-la : votre texte est "
    "resté, ce que vous aviez écrit de cet élément aussi."
)
DRAFT_GONE = "Cette préparation a été envoyée ou supprimée entre-temps. La liste dit où elle en est."
NO_SUCH_PIECE = "Cette pièce n'est pas dans le formulaire de l'aide. Choisissez-en une dans la liste."
ITEM_MISSING = "Déposez la pièce « {label} », ou dites pourquoi vous ne pouvez pas la fournir."
UNABLE_NEEDS_REASON = "Dites en quelques mots pourquoi vous ne pouvez pas fournir cette pièce."
UNABLE_OR_FILE = "Un fichier est déposé pour cette pièce. Retirez-le d'abord si vous ne pouvez pas la fournir."
CHANGED_MEANWHILE = "{name} a modifié cette demande pendant votre saisie. Relisez-la : votre texte est resté."
RECEIVED_LOOKS = {
    "asked": ("Non reçue", "neutral", "info"),
    "answered": ("Réponse à examiner", "turn", ""),
    "unable": ("Ne peut être fournie", "neutral", "info"),
    "accepted": ("Acceptée", "ok", ""),
    "asked_again": ("À redemander", "bad", ""),
}
RECEIVED_ON = "{label} (reçue en réponse le {day})"
VERDICTS = {"accepted": "Acceptée", "asked_again": "À redemander"}
JUDGED_MEANWHILE = (
    "{name} a jugé cette pièce « {verdict} » le {when}, pendant votre saisie. Votre avis n'est pas enregistré : "
    "relisez, puis choisissez de nouveau."
)
UNABLE_MEANWHILE = (
    "Une autre explication a été enregistrée entre-temps : lisez-la ci-dessous, puis enregistrez à nouveau la vôtre "
    "pour la remplacer."
)
UNABLE_KEPT = "Votre explication est enregistrée dans votre réponse."
UNABLE_TAKEN_BACK = "Votre explication est retirée de votre réponse."
FILE_ADDED = "Le fichier « {name} » est déposé dans votre réponse."
FILE_REMOVED = "Le fichier « {name} » est retiré de votre réponse."
SAVED = "La demande est enregistrée. Elle n'est pas encore envoyée."
DISCARDED = "La préparation est supprimée. Rien n'a été envoyé."
CLOSED = "La demande est close."
RESUMED = "Le texte de la demande annulée est repris. Relisez-le : rien n'est encore envoyé."
JUDGED = "Votre avis est enregistré."
SENT = "La demande est envoyée. Le demandeur est prévenu par courriel."
BOTH_SENT = "Les deux demandes sont envoyées. Le demandeur est prévenu par un seul courriel."
CANCELLED = "La demande est annulée. Le demandeur en est informé."
SIGNS_CONTRIBUTION = "Vous pouvez attester et transmettre ces modifications vous-même."
STATEMENT_ASKED = "L'attestation est demandée. Le signataire a été prévenu par courriel."
AMENDMENT_SENT = "Vos modifications ont bien été transmises"
ANSWER_SENT = "Votre réponse a bien été transmise"
EVENTS = {
    "piece_request": {
        "sent": "Pièces demandées",
        "answered": "Réponse transmise",
        "cancelled": "Demande de pièces annulée",
        "accepted": "Réponse acceptée",
        "closed": "Demande de pièces close",
    },
    "edit_request": {
        "sent": "Modification demandée",
        "answered": "Modifications transmises",
        "cancelled": "Demande de modification annulée",
        "accepted": "Modifications acceptées",
        "closed": "Demande de modification close",
    },
}
