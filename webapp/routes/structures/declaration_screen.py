"""What the pages of a declaration share: who declares a structure of which type de tiers, and how it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response

from webapp.core.actor import Actor
from webapp.core.forms import FormData
from webapp.core.ids import new_id
from webapp.core.own_paths import own_path
from webapp.core.refusals import NotFound
from webapp.members.paths import joining
from webapp.routes.structures.blocks import Opened
from webapp.structures import paths, texts
from webapp.structures.declaration_form import SCOPE, DeclarationForm
from webapp.structures.provenance import Told, packed, unpacked
from webapp.structures.rules import StructureFamily
from webapp.structures.use_cases.look_up import Finding
from webapp.web.page import Fragment, page
from webapp.web.request import PortalRequest

FORM = Fragment("partials/structures/declaration_form.html", id="declaration-form")
COMMUNE_FIELD = Fragment("partials/structures/commune_field.html", id=f"commune-field-{SCOPE}")
PURPOSE = "directory"


@dataclass(frozen=True, slots=True)
class DeclarationScreen:
    """One person who declares a structure of one type de tiers; `continue_at`: where they were going."""

    request: PortalRequest
    actor: Actor
    family: StructureFamily
    continue_at: str

    @classmethod
    def of(cls, request: PortalRequest, actor: Actor, kind: str, continue_at: str) -> "DeclarationScreen":
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
            **context,
        )

    def form(self, fields: FormData | None = None, *, data: Mapping[str, str] | None = None) -> DeclarationForm:
        return DeclarationForm(self.family, fields, data={"key": str(new_id()), **(data or {})})

    def known(self, number: str, structure_id: UUID) -> Response[str]:
        membership = self.actor.member_of(structure_id)
        return self.show("structures/known.html", number=number, membership=membership, joining=joining(number))

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
            joining=joining(known_number) if known_number else "",
            **self._right_family(finding, number),
        )

    def _right_family(self, finding: Finding | None, number: str) -> dict[str, str]:
        """Where to go on, if the register says that it is of another type de tiers."""
        right = finding.family if finding else None
        if right is None or right is self.family:
            return {"right_family": ""}
        siret = finding.told.identification.siret if finding and finding.told else None
        href = paths.declaration_of(right, self.continue_at, number=siret or number)
        return {"right_family": texts.FAMILIES[right], "right_href": href, "not_one": texts.ONE[self.family]}

    def read_told(self, text: str) -> Told | None:
        return unpacked(self.request.app.state.signer.read(PURPOSE, text), self.actor.account_id)

    def sign(self, told: Told) -> str:
        return str(self.request.app.state.signer.sign(PURPOSE, packed(told, self.actor.account_id)))
