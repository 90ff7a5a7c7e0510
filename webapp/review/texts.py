"""Sentences of this domain that people read."""

# By verb: what the timeline says.
ACTS = {
    "start_review": "En cours d'instruction",
    "declare_complete": "Dossier complet",
    "declare_inadmissible": "Irrecevable",
    "drop": "Classée sans suite",
}
DONE = {
    "start_review": "La demande {reference} est en cours d'instruction.",
    "declare_complete": "Le dossier {reference} est déclaré complet. Le demandeur reçoit un courriel.",
    "declare_inadmissible": "La demande {reference} est déclarée irrecevable. Le demandeur reçoit vos raisons.",
    "drop": "La demande {reference} est classée sans suite. Le demandeur reçoit votre raison.",
}
DONE_BEFORE = {
    "start_review": "{name} a commencé l'instruction de cette demande le {when}.",
    "declare_complete": "{name} a déclaré ce dossier complet le {when}.",
    "declare_inadmissible": "{name} a déclaré cette demande irrecevable le {when}.",
    "drop": "{name} a classé cette demande sans suite le {when}.",
}
APPEAL_DELAY = "Vous avez deux mois à compter du jour où vous recevez cette décision pour choisir l'une de ces voies :"
APPEAL_SOURCES = (
    "Code des relations entre le public et l'administration : articles L211-2, L211-5, L231-4 et L411-2. Code de "
    "justice administrative : articles R421-1, R421-2 et R421-5."
)

CONFORMITIES = {"conform": "Conforme", "non_conform": "Non conforme"}
# Kind and icon: see components/status.html.
CONFORMITY_LOOKS = {"conform": ("ok", "check"), "non_conform": ("turn", "x")}
CONFORMITY_MISSING = "Choisissez « Conforme » ou « Non conforme »."
NOTHING_TO_JUDGE = "Aucun fichier n'est déposé pour cette pièce : il n'y a rien à juger."
FILES_REPLACED = (
    "Le demandeur a remplacé les fichiers de cette pièce depuis que votre page est ouverte. Lisez-les, puis donnez "
    "votre avis."
)
REASON_OF_PIECE_MISSING = "Dites pourquoi la pièce n'est pas conforme : le demandeur devra pouvoir la corriger."
JUDGED = "Pièce « {piece} » : {verdict}."
JUDGED_BEFORE = (
    "{name} a jugé cette pièce « {verdict} » le {when}, pendant votre saisie. La vôtre n'est pas enregistrée : "
    "choisissez de nouveau."
)
JUDGED_FOR = "Raison : {reason}"

NOTE_MISSING = "Écrivez d'abord la note."
NOTED = "La note est ajoutée. Seuls les agents du service la lisent."

FOLLOWER_MISSING = "Choisissez un agent du service."
NOT_OF_THE_SERVICE = "Cet agent n'est plus dans le service, ou son compte n'est plus actif. Choisissez-en un autre."
ASSIGNED = "La demande {reference} est suivie par {name}."
ASSIGNED_BEFORE = (
    "{by} a confié cette demande à {name} le {when}, pendant que cette page était ouverte. Choisissez de nouveau."
)
REASON_OF_INADMISSIBILITY_MISSING = "Écrivez les raisons : le demandeur les reçoit telles quelles."
REASON_OF_DROP_MISSING = "Écrivez la raison : le demandeur la reçoit telle quelle."

ARCHIVE_LEFT_OUT = "fichiers-absents.txt"
ARCHIVE_LEFT_OUT_HEAD = "Ces fichiers de la demande {reference} ne sont pas dans cette archive :"
ARCHIVE_LINE = "- {piece} : {filename}. {reason}"
ARCHIVE_GONE = "Ce fichier n'est plus là où le portail l'avait rangé : prévenez un administrateur."
