"""Private links: what opens a client's site, for those who hold its address, until it is taken back.

`links/<sha256 of the token>.json` says which site a link opens, and until when: who reads it can make no address.
The state knows a token before its object stands, and until its object is seen to be gone: so nothing is alive that the
state does not know. Whatever stops a function here, the same call again completes it.
"""

from __future__ import annotations

import json
import secrets
import string
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

from clairevoie.blobs import Blobs
from clairevoie.errors import ConfigurationError, Fault, TargetError, unknown
from clairevoie.publish.keys import Event, Keys, Link, new_token

_LETTERS = string.ascii_lowercase + string.digits
_LONGEST = 60  # characters of a label


def grant(keys: Keys, base: Blobs, site: str, label: str, until: datetime, now: datetime) -> Link:
    """A new link to a site, alive until an instant that lies ahead.

    Raises ConfigurationError for a label that will not do or that a link of this site has, TargetError where the link
    cannot be made to stand.
    """
    label = _label(site, label, keys.links)
    expire(keys, base, now)
    same = next((link for link in keys.links if link.site == site and _alike(link.label, label)), None)
    if same and (same.former or base.get(_name(same.hashes[0]))):
        what = f"link {same.id} has the label {same.label!r}; `access rotate {same.id}` gives it a new address"
        raise ConfigurationError(Fault(f"client {site}", what))
    if same:  # of a grant that was stopped, or of a revocation: never alive again under that token
        return _renew(keys, base, _begun(keys, same, until), now)
    keys.place(site)
    link = Link(id=_new_id(keys), site=site, label=label, token=new_token(), created=_utc(now), until=_utc(until))
    keys.keep_links([*keys.links, link], _event("granted", link, now))
    _put(keys, base, link)
    return link


def rotate(keys: Keys, base: Blobs, link: Link, now: datetime) -> Link:
    """The same link under a new token; the old one is seen to be gone. A rotation that was stopped is completed.

    Raises ConfigurationError for a link that has expired.
    """
    if not link.live(now):
        what = f"expired on {link.until.date()}; revoke it, and grant a new one"
        raise ConfigurationError(Fault(f"link {link.id}", what))
    return _renew(keys, base, link if link.former else _begun(keys, link, link.until), now)


def revoke(keys: Keys, base: Blobs, links: Iterable[Link], now: datetime) -> None:
    """Nobody opens a site by these links any more: their objects are seen to be gone, then the state forgets them."""
    _end(keys, base, tuple(links), "revoked", now)


def expire(keys: Keys, base: Blobs, now: datetime) -> None:
    """Forget the links whose time is over."""
    _end(keys, base, tuple(link for link in keys.links if not link.live(now)), "expired", now)


def find(links: Iterable[Link], wanted: str, where: str) -> Link:
    """The link with this id or label. Raises ConfigurationError where there is none, or where a label is two links'."""
    every = tuple(links)
    found = [link for link in every if link.id == wanted] or [link for link in every if _alike(link.label, wanted)]
    if not found:
        raise ConfigurationError(unknown(where, "link", wanted, [link.label for link in every]))
    if len(found) > 1:
        ids = ", ".join(f"{link.id} of {link.site}" for link in found)
        raise ConfigurationError(Fault(where, f"{wanted!r} is the label of {len(found)} links; say which: {ids}"))
    return found[0]


def names(link: Link) -> tuple[str, ...]:
    """The objects of a link, below the target's base."""
    return tuple(_name(digest) for digest in link.hashes)


def _label(site: str, text: str, links: Iterable[Link]) -> str:
    label = unicodedata.normalize("NFC", text.strip())
    if not 1 <= len(label) <= _LONGEST or not label.isprintable():
        what = f"a label is 1 to {_LONGEST} printable characters"
        raise ConfigurationError(Fault(f"client {site}", what))
    if label.startswith("-"):
        what = "a label does not begin with -, as an option does"
        raise ConfigurationError(Fault(f"client {site}", what))
    if label in {link.id for link in links}:
        raise ConfigurationError(Fault(f"client {site}", f"the label {label!r} is the id of a link; choose another"))
    return label


def _alike(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one).casefold() == unicodedata.normalize("NFC", other).casefold()


def _new_id(keys: Keys) -> str:
    """Neither a link's, past ones included, nor a label: a person means one thing by it."""
    taken = {link.id for link in keys.links} | {event.id for event in keys.journal}
    taken |= {link.label.casefold() for link in keys.links}
    while (new := "".join(secrets.choice(_LETTERS) for _ in range(6))) in taken:
        pass
    return new


def _begun(keys: Keys, link: Link, until: datetime) -> Link:
    """The state knows both tokens: from here on, either opens the site, until the rotation is over."""
    new = link.model_copy(update={"token": new_token(), "former": (link.token,), "until": _utc(until)})
    keys.keep_links(_with(keys, new))
    return new


def _renew(keys: Keys, base: Blobs, link: Link, now: datetime) -> Link:
    _put(keys, base, link)
    _gone(keys, base, link.hashes[1:])
    new = link.model_copy(update={"former": ()})
    keys.keep_links(_with(keys, new), _event("rotated", new, now))
    return new


def _with(keys: Keys, new: Link) -> list[Link]:
    return [new if link.id == new.id else link for link in keys.links]


def _put(keys: Keys, base: Blobs, link: Link) -> None:
    """Let a link stand, and ask the state again: another run may have taken it back before it stood."""
    milliseconds = int(link.until.timestamp()) * 1000 + link.until.microsecond // 1000
    said = {"site": keys.places[link.site].key, "until": milliseconds}
    base.put(_name(link.hashes[0]), json.dumps(said).encode())
    keys.refresh()
    if link.token not in {known.token for known in keys.links}:
        _gone(keys, base, link.hashes)
        raise TargetError(Fault(f"target {keys.target}", f"link {link.id} was taken back by another run meanwhile"))


def _end(
    keys: Keys, base: Blobs, links: tuple[Link, ...], what: Literal["revoked", "expired"], now: datetime
) -> None:
    if not links:
        return
    _gone(keys, base, [digest for link in links for digest in link.hashes])
    ended = {link.id for link in links}
    rest = [link for link in keys.links if link.id not in ended]
    keys.keep_links(rest, *(_event(what, link, now) for link in links))


def _gone(keys: Keys, base: Blobs, hashes: Iterable[str]) -> None:
    names = [_name(digest) for digest in hashes]
    base.delete(names)
    if any(base.get(name) for name in names):
        what = "a link that was deleted still stands; nothing is forgotten, run this again"
        raise TargetError(Fault(f"target {keys.target}", what))


def _name(digest: str) -> str:
    return f"links/{digest}.json"


def _event(what: Literal["granted", "rotated", "revoked", "expired"], link: Link, now: datetime) -> Event:
    return Event(what=what, id=link.id, site=link.site, label=link.label, at=_utc(now))


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
