"""Addresses of the pages about applications, on the applicant's side and on the agents'."""

from webapp.applications.rules import Step
from webapp.core.own_paths import to

APPLICATIONS = "/demandes"
APPLICATION = "/demandes/{ref:str}"
# One each: a parameter would hide /demandes/{ref}/pieces behind /demandes/{ref}/pieces/{key}.
STEPS = [f"{APPLICATION}/{step}" for step in Step]
FORM_PAGE = f"{APPLICATION}/{Step.ANSWERS}/{{page:str}}"
ANSWERS = APPLICATION + "/reponses"
PROPOSALS = ANSWERS + "/propositions"
PIECE = APPLICATION + "/pieces/{key:str}"
REUSE = PIECE + "/reprise/{document_id:uuid}"
BANK_ACCOUNT = APPLICATION + "/coordonnees-bancaires"
BANK_ACCOUNT_REUSE = BANK_ACCOUNT + "/reprise"
TEMPLATE = APPLICATION + "/modeles/{file:str}"
DOCUMENT = APPLICATION + "/documents/{document_id:uuid}"
DOCUMENT_STATE = DOCUMENT + "/analyse"
DOCUMENT_REMOVAL = DOCUMENT + "/retrait"
DELETION = APPLICATION + "/suppression"
NEW_REVISION = APPLICATION + "/nouvelle-version"
WITHDRAWAL = APPLICATION + "/retrait"
DUPLICATION = APPLICATION + "/duplication"
SUBMISSION = APPLICATION + "/depot"
STATEMENT = APPLICATION + "/attestation"
TAKING_BACK = APPLICATION + "/reprise"
CONTRIBUTION = APPLICATION + "/contribution"
RECEIPT = APPLICATION + "/accuse-de-reception"
RECEIPT_PDF = APPLICATION + "/accuse-de-reception.pdf"
PRINTOUT = APPLICATION + "/impression"
PRINTOUT_PDF = APPLICATION + "/demande.pdf"
DESK_EXPORT = "/espace-agent/demandes.csv"
DESK_APPLICATION = "/espace-agent/demandes/{ref:str}"
DESK_DOCUMENT = DESK_APPLICATION + "/documents/{document_id:uuid}"
DESK_BANK_ACCOUNT = DESK_APPLICATION + "/coordonnees-bancaires"
DESK_RECEIPT_PDF = DESK_APPLICATION + "/accuse-de-reception.pdf"
DESK_PRINTOUT = DESK_APPLICATION + "/impression"
DESK_PRINTOUT_PDF = DESK_APPLICATION + "/demande.pdf"
TAKE_OVER = DESK_APPLICATION + "/prise-en-charge"


def step(reference: str, end: str) -> str:
    """Of a page of the form, from the end of its address: see rules.FormPage."""
    return f"{to(APPLICATION, ref=reference)}/{end}"
