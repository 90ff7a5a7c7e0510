"""Addresses of the catalogue."""

CATALOGUE = "/aides"
SHEET = "/aides/{slug:str}"
TEMPLATE = SHEET + "/modeles/{file:str}"
NEW_APPLICATION = SHEET + "/demandes"
