"""Addresses of a thread, on the applicant's side and on the agents'."""

from webapp.applications.paths import APPLICATION, DESK_APPLICATION

MESSAGES = APPLICATION + "/messages"
DESK_MESSAGES = DESK_APPLICATION + "/messages"
