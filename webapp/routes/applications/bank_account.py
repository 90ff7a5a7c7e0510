"""The account into which the aid is paid: saved, changed, taken up again. Its part of the page is swapped alone."""

from litestar import Response
from litestar.params import FromPath

from webapp.applications import paths, texts
from webapp.applications.models import reference
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Step
from webapp.applications.use_cases.bank_account import (
    BankAccountOvertaken,
    Typed,
    reuse_bank_account,
    save_bank_account,
)
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, OutOfRole
from webapp.routes.applications.bank_slot import BANK_ACCOUNT, BankSlot, denied_here, new_form, opened_slot
from webapp.routes.applications.given import GivenDraft, GivenNumber, provide_draft
from webapp.routes.applications.pieces_step import CHANGED, pieces_step
from webapp.routes.applications.step_screen import again
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.BANK_ACCOUNT, opt=declare(Access.APPLICANT))
async def show(request: PortalRequest, reads: GivenReads, actor: GivenActor, draft: GivenDraft) -> PageOrRedirect:
    if denied_here(actor, draft):
        return leave(request, _place(request, draft.card.reference))
    bank = await opened_slot(request, reads, actor, draft)
    return await pieces_step(request, reads, actor, draft, bank=bank)


@post(paths.BANK_ACCOUNT, opt=declare(Access.APPLICANT))
async def save(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, draft: GivenDraft
) -> PageOrRedirect:
    if denied := denied_here(actor, draft):
        raise (Conflict if denied.moved_on else OutOfRole)(denied.reason)
    form = new_form(request, actor, await request.fields())
    number, status = draft.card.number, 422
    bank = BankSlot(form, is_sent=True)
    if form.validate():
        typed = Typed(form.details(), form.shown_version, form.typed_password)
        try:
            with form.refusing():
                await save_bank_account(work, request.app.state.passwords, actor, number, typed)
                return await _saved(request, reads, actor, number, texts.BANK_ACCOUNT_SAVED)
        except BankAccountOvertaken as overtaken:
            form.goes_over(overtaken.theirs.version)
            bank, status = BankSlot(form, overtaken=overtaken, is_sent=True), 409
    return await pieces_step(request, reads, actor, draft, status=status, bank=bank, has_errors=True)


@post(paths.BANK_ACCOUNT_REUSE, opt=declare(Access.APPLICANT))
async def reuse(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, number: GivenNumber
) -> PageOrRedirect:
    typed = (await request.fields()).get("source")
    source = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else 0
    await reuse_bank_account(work, actor, number, source)
    return await _saved(request, reads, actor, number, texts.BANK_ACCOUNT_REUSED.format(reference=reference(source)))


@get(paths.BANK_ACCOUNT_REUSE, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_reuse(request: PortalRequest, ref: FromPath[str]) -> Response[None]:
    return leave(request, _place(request, ref))


async def _saved(request: PortalRequest, reads: GivenReads, actor: Actor, number: int, say: str) -> PageOrRedirect:
    """With htmx the part alone, and the stepper; without, the page again, where the part is."""
    application: ApplicationPage = await provide_draft(request, reads, actor, number)
    if not swaps(request, BANK_ACCOUNT):
        return leave(request, _place(request, application.card.reference), say=say)
    return await pieces_step(request, reads, actor, application, say=say, beside=CHANGED, just_saved=True)


def _place(request: PortalRequest, ref: str) -> str:
    return again(request, ref, Step.PIECES, f"#{BANK_ACCOUNT.id}")


ROUTES = [show, save, reuse, show_reuse]
