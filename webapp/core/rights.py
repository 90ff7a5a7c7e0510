"""What the application's role may do with each table: no more than the product needs, and nothing with the schema."""

from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql

READ_ADD = ("SELECT", "INSERT")
READ_ADD_CHANGE = (*READ_ADD, "UPDATE")
ALL_ROWS = (*READ_ADD_CHANGE, "DELETE")

RIGHTS: dict[str, tuple[str, ...]] = {
    "account": ALL_ROWS,
    "account_session": ALL_ROWS,
    "agent": ALL_ROWS,
    "alembic_version": ("SELECT",),
    "amendment": READ_ADD,  # what a contribution changed is told once, and for ever
    "answer": ALL_ROWS,
    "application": ALL_ROWS,
    "application_note": READ_ADD,  # nobody rewrites what a colleague has read
    "application_search": READ_ADD_CHANGE,  # by triggers; it goes with its application
    "audit_event": READ_ADD,  # append-only: nobody can rewrite what happened
    "bank_account": READ_ADD_CHANGE,  # it goes with its draft
    "document": ALL_ROWS,
    "email_change": ALL_ROWS,
    "join_request": ALL_ROWS,
    "link": ALL_ROWS,
    "login_reservation": ALL_ROWS,
    "mail_outbox": ALL_ROWS,
    "membership": ALL_ROWS,
    "piece_document": ALL_ROWS,
    "piece_verdict": READ_ADD_CHANGE,
    "receipt": READ_ADD,  # a receipt is made once, and for ever
    "reply_document": ALL_ROWS,
    "representative": ALL_ROWS,
    "review_act": READ_ADD,  # what the Region said once, the applicant has read
    "scheme": READ_ADD_CHANGE,
    "scheme_revision": READ_ADD,
    "scheme_template": READ_ADD,
    "service": READ_ADD_CHANGE,
    "solicitation": ALL_ROWS,  # a draft may be thrown away
    "solicitation_item": ALL_ROWS,
    "statement_request": ALL_ROWS,
    "structure": ALL_ROWS,
    "structure_invitation": ALL_ROWS,
    "structure_snapshot": READ_ADD,  # what an application was sent with never changes
    "submission": READ_ADD,  # what was sent stays what it was
    "thread_mail": READ_ADD,
    "thread_message": READ_ADD,  # what was said, the other side has had by mail
    "thread_reading": READ_ADD_CHANGE,
    "throttle": ALL_ROWS,
    "withdrawal": READ_ADD,  # what an applicant said once, agents have read
}


def grant(connection: Connection, role: str) -> None:
    """Give `role` exactly RIGHTS; run by the owner after each migration."""
    quoted = postgresql.dialect().identifier_preparer.quote(role)  # type: ignore[no-untyped-call]
    connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quoted}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
    for table, verbs in RIGHTS.items():
        connection.execute(text(f"GRANT {', '.join(verbs)} ON {table} TO {quoted}"))
