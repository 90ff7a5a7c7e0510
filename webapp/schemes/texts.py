"""Sentences of this domain that people read."""

IMBALANCE = {
    "produits": "Il manque {amount} de produits.",
    "charges": "Il manque {amount} de charges.",
}
IMBALANCE_IN_KIND = {
    "produits": "Contributions volontaires : il manque {amount} au compte 87.",
    "charges": "Contributions volontaires : il manque {amount} au compte 86.",
}
ROWS_MISSING = "« {label} » : ajoutez au moins {count}."
FACT_MISSING = "Complétez « {label} » dans « Votre structure »."
BUDGET_MISSING = "Complétez le budget : au moins une charge et un produit."
