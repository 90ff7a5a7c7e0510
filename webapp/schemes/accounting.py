"""The budget of a French grant form: accounts of the plan comptable, by which every funder reads an association's figures.

Source: règlement ANC n° 2018-06 (comptes des associations), and the form Cerfa 12156 for what is asked of each class.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Charges and produits; `in kind` is apart from both totals, and balances by itself."""

    EXPENSES = "charges"
    INCOME = "produits"


@dataclass(frozen=True, slots=True)
class Account:
    """`is_by_funder`: one line for each funder, with its name and its amount."""

    code: str
    label: str
    is_by_funder: bool = False


@dataclass(frozen=True, slots=True)
class AccountClass:
    """Two digits. One without accounts is a line itself."""

    code: str
    label: str
    side: Side
    accounts: tuple[Account, ...] = ()

    @property
    def lines(self) -> tuple[Account, ...]:
        return self.accounts or (Account(self.code, self.label),)

    @property
    def is_in_kind(self) -> bool:
        return self.code in ("86", "87")


def _class(side: Side, code: str, label: str, **accounts: str) -> AccountClass:
    """`c613="…"`; a label that ends with "…" is by funder."""
    lines = (
        Account(name[1:], text.removesuffix("…").strip(), is_by_funder=text.endswith("…"))
        for name, text in accounts.items()
    )
    return AccountClass(code, label, side, tuple(lines))


CLASSES = (
    _class(
        Side.EXPENSES,
        "60",
        "Achats",
        c602="Matières et fournitures",
        c606="Eau, énergie et autres fournitures",
    ),
    _class(
        Side.EXPENSES,
        "61",
        "Services extérieurs",
        c613="Locations",
        c615="Entretien et réparations",
        c616="Assurances",
        c618="Documentation",
    ),
    _class(
        Side.EXPENSES,
        "62",
        "Autres services extérieurs",
        c622="Honoraires et rémunérations d'intermédiaires",
        c623="Publicité et publications",
        c625="Déplacements et missions",
        c627="Services bancaires et autres",
    ),
    _class(
        Side.EXPENSES,
        "63",
        "Impôts et taxes",
        c631="Impôts et taxes sur les rémunérations",
        c635="Autres impôts et taxes",
    ),
    _class(
        Side.EXPENSES,
        "64",
        "Charges de personnel",
        c641="Rémunérations du personnel",
        c645="Charges sociales",
        c648="Autres charges de personnel",
    ),
    _class(Side.EXPENSES, "65", "Autres charges de gestion courante"),
    _class(Side.EXPENSES, "66", "Charges financières"),
    _class(Side.EXPENSES, "67", "Charges exceptionnelles"),
    _class(Side.EXPENSES, "68", "Dotations aux amortissements, provisions et engagements"),
    _class(
        Side.EXPENSES,
        "86",
        "Emplois des contributions volontaires en nature",
        c860="Secours en nature",
        c861="Mise à disposition gratuite de biens",
        c862="Prestations",
        c864="Personnel bénévole",
    ),
    _class(
        Side.INCOME,
        "70",
        "Ventes et prestations de services",
        c706="Prestations de services",
        c707="Ventes de marchandises et de produits",
    ),
    _class(Side.INCOME, "73", "Dotations et produits de tarification"),
    _class(
        Side.INCOME,
        "74",
        "Subventions d'exploitation",
        c741="État (ministère, préfecture)…",
        c742="Région",
        c743="Départements…",
        c744="Communes et intercommunalités…",
        c745="Organismes sociaux (CAF, MSA)…",
        c746="Fonds européens (FSE+, FEDER)…",
        c747="Agence de services et de paiement (emplois aidés)",
        c748="Autres établissements publics…",
        c749="Aides privées (fondations, entreprises)…",
    ),
    _class(
        Side.INCOME,
        "75",
        "Autres produits de gestion courante",
        c754="Dons et mécénat",
        c756="Cotisations",
        c758="Autres produits",
    ),
    _class(Side.INCOME, "76", "Produits financiers"),
    _class(Side.INCOME, "77", "Produits exceptionnels"),
    _class(Side.INCOME, "78", "Reprises sur amortissements et provisions"),
    _class(Side.INCOME, "79", "Transferts de charges"),
    _class(
        Side.INCOME,
        "87",
        "Contributions volontaires en nature",
        c870="Dons en nature",
        c871="Prestations en nature",
        c875="Bénévolat",
    ),
)


def accounts() -> Iterator[tuple[AccountClass, Account]]:
    """Every line of the form, in its order."""
    return ((one, line) for one in CLASSES for line in one.lines)


def account(code: str) -> Account | None:
    return next((line for _, line in accounts() if line.code == code), None)
