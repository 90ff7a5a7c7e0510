"""Addresses of what agents do with one application."""

from webapp.applications.paths import DESK_APPLICATION

REVIEW = DESK_APPLICATION + "/instruction"
COMPLETENESS = DESK_APPLICATION + "/dossier-complet"
INADMISSIBILITY = DESK_APPLICATION + "/irrecevabilite"
DROPPING = DESK_APPLICATION + "/classement-sans-suite"
NOTES = DESK_APPLICATION + "/notes"
ASSIGNMENT = DESK_APPLICATION + "/suivi"
PIECE = DESK_APPLICATION + "/pieces/{key:str}"
ARCHIVE = DESK_APPLICATION + "/demande.zip"
