"""Every class that is needed, read in one conversation."""

from __future__ import annotations

import os

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.http.credentials import hidden
from clairevoie.sources.http.refused import Refused
from clairevoie.sources.itop.answer import Item, NotInstalled
from clairevoie.sources.itop.ask import ASKS, INSTEAD, Ask, details, history
from clairevoie.sources.itop.harvest import Harvest
from clairevoie.sources.itop.paging import fetch
from clairevoie.sources.itop.settings import Settings
from clairevoie.sources.itop.wire import Wire


def harvest(settings: Settings, where: str) -> Harvest:
    """Everything that the tables need. Raises SourceError, one line, at the first answer that cannot be believed."""
    user, password = _credentials(settings, where)
    with Wire(settings, user, password) as wire:
        def read(asked: Ask) -> tuple[Item, ...] | None:
            try:
                return fetch(wire, asked, settings.page_size)
            except Refused as error:
                if isinstance(error, NotInstalled) and not asked.needed:
                    return None
                said = hidden(str(error), {"user": user, "password": password})
                raise SourceError(Fault(f"{where}: {asked.name}", said)) from None

        items = {asked.name: read(asked) for asked in (*map(history, settings.history), *ASKS)}
        items |= {other.name: read(other) for name, other in INSTEAD if items[name] is None}
        classes = {item.cls for item in items["FunctionalCI"] or ()}
        items |= {asked.name: read(asked) for asked in details(classes)}
        again = wire.again
    return Harvest({name: found for name, found in items.items() if found is not None},
                   tuple(name for name, found in items.items() if found is None), again)


def _credentials(settings: Settings, where: str) -> tuple[str, str]:
    names = (settings.user_env, settings.password_env)
    faults = [Fault(where, f"the environment variable {name} {fault}") for name in names if (fault := _fault(name))]
    if faults:
        raise SourceError(*faults)
    return os.environ[names[0]], os.environ[names[1]]


def _fault(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        return "is not set"
    return "" if value.isprintable() else "holds what no login is made of"  # undecodable bytes too
