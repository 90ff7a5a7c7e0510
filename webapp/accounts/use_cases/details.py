"""Modifier mes informations personnelles."""

from dataclasses import asdict, dataclass

from webapp.accounts.models import Account
from webapp.core.actor import Actor
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class PersonalDetails:
    civility: str
    last_name: str
    first_name: str


async def change_details(work: Work, actor: Actor, details: PersonalDetails) -> None:
    """Nothing is noted when nothing differs."""
    async with work:
        account = await work.session.get_one(Account, actor.account_id, with_for_update=True)
        before, after = {name: getattr(account, name) for name in asdict(details)}, asdict(details)
        if before == after:
            return
        for name, value in after.items():
            setattr(account, name, value)
        work.audit("account.details_changed", "account", account.id, before=before, after=after)
