"""Countries as Insee writes them, turned into ISO 3166-1 alpha-2.

Code and label are those of the Code officiel géographique 2025 (Insee, Licence Ouverte 2.0). Only the countries where
a structure known in France is likely to sit; for another one the register's own words stay in the address.
"""

_COUNTRIES = (
    ("99101", "DANEMARK", "DK"),
    ("99102", "ISLANDE", "IS"),
    ("99103", "NORVEGE", "NO"),
    ("99104", "SUEDE", "SE"),
    ("99105", "FINLANDE", "FI"),
    ("99106", "ESTONIE", "EE"),
    ("99107", "LETTONIE", "LV"),
    ("99108", "LITUANIE", "LT"),
    ("99109", "ALLEMAGNE", "DE"),
    ("99110", "AUTRICHE", "AT"),
    ("99111", "BULGARIE", "BG"),
    ("99112", "HONGRIE", "HU"),
    ("99113", "LIECHTENSTEIN", "LI"),
    ("99114", "ROUMANIE", "RO"),
    ("99116", "TCHEQUIE", "CZ"),
    ("99117", "SLOVAQUIE", "SK"),
    ("99119", "CROATIE", "HR"),
    ("99122", "POLOGNE", "PL"),
    ("99126", "GRECE", "GR"),
    ("99127", "ITALIE", "IT"),
    ("99128", "SAINT-MARIN", "SM"),
    ("99130", "ANDORRE", "AD"),
    ("99131", "BELGIQUE", "BE"),
    ("99132", "ROYAUME-UNI", "GB"),
    ("99134", "ESPAGNE", "ES"),
    ("99135", "PAYS-BAS", "NL"),
    ("99136", "IRLANDE", "IE"),
    ("99137", "LUXEMBOURG", "LU"),
    ("99138", "MONACO", "MC"),
    ("99139", "PORTUGAL", "PT"),
    ("99140", "SUISSE", "CH"),
    ("99144", "MALTE", "MT"),
    ("99145", "SLOVENIE", "SI"),
)
_BY_CODE = {code: iso for code, _, iso in _COUNTRIES}
_BY_LABEL = {label: iso for _, label, iso in _COUNTRIES}


def country_of(code: str, label: str) -> str:
    """The label counts first: one code of Insee may cover several countries (99132 is also Jersey's in Sirene)."""
    return _BY_LABEL.get(label, "" if label else _BY_CODE.get(code, ""))


def ending_country(address: str) -> tuple[str, str]:
    """The country whose label ends the address, and what comes before; ("", address) when none does."""
    for label, iso in _BY_LABEL.items():
        if address.endswith(f" {label}"):
            return iso, address.removesuffix(label).rstrip()
    return "", address
