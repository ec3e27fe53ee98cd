"""Every finished client site against everybody else's words, in the gate's own process."""

from __future__ import annotations

import shutil

from clairevoie import gate as gatekeeper
from clairevoie.errors import Fault
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.slicing import Cut


def gate(cut: Cut, report: Report) -> None:
    """Search the sites of this run; a hit refuses that site's release and removes it from the scratch folder."""
    sites = {site.site: cut.scratch / site.site for site in report.sites
             if site.outcome == "built" and site.site != "internal"}
    found = gatekeeper.check(sites, cut.tokens)
    gatekeeper.keep(found, cut.scratch.parent / ".release" / "gate")
    report.gate = found.summary()
    for site in report.sites:
        hits = found.hits_of(site.site)
        if hits:
            site.outcome = "refused"
            site.reasons = [str(hit) for hit in hits]
            report.faults += [Fault(f"gate: {site.site}", str(hit)) for hit in hits[:20]]
            report.exit_code = max(report.exit_code, 5)
            shutil.rmtree(cut.scratch / site.site)
