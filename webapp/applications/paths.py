"""Addresses of the pages about applications, on the applicant's side and on the agents'."""

from uuid import UUID

APPLICATIONS = "/demandes"
DESK = "/espace-agent"


def application(reference: str) -> str:
    return f"/demandes/{reference}"


def step(reference: str, step: str) -> str:
    return f"/demandes/{reference}/{step}"


def document(reference: str, document_id: UUID) -> str:
    return f"/demandes/{reference}/documents/{document_id}"


def submission(reference: str) -> str:
    return f"/demandes/{reference}/depot"


def receipt(reference: str) -> str:
    return f"/demandes/{reference}/accuse-de-reception"


def desk_application(reference: str) -> str:
    return f"/espace-agent/demandes/{reference}"


def take_over(reference: str) -> str:
    return f"/espace-agent/demandes/{reference}/prise-en-charge"
