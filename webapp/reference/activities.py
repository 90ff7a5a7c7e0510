"""What a structure does, in INSEE's words (NAF, "code APE"). A code goes with its version: NAF 2025 comes in 2027."""

import re
from dataclasses import dataclass
from functools import cache

from webapp.reference.records import read
from webapp.reference.searching import Labels

_CODE = re.compile(r"(\d\d)[ .]*(\d\d) *([A-Z])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Activity:
    """`code` such as 71.12A; it means nothing without its `version`, "NAF rév. 2"."""

    code: str
    label: str
    version: str


def find_activity(text: str) -> Activity | None:
    """By its code as people write it: 71.12A, 7112a, 71.12 A."""
    written = _CODE.fullmatch(text.strip().upper())
    return _by_code().get("{}.{}{}".format(*written.groups())) if written else None


def search_activities(words: str, limit: int) -> tuple[Activity, ...]:
    """By words of the label or the beginning of the code."""
    return _labels().search(words, limit)


@cache
def _by_code() -> dict[str, Activity]:
    return {code: Activity(code, label, version) for code, label, version in read("activities.csv")}


@cache
def _labels() -> Labels[Activity]:
    return Labels((activity, activity.label, _written(activity.code), False) for activity in _by_code().values())


def _written(code: str) -> str:
    """`71.12A` is found by 71, 12A, 71.12 and 7112."""
    return f"{code} {code.replace('.', '')}"
