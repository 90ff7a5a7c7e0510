"""What is looked for in the catalogue, and the button that begins an application."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from wtforms import BooleanField, HiddenField, SearchField, SelectField

from webapp.core.forms import Form, squeeze
from webapp.schemes import texts
from webapp.schemes.paths import CATALOGUE
from webapp.schemes.searching import Wanted
from webapp.structures.forms import KeyedForm
from webapp.structures.paths import FAMILIES


class CatalogueForm(Form):
    """Nothing here is ever wrong: what is not offered is as if it were not chosen."""

    recherche = SearchField("Rechercher une aide", filters=[squeeze])
    type = SelectField("Je suis", choices={"": "Peu importe", **texts.WHO_AM_I}, validate_choice=False)
    theme = SelectField("Thématique", choices=[], validate_choice=False)
    ouvertes = BooleanField(texts.ONLY_OPEN)

    def offer(self, themes: Sequence[str]) -> None:
        self.theme.choices = {"": "Toutes", **{theme: theme for theme in themes}}

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            words=self.recherche.data or "",
            family=FAMILIES.get(self.type.data or "", ""),
            theme=self.theme.data or "",
            only_open=bool(self.ouvertes.data),
        )

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, as the address says it."""
        wanted = self.wanted
        chosen = {
            "recherche": wanted.words,
            "type": self.type.data if wanted.family else "",
            "theme": wanted.theme,
            "ouvertes": "y" if wanted.only_open else "",
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def removals(self) -> list[tuple[str, str]]:
        """What each filter is called, and the address of the same catalogue without it."""
        called = {**self.chosen, "type": texts.WHO_AM_I.get(self.type.data or "", ""), "ouvertes": texts.ONLY_OPEN}
        return [(called[name], self.address(**{name: ""})) for name in self.chosen]

    def address(self, **changed: str) -> str:
        """Of the same catalogue with one filter otherwise; an empty text takes it out."""
        chosen = {name: value for name, value in (self.chosen | changed).items() if value}
        return f"{CATALOGUE}?{urlencode(chosen)}" if chosen else CATALOGUE


class BeginningForm(KeyedForm):
    """`structure`: the one that the page spoke of. `another`: beside the drafts that the page named."""

    structure = HiddenField()
    another = HiddenField()

    @property
    def structure_id(self) -> UUID | None:
        """Raises ValueError for what is no id."""
        return UUID(self.structure.data) if self.structure.data else None

    @property
    def is_another(self) -> bool:
        return bool(self.another.data == "1")


def type_of(family: str) -> str:
    """The value of `type` that means this family; empty for none."""
    return next((name for name, known in FAMILIES.items() if known == family), "")
