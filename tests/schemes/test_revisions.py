"""A revision is decoded once: whoever asks for it again gets the same definition."""

import msgspec

from tests.factories.applications import definition
from webapp.core.ids import new_id
from webapp.schemes.definition import to_content
from webapp.schemes.revisions import KNOWN_MAX, definition_of

CONTENT = to_content(definition())
TEXT = msgspec.json.encode(CONTENT).decode()


def test_the_column_and_its_text_are_one_definition() -> None:
    revision_id = new_id()
    first = definition_of(revision_id, TEXT)
    assert first == definition()
    assert definition_of(revision_id, CONTENT) is first
    assert definition_of(new_id(), CONTENT) == first


def test_the_one_asked_for_longest_ago_is_forgotten_first() -> None:
    kept, forgotten = new_id(), new_id()
    first, old = definition_of(kept, CONTENT), definition_of(forgotten, CONTENT)
    for _ in range(KNOWN_MAX - 1):
        definition_of(kept, CONTENT)
        definition_of(new_id(), CONTENT)
    assert definition_of(kept, CONTENT) is first
    assert definition_of(forgotten, CONTENT) is not old
