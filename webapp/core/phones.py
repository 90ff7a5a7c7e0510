"""Phone numbers, of France and overseas, as people write them. Source: libphonenumber, through `phonenumbers`."""

from collections.abc import Iterable

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

# A number without its country is looked for in France, then in each overseas territory with a plan of its own.
REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM", "NC", "PF", "WF")


def normal_phone(text: str) -> str | None:
    """E.164 (`+33467589663`), or None for what cannot be dialled. Spaces, dots and dashes do not count.

    None also for a number with an extension ("poste 12"), which E.164 would lose.
    """
    return next((_e164(number) for number in _readings(text) if _is_whole(number)), None)


def shown_phone(e164: str) -> str:
    """`04 67 58 96 63`; with its country's code what is foreign, or would be read as a number of another territory.

    What is no number stays as it is.
    """
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    is_ours = phonenumbers.region_code_for_number(number) in {*REGIONS, "BL", "MF"}
    if is_ours and normal_phone(national) == e164:
        return national
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _readings(text: str) -> Iterable[PhoneNumber]:
    for region in REGIONS:
        try:
            yield phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue


def _is_whole(number: PhoneNumber) -> bool:
    return phonenumbers.is_valid_number(number) and not number.extension


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
