"""Sentences about the members of a structure, invitations, requests to join, and acting for one of several."""

MEMBER_ROLES = {
    "administrator": "Administrateur de la structure",
    "signatory": "Signataire",
    "writer": "Rédacteur",
    "reader": "Lecteur",
}
# As the choices of a form: what each role allows.
ROLE_CHOICES = {
    "administrator": f"{MEMBER_ROLES['administrator']} : gère les membres, et tout ce qui suit",
    "signatory": f"{MEMBER_ROLES['signatory']} : atteste et transmet les demandes d'aide",
    "writer": f"{MEMBER_ROLES['writer']} : remplit les demandes d'aide, sans les transmettre",
    "reader": f"{MEMBER_ROLES['reader']} : lit, sans rien modifier",
}
# Of somebody else, where structure_texts.SIGNING is what one says of oneself.
SIGNING_OF = {
    "legal_representative": "Représentant légal",
    "delegate": "A reçu délégation de signature",
    "preparer": "Prépare les demandes pour un signataire",
}

LAST_ADMINISTRATOR = (
    "C'est le dernier administrateur de la structure dont le compte est actif. Nommez d'abord un autre "
    "administrateur parmi ses membres."
)
LAST_ADMINISTRATOR_LEAVES = (
    "Vous êtes le dernier administrateur de la structure dont le compte est actif. Nommez d'abord un autre "
    "administrateur parmi ses membres ; vous pourrez ensuite la quitter."
)
ROLE_CHANGED = "{name} a maintenant le rôle : {role}."
ROLE_UNCHANGED = "{name} avait déjà ce rôle. Rien n'a changé."
REMOVED = "{name} ne fait plus partie de la structure."
REMOVED_BEFORE = "Cette personne ne fait pas partie de la structure. Rien n'a changé."
LEFT = "Vous ne faites plus partie de la structure {structure}."
FUNCTION_SAVED = "Votre fonction dans la structure est enregistrée."

INVITED = "L'invitation a été envoyée à {email}. Le lien est valable 7 jours."
INVITATION_CANCELLED = "L'invitation envoyée à {email} est annulée. Son lien ne sert plus."
ALREADY_MEMBER = "Cette adresse est celle d'un membre de la structure. Changez son rôle dans la liste des membres."
ALREADY_INVITED = (
    "Cette adresse est déjà invitée. Dans la page « Membres », renvoyez l'invitation, ou annulez-la pour choisir un "
    "autre rôle."
)
INVITATION_IS_OVER = "Cette invitation n'attend plus de réponse : elle a été acceptée ou annulée."
NOT_THE_INVITED = "Cette invitation est pour une autre adresse électronique que celle de votre compte."
JOINED = "Vous faites maintenant partie de {structure}, et vous agissez pour cette structure."
ALREADY_IN = "Vous faites déjà partie de {structure}."

UNKNOWN_NUMBER = (
    "Aucune structure inscrite sur le portail n'a ce numéro. Vérifiez-le ; s'il est juste, vous pouvez la déclarer."
)
JOIN_ASKED = (
    "Votre demande de rattachement à {structure} est envoyée. Vous recevrez la réponse par courriel, à l'adresse de "
    "votre compte."
)
JOIN_WITHDRAWN = "Votre demande de rattachement à {structure} est retirée."
JOIN_ACCEPTED = "{name} fait maintenant partie de la structure. Un courriel le lui dit."
JOIN_REFUSED = "La demande de {name} est refusée. Un courriel le lui dit."
ALREADY_DECIDED = "Quelqu'un a déjà répondu à cette demande de rattachement, ou elle a été retirée."
HAS_ADMINISTRATOR = "Cette structure a un administrateur dont le compte est actif : c'est à lui de répondre."

ACTING_FOR = "Vous agissez maintenant pour {structure}."
