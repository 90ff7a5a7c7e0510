"""The bank details in the step "Pièces": shown masked, or their form, beside the slot of the file that proves them.

A part of its own: what is typed there stays when the slot is swapped, and a chosen file when this is.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.use_cases.recent_password import has_recent_password
from webapp.applications.bank_accounts import EarlierAccount, earlier_account, whole_account
from webapp.applications.bank_form import HOLDER_MAX, BankAccountForm, bank_account_form
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Verb, denial
from webapp.applications.use_cases.bank_account import BankAccountOvertaken
from webapp.core.actor import Actor
from webapp.core.forms import FormData
from webapp.core.refusals import Denied, NotFound
from webapp.schemes.identifiers import shown_iban
from webapp.web.page import Fragment
from webapp.web.request import PortalRequest

BANK_ACCOUNT = Fragment("partials/applications/bank_account.html", id="bank-account")


@dataclass(frozen=True, slots=True)
class BankSlot:
    """`form`: None while what is saved is only shown, or to who may not fill in. `is_sent`: the form was, once.

    `earlier`: offered while nothing is saved. `overtaken`: what somebody else has saved meanwhile.
    """

    form: BankAccountForm | None = None
    earlier: EarlierAccount | None = None
    overtaken: BankAccountOvertaken | None = None
    is_sent: bool = False
    can_edit: bool = True


def denied_here(actor: Actor, application: ApplicationPage) -> Denied | None:
    """Why they may not save an account; None when they may. Raises NotFound where the scheme asks for none."""
    if not any(piece.bank_account for piece in application.definition.pieces):
        raise NotFound
    verb = Verb.AMEND if application.is_amended and application.takes_bank_account else Verb.FILL_IN
    return denial(actor.acting_for(application.card.structure_id), verb, application.card.state)


async def closed_slot(
    request: PortalRequest, reads: AsyncEngine, actor: Actor, application: ApplicationPage
) -> BankSlot:
    """As it is by itself: what is saved, else an empty form and what the structure gave before."""
    if not any(piece.bank_account for piece in application.form.pieces):
        return BankSlot()
    can_edit = denied_here(actor, application) is None
    if application.bank_account or not can_edit:
        return BankSlot(can_edit=can_edit)
    name = application.structure.name
    form = new_form(request, actor, None, holder=name if len(name) <= HOLDER_MAX else "")  # as most banks write it
    return BankSlot(form, earlier=await earlier_account(reads, actor, application))


async def opened_slot(
    request: PortalRequest, reads: AsyncEngine, actor: Actor, application: ApplicationPage
) -> BankSlot:
    """What is saved, to be changed; the whole number for who has typed the password lately, and for nobody else."""
    saved = application.bank_account
    if saved is None:
        return await closed_slot(request, reads, actor, application)
    filled: dict[str, Any] = {"holder": saved.holder, "bic": saved.bic, "version": str(saved.version)}
    if not asks_password(request, actor):
        whole = await whole_account(reads, actor, application.card.number)
        filled["iban"] = shown_iban(whole.iban)
    return BankSlot(new_form(request, actor, None, **filled))


def new_form(request: PortalRequest, actor: Actor, fields: FormData | None, **filled: Any) -> BankAccountForm:
    return bank_account_form(fields, asks_password=asks_password(request, actor), **filled)


def asks_password(request: PortalRequest, actor: Actor) -> bool:
    return not has_recent_password(actor, request.app.state.clock.now())
