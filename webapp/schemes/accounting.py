"""The budget of a French grant form: accounts of the plan comptable, by which every funder reads the figures.

Source: règlement ANC n° 2018-06 (comptes des associations), and the form Cerfa 12156 for what is asked of each class.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Of a budget. What is given in kind is apart from both totals, and balances by itself."""

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


CLASSES = (
    AccountClass(
        "60",
        "Achats",
        Side.EXPENSES,
        (
            Account("602", "Matières et fournitures"),
            Account("606", "Eau, énergie et autres fournitures"),
        ),
    ),
    AccountClass(
        "61",
        "Services extérieurs",
        Side.EXPENSES,
        (
            Account("613", "Locations"),
            Account("615", "Entretien et réparations"),
            Account("616", "Assurances"),
            Account("618", "Documentation"),
        ),
    ),
    AccountClass(
        "62",
        "Autres services extérieurs",
        Side.EXPENSES,
        (
            Account("622", "Honoraires et rémunérations d'intermédiaires"),
            Account("623", "Publicité et publications"),
            Account("625", "Déplacements et missions"),
            Account("627", "Services bancaires et autres"),
        ),
    ),
    AccountClass(
        "63",
        "Impôts et taxes",
        Side.EXPENSES,
        (
            Account("631", "Impôts et taxes sur les rémunérations"),
            Account("635", "Autres impôts et taxes"),
        ),
    ),
    AccountClass(
        "64",
        "Charges de personnel",
        Side.EXPENSES,
        (
            Account("641", "Rémunérations du personnel"),
            Account("645", "Charges sociales"),
            Account("648", "Autres charges de personnel"),
        ),
    ),
    AccountClass("65", "Autres charges de gestion courante", Side.EXPENSES),
    AccountClass("66", "Charges financières", Side.EXPENSES),
    AccountClass("67", "Charges exceptionnelles", Side.EXPENSES),
    AccountClass("68", "Dotations aux amortissements, provisions et engagements", Side.EXPENSES),
    AccountClass(
        "86",
        "Emplois des contributions volontaires en nature",
        Side.EXPENSES,
        (
            Account("860", "Secours en nature"),
            Account("861", "Mise à disposition gratuite de biens"),
            Account("862", "Prestations"),
            Account("864", "Personnel bénévole"),
        ),
    ),
    AccountClass(
        "70",
        "Ventes et prestations de services",
        Side.INCOME,
        (
            Account("706", "Prestations de services"),
            Account("707", "Ventes de marchandises et de produits"),
        ),
    ),
    AccountClass("73", "Dotations et produits de tarification", Side.INCOME),
    AccountClass(
        "74",
        "Subventions d'exploitation",
        Side.INCOME,
        (
            Account("741", "État (ministère, préfecture)", is_by_funder=True),
            Account("742", "Région"),
            Account("743", "Départements", is_by_funder=True),
            Account("744", "Communes et intercommunalités", is_by_funder=True),
            Account("745", "Organismes sociaux (CAF, MSA)", is_by_funder=True),
            Account("746", "Fonds européens (FSE+, FEDER)", is_by_funder=True),
            Account("747", "Agence de services et de paiement (emplois aidés)"),
            Account("748", "Autres établissements publics", is_by_funder=True),
            Account("749", "Aides privées (fondations, entreprises)", is_by_funder=True),
        ),
    ),
    AccountClass(
        "75",
        "Autres produits de gestion courante",
        Side.INCOME,
        (
            Account("754", "Dons et mécénat"),
            Account("756", "Cotisations"),
            Account("758", "Autres produits"),
        ),
    ),
    AccountClass("76", "Produits financiers", Side.INCOME),
    AccountClass("77", "Produits exceptionnels", Side.INCOME),
    AccountClass("78", "Reprises sur amortissements et provisions", Side.INCOME),
    AccountClass("79", "Transferts de charges", Side.INCOME),
    AccountClass(
        "87",
        "Contributions volontaires en nature",
        Side.INCOME,
        (
            Account("870", "Dons en nature"),
            Account("871", "Prestations en nature"),
            Account("875", "Bénévolat"),
        ),
    ),
)


def accounts() -> Iterator[tuple[AccountClass, Account]]:
    """Every line of the form, in its order."""
    return ((one, line) for one in CLASSES for line in one.lines)


_BY_CODE = {line.code: line for _, line in accounts()}


def account(code: str) -> Account | None:
    """None for a class that has accounts: it is no line itself."""
    return _BY_CODE.get(code)
