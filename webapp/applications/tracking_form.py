"""What is looked for among one's applications; it stands in the address of the list."""

from urllib.parse import urlencode

from wtforms import SearchField, SelectField

from webapp.applications import texts
from webapp.applications.paths import APPLICATIONS
from webapp.applications.rules import ApplicationState
from webapp.applications.tracking import ApplicationList, Wanted
from webapp.core.folding import plain_words
from webapp.core.forms import Form, squeeze

STATUSES = {plain_words(label).replace(" ", "-"): ApplicationState(state) for state, label in texts.STATES.items()}
"""`en-cours-de-saisie`: how an address names them."""


class TrackingForm(Form):
    """Nothing here is ever wrong: what is not offered is as if it were not chosen."""

    recherche = SearchField("Rechercher une demande", filters=[squeeze])
    theme = SelectField("Thématique", choices=[], validate_choice=False)
    statut = SelectField("Statut", choices=[], validate_choice=False)
    annee = SelectField("Année", choices=[], validate_choice=False)

    def offer(self, found: ApplicationList) -> None:
        """What there is, and what was chosen."""
        wanted = self.wanted
        themes = dict.fromkeys([*found.themes, *filter(None, [wanted.theme])])
        years = sorted({*found.years, *filter(None, [wanted.year])}, reverse=True)
        self.theme.choices = {"": "Toutes", **{theme: theme for theme in themes}}
        self.annee.choices = {"": "Toutes", **{str(year): str(year) for year in years}}
        offered = {
            name: texts.STATES[state]
            for name, state in STATUSES.items()
            if state in found.states or state is wanted.state
        }
        self.statut.choices = {"": "Tous", **offered}

    @property
    def wanted(self) -> Wanted:
        year = self.annee.data or ""
        return Wanted(
            words=self.recherche.data or "",
            theme=self.theme.data or "",
            state=STATUSES.get(self.statut.data or ""),
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        )

    @property
    def chosen(self) -> dict[str, str]:
        """As the address says it."""
        wanted = self.wanted
        chosen = {
            "recherche": wanted.words,
            "theme": wanted.theme,
            "statut": self.statut.data if wanted.state else "",
            "annee": str(wanted.year or ""),
        }
        return {name: value for name, value in chosen.items() if value}

    def address(self, **more: str) -> str:
        """Of the same list, with a place in it."""
        asked = {**self.chosen, **more}
        return f"{APPLICATIONS}?{urlencode(asked)}" if asked else APPLICATIONS
