"""Sentences about accounts that administrators and invited agents read."""

from webapp.core.actor import AccountKind, AgentRole

ROLES = {
    AgentRole.CASE_OFFICER.value: "Instructeur",
    AgentRole.SCHEME_MANAGER.value: "Gestionnaire",
    AgentRole.ADMINISTRATOR.value: "Administrateur du portail",
}
KINDS = {AccountKind.APPLICANT.value: "Usager", AccountKind.AGENT.value: "Agent"}
STATES = {"pending": "À activer", "active": "Actif", "disabled": "Désactivé", "closed": "Fermé"}
# The colour and the icon of each state: see components/status.html.
STATE_LOOKS = {
    "pending": ("neutral", "hourglass"),
    "active": ("ok", "check"),
    "disabled": ("bad", "lock"),
    "closed": ("neutral", "x"),
}

INVITED = "L'invitation a été envoyée à {email}. Le lien est valable 72 heures."
DISABLED = "Le compte de {name} est désactivé. Ses sessions sont terminées."
ENABLED = "Le compte de {name} est réactivé."
ENABLED_PENDING = (
    "Le compte de {name} attend de nouveau d'être activé. Renvoyez l'invitation : les liens précédents ne servent plus."
)
CHANGED = "Le rôle de {name} est enregistré. Ses sessions sont terminées."
UNCHANGED = "Le rôle de {name} était déjà celui-ci. Rien n'a changé."
RESET_SENT = "Un courriel a été envoyé à {email}, avec un lien valable une heure pour choisir un mot de passe."

KNOWN_APPLICANT = "Cette adresse est celle d'un compte d'usager. Indiquez l'adresse professionnelle de l'agent."
KNOWN_AGENT = "Cette adresse est déjà celle d'un agent. Cherchez son compte dans la liste pour changer son rôle."
KNOWN_PENDING = (
    "Un agent est déjà invité à cette adresse. Cherchez son compte dans la liste pour renvoyer l'invitation."
)
KNOWN_DISABLED = "Cette adresse est celle d'un agent désactivé. Cherchez son compte dans la liste pour le réactiver."
KNOWN_CLOSED = "Cette adresse est celle d'un compte fermé. Indiquez une autre adresse."
NO_SERVICE = "Choisissez un service : seul un administrateur du portail peut n'appartenir à aucun."

NOT_ADMINISTRATOR = "Vous n'êtes plus administrateur du portail. Rien n'a été changé."
OWN_ACCOUNT = "Vous ne pouvez pas désactiver votre propre compte. Demandez à un autre administrateur du portail."
LAST_ADMINISTRATOR = (
    "C'est le dernier administrateur actif du portail. Nommez-en d'abord un autre, qui ait activé son compte."
)
CLOSED = "Ce compte est fermé : il n'y a plus rien à y changer."
NOT_PENDING = "Ce compte n'attend plus d'être activé : l'invitation n'a pas été renvoyée."
NOT_ACTIVE = "Ce compte n'est pas actif : aucun lien ne lui a été envoyé."

# Each action that the audit may hold about an account; a test compares with the source.
EVENTS = {
    "account.registered": "Création du compte",
    "account.activated": "Activation du compte",
    "account.activation_asked": "Nouveau lien d'activation demandé",
    "account.details_changed": "Informations personnelles modifiées",
    "account.email_change_asked": "Changement d'adresse électronique demandé",
    "account.email_changed": "Adresse électronique modifiée",
    "account.email_restored": "Ancienne adresse électronique rétablie",
    "account.identifier_asked": "Rappel de l'identifiant demandé",
    "account.password_changed": "Mot de passe modifié",
    "account.password_refused": "Mot de passe actuel refusé",
    "account.purged": "Compte jamais activé, supprimé",
    "account.reset_asked": "Réinitialisation du mot de passe demandée",
    "account.reset_triggered": "Réinitialisation du mot de passe envoyée par un administrateur",
    "agent.changed": "Rôle ou service modifié",
    "agent.disabled": "Compte désactivé",
    "agent.enabled": "Compte réactivé",
    "agent.invited": "Invitation",
    "agent.invitation_sent_again": "Invitation renvoyée",
    "session.all_closed": "Déconnexion de tous les appareils",
    "session.closed": "Déconnexion",
    "session.not_activated": "Connexion refusée : compte à activer",
    "session.opened": "Connexion",
    "session.refused": "Échec de connexion",
}
# Reading is audited too, but it is no event of the account's own security.
READINGS = ("account.read", "account.listed")
OTHER_EVENT = "Autre événement"
