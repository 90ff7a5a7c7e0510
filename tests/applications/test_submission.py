"""Sending an application: complete or refused, once, with its receipt, its mail and its audit in one transaction."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from tests.factories.accounts import actor_of, make_agent, with_role
from tests.factories.applications import (
    GOOD_ANSWERS,
    REQUIRED_PIECES,
    SLUG,
    SWORN,
    definition,
    make_applicant,
    make_complete_draft,
    make_draft,
    press,
)
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.traces import mails_about
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications import texts
from webapp.applications.models import Answer, Application, Receipt, Submission
from webapp.applications.queries import application_page
from webapp.applications.ready import Incomplete
from webapp.applications.rules import ApplicationState, missing
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.drafts import begin_application
from webapp.applications.use_cases.submission import Press, Sworn, submit_application
from webapp.core.actor import Actor, MemberRole, SigningWay
from webapp.core.audit import AuditEvent
from webapp.core.db import Database
from webapp.core.ports import StoreFull
from webapp.core.refusals import NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.schemes.engine import fill
from webapp.structures.models import Membership, Structure


class BrokenRenderer:
    async def render(self, template: str, data: Mapping[str, Any]) -> bytes:
        raise OSError("no more paper")


async def _assert_still_a_draft(work: Work, draft: Application) -> None:
    async with work:
        row = await work.session.get_one(Application, draft.id, populate_existing=True)
        assert (row.state, row.submitted_at, row.submitted_by) == (ApplicationState.DRAFT, None, None)
        assert await work.session.get(Receipt, draft.id) is None
        actions = await work.session.scalars(select(AuditEvent.action).where(AuditEvent.object_id == str(draft.id)))
        assert "application.submitted" not in list(actions)
    assert await mails_about(work, draft.id) == []


async def test_a_complete_application_gets_its_receipt_its_mail_and_its_audit(
    work: Work, account: Account, actor: Actor, ours: Press
) -> None:
    draft = await make_complete_draft(work, account, ours.store)

    sent = await submit_application(work, actor, draft.number, SWORN, ours)

    assert (sent.id, sent.number, sent.state) == (draft.id, draft.number, ApplicationState.SUBMITTED)
    assert (sent.submitted_at, sent.submitted_by) == (MONDAY_MORNING, account.id)
    async with work:
        receipt = await work.session.get_one(Receipt, sent.id)
        events = select(AuditEvent.action).where(AuditEvent.object_id == str(sent.id)).order_by(AuditEvent.id)
        actions = list(await work.session.scalars(events))
    assert actions[-1] == "application.submitted"
    [mail] = await mails_about(work, sent.id)
    assert (mail.kind, mail.recipient) == ("applications/submitted", account.email)
    [attached] = mail.attachments["files"]
    assert attached["storage_key"] == receipt.storage_key
    assert attached["filename"] == f"accuse-de-reception-{sent.reference}.pdf"
    pdf = b"".join([chunk async for chunk in ours.store.read(receipt.storage_key)])
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) == receipt.size


async def test_the_receipt_freezes_what_was_sent(work: Work, account: Account, actor: Actor, ours: Press) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    await submit_application(work, actor, draft.number, SWORN, ours)
    async with work:
        structure = await work.session.get_one(Structure, draft.structure_id)
        structure.name = "RENOMMÉE DEPUIS"
    async with work:
        facts = (await work.session.get_one(Receipt, draft.id, populate_existing=True)).facts
    assert facts["number"] == draft.reference
    assert (facts["received_at"], facts["silence_on"]) == ("2026-11-23T10:00:00+01:00", "2027-01-23")
    assert facts["applicant"]["name"] == "ASSOCIATION NOUVELLE"
    assert facts["submitted_by"]["name"] == facts["statement"]["by"] == "Nadia Belkacem"
    assert facts["service"]["email"] == definition().service.email
    assert facts["court"]["name"] == "tribunal administratif de Toulouse"
    shown = {answer["label"]: answer["value"] for section in facts["sections"] for answer in section["answers"]}
    assert shown["Montant sollicité (en euros)"] == "12\u202f500,00\u00a0€"
    assert shown["L'association a clôturé au moins un exercice comptable"] == "Oui"
    assert shown["Nombre de bénévoles"] == ""
    assert [piece["label"] for piece in facts["pieces"]] == [
        piece.label for piece in definition().pieces if piece.key in REQUIRED_PIECES
    ]
    assert "contrat d'engagement républicain (version du 31 décembre 2021" in facts["statement"]["text"]


async def test_what_was_sent_stays_whatever_becomes_of_the_rows_that_it_was_made_of(
    work: Work, account: Account, actor: Actor, ours: Press, database: Database
) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    await submit_application(work, actor, draft.number, SWORN, ours)
    async with work:
        await work.session.execute(update(Answer).where(Answer.application_id == draft.id).values(text="changé"))
        await work.session.execute(update(Document).values(filename="changé.pdf", sha256="0" * 64))
        structure = await work.session.get_one(Structure, draft.structure_id)
        structure.name = "RENOMMÉE DEPUIS"
    async with work:
        [sent] = await work.session.scalars(select(Submission).where(Submission.application_id == draft.id))
    assert sent.answers == GOOD_ANSWERS
    assert sent.facts["name"]["shown"] == "ASSOCIATION NOUVELLE"
    assert {piece["piece"] for piece in sent.pieces} == set(REQUIRED_PIECES)
    assert {piece["filename"] for piece in sent.pieces} == {"budget-2027.pdf"}
    assert all(len(piece["sha256"]) == 64 and int(piece["sha256"], 16) for piece in sent.pieces)
    assert (sent.number, sent.sent_at, sent.sent_by) == (1, MONDAY_MORNING, account.id)
    assert sent.commitment_version == definition().sworn_statement.republican_commitment
    assert {*sent.attested} == {"commitment", "statement"}


async def test_pages_of_what_was_sent_show_what_was_sent(
    committed: Work, database: Database, passwords: Passwords, ours: Press
) -> None:
    account = await make_applicant(committed, passwords)
    draft = await make_complete_draft(committed, account, ours.store)
    actor = await actor_of(committed, account)
    await submit_application(committed, actor, draft.number, SWORN, ours)
    async with committed:
        await committed.session.execute(update(Answer).where(Answer.application_id == draft.id).values(text="changé"))
        structure = await committed.session.get_one(Structure, draft.structure_id)
        structure.name = "RENOMMÉE DEPUIS"
    page = await application_page(database.reads, actor, draft.number, MONDAY_MORNING.date())
    assert page.answers == GOOD_ANSWERS
    assert page.facts["name"].shown == "ASSOCIATION NOUVELLE"


async def test_an_empty_draft_is_refused_with_all_that_is_missing(
    work: Work, account: Account, actor: Actor, ours: Press
) -> None:
    draft = await make_draft(work, account)
    with pytest.raises(Incomplete) as refused:
        await submit_application(work, actor, draft.number, SWORN, ours)
    assert refused.value.missing == missing(fill(definition(), {}, {}, MONDAY_MORNING.date()), {}, ())
    assert len(refused.value.missing) > 5
    await _assert_still_a_draft(work, draft)


async def test_one_bad_answer_is_enough_to_refuse(work: Work, account: Account, actor: Actor, ours: Press) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    await save_answers(work, actor, draft.number, Typed({"montant_sollicite": "beaucoup"}))
    with pytest.raises(Incomplete) as refused:
        await submit_application(work, actor, draft.number, SWORN, ours)
    assert [item.anchor for item in refused.value.missing] == ["montant_sollicite"]
    await _assert_still_a_draft(work, draft)


@pytest.mark.parametrize(
    ("sworn", "field", "reason"),
    [
        (Sworn(statement=False, commitment=True), "statement", texts.STATEMENT_NEEDED),
        (Sworn(statement=True, commitment=False), "commitment", texts.COMMITMENT_NEEDED),
        (Sworn(statement=False, commitment=False), "commitment", texts.COMMITMENT_NEEDED),
    ],
)
async def test_both_boxes_are_ticked_or_nothing_is_sent(
    work: Work,
    account: Account,
    actor: Actor,
    ours: Press,
    sworn: Sworn,
    field: str,
    reason: str,
) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    with pytest.raises(Refused) as refused:
        await submit_application(work, actor, draft.number, sworn, ours)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    await _assert_still_a_draft(work, draft)


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (MemberRole.READER, texts.READERS_ONLY_READ),
        (MemberRole.WRITER, texts.SIGNATORIES_ONLY),
        (MemberRole.SIGNATORY, None),
    ],
)
async def test_only_who_may_sign_sends(
    work: Work,
    account: Account,
    actor: Actor,
    ours: Press,
    role: MemberRole,
    reason: str | None,
) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    who = with_role(actor, role)
    if reason is None:
        sent = await submit_application(work, who, draft.number, SWORN, ours)
        assert sent.state == ApplicationState.SUBMITTED
        return
    with pytest.raises(Refused) as refused:
        await submit_application(work, who, draft.number, SWORN, ours)
    assert refused.value.reason == reason
    await _assert_still_a_draft(work, draft)


async def test_somebody_elses_application_is_not_found(
    work: Work, account: Account, stranger: Actor, passwords: Passwords, ours: Press
) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    agent = await actor_of(work, await make_agent(work, passwords, service_id=draft.service_id))
    for who, number in ((stranger, draft.number), (agent, draft.number), (stranger, 0)):
        with pytest.raises(NotFound):
            await submit_application(work, who, number, SWORN, ours)
    await _assert_still_a_draft(work, draft)


async def test_nothing_is_sent_once_the_campaign_is_closed(
    work: Work, clock: FrozenClock, account: Account, actor: Actor, ours: Press
) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    closes = definition().campaign.closes_at
    clock.advance(closes - MONDAY_MORNING)
    with pytest.raises(Refused) as refused:
        await submit_application(work, actor, draft.number, SWORN, ours)
    assert refused.value.reason == texts.CLOSED
    await _assert_still_a_draft(work, draft)

    clock.advance(-timedelta(seconds=1))
    sent = await submit_application(work, actor, draft.number, SWORN, ours)
    assert sent.submitted_at == closes - timedelta(seconds=1)


async def test_sent_again_it_is_the_same_even_incomplete_by_todays_rules_or_after_closing(
    work: Work, clock: FrozenClock, account: Account, actor: Actor, ours: Press
) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    await submit_application(work, actor, draft.number, SWORN, ours)
    clock.advance(timedelta(days=500))
    again = await submit_application(work, actor, draft.number, Sworn(False, False), ours)
    assert (again.id, again.submitted_at) == (draft.id, MONDAY_MORNING)
    assert len(await mails_about(work, draft.id)) == 1


async def test_20_identical_clicks_make_one_receipt_and_one_mail(
    committed: Work,
    database: Database,
    clock: FrozenClock,
    passwords: Passwords,
    ours: Press,
) -> None:
    account = await make_applicant(committed, passwords)
    draft = await make_complete_draft(committed, account, ours.store)
    actor = await actor_of(committed, account)

    sent = await asyncio.gather(
        *(submit_application(Work(database.sessions, clock), actor, draft.number, SWORN, ours) for _ in range(20))
    )

    assert {(one.id, one.state, one.submitted_at) for one in sent} == {
        (draft.id, ApplicationState.SUBMITTED, MONDAY_MORNING)
    }
    assert len(await mails_about(committed, draft.id)) == 1
    async with committed:
        receipts = await committed.session.scalar(select(func.count()).where(Receipt.application_id == draft.id))
        audited = await committed.session.scalar(
            select(func.count()).where(
                AuditEvent.object_id == str(draft.id), AuditEvent.action == "application.submitted"
            )
        )
    assert (receipts, audited) == (1, 1)
    kept = [key async for key in ours.store.keys()]  # noqa: SIM118  (a store, not a dict)
    assert [key for key in kept if key.startswith("receipts/")] == [f"receipts/{draft.id.hex}.pdf"]


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        pytest.param(press(MemoryStore(), BrokenRenderer()), OSError, id="the receipt cannot be made"),
        pytest.param(press(MemoryStore(room=10), TypstRenderer()), StoreFull, id="the receipt cannot be kept"),
    ],
)
async def test_without_a_receipt_nothing_is_sent_and_one_can_try_again(
    work: Work,
    account: Account,
    actor: Actor,
    ours: Press,
    broken: Press,
    error: type[Exception],
) -> None:
    draft = await make_complete_draft(work, account, ours.store)
    with pytest.raises(error):
        await submit_application(work, actor, draft.number, SWORN, broken)
    await _assert_still_a_draft(work, draft)
    # What was typed and uploaded is still there.
    sent = await submit_application(work, actor, draft.number, SWORN, ours)
    assert sent.state == ApplicationState.SUBMITTED


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (delete(Membership), NotFound),
        (update(Membership).values(role=MemberRole.WRITER), OutOfRole),
        (update(Membership).values(signing=SigningWay.PREPARER), OutOfRole),
    ],
    ids=["removed", "writer", "preparer"],
)
async def test_the_role_counts_that_one_has_when_it_is_sent(
    work: Work, account: Account, actor: Actor, ours: Press, change: Any, error: type[Exception]
) -> None:
    """`actor` was read when the request began; meanwhile an administrator has decided otherwise."""
    draft = await make_complete_draft(work, account, ours.store)
    async with work:
        await work.session.execute(change.where(Membership.account_id == account.id))
    with pytest.raises(error):
        await submit_application(work, actor, draft.number, SWORN, ours)
    await _assert_still_a_draft(work, draft)


async def test_who_was_removed_meanwhile_begins_nothing(work: Work, account: Account, actor: Actor) -> None:
    async with work:
        await work.session.execute(delete(Membership).where(Membership.account_id == account.id))
    with pytest.raises(NotFound):
        await begin_application(work, actor, SLUG)
