"""Addresses of the catalogue."""

CATALOGUE = "/aides"
SHEET = "/aides/{slug:str}"
NEW_APPLICATION = SHEET + "/demandes"

# Steps of every form; applications/rules.py has them with their order. A scheme names its own otherwise.
FIXED_STEPS = {"preambule", "criteres-d-eligibilite", "votre-structure", "votre-dossier", "pieces", "recapitulatif"}
