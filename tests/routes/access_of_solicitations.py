"""Who gets what of a request of the Region; columns and statuses as in access_table.py."""

MINE = "/demandes/{ref}/sollicitations/{solicitation_id}"
THEIRS = f"/espace-agent{MINE}"
# In the order in which it is asked: of two pieces one is answered, and nothing is transmitted.
ON_A_SOLICITATION = {
    f"GET {MINE}":                                        "303 404 404 404 404 200 404",
    f"GET {MINE}/modifications.pdf":                      "303 404 404 404 404 404 404",
    f"GET {THEIRS}/modifications.pdf":                    "303 404 404 404 404 404 404",
    f"GET {MINE}/transmission":                           "303 303 303 404 404 303 404",
    f"POST {MINE}/transmission":                          "401 404 404 404 404 422 404",
    f"GET {MINE}/pieces/{{item_id}}":                     "303 303 303 404 404 303 404",
    f"POST {MINE}/pieces/{{item_id}}":                    "401 404 404 404 404 422 404",
    f"GET {MINE}/pieces/{{item_id}}/impossible":          "303 303 303 404 404 303 404",
    f"POST {MINE}/pieces/{{item_id}}/impossible":         "401 404 404 404 404 422 404",
    f"GET {MINE}/documents/{{document_id}}":              "303 404 404 404 404 200 404",
    f"GET {THEIRS}/documents/{{document_id}}":            "303 404 404 404 404 404 404",
    f"GET {MINE}/documents/{{document_id}}/analyse":      "303 404 404 404 404 303 404",
    f"GET {MINE}/documents/{{document_id}}/retrait":      "303 303 303 404 404 303 404",
    f"POST {MINE}/documents/{{document_id}}/retrait":     "401 404 404 404 404 303 404",
    f"GET {THEIRS}":                                      "303 404 404 404 200 404 404",
    f"GET {THEIRS}/pieces/{{item_id}}/avis":              "303 404 404 303 303 404 303",
    f"POST {THEIRS}/pieces/{{item_id}}/avis":             "401 404 404 404 409 404 404",
    f"GET {THEIRS}/nouvelle-demande":                     "303 404 404 303 303 404 303",
    f"POST {THEIRS}/nouvelle-demande":                    "401 404 404 404 409 404 404",
    f"GET {THEIRS}/annulation":                           "303 404 404 404 200 404 404",
    f"POST {THEIRS}/annulation":                          "401 404 404 404 303 404 404",
    f"GET {THEIRS}/cloture":                              "303 404 404 404 200 404 404",
    f"POST {THEIRS}/cloture":                             "401 404 404 404 409 404 404",
    f"GET {THEIRS}/reprise":                              "303 404 404 303 303 404 303",
    f"POST {THEIRS}/reprise":                             "401 404 404 404 303 404 404",
}  # fmt: skip
