"""The sentences of each page, by rules, from the Portal's values only.

Each has its singular and plural, and its "all is well", "nothing" and "not known" form, in both languages.
"""

from __future__ import annotations

from types import ModuleType

from clairevoie.render.say import (
    actions,
    bills,
    breaches,
    commitments,
    contacts,
    contracts,
    definitions,
    group,
    hours,
    incidents,
    infrastructure,
    isolation,
    lifecycle,
    margins,
    news,
    overview,
    planning,
    portfolio,
    promises,
    quality,
    reconciliation,
    register,
    reports,
    services,
    sharing,
    staffing,
    suppliers,
    tickets,
    tiles,
    told,
    whatif,
)

SAY: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        actions,
        bills,
        breaches,
        commitments,
        contacts,
        contracts,
        definitions,
        group,
        hours,
        incidents,
        infrastructure,
        isolation,
        lifecycle,
        margins,
        news,
        overview,
        planning,
        portfolio,
        promises,
        quality,
        reconciliation,
        register,
        reports,
        services,
        sharing,
        staffing,
        suppliers,
        tickets,
        tiles,
        told,
        whatif,
    )
}
