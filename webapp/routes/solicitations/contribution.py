"""Contribution pour modification: what the Region asks to change, what was changed so far, and its sending."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath
from litestar.response import Stream

from webapp.applications import paths as application_paths
from webapp.applications import texts as application_texts
from webapp.applications.amended import AmendedPage, as_prepared
from webapp.applications.models import reference
from webapp.applications.rules import Step, Verb, attested, denial
from webapp.applications.use_cases.submission import Sworn
from webapp.core.actor import Actor
from webapp.core.forms import Form
from webapp.core.own_paths import to
from webapp.core.refusals import GivenBack, Refused
from webapp.routes.applications.given import GivenDraft, GivenNumber, provide_application
from webapp.solicitations import paths, texts
from webapp.solicitations.amendments import (
    SentAmendment,
    amendment_of,
    amendment_to_give,
    fields_of,
)
from webapp.solicitations.forms import AmendmentForm
from webapp.solicitations.queries import Request, open_contribution
from webapp.solicitations.rules import signers_know
from webapp.solicitations.use_cases.amending import transmit_amendment
from webapp.solicitations.use_cases.attesting import ask_to_attest
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.downloads import download
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(application_paths.CONTRIBUTION, opt=declare(Access.APPLICANT))
async def show(request: PortalRequest, reads: GivenReads, actor: GivenActor, draft: GivenDraft) -> PageOrRedirect:
    """Where nothing is reopened, the list of what the Region asks."""
    return await _show(request, reads, actor, draft)


@post(application_paths.CONTRIBUTION, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, draft: GivenDraft
) -> PageOrRedirect:
    number, form = draft.card.number, AmendmentForm(await request.fields())
    sworn = Sworn(form.statement.data, form.commitment.data, form.seen.data)
    try:
        with form.refusing():
            press, asked = request.app.state.press, form.shown_request
            sent = await transmit_amendment(work, actor, number, sworn, press, asked=asked)
            place = to(paths.SOLICITATION, ref=reference(number), solicitation_id=sent.id)
            return leave(request, place, say=texts.AMENDMENT_SENT)
    except GivenBack:
        if not draft.is_amended:  # there is no form to show any more
            raise
    if form.commitment.errors and not sworn.statement:  # the first box that misses; say both at once
        form.refuse(Refused(application_texts.STATEMENT_NEEDED, field="statement"))
    return await _show(request, reads, actor, draft, form, status=422)


@post(paths.CONTRIBUTION_STATEMENT, opt=declare(Access.APPLICANT))
async def create_statement(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, draft: GivenDraft
) -> PageOrRedirect:
    form = AmendmentForm(await request.fields())
    try:
        with form.refusing():
            asked = await ask_to_attest(work, actor, draft.card.number)
            place = to(application_paths.CONTRIBUTION, ref=asked.reference)
            return leave(request, place, say=texts.STATEMENT_ASKED)
    except GivenBack:
        if not draft.is_amended:  # there is no form to show any more
            raise
    return await _show(request, reads, actor, draft, form, status=422)


@get(paths.CONTRIBUTION_STATEMENT, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_statement(request: PortalRequest, ref: FromPath[str]) -> Response[None]:
    return leave(request, to(application_paths.CONTRIBUTION, ref=ref))


async def _show(
    request: PortalRequest,
    reads: GivenReads,
    actor: Actor,
    draft: GivenDraft,
    form: Form | None = None,
    *,
    status: int = 200,
) -> PageOrRedirect:
    asked = await open_contribution(reads, actor, draft.card.number) if draft.is_amended else None
    if asked is None:
        return leave(request, to(paths.SOLICITATIONS, ref=draft.card.reference))
    acting = actor.acting_for(draft.card.structure_id)
    return page(
        request,
        "solicitations/contribution.html",
        status=status,
        application=draft,
        asked=asked,
        end=Step.SUMMARY,
        form=form or AmendmentForm(),
        denied=denial(acting, Verb.SUBMIT_AMENDMENT, draft.card.state),
        not_edited=denial(acting, Verb.AMEND, draft.card.state),
        is_told=signers_know(draft.statement, asked.sent_at, draft.card.edited_at),
        attested=attested(draft.definition, draft.structure.family),
        now=request.app.state.clock.now(),
    )


async def contribution_page(
    request: PortalRequest, reads: GivenReads, actor: Actor, number: int, asked: Request
) -> PageOrRedirect:
    """One that was sent, or taken back by the Region: then with what had been prepared. While it is open, its form."""
    if asked.is_open:
        return leave(request, to(application_paths.CONTRIBUTION, ref=reference(number)))
    application = await provide_application(request, reads, actor, number)
    sent = await amendment_of(reads, actor, number, asked.id)
    more: dict[str, Any] = {"sent": sent, "prepared": []}
    if sent is None:
        prepared: AmendedPage = await as_prepared(reads, application, fields_of(asked.items, application.definition))
        more["prepared"] = prepared.changes
    return page(request, "solicitations/contribution_sent.html", application=application, asked=asked, **more)


@get(paths.AMENDMENT_PDF, opt=declare(Access.APPLICANT))
async def show_pdf(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber, solicitation_id: FromPath[UUID]
) -> Stream:
    return await amendment_pdf(request, await amendment_to_give(reads, actor, number, solicitation_id))


async def amendment_pdf(request: PortalRequest, sent: SentAmendment) -> Stream:
    filename = f"modifications-{sent.facts['number']}.pdf"
    return await download(request, sent.storage_key, filename, "application/pdf", sent.size)


ROUTES: list[Any] = [show, create, show_statement, create_statement, show_pdf]
