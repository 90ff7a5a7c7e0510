"""Addresses of the catalogue."""

CATALOGUE = "/aides"
SHEET = "/aides/{slug:str}"
NEW_APPLICATION = SHEET + "/demandes"
