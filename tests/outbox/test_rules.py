"""What relays and we ourselves say of a mail that failed, in words."""

import pytest

from webapp.outbox import texts
from webapp.outbox.rules import in_words
from webapp.web.environment import TEMPLATES


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("550 5.1.1 no such user", texts.NO_SUCH_ADDRESS),
        ("550 nobody of that name", texts.NO_SUCH_ADDRESS),
        ("550 5.2.1 disabled", texts.NO_SUCH_ADDRESS),
        ("552 5.3.4 too big", texts.FULL),
        ("452 4.2.2 mailbox full", texts.FULL),
        ("552 too much", texts.FULL),
        ("554 5.7.1 relay access denied", texts.NOT_FROM_US),
        ("535 login refused", texts.NOT_FROM_US),
        ("550 5.1.8 sender unknown", texts.NOT_FROM_US),
        ("554 looks like spam", texts.REFUSED),
        ("550 5.6.0 bad content", texts.REFUSED),
        ("450 4.7.1 greylisted", texts.ASKED_TO_WAIT),
        ("421 closing", texts.ASKED_TO_WAIT),
        ("TimeoutError: ", texts.NO_ANSWER),
        ("TimeoutError", texts.NO_ANSWER),
        ("SMTPConnectError: Error connecting to 127.0.0.1", texts.NO_ANSWER),
        ("ConnectionRefusedError: [Errno 111]", texts.NO_ANSWER),
        ("not one e-mail address: 'a b'", texts.NO_ADDRESS),
        ("the invitation does not wait for an answer any more", texts.DEAD_LINK),
        ("FileMissing", texts.NOT_MADE),
        ("", texts.NOT_MADE),
    ],
)
def test_each_answer_has_its_sentence(answer: str, words: str) -> None:
    assert in_words(answer) == words


def test_each_mail_has_a_name() -> None:
    kinds = {str(path.relative_to(TEMPLATES / "emails").with_suffix("")) for path in TEMPLATES.glob("emails/**/*.*")}
    assert set(texts.KINDS) == kinds
    assert len(set(texts.KINDS.values())) == len(kinds)
