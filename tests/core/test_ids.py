"""Identifiers sort by time and are UUIDs of version 7."""

from datetime import timedelta

from tests.support.clock import FrozenClock
from webapp.core.ids import new_id


def test_identifiers_made_later_sort_later() -> None:
    clock, made = FrozenClock(), []
    for _ in range(5):
        made.append(new_id(clock))
        clock.advance(timedelta(milliseconds=1))
    assert made == sorted(made)


def test_identifiers_follow_rfc_9562() -> None:
    clock = FrozenClock()
    made = {new_id(clock) for _ in range(1000)}
    assert len(made) == 1000
    assert {(uuid.version, uuid.variant) for uuid in made} == {(7, "specified in RFC 4122")}
    assert {uuid.int >> 80 for uuid in made} == {int(clock.now().timestamp() * 1000)}
