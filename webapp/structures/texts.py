"""Sentences of this domain that people read."""

FAMILIES = {"association": "Association"}
KNOWN_SIRET = (
    "Une structure avec ce Siret est déjà inscrite sur le portail. Vérifiez le numéro ; s'il est bien le vôtre, "
    "demandez à la personne qui l'a inscrite de vous y rattacher, ou écrivez-nous par la page « Aide et contact »."
)
DECLARED = "Votre structure est enregistrée."
