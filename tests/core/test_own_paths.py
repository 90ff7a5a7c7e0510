"""An address is made from its pattern, whole or not at all."""

from uuid import UUID

import pytest

from webapp.core.own_paths import to

STRUCTURE_ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
MEMBER = "/structures/{structure_id:uuid}/membres/{login:str}"


@pytest.mark.parametrize(
    ("pattern", "named", "address"),
    [
        ("/aides", {}, "/aides"),
        ("/demandes/{ref:str}/accuse.pdf", {"ref": "00000012"}, "/demandes/00000012/accuse.pdf"),
        (MEMBER, {"structure_id": STRUCTURE_ID, "login": "awa"}, f"/structures/{STRUCTURE_ID}/membres/awa"),
        ("/pages/{pattern:int}", {"pattern": 2}, "/pages/2"),
    ],
)
def test_blanks_are_filled_in_by_their_names(pattern: str, named: dict[str, object], address: str) -> None:
    assert to(pattern, **named) == address


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("a/b", "a%2Fb"),
        ("?x=1&y#z", "%3Fx%3D1%26y%23z"),
        ("vélo 100%", "v%C3%A9lo%20100%25"),
        ("{b:str}", "%7Bb%3Astr%7D"),
    ],
)
def test_a_value_stays_in_its_place(value: str, quoted: str) -> None:
    assert to("/aides/{slug:str}/demandes", slug=value) == f"/aides/{quoted}/demandes"


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"login": "awa"},
        {"structure_id": STRUCTURE_ID, "login": "awa", "page": 2},
        {"structure": "x", "login": "awa"},
    ],
)
def test_a_name_that_is_missing_or_superfluous_is_a_mistake_of_ours(named: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"\['login', 'structure_id'\]"):
        to(MEMBER, **named)
