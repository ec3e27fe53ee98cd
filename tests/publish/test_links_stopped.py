"""Whatever stops a grant, a rotation or a revocation, the state knows what is alive, and the next run completes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from clairevoie.errors import ConfigurationError
from clairevoie.publish import links
from clairevoie.publish.keys import Link
from tests.publish.link_place import NOW, Place
from tests.publish.memory import KilledError, When
from tests.sampling import sample

WHENS: tuple[When, ...] = ("before", "after")


def _cases(act: Callable[[Place, Link], object]) -> list[tuple[int, When]]:
    place = Place()
    link = place.grant()
    before = place.clockwork.asked
    act(place, link)
    return [(nth, when) for nth in range(1, place.clockwork.asked - before + 1) for when in WHENS]


def _stopped(act: Callable[[Place, Link], object], nth: int, when: When) -> tuple[Place, Link]:
    place = Place()
    link = place.grant()
    place.clockwork.nth, place.clockwork.when = place.clockwork.asked + nth, when
    with pytest.raises(KilledError):
        act(place, link)
    place.clockwork.nth = 0
    return place, link


def _granted(place: Place, _: Link) -> Link:
    return place.grant("Achats")


def _rotated(place: Place, link: Link) -> Link:
    return place.rotate(link)


def _revoked(place: Place, link: Link) -> None:
    place.revoke(link)


@pytest.mark.parametrize(("nth", "when"), _cases(_granted))
def test_a_grant_that_is_stopped_at_any_call_leaves_nothing_unknown_and_the_label_can_be_opened(
        nth: int, when: When) -> None:
    place, link = _stopped(_granted, nth, when)
    assert place.opens(link.token) and place.strangers() == set()
    known = next((known for known in place.keys().links if known.label == "Achats"), None)
    if known and place.opens(known.token):  # it stands, and its address was never said: another is asked for
        with pytest.raises(ConfigurationError, match=f"access rotate {known.id}"):
            place.grant("Achats")
        new = place.rotate(known)
    else:
        new = place.grant("Achats")
    assert place.opens(new.token) and place.strangers() == set()
    assert len(place.base.held) == len(place.keys().links) == 2


@pytest.mark.parametrize(("nth", "when"), _cases(_rotated))
def test_a_rotation_that_is_stopped_at_any_call_leaves_one_alive_and_is_completed_by_the_next(
        nth: int, when: When) -> None:
    place, link = _stopped(_rotated, nth, when)
    (known,) = place.keys().links
    assert any(place.opens(token) for token in (known.token, *known.former)) and place.strangers() == set()
    new = place.rotate(link)
    assert place.opens(new.token) and place.opens(link.token) is None
    assert len(place.base.held) == 1 and place.strangers() == set()
    assert place.keys().links[0].former == ()


@pytest.mark.parametrize(("nth", "when"), _cases(_revoked))
def test_a_revocation_that_is_stopped_at_any_call_never_makes_the_link_unknown(nth: int, when: When) -> None:
    place, link = _stopped(_revoked, nth, when)
    assert place.strangers() == set()
    if place.opens(link.token):
        assert place.keys().links
    if place.keys().links:
        place.revoke(link)
    assert place.base.held == {} and place.keys().links == ()


def test_a_revocation_that_was_stopped_is_not_undone_by_a_grant_of_the_same_label() -> None:
    place = Place()
    link = place.grant()
    place.base.held.clear()  # as after a revocation that was stopped before the state forgot the link
    new = place.grant()
    assert new.id == link.id and place.opens(new.token) and place.opens(link.token) is None
    assert place.strangers() == set()


class Links(RuleBasedStateMachine):
    """Grants, rotations, revocations and days that pass, each stopped at some call or not."""

    @initialize()
    def begin(self) -> None:
        self.place, self.now, self.over = Place(), NOW, set[str]()

    @rule(site=st.sampled_from(("acme", "acme-corp")), label=st.sampled_from("AB"), days=st.integers(1, 40),
          nth=st.integers(0, 9), when=st.sampled_from(WHENS))
    def grant(self, site: str, label: str, days: int, nth: int, when: When) -> None:
        taken = [link for link in self.place.keys().links if (link.site, link.label) == (site, label)
                 and link.live(self.now) and (link.former or self.place.opens(link.token, self.now))]
        with self.stopping(nth, when) as stopped:
            if taken:
                with pytest.raises((ConfigurationError, KilledError)):
                    self.place.grant(label, site, self.now + timedelta(days=days), self.now)
                return
            link = self.place.grant(label, site, self.now + timedelta(days=days), self.now)
        assert stopped or self.place.opens(link.token, self.now)

    @rule(data=st.data(), nth=st.integers(0, 9), when=st.sampled_from(WHENS))
    def rotate(self, data: st.DataObject, nth: int, when: When) -> None:
        link = self.chosen(data)
        if link is None or not link.live(self.now):
            return
        with self.stopping(nth, when) as stopped:
            new = self.place.rotate(link, self.now)
        if not stopped:
            assert self.place.opens(new.token, self.now)
            self.over |= {link.token, *link.former} - {new.token}

    @rule(data=st.data(), nth=st.integers(0, 9), when=st.sampled_from(WHENS))
    def revoke(self, data: st.DataObject, nth: int, when: When) -> None:
        link = self.chosen(data)
        if link is None:
            return
        with self.stopping(nth, when) as stopped:
            self.place.revoke(link, self.now)
        if not stopped:
            self.over |= {link.token, *link.former}

    @rule(days=st.integers(1, 15), nth=st.integers(0, 9), when=st.sampled_from(WHENS))
    def expire(self, days: int, nth: int, when: When) -> None:
        self.now += timedelta(days=days)
        self.over |= {token for link in self.place.keys().links if not link.live(self.now)
                      for token in (link.token, *link.former)}
        with self.stopping(nth, when) as stopped:
            links.expire(self.place.keys(), self.place.base.blobs, self.now)
        assert stopped or all(link.live(self.now) for link in self.place.keys().links)

    @invariant()
    def nothing_is_alive_that_the_state_does_not_know(self) -> None:
        if hasattr(self, "place"):
            assert self.place.strangers() == set()
            alive = {name[6:-5] for name in self.place.base.held}
            assert self.place.keys().live_hashes(self.now) >= {
                digest for digest in alive if self.place.until(digest) > self.now}
            assert not [token for token in self.over if self.place.opens(token, self.now)]
            assert not [token for token in self.over - self.place.tokens() if token in self.place.said()]

    def chosen(self, data: st.DataObject) -> Link | None:
        every = self.place.keys().links
        return data.draw(st.sampled_from(every)) if every else None

    @contextmanager
    def stopping(self, nth: int, when: When) -> Iterator[list[bool]]:
        """Stop at the nth call of what is done inside; whether it was."""
        stopped: list[bool] = []
        clockwork = self.place.clockwork
        clockwork.nth, clockwork.when = nth and clockwork.asked + nth, when
        try:
            yield stopped
        except KilledError:
            stopped.append(True)
        clockwork.nth = 0


TestLinks = Links.TestCase
TestLinks.settings = sample(60, stateful_step_count=25)
