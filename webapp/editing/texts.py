"""Sentences about blocks that people edit."""

OVERTAKEN = "Quelqu'un a modifié ces informations pendant que vous les modifiiez."
EMPTY = "Non renseigné"
YES_NO = {"y": "Oui", "": "Non"}
