"""What an agent looks for in a list; it stands in the address of the list, and of whatever is opened from it."""

from collections.abc import Set
from urllib.parse import urlencode
from uuid import UUID

from wtforms import SearchField, SelectField

from webapp.accounts.paths import AGENT_DESK
from webapp.applications.rules import NOT_SENT
from webapp.applications.texts import STATES
from webapp.applications.tracking_form import STATUSES
from webapp.applications.worklists import texts
from webapp.applications.worklists.lists import USUAL_ORDER, Order, Wanted, Worklist
from webapp.applications.worklists.rows import Offered
from webapp.core.forms import Form, squeeze

NOBODYS = "personne"
DECIDED_BY_LIST = {
    Worklist.TO_TAKE_OVER: frozenset({"statut", "agent"}),
    Worklist.MINE: frozenset({"agent"}),
}
"""What has one value in the whole list is no filter there."""


class WorklistForm(Form):
    """Nothing here is ever wrong: what is not understood is as if it were not chosen."""

    recherche = SearchField("Rechercher une demande", filters=[squeeze])
    aide = SelectField("Aide", choices=[], validate_choice=False)
    statut = SelectField("Statut", choices=[], validate_choice=False)
    agent = SelectField("Suivie par", choices=[], validate_choice=False)
    annee = SelectField("Année de dépôt", choices=[], validate_choice=False)
    ordre = SelectField("Ordre", choices=[], validate_choice=False)
    liste = SelectField("Liste", choices=[], validate_choice=False)

    @property
    def worklist(self) -> Worklist:
        return Worklist(self.liste.data) if self.liste.data in set(Worklist) else Worklist.SERVICE

    @property
    def decided(self) -> Set[str]:
        """The fields that are no filters in this list."""
        return DECIDED_BY_LIST.get(self.worklist, frozenset())

    @property
    def wanted(self) -> Wanted:
        chosen = {name: self[name].data or "" for name in ("aide", "statut", "agent", "annee")}
        chosen |= dict.fromkeys(self.decided, "")
        year, order = chosen["annee"], self.ordre.data
        return Wanted(
            self.worklist,
            Order(order) if order in set(Order) else USUAL_ORDER[self.worklist],
            words=self.recherche.data or "",
            scheme=chosen["aide"],
            state=STATUSES.get(chosen["statut"]),
            agent_id=_id(chosen["agent"]),
            is_nobodys=chosen["agent"] == NOBODYS,
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 and "1900" < year < "9999" else 0,
        )

    def offer(self, found: Offered) -> None:
        """What there is, and what was chosen."""
        wanted = self.wanted
        schemes = dict(found.schemes)
        if wanted.scheme:
            schemes.setdefault(wanted.scheme, wanted.scheme)
        agents = {str(key): name for key, name in found.agents}
        if wanted.agent_id:
            agents.setdefault(str(wanted.agent_id), "Un autre agent")
        years = sorted({*found.years, *filter(None, [wanted.year])}, reverse=True)
        states = {name: STATES[state] for name, state in STATUSES.items() if state not in NOT_SENT}
        self.aide.choices = {"": "Toutes", **schemes}
        self.statut.choices = {"": "Tous", **states}
        self.agent.choices = {"": "Tous", NOBODYS: texts.NOBODY, **agents}
        self.annee.choices = {"": "Toutes", **{str(year): str(year) for year in years}}
        self.ordre.choices = dict(texts.ORDERS)
        self.ordre.data = str(wanted.order)

    @property
    def filters(self) -> dict[str, str]:
        """What makes the list shorter, as an address says it."""
        wanted = self.wanted
        agent = NOBODYS if wanted.is_nobodys else str(wanted.agent_id or "")
        state = self.statut.data if wanted.state else ""
        year = str(wanted.year or "")
        chosen = {"recherche": wanted.words, "aide": wanted.scheme, "statut": state, "agent": agent, "annee": year}
        return {name: value for name, value in chosen.items() if value}

    @property
    def chosen(self) -> dict[str, str]:
        """All that differs from the first page of "Espace agent"."""
        wanted = self.wanted
        usual = wanted.order is USUAL_ORDER[wanted.worklist]
        worklist = "" if wanted.worklist is Worklist.SERVICE else str(wanted.worklist)
        order = "" if usual else str(wanted.order)
        return {name: value for name, value in {"liste": worklist, **self.filters, "ordre": order}.items() if value}

    def address(self, path: str = AGENT_DESK, **more: str) -> str:
        """Of the list itself, or of the same for a spreadsheet."""
        return _address(path, {**self.chosen, **more})

    def opened(self, path: str, **place: str) -> str:
        """Of what is opened from the list: with its name, also of the usual one, so that the page knows of a list.

        `place`: of the page that it was opened from, `avant` or `apres`; one comes back to it.
        """
        return _address(path, {"liste": str(self.worklist), **self.chosen, **place})

    def other(self, worklist: Worklist) -> str:
        """The address of another list, searched by the same."""
        return _address(AGENT_DESK, {"liste": str(worklist), **self.filters})

    @property
    def order_label(self) -> str:
        return texts.ORDERS[self.wanted.order].lower()

    @property
    def unfiltered(self) -> str:
        return _address(AGENT_DESK, {"liste": str(self.worklist)})


def _address(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
