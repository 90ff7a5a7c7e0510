"""Declaring a structure of one type de tiers: its number, which the register of companies knows or not, then the form.

All on one address, of which the query says how far one is: it can be reloaded, and Back leads to what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.paths import DASHBOARD, own_path
from webapp.accounts.queries import account_card
from webapp.core.actor import Actor, SigningWay
from webapp.core.forms import FormData
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.routes.structures.structure import SHOWN_AGAIN, Opened
from webapp.structures import paths, texts
from webapp.structures.declaration_form import SCOPE, DeclarationForm, NumberForm, shown_told
from webapp.structures.provenance import Told, packed, unpacked
from webapp.structures.queries import known_as
from webapp.structures.rules import StructureFamily, normal_number
from webapp.structures.use_cases import Declaration, Finding, declare_structure, look_up
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

PATH = paths.DECLARATION + "/{kind:str}"
FORM = Fragment("partials/structures/declaration_form.html", id="declaration-form")
COMMUNE_FIELD = Fragment("partials/structures/commune_field.html", id=f"commune-field-{SCOPE}")
PURPOSE = "directory"


@dataclass(frozen=True, slots=True)
class Desk:
    """One person who declares a structure of one type de tiers; `continue_at`: where they were going."""

    request: PortalRequest
    actor: Actor
    family: StructureFamily
    continue_at: str

    @classmethod
    def of(cls, request: PortalRequest, actor: Actor, kind: str, continue_at: str) -> "Desk":
        """Raises NotFound for an address that names no type de tiers."""
        family = paths.FAMILIES.get(kind)
        if family is None:
            raise NotFound
        return cls(request, actor, family, own_path(continue_at))

    def show(self, template: str, *parts: Fragment, status: int = 200, **context: Any) -> Response[str]:
        return page(
            self.request,
            template,
            *parts,
            status=status,
            family=self.family,
            yours=texts.YOURS.get(self.family, ""),
            href=paths.declaration_of(self.family),
            continue_at=self.continue_at,
            has_errors=status == 422,
            **context,
        )

    def form(self, fields: FormData | None = None, *, data: Mapping[str, str] | None = None) -> DeclarationForm:
        return DeclarationForm(self.family, fields, data={"key": str(new_id()), **(data or {})})

    def known(self, number: str, structure_id: UUID) -> Response[str]:
        membership = self.actor.member_of(structure_id)
        return self.show("structures/known.html", number=number, membership=membership, joining=paths.joining(number))

    def open(
        self,
        form: DeclarationForm,
        told: Told | None,
        *,
        status: int = 200,
        finding: Finding | None = None,
        number: str = "",
        known_number: str = "",
    ) -> Response[str]:
        """`finding`: what the register has just said of `number`; `known_number`: that of others' structure."""
        return self.show(
            "structures/declaration_form.html",
            *(FORM, COMMUNE_FIELD),
            status=status,
            opened=Opened(form=form),
            told=told,
            as_told=form.as_told(told),
            signing_hints=texts.SIGNING_HINTS,
            finding=finding,
            number=number,
            joining=paths.joining(known_number) if known_number else "",
            **self._right_family(finding, number),
        )

    def _right_family(self, finding: Finding | None, number: str) -> dict[str, str]:
        """Where to go on, if the register says that it is of another type de tiers."""
        right = finding.family if finding else None
        if right is None or right is self.family:
            return {"right_family": ""}
        href = paths.declaration_of(right, self.continue_at, number=number)
        return {"right_family": texts.FAMILIES[right], "right_href": href, "not_one": texts.ONE[self.family]}

    def read_told(self, text: str) -> Told | None:
        return unpacked(self.request.app.state.signer.read(PURPOSE, text), self.actor.account_id)

    def sign(self, told: Told) -> str:
        return str(self.request.app.state.signer.sign(PURPOSE, packed(told, self.actor.account_id)))


@get(PATH, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, kind: FromPath[str]
) -> Response[str]:
    asked = request.query_params
    desk = Desk.of(request, actor, kind, asked.get("suite", ""))
    if desk.family is StructureFamily.INDIVIDUAL:
        account = await account_card(reads, actor, request.app.state.clock.now())
        return desk.open(desk.form(data={"name": account.name, "email": account.email}), None)
    if asked.get("saisie"):
        return desk.open(desk.form(), None)
    form = NumberForm(desk.family, FormData.of(asked.multi_items()) if "numero" in asked else None)
    if "numero" not in asked:
        return desk.show("structures/number.html", form=form)
    if not form.validate():
        return desk.show("structures/number.html", status=422, form=form)
    return await _search(desk, work, reads, normal_number(form.numero.data) or "")


async def _search(desk: Desk, work: Work, reads: AsyncEngine, number: str) -> Response[str]:
    """What the portal knows of the number, else what the register says."""
    if (known := await known_as(reads, number)) is not None:
        return desk.known(number, known)
    finding = await look_up(work, desk.actor, desk.request.app.state.directory, number)
    told = finding.told
    if told is not None and (known := await known_as(reads, *_numbers(told))) is not None:
        return desk.known(number, known)
    return desk.open(_filled(desk, number, finding), told, finding=finding, number=number)


def _numbers(told: Told) -> list[str]:
    return [number for number in (told.identification.siret, told.identification.rna) if number]


def _filled(desk: Desk, number: str, finding: Finding) -> DeclarationForm:
    """With all that the register told, else with the number alone."""
    if finding.told is not None:
        return desk.form(data={**shown_told(finding.told), "told": desk.sign(finding.told)})
    return desk.form(data={"rna" if number.startswith("W") else "siret": number})


@post(PATH, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, actor: GivenActor, kind: FromPath[str]
) -> Response[str] | Response[None]:
    fields = await request.fields()
    desk = Desk.of(request, actor, kind, fields.get("suite"))
    form, told = desk.form(fields), desk.read_told(fields.get("told"))
    if fields.get("action") == SHOWN_AGAIN:
        return desk.open(form, told)
    known_number = ""
    if form.validate():
        declaration = _declaration(desk, form, told)
        try:
            await declare_structure(work, actor, declaration)
        except Refused as refusal:
            form.refuse(refusal)
            known_number = getattr(declaration.identification, refusal.field or "", "")
        else:
            return leave(request, desk.continue_at or DASHBOARD, say=_done(declaration))
    return desk.open(form, told, status=422, known_number=known_number)


def _declaration(desk: Desk, form: DeclarationForm, told: Told | None) -> Declaration:
    return Declaration(
        key=form.key_or_new(),
        family=desk.family,
        identification=form.value(),
        address=form.address(),
        function=form.function.data if form.function else "",
        signing=form.signing_way(),
        told=told,
    )


def _done(declaration: Declaration) -> str:
    if declaration.is_person:
        return texts.DECLARED_PERSON
    is_preparer = declaration.signing is SigningWay.PREPARER
    return f"{texts.DECLARED} {texts.INVITE_THE_SIGNATORY}" if is_preparer else texts.DECLARED


ROUTES = [show, create]
