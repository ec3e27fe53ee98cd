"""Every call of a grant, a rotation, a revocation, a removal fails: no link lives that the state does not hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clairevoie.errors import ClairevoieError, ConfigurationError
from clairevoie.pipeline import access
from clairevoie.publish.keys import token_hash
from tests.behind.faults import Case, killed_at
from tests.behind.forked import REFUSED, Forks
from tests.behind.ground import Ground
from tests.behind.workspaces import built, laid, s3
from tests.faulty_proxy import Fault

DAY = str((datetime.now(tz=UTC) + timedelta(days=90)).date())
LABELS = {"acme": "DSI", "acme-corp": "Siège", "acme-left": "Ancienne DSI"}
WORDS = {"grant": {"client": "acme", "label": "Achats", "until": DAY}, "rotate": {"link": "DSI"},
         "revoke": {"client": "acme", "link": "DSI"}, "remove": {"client": "acme-left"}}
Kept = dict[str, tuple[str, bytes, str]]  # key → ETag, data, type
CALLS: dict[str, Callable[..., object]] = {"grant": access.grant, "rotate": access.rotate, "revoke": access.revoke,
                                           "remove": access.revoke_all}


@dataclass(frozen=True, slots=True)
class Doors:
    """The same target from two workspaces: one talks to the server, one through the proxy."""

    ground: Ground
    direct: Path
    faulty: Path

    def state(self) -> dict[str, Any]:
        """The private state."""
        whole: dict[str, Any] = json.loads(self.ground.place.read("portal/state/prod.json"))
        return whole

    def links(self) -> dict[str, dict[str, Any]]:
        """SHA-256 → what stands under it."""
        names = self.ground.place.held("portal/links/")
        return {name[13:-5]: json.loads(self.ground.place.read(name)) for name in names}

    def tokens(self, label: str = "") -> set[str]:
        """Every token that the state holds, of the links with this label."""
        return {token for link in self.state()["links"] if label in ("", link["label"])
                for token in (link["token"], *link["former"])}


def doors(ground: Ground) -> Doors:
    """A published site with a link, and one of a client that has left."""
    ground.empty()
    direct, through = s3(ground), s3(ground, ground.proxy.endpoint)
    stay = ("acme", "acme-corp")
    here = Doors(ground, laid(ground.place.root / "direct", direct, stay),
                 laid(ground.place.root / "faulty", through, stay))
    for site in LABELS:
        built(ground.place.output, site, "1", hour=1)
    assert ground.place.publish(tuple(LABELS))[1] == []
    with_left = laid(ground.place.root / "before", direct, tuple(LABELS))
    for site, label in LABELS.items():
        access.grant(with_left, "prod", site, label, DAY, _now())
    return here


def calls_of(here: Doors, act: str) -> int:
    """How many calls it makes when nothing fails."""
    here.ground.proxy.fails(fault := Fault())
    CALLS[act](here.faulty, "prod", **_named(act), now=_now())
    return fault.asked


def faults_of(here: Doors, forks: Forks, act: str, case: Case) -> Iterator[str]:
    """What went wrong in one case; the doors are as they were made."""
    before, aim = here.tokens(), "acme-left" if act == "remove" else "acme"
    told = _done(here, forks, act, case)
    if strangers := here.links().keys() - {token_hash(token) for token in here.tokens()}:
        yield f"{len(strangers)} links are alive that the state does not hold"
    if told == 0 and (wrong := _not_done(here, act, before)):
        yield f"false success: {wrong}"
    if wrong := _completed(here, act):
        yield f"not completed by the next: {wrong}"
    elif wrong := _not_done(here, act, before):
        yield f"told as completed: {wrong}"
    if here.links().keys() != {token_hash(token) for token in here.tokens()}:
        yield "at the end the links that stand are not those of the state"
    others = {link["site"] for link in here.state()["links"]} - {aim}
    if others != LABELS.keys() - {aim}:
        yield f"another client's link is gone: {others}"


def restore(here: Doors, kept: Kept) -> None:
    """As it was when it was kept."""
    place, there = here.ground.place, here.ground.held()
    for key in there.keys() - kept.keys():
        place.client.delete_object(Bucket=place.bucket, Key=key)
    for key, (tag, data, kind) in kept.items():
        if there.get(key, ("",))[0] != tag:
            place.client.put_object(Bucket=place.bucket, Key=key, Body=data, ContentType=kind,
                                    ChecksumAlgorithm="SHA256")


def keep(here: Doors) -> Kept:
    """All that stands."""
    place, kept = here.ground.place, {}
    for key, (tag, _) in here.ground.held().items():
        answer = place.client.get_object(Bucket=place.bucket, Key=key)
        kept[key] = tag, answer["Body"].read(), answer["ContentType"]
    return kept


def proved(here: Doors, forks: Forks, act: str, some: Sequence[Case]) -> list[str]:
    """Each case of one command."""
    kept, faults = keep(here), []
    for case in some:
        restore(here, kept)
        faults += [f"{act}, call {case.nth} {case.kind}{' stays' * case.stays}: {fault}"
                   for fault in faults_of(here, forks, act, case)]
    restore(here, kept)
    return faults


def _done(here: Doors, forks: Forks, act: str, case: Case) -> int:
    """0 where it says that it was done."""
    if case.kind.startswith("kill"):
        return killed_at(here.ground, forks, case, act, root=str(here.faulty), **WORDS[act])
    kind: Any = case.kind
    here.ground.proxy.fails(Fault(kind, case.nth, case.stays))
    try:
        CALLS[act](here.faulty, "prod", **_named(act), now=_now())
    except ClairevoieError:
        return REFUSED
    return 0


def _completed(here: Doors, act: str) -> str:
    """The same command again, as a person would who saw it stop; why it is not complete."""
    try:
        CALLS[act](here.direct, "prod", **_named(act), now=_now())
    except ConfigurationError as error:  # done already: say so, and how an address is had of a link that nobody saw
        told = str(error)
        if act == "grant" and "access rotate" in told:
            access.rotate(here.direct, "prod", "Achats", _now())
            return ""
        done = {"revoke": "unknown link", "remove": "unknown client"}
        return "" if act in done and done[act] in told else told
    except ClairevoieError as error:
        return str(error)
    return ""


def _not_done(here: Doors, act: str, before: set[str]) -> str:
    """What is not as it is after it was done; before: the tokens that the state held."""
    alive = here.links()
    if act == "grant":
        (token,) = here.tokens("Achats")
        return "" if token_hash(token) in alive else "the new link does not stand"
    site = "acme-left" if act == "remove" else "acme"
    now = {link["token"] for link in here.state()["links"] if link["site"] == site}
    if act == "rotate":
        former = before & {token for token in before if token_hash(token) in alive} - here.tokens()
        missing = [token for token in now if token_hash(token) not in alive]
        same = now & before
        return f"{len(former)} former addresses, {len(missing)} missing, {len(same)} the same" * bool(
            former or missing or same)
    if now:
        return "the state holds the link"
    if act == "remove":
        left = [name for name in here.ground.place.held("portal/sites/") if not _known(here, name)]
        return f"{len(left)} keys of the removed site are left" * bool(left)
    return ""


def _known(here: Doors, name: str) -> bool:
    keys = {place["key"] for place in here.state()["places"].values()}
    return name.split("/")[2] in keys or name == "portal/sites/probe"


def _named(act: str) -> dict[str, str]:
    """The words as the functions call them."""
    names = {"link": "wanted", "until": "ends"}
    return {names.get(name, name): word for name, word in WORDS[act].items()}


def _now() -> datetime:
    return datetime.now(UTC)
