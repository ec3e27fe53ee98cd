"""From an output folder to a target: what may be published is checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from clairevoie import gate, release
from clairevoie.blobs import Blobs, Folder
from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.project.model import TargetSpec
from clairevoie.publish import folder, keys
from clairevoie.publish.target import Candidate, Outcome, Step, Target

TARGETS: Mapping[str, Target] = {"folder": folder}

INTERNAL = "internal"  # the staff's site holds every client's words: the gate does not search it


def evidence(output: Path) -> Folder:
    """Where a build leaves its manifests and the gate's report: `output/.release`, which is part of no site."""
    return Folder(output / ".release", folder_mode=0o755, file_mode=0o644)


def plan(output: Path, target: TargetSpec, root: Path, state: Path) -> tuple[Step, ...]:
    """What `publish` would do, one step a site that it would not refuse; writes nothing."""
    module, settings = _opened(target, root, output)
    ready, _ = _ready(output)
    return module.plan(settings, root, ready, keys.load(keys.private(state), target.id))


def publish(output: Path, target: TargetSpec, root: Path, state: Path) -> tuple[Outcome, ...]:
    """Publish every finished site of `output`, each whole or not at all, sorted by site.

    root: the workspace; state: its private folder. Raises ConfigurationError before any write for wrong settings or an
    output that is not what was built, TargetError where the target or its state cannot be used.
    """
    module, settings = _opened(target, root, output)
    known = keys.load(keys.private(state), target.id)
    ready, refused = _ready(output)
    return tuple(sorted((*refused, *module.apply(settings, root, ready, known)), key=lambda outcome: outcome.site))


def _opened(target: TargetSpec, root: Path, output: Path) -> tuple[Target, object]:
    where = f"target {target.id}"
    if target.type not in TARGETS:
        raise ConfigurationError(unknown(where, "type", target.type, TARGETS))
    module = TARGETS[target.type]
    try:
        settings = module.Settings.model_validate(target.settings)
    except ValidationError as error:
        raise ConfigurationError(*(_fault(where, problem["loc"], problem["msg"]) for problem in error.errors())) from None
    path = module.where(settings, root)
    if path and _overlap(path.resolve(), output.resolve()):
        raise ConfigurationError(Fault(where, "its path and the output lie one inside the other; give it a folder of its own"))
    return module, settings


def _fault(where: str, location: Sequence[int | str], message: str) -> Fault:
    return Fault(where, f"{'.'.join(map(str, location))}: {message[0].lower()}{message[1:]}")


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _ready(output: Path) -> tuple[list[Candidate], list[Outcome]]:
    """The sites that may be published and those that the gate refused. Raises ConfigurationError if one was altered."""
    store = evidence(output)
    manifests = [found for site in _sites(store, output) if (found := release.read(store, site))]
    faults = [fault for manifest in manifests for fault in _altered(output, manifest)]
    if faults:
        raise ConfigurationError(*faults)
    searched = {site.site: site for site in gate.kept(store).sites}
    reasons = {manifest.site: _refusal(manifest, searched.get(manifest.site)) for manifest in manifests}
    ready = [Candidate(output / manifest.site, manifest) for manifest in manifests if not reasons[manifest.site]]
    refused = [manifest for manifest in manifests if reasons[manifest.site]]
    return ready, [Outcome(m.site, "refused", m.release, reason=reasons[m.site], code=5) for m in refused]


def _sites(store: Blobs, output: Path) -> list[str]:
    sites = [name.removesuffix(".json") for name in store.list("") if "/" not in name]
    if not sites:
        raise ConfigurationError(Fault(str(output), "holds no finished site; build first"))
    return sites


def _altered(output: Path, manifest: release.Manifest) -> list[Fault]:
    there = release.manifest(output / manifest.site, manifest.site)
    if there.release == manifest.release:
        return []
    change = release.difference(manifest, there)
    path = (*change.changed, *change.removed, *change.added)[0]
    return [Fault(f"{manifest.site}/{path}", "is not what was built; build again")]


def _refusal(manifest: release.Manifest, searched: gate.SiteReport | None) -> str:
    """Why a site may not be published, or nothing: the gate searched exactly these bytes and found nothing."""
    if manifest.site == INTERNAL:
        return ""
    if searched is None or searched.digest != gate.digest((entry.path, entry.sha256) for entry in manifest.files):
        return "the gate has not searched this release; build again"
    return "" if searched.passed else f"the gate found {len(searched.hits)} identifiers of other clients in it"
