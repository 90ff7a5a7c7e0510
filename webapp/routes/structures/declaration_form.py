"""Declaring a structure of one type de tiers: its number, which the register of companies knows or not, then the form.

All on one address, of which the query says how far one is: it can be reloaded, and Back leads to what was typed.
"""

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.paths import DASHBOARD
from webapp.accounts.queries import account_card
from webapp.core.actor import SigningWay
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.routes.structures.declaration_screen import DeclarationScreen
from webapp.routes.structures.screen import SHOWN_AGAIN
from webapp.structures import paths, texts
from webapp.structures.declaration_form import DeclarationForm, NumberForm, shown_told
from webapp.structures.provenance import Told
from webapp.structures.queries import person_structure, unscoped_id
from webapp.structures.rules import StructureFamily, normal_number
from webapp.structures.use_cases.declaration import Declaration, declare_structure
from webapp.structures.use_cases.look_up import Finding, count_question, look_up
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.DECLARATION_FORM, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, kind: FromPath[str]
) -> Response[str]:
    asked = request.asked()
    screen = DeclarationScreen.of(request, actor, kind, asked.get("suite"))
    if screen.family is StructureFamily.INDIVIDUAL:
        return await _ask_oneself(screen, reads)
    if asked.get("saisie"):
        return screen.open(screen.form(), None)
    form = NumberForm(screen.family, asked if "numero" in asked else None)
    if "numero" not in asked:
        return screen.show("structures/number.html", form=form)
    if not form.validate():
        return screen.show("structures/number.html", status=422, form=form)
    return await _search(screen, work, reads, normal_number(form.numero.data) or "")


async def _ask_oneself(screen: DeclarationScreen, reads: AsyncEngine) -> Response[str]:
    if (known := await person_structure(reads, screen.actor)) is not None:
        return screen.known("", known)
    account = await account_card(reads, screen.actor, screen.request.app.state.clock.now())
    return screen.open(screen.form(data={"name": account.name, "email": account.email}), None)


async def _search(screen: DeclarationScreen, work: Work, reads: AsyncEngine, number: str) -> Response[str]:
    """What the portal knows of the number, else what the register says."""
    await count_question(work, screen.actor)
    if (known := await unscoped_id(reads, number)) is not None:
        return screen.known(number, known)
    finding = await look_up(work, screen.request.app.state.directory, number)
    told = finding.told
    if told is not None and (known := await unscoped_id(reads, *_numbers(told))) is not None:
        return screen.known(number, known)
    return screen.open(_filled(screen, number, finding), told, finding=finding, number=number)


def _numbers(told: Told) -> list[str]:
    return [number for number in (told.identification.siret, told.identification.rna) if number]


def _filled(screen: DeclarationScreen, number: str, finding: Finding) -> DeclarationForm:
    """With all that the register told, else with the number alone."""
    if finding.told is not None:
        return screen.form(data={**shown_told(finding.told), "told": screen.sign(finding.told)})
    return screen.form(data={"rna" if number.startswith("W") else "siret": number})


@post(paths.DECLARATION_FORM, opt=declare(Access.APPLICANT))
async def create(request: PortalRequest, work: GivenWork, actor: GivenActor, kind: FromPath[str]) -> PageOrRedirect:
    fields = await request.fields()
    screen = DeclarationScreen.of(request, actor, kind, fields.get("suite"))
    form, told = screen.form(fields), screen.read_told(fields.get("told"))
    if fields.get("action") in SHOWN_AGAIN:
        return screen.open(form, told)
    known_number = ""
    if form.validate():
        declaration = _declaration(screen, form, told)
        try:
            structure = await declare_structure(work, actor, declaration)
        except Refused as refusal:
            form.refuse(refusal)
            known_number = getattr(declaration.identification, refusal.field or "", "")
        else:
            said = _done(declaration, is_kept=declaration.is_kept_by(structure))
            return leave(request, screen.continue_at or DASHBOARD, say=said)
    return screen.open(form, told, status=422, known_number=known_number)


def _declaration(screen: DeclarationScreen, form: DeclarationForm, told: Told | None) -> Declaration:
    return Declaration(
        key=form.key_or_new(),
        family=screen.family,
        identification=form.value(),
        address=form.address(),
        function=form.function.data if form.function else "",
        signing=form.signing_way(),
        told=told,
    )


def _done(declaration: Declaration, *, is_kept: bool) -> str:
    """`is_kept`: now, or the first time that the same was sent."""
    if not is_kept:
        return texts.ALREADY_YOURSELF if declaration.is_person else texts.ALREADY_YOURS
    if declaration.is_person:
        return texts.DECLARED_PERSON
    is_preparer = declaration.signing is SigningWay.PREPARER
    return f"{texts.DECLARED} {texts.INVITE_THE_SIGNATORY}" if is_preparer else texts.DECLARED


ROUTES = [show, create]
