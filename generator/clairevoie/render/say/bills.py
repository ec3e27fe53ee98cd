"""What is to be invoiced."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import BillLine, Bills
from clairevoie.render.say.headline import Headline
from clairevoie.render.site import Here
from clairevoie.words import dates, labels, numbers, plurals


def headline(here: Here, panel: Bills) -> Headline:
    """`Il reste 48 200 € à facturer fin octobre ; ce qu’ont produit deux contrats n’est pas connu.`"""
    values = {"sums": _sums(here, panel), "month": dates.month(panel.month, here.language)}
    unknown = sum(1 for line in panel.lines if line.to_invoice is None)
    lede = here.t(
        "Produit depuis le début de chaque contrat, moins ce qui est déjà facturé. Montants hors taxes.",
        "Produced since each contract began, less what is already invoiced. Amounts before tax.",
    )
    if not panel.lines:
        nothing = here.t("Aucun contrat n’a rien produit ni facturé.", "No contract earned or invoiced anything.")
        return Headline(nothing, lede, "not_measured")
    first = (
        here.t("Il reste {sums} à facturer fin {month}", "{sums} left to invoice at the end of {month}", **values)
        if panel.totals
        else here.t("Rien ne reste à facturer fin {month}", "Nothing left to invoice at the end of {month}", **values)
    )
    if not unknown:
        return Headline(here.t("{first}.", "{first}.", first=first), lede)
    what = plurals.counted(unknown, "contract", here.language)
    return Headline(
        here.t("{first} ; ce qu’ont produit {what} n’est pas connu.", "{first}; what {what} earned is not known.",
               first=first, what=what), lede, "not_measured")


def reason(here: Here, line: BillLine) -> str:
    """Why what a contract earned is not known."""
    return labels.label("reason", line.reason, here.language) if line.reason else ""


def _sums(here: Here, panel: Bills) -> Markup:
    return here.join([numbers.money(amount, currency, here.language) for currency, amount in panel.totals])
