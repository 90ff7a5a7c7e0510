"""Sentences about mails that were not delivered."""

# What each template is, in a sentence such as « Le courriel « … » n'a pas pu être remis ».
KINDS = {
    "accounts/activation": "Activation du compte",
    "accounts/agent_invitation": "Invitation d'un agent",
    "accounts/already_exists": "Compte qui existe déjà",
    "accounts/email_change": "Confirmation d'une nouvelle adresse",
    "accounts/email_change_notice": "Changement d'adresse demandé",
    "accounts/email_restored": "Changement d'adresse annulé",
    "accounts/email_taken": "Adresse déjà prise",
    "accounts/identifier_reminder": "Rappel de l'identifiant",
    "accounts/password_changed": "Mot de passe modifié",
    "accounts/password_reset": "Réinitialisation du mot de passe",
    "applications/draft_ending": "Brouillon bientôt supprimé",
    "applications/infected_piece": "Fichier infecté supprimé",
    "applications/statement_sent_back": "Demande à corriger avant l'envoi",
    "applications/statement_wanted": "Attestation demandée",
    "applications/submitted": "Accusé de réception",
    "applications/taken_over": "Prise en charge de la demande",
    "applications/withdrawn": "Retrait de la demande",
    "solicitations/accepted": "Réponse acceptée",
    "solicitations/amended": "Modifications transmises",
    "solicitations/answered": "Réponse transmise",
    "solicitations/cancelled": "Demande de compléments annulée",
    "solicitations/closed": "Demande de compléments close",
    "solicitations/received": "Demande de compléments",
    "solicitations/reminder": "Rappel d'une demande de compléments",
    "solicitations/statement_wanted": "Attestation des modifications demandée",
    "review/complete": "Dossier complet",
    "review/dropped": "Demande classée sans suite",
    "review/inadmissible": "Demande irrecevable",
    "structures/invitation": "Invitation à rejoindre une structure",
    "structures/join_answer": "Réponse à une demande de rattachement",
    "structures/join_request": "Demande de rattachement",
    "structures/member_joined": "Arrivée d'un membre",
    "structures/member_left": "Départ d'un membre",
    "structures/member_removed": "Fin d'un rattachement",
    "structures/role_changed": "Changement de rôle",
    "threads/message_of_applicant": "Message d'un demandeur",
    "threads/message_of_region": "Message de la Région",
}

OTHER_KIND = "Message du portail"  # of a release that is newer or older than this one

NO_SUCH_ADDRESS = "Cette adresse n'existe pas, ou n'existe plus."
FULL = "La boîte du destinataire est pleine, ou le courriel est trop lourd pour elle."
NOT_FROM_US = "Le relais refuse nos courriels : vérifiez son adresse, notre identifiant et l'adresse d'envoi."
REFUSED = "Le serveur du destinataire refuse ce courriel."
ASKED_TO_WAIT = "Le serveur a demandé d'attendre, à chaque essai."
NO_ANSWER = "Le relais n'a pas répondu, ou a coupé la connexion."
DEAD_LINK = "Le lien de ce courriel ne peut plus servir : l'adresse ou l'invitation a changé entre-temps."
NO_ADDRESS = "Un courriel ne peut pas être envoyé à cette adresse : elle est mal écrite."
NOT_MADE = "Le courriel n'a pas pu être préparé : les journaux du portail disent pourquoi."

SENT_AGAIN = "Le courriel pour {recipient} est de nouveau en attente : il part dans les prochaines secondes."
NOT_FAILED = "Le courriel pour {recipient} n'est plus en échec : il attend son prochain essai, ou il est parti."
