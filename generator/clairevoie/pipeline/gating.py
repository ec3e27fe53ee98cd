"""Every finished client site against everybody else's words, in the gate's own process."""

from __future__ import annotations

import shutil
from pathlib import Path

import clairevoie
from clairevoie import gate as gatekeeper
from clairevoie.pipeline.isolation import record
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.slicing import Cut
from clairevoie.project.model import Project
from clairevoie.render.theme import ours

# The texts that stand on every site: a token that is one of these words cannot be told from it. Not an operator's own
# theme: a client's name in it would be a leak on everybody else's site.
PRODUCT = ("words", "render/say", "render/marks", "figures/kpis")
TEXTS = {".py", ".html", ".css", ".js", ".yml", ".txt"}


def gate(project: Project, cut: Cut, report: Report, *, keep: bool = True) -> gatekeeper.Report:
    """Search the sites of this run; a hit refuses that site's release and removes it from the scratch folder.

    keep: note in the private state what was searched last of each site.
    """
    sites = {site.site: cut.scratch / site.site for site in report.sites
             if site.outcome == "built" and site.site != "internal"}
    found = gatekeeper.check(sites, cut.tokens, product=_product())
    report.gate = found.summary()
    if keep:
        record(found, project.state, report.as_of)
    report.faults += found.faults()
    if found.not_searched:
        words = ", ".join(sorted({f"{text!r} ({owner})" for owner, _, text in found.not_searched}))
        report.notices.append(f"not searched by the gate, being words of the product itself: {words}")
    for site in report.sites:
        hits = found.hits_of(site.site)
        if hits:
            site.outcome = "refused"
            site.reasons = [str(hit) for hit in hits]
            report.exit_code = max(report.exit_code, 5)
            shutil.rmtree(cut.scratch / site.site)
    return found


def _product() -> str:
    package = Path(clairevoie.__file__).parent
    folders = [package / part for part in PRODUCT] + [ours()]
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in TEXTS)
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
