"""Addresses of the catalogue."""

CATALOGUE = "/aides"
SHEET = "/aides/{slug:str}"
NEW_APPLICATION = SHEET + "/demandes"

# What follows the number of an application in an address, besides the steps that a scheme's file names.
TAKEN_BY_STEPS = {
    "preambule",
    "criteres-d-eligibilite",
    "votre-structure",
    "votre-dossier",
    "pieces",
    "recapitulatif",
    "documents",
    "depot",
    "accuse-de-reception",
}
