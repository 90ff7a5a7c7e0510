"""What the law wants said to who has just filed: when silence is a refusal, and how to contest one. Pure.

Frozen with the facts of the acknowledgement, so that its page, its mail and its PDF say it word for word. Sources:
CRPA R112-5 (what a receipt says), L114-5 (missing pieces), L231-4 (silence), L411-2 (an appeal to the Region keeps the
way to the court open); code de justice administrative R421-1 and R421-2 (two months).
"""

from collections.abc import Mapping
from typing import Any

from webapp.applications import texts
from webapp.core.french import iso_date, spaced

TELERECOURS = "https://citoyens.telerecours.fr"


def notices_in(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of a receipt: frozen with its facts, but for those that are older than that: it follows from them."""
    frozen: dict[str, Any] | None = facts.get("notices")
    return frozen or notices_of(facts["silence_on"], facts["court"])


def notices_of(silence_on: str, court: Mapping[str, Any]) -> dict[str, Any]:
    """`silence_on`: ISO date; `court`: name and lines of the address. Plain JSON."""
    day = iso_date(silence_on)
    place = ", ".join([court["name"], *court["address"]])
    return {
        "silence": spaced(texts.SILENCE.format(day=day)),
        "silence_means": spaced(texts.SILENCE_MEANS),
        "meanwhile": spaced(texts.MEANWHILE),
        "delay": spaced(texts.APPEAL_DELAY.format(day=day)),
        "ways": [
            {"title": texts.APPEAL_TO_REGION, "text": spaced(texts.APPEAL_TO_REGION_HOW), "link": ""},
            {
                "title": texts.APPEAL_TO_COURT,
                "text": spaced(texts.APPEAL_TO_COURT_HOW.format(court=place)),
                "link": TELERECOURS,
            },
        ],
        "sources": texts.APPEAL_SOURCES,
    }
