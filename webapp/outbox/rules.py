"""What a mail that failed failed for, in words that tell what to do. Pure: from the text that the outbox keeps."""

import re

from webapp.outbox import texts

# "550 5.1.1 no such user": SMTP's code, and the enhanced one that most relays add (RFC 3463).
_ANSWER = re.compile(r"(?P<code>[45]\d\d)(?: (?P<enhanced>[45]\.\d{1,3}\.\d{1,3})\b)?")
_BY_ENHANCED = (
    ("5.1.8", texts.NOT_FROM_US),  # of RFC 3463, x.1.7 and x.1.8 are about the sender's address
    ("5.1.7", texts.NOT_FROM_US),
    ("5.1.", texts.NO_SUCH_ADDRESS),
    ("5.2.1", texts.NO_SUCH_ADDRESS),
    ("5.2.2", texts.FULL),
    ("5.2.3", texts.FULL),
    ("5.3.4", texts.FULL),
    ("4.2.2", texts.FULL),
    ("5.7.", texts.NOT_FROM_US),
)
_BY_CODE = {
    "550": texts.NO_SUCH_ADDRESS,
    "551": texts.NO_SUCH_ADDRESS,
    "553": texts.NO_SUCH_ADDRESS,
    "552": texts.FULL,
    "530": texts.NOT_FROM_US,
    "534": texts.NOT_FROM_US,
    "535": texts.NOT_FROM_US,
    "538": texts.NOT_FROM_US,
}
# How what is no answer of a relay begins: the adapters' refusals, the postman's, the classes of errors.
_BY_BEGINNING = (
    ("not one e-mail address", texts.NO_ADDRESS),
    ("only ASCII", texts.NO_ADDRESS),
    ("not a domain name", texts.NO_ADDRESS),
    ("the address is not any more", texts.DEAD_LINK),
    ("the invitation does not wait", texts.DEAD_LINK),
    ("SMTP", texts.NO_ANSWER),
    ("TimeoutError", texts.NO_ANSWER),
    ("Connection", texts.NO_ANSWER),
    ("OSError", texts.NO_ANSWER),
    ("gaierror", texts.NO_ANSWER),
    ("SSL", texts.NO_ANSWER),
)


def in_words(answer: str) -> str:
    """A sentence for `last_error` of a mail."""
    if found := _ANSWER.match(answer):
        return _of_relay(found["code"], found["enhanced"] or "")
    return next((words for start, words in _BY_BEGINNING if answer.startswith(start)), texts.NOT_MADE)


def _of_relay(code: str, enhanced: str) -> str:
    for start, words in _BY_ENHANCED:
        if enhanced.startswith(start):
            return words
    if code.startswith("4"):
        return texts.ASKED_TO_WAIT
    return texts.REFUSED if enhanced else _BY_CODE.get(code, texts.REFUSED)
