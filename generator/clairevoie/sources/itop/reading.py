"""Every class that is needed, read in one conversation."""

from __future__ import annotations

import os

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.itop.answer import Item, NotInstalled, Refused
from clairevoie.sources.itop.ask import ASKS, Ask, details, history
from clairevoie.sources.itop.harvest import Harvest
from clairevoie.sources.itop.paging import fetch
from clairevoie.sources.itop.settings import Settings
from clairevoie.sources.itop.wire import Wire


def harvest(settings: Settings, where: str) -> Harvest:
    """Everything that the tables need. Raises SourceError, one line, at the first answer that cannot be believed."""
    items: dict[str, tuple[Item, ...]] = {}
    missing: list[str] = []
    with Wire(settings, *_credentials(settings, where)) as wire:
        for asked in (*map(history, settings.history), *ASKS):
            _into(items, missing, wire, asked, settings, where)
        for asked in details({item.cls for item in items["FunctionalCI"]}):
            _into(items, missing, wire, asked, settings, where)
    return Harvest(items, tuple(missing))


def _into(items: dict[str, tuple[Item, ...]], missing: list[str], wire: Wire, asked: Ask, settings: Settings,
          where: str) -> None:
    try:
        items[asked.name] = fetch(wire, asked, settings.page_size)
    except NotInstalled as error:
        if asked.needed:
            raise SourceError(Fault(f"{where}: {asked.name}", str(error))) from None
        missing.append(asked.cls)
    except Refused as error:
        raise SourceError(Fault(f"{where}: {asked.name}", str(error))) from None


def _credentials(settings: Settings, where: str) -> tuple[str, str]:
    names = (settings.user_env, settings.password_env)
    lost = [name for name in names if not os.environ.get(name)]
    if lost:
        raise SourceError(*(Fault(where, f"the environment variable {name} is not set") for name in lost))
    return os.environ[names[0]], os.environ[names[1]]
