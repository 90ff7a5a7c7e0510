"""Who may write, and how a mail shows the beginning of a message."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.actor import AccountKind, ActingMembership, Actor, AgentRole, MemberRole, SigningWay
from webapp.core.refusals import Denied
from webapp.threads import texts
from webapp.threads.rules import EXCERPT_MAX, Party, denial, excerpt, party_of

SOMEBODY = UUID(int=1)
AGENT = Actor(SOMEBODY, SOMEBODY, AccountKind.AGENT, "Claire", "Vidal", AgentRole.CASE_OFFICER, SOMEBODY)


def _member(*roles: MemberRole) -> Actor:
    memberships = tuple(ActingMembership(SOMEBODY, "LES AMIS", role, SigningWay.PREPARER) for role in roles)
    return Actor(SOMEBODY, SOMEBODY, AccountKind.APPLICANT, "Nadia", "Belkacem", memberships=memberships)


def test_members_who_can_write_and_agents_may() -> None:
    writers = [_member(role) for role in (MemberRole.ADMINISTRATOR, MemberRole.SIGNATORY, MemberRole.WRITER)]
    assert [denial(one) for one in (*writers, AGENT)] == [None] * 4
    assert {party_of(one) for one in writers} == {Party.APPLICANT}
    assert party_of(AGENT) is Party.REGION


def test_a_reader_may_only_read() -> None:
    for reader in (_member(MemberRole.READER), _member()):
        assert denial(reader) == Denied(texts.READERS_ONLY_READ)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bonjour", "Bonjour"),
        ("Un deux trois", "Un deux trois"),
        ("Un deux trois quatre", "Un deux…"),
        ("Un deux\ntrois\nquatre", "Un deux…"),
        ("Un deux trois, quatre", "Un deux…"),
        ("anticonstitutionnellement", "anticonstitu…"),
    ],
)
def test_an_excerpt_ends_between_two_words_where_it_can(text: str, shown: str) -> None:
    assert excerpt(text, 13) == shown


@given(st.text())
def test_an_excerpt_is_the_beginning_and_says_when_more_follows(text: str) -> None:
    shown = excerpt(text, 40)
    assert len(shown) <= 40
    assert shown == text if len(text) <= 40 else (shown.endswith("…") and text.startswith(shown[:-1]))


def test_a_long_message_fits_a_mail() -> None:
    assert EXCERPT_MAX // 2 < len(excerpt("Bonjour, voici nos comptes. " * 150)) <= EXCERPT_MAX


def test_new_messages_are_counted_in_words() -> None:
    assert [texts.new_messages(count) for count in (0, 1, 2)] == ["", "1 nouveau message", "2 nouveaux messages"]
