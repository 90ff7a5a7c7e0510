"""Each mail of the portal at least once, with all that it may or may not say, as the domains make it."""

from datetime import UTC, date, datetime, timedelta

from tests.adapters.amendment_sample import SAMPLE as AMENDMENT
from tests.adapters.receipt_sample import SAMPLE
from webapp.accounts import mails as account_mails
from webapp.accounts.models import Account, AccountState, EmailChange
from webapp.applications import mails as application_mails
from webapp.applications.models import Application
from webapp.core.actor import AccountKind, MemberRole, SigningWay
from webapp.core.ids import new_id
from webapp.core.mail import Mail
from webapp.documents.models import Document
from webapp.members import mails as member_mails
from webapp.members.models import JoinRequest, RequestState, StructureInvitation
from webapp.review import mails as review_mails
from webapp.review.appeal import appeal_of
from webapp.solicitations import mails as solicitation_mails
from webapp.solicitations.models import Amendment, Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, SolicitationKind
from webapp.structures.models import Structure
from webapp.threads import mails as thread_mails
from webapp.threads.models import Message

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DEADLINE = datetime(2026, 12, 4, 22, 59, 59, tzinfo=UTC)
# What people type: nothing of it is markup, whatever it looks like.
NAME = "Zoé « Zo » L'Été-<b>Ève</b>"
STRUCTURE = "Les  Amis du Lot & <i>d'ailleurs</i> &amp; Cie"
MESSAGE = "Bonjour,\nje suis <la> trésorière :\n\n  - élue en mai ;\n  - voir https://exemple.fr/?a=1&b=2."
TYPED = (NAME, STRUCTURE, MESSAGE)


def _accounts(me: Account) -> list[Mail]:
    moved = EmailChange(id=new_id(), old_email=me.email, new_email="zoe@ailleurs.example", asked_at=NOW)
    return [
        account_mails.activation(me, continue_at=""),
        account_mails.agent_invitation(me),
        account_mails.agent_invitation(me, role="Gestionnaire", service="Service des sports", inviter="Hélène Faure"),
        account_mails.already_exists(me),
        account_mails.identifier_reminder(me, continue_at="/aides/velo"),
        account_mails.password_reset(me, continue_at=""),
        account_mails.password_changed(me, at=NOW),
        account_mails.email_change(me, moved),
        account_mails.email_change_notice(me, moved),
        account_mails.email_taken(me, email=me.email),
        account_mails.email_taken(me, email="zoe@autrefois.example"),
        account_mails.email_restored(me, was_changed=True),
        account_mails.email_restored(me, was_changed=False),
    ]


def _applications(me: Account) -> list[Mail]:
    application = Application(id=new_id(), number=108)
    facts = SAMPLE | {"applicant": {"name": STRUCTURE}, "submitted_by": {"name": NAME, "quality": "Par délégation"}}
    file = Document(filename=NAME, signature="Eicar-Test-Signature")
    about = {"reference": "00000108", "scheme": SAMPLE["scheme"], "agent": NAME, "service": "Service des sports"}
    gone = {
        **about,
        "structure": STRUCTURE,
        "by": NAME,
        "at": "23 novembre 2026 à 10:00:00",
        "reason": "Une autre raison",
    }
    return [
        application_mails.submitted(application, me, facts, "receipts/108.pdf"),
        *_statements(application, me),
        application_mails.taken_over(application, me, about),
        *(application_mails.withdrawn(application, me, gone | {"words": words}) for words in (MESSAGE, "")),
        *(
            application_mails.infected_piece(
                application, me, file, scheme=SAMPLE["scheme"], piece="Statuts", is_sent=is_sent
            )
            for is_sent in (False, True)
        ),
        application_mails.draft_ending(
            application, me, scheme=SAMPLE["scheme"], structure=STRUCTURE, last_day=date(2027, 2, 1)
        ),
    ]


def _review(me: Account) -> list[Mail]:
    application = Application(id=new_id(), number=108)
    said = {
        "reference": "00000108",
        "scheme": SAMPLE["scheme"],
        "agent": NAME,
        "service": "Service des sports",
        "at": "23 novembre 2026 à 10:00:00",
    }
    ended = said | {"reason": MESSAGE, "appeal": appeal_of(SAMPLE)}
    return [
        review_mails.complete(application, me, said),
        review_mails.inadmissible(application, me, ended),
        review_mails.dropped(application, me, ended),
    ]


def _statements(application: Application, me: Account) -> list[Mail]:
    guest = StructureInvitation(id=new_id(), email=me.email, role=MemberRole.SIGNATORY, expires_at=NOW)
    wanted = {"asker": NAME, "structure": STRUCTURE, "scheme": SAMPLE["scheme"]}
    return [
        application_mails.statement_wanted(application, me, wanted),
        application_mails.statement_wanted_of_guest(application, guest, wanted),
        application_mails.statement_sent_back(application, me, {"by": NAME, "message": MESSAGE}),
        application_mails.statement_sent_back(application, me, {"by": NAME, "message": ""}),
    ]


def _solicitations(me: Account) -> list[Mail]:
    application = Application(id=new_id(), number=108, edited_at=NOW)
    about = {"scheme": SAMPLE["scheme"], "agent": NAME, "service": "Service des sports"}
    piece = SolicitationItem(label="Statuts", reason=MESSAGE, unable="")
    new = SolicitationItem(label=STRUCTURE, hint="Signé", reason="", unable="", is_new=True)
    waiting = SolicitationItem(label="Rapport", reason=MESSAGE, unable="", state=ItemState.ASKED)
    mute = SolicitationItem(label="Budget", reason="Illisible", unable=MESSAGE)
    pieces, edits = (
        Solicitation(kind=kind, message=message, round=rank, sent_at=NOW - DAY, deadline=DEADLINE)
        for kind, message, rank in (
            (SolicitationKind.PIECE_REQUEST, MESSAGE, 1),
            (SolicitationKind.EDIT_REQUEST, "", 2),
        )
    )
    guest = StructureInvitation(id=new_id(), email=me.email, role=MemberRole.SIGNATORY, expires_at=NOW)
    wanted = {"asker": NAME, "structure": STRUCTURE, "scheme": SAMPLE["scheme"]}
    replied = Solicitation(kind=pieces.kind, message="", round=1, sent_at=NOW - DAY, deadline=DEADLINE, answered_at=NOW)
    return [
        solicitation_mails.received(application, me, {pieces: [piece]}, about),
        solicitation_mails.received(application, me, {pieces: [piece, new], edits: [piece]}, about),
        solicitation_mails.received(application, me, {edits: [piece, new]}, about),
        solicitation_mails.cancelled(application, me, pieces, [piece, new], about),
        solicitation_mails.answered(application, me, replied, [new, mute], {"by": NAME, "scheme": SAMPLE["scheme"]}),
        solicitation_mails.accepted(application, me, pieces, [piece], about),
        solicitation_mails.closed(application, me, pieces, [piece, mute], about),
        solicitation_mails.closed(application, me, replied, [piece, mute], about),
        solicitation_mails.closed(application, me, edits, [piece], about),
        solicitation_mails.reminder(application, me, pieces, [piece, new], about),
        solicitation_mails.reminder(application, me, pieces, [waiting, mute], about),
        solicitation_mails.cancelled(application, me, edits, [piece], about),
        solicitation_mails.statement_wanted(application, me, wanted),
        solicitation_mails.statement_wanted_of_guest(application, guest, wanted),
        solicitation_mails.amended(
            application, me, Amendment(solicitation_id=new_id(), facts=AMENDMENT, storage_key="amendments/a.pdf")
        ),
        solicitation_mails.accepted(application, me, edits, [piece], about),
        solicitation_mails.reminder(application, me, edits, [waiting], about),
    ]


def _members(me: Account) -> list[Mail]:
    house = Structure(id=new_id(), name=STRUCTURE, siret="84971997600011")
    small = Structure(id=new_id(), name=STRUCTURE)
    guest = StructureInvitation(id=new_id(), email=me.email, role=MemberRole.SIGNATORY, expires_at=NOW)
    asks = JoinRequest(function="Trésorière", signing=SigningWay.DELEGATE, message=MESSAGE, state=RequestState.ACCEPTED)
    mute = JoinRequest(function="Aide", signing=SigningWay.PREPARER, message="", state=RequestState.REFUSED, reason="")
    no = JoinRequest(state=RequestState.REFUSED, reason=MESSAGE)
    return [
        member_mails.invitation(house, guest, inviter=NAME),
        member_mails.role_changed(house, me, MemberRole.SIGNATORY, SigningWay.PREPARER, by=NAME),
        member_mails.role_changed(house, me, MemberRole.READER, SigningWay.PREPARER, by=NAME),
        member_mails.member_removed(house, me, by=NAME),
        member_mails.member_joined(house, me, name=NAME, role=MemberRole.READER),
        member_mails.member_left(house, me, name=NAME),
        member_mails.join_request(house, me, me, asks, page="/structures/1/membres"),
        member_mails.join_request(small, me, me, mute, page="/structures/1/membres"),
        member_mails.join_answer(house, me, asks, role=MemberRole.READER),
        member_mails.join_answer(house, me, mute, role=None),
        member_mails.join_answer(house, me, no, role=None),
    ]


def _threads(me: Account) -> list[Mail]:
    application, message = Application(id=new_id(), number=108), Message(id=new_id(), text=MESSAGE)
    about = {"author": NAME, "scheme": SAMPLE["scheme"]}
    return [
        thread_mails.of_region(application, message, me, {**about, "service": "Service des sports"}),
        thread_mails.of_applicant(application, message, me.email, {**about, "structure": STRUCTURE}, NAME),
        thread_mails.of_applicant(application, message, "service@exemple.fr", {**about, "structure": STRUCTURE}),
    ]


def every_mail() -> list[Mail]:
    me = Account(
        id=new_id(),
        kind=AccountKind.APPLICANT,
        state=AccountState.ACTIVE,
        login="zoe.ete",
        email="zoe@exemple.fr",
        first_name=NAME,
        last_name="D'Août",
    )
    return [*_accounts(me), *_applications(me), *_review(me), *_solicitations(me), *_members(me), *_threads(me)]
