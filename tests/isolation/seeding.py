"""How a leak is put into the product's own code for a test, and how it is looked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from clairevoie.pipeline import audiences, silo
from clairevoie.render.environment import environment
from clairevoie.tables.slices import Slice, open_slice
from tests.isolation import ground
from tests.isolation.changes import changed
from tests.isolation.companies import Company, company
from tests.isolation.feeling import feels
from tests.isolation.trials import differing, site_of

NAMES = {"acme": "Acme", "acme-corp": "Acme Corp", "nord-est": "N\u043erd & Fils", "zenith": "Zénith"}
PROBE = "zenith"  # built last: what was kept of those before it shows
KINDS = ("all", "arrive")


@dataclass(frozen=True, slots=True)
class Sound:
    """A company, and the bytes of its probe's site where nothing leaks."""

    company: Company
    site: Mapping[str, bytes]
    plain: bool


@dataclass(slots=True)
class Seeds:
    """Replaces parts of the product while a leak is tried."""

    stack: ExitStack
    folder: Path | None = None

    def put(self, owner: Any, name: str, value: Any) -> Any:
        """Let `owner.name` be `value`; gives what it was."""
        before = getattr(owner, name)
        self.stack.enter_context(mock.patch.object(owner, name, value))
        return before

    def everyone(self) -> Mapping[str, Slice]:
        """The slices of all clients, which the code that leaks reads although it should not."""
        assert self.folder
        return {path.name: open_slice(self.folder, path.name) for path in sorted((self.folder / "rows").iterdir())
                if path.name[0] != "_"}


Leak = Callable[[Seeds], None]


@contextmanager
def seeded(leak: Leak, *, fenced: bool = False) -> Iterator[None]:
    """The product with one leak in it, and every cache of it forgotten afterwards. fenced: the kernel's silo stays."""
    with ExitStack() as stack:
        seeds = Seeds(stack)
        if not fenced:
            seeds.put(silo, "version", lambda: 0)

        def noted(folder: Path, client: str) -> Slice:
            seeds.folder = folder
            rows: Slice = opened(folder, client)
            return rows

        opened = seeds.put(audiences, "open_slice", noted)
        environment.cache_clear()
        leak(seeds)
        try:
            yield
        finally:
            environment.cache_clear()


def caught(leak: Leak, sound: Sound) -> str:
    """Who sees a leak: "gate", "non-interference after …", or "" for nobody."""
    with tempfile.TemporaryDirectory(prefix="clairevoie-leak-") as scratch:
        root = Path(scratch)
        with seeded(leak):
            ground.lay(sound.company, root / "gate", plain=sound.plain)
            report = ground.built(root / "gate", root / "gate" / "output", sound.company.names)
        assert all(site.outcome != "held" for site in report.sites), report.faults  # the leak itself must work
        if any(site.outcome == "refused" for site in report.sites):
            assert report.exit_code == 5
            return "the gate"
        one = _site(leak, sound.company, root / "one", plain=sound.plain)
        assert differing(dict(sound.site), one), "the leak changes nothing at all"
        for kind in KINDS:
            other = _site(leak, changed(sound.company, PROBE, kind, 1), root / kind, plain=sound.plain)
            if differing(one, other):
                return f"non-interference ({kind})"
        other = _site(leak, _led_anew(sound.company), root / "led", plain=sound.plain)
        return "non-interference (another is built first)" if differing(one, other) else ""


def fenced(leak: Leak, sound: Sound) -> bool:
    """Whether the silo alone refuses a leak: the kernel lets the worker not open what it would read."""
    with tempfile.TemporaryDirectory(prefix="clairevoie-fence-") as scratch, seeded(leak, fenced=True):
        try:
            site_of(sound.company, PROBE, Path(scratch), plain=sound.plain, alone=False)
        except PermissionError:
            return True
        except AssertionError as error:  # Pelican makes a fault of the page out of it
            if "PermissionError" not in str(error):
                raise
            return True
        return False


def sound(*, plain: bool = True) -> Sound:
    """The company that leaks are tried on, everything granted, and its probe's site without any leak."""
    made = company(3, names=NAMES, share=1.1)
    for client, languages in (("acme", ["fr"]), (PROBE, ["fr", "en"])):  # what forgets the language would show
        made.settings[client]["languages"] = languages
    others = (*(changed(made, PROBE, kind, 1) for kind in KINDS), _led_anew(made))
    assert all(feels(made, PROBE) == feels(one, PROBE) for one in others), "what is truly felt is no leak"
    with tempfile.TemporaryDirectory(prefix="clairevoie-sound-") as scratch:
        before = site_of(made, PROBE, Path(scratch) / "one", plain=plain, alone=False)
        other = site_of(changed(made, PROBE, KINDS[0], 1), PROBE, Path(scratch) / "other", plain=plain, alone=False)
        assert differing(before, other) == [], "without a leak nothing moves"
    return Sound(made, before, plain)


def _led_anew(made: Company) -> Company:
    """Without the client that is built first; the one that is first then speaks another language."""
    gone = min(made.names)
    after = next(one for one in (changed(made, PROBE, "leave", seed) for seed in range(100)) if gone not in one.names)
    after.settings[min(after.names)]["languages"] = ["en" if made.settings[gone]["languages"][0] == "fr" else "fr"]
    return after


def _site(leak: Leak, made: Company, root: Path, *, plain: bool) -> dict[str, bytes]:
    with seeded(leak):  # anew each time: what a leak keeps must not outlive a build
        return site_of(made, PROBE, root, plain=plain, alone=False)
