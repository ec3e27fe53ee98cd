"""The visitor of these tests notices what must never be seen."""

from __future__ import annotations

import pytest

from tests.behind.ground import Ground, granted
from tests.behind.visitor import View, view
from tests.behind.workspaces import FONT, built, marker

pytestmark = [pytest.mark.edge, pytest.mark.s3]


WRONG: tuple[tuple[str, str | None, str], ...] = (
    ("theme/a.css", marker("acme", "2", "theme/a.css"), "mixed: ['1', '2'] on "),
    ("theme/a.css", marker("acme-corp", "1", "theme/a.css"), "foreign: acme-corp theme/a.css on theme/a.css"),
    ("theme/a.css", "p{}", "not a file of ours: theme/a.css"),
    ("theme/f.woff2", f"{FONT} of another", "not a file of ours: theme/f.woff2"),
    ("theme/f.woff2", None, "dangling: theme/f.woff2 answers 404"),
)


def test_a_view_that_is_not_whole_is_noticed(here: Ground) -> None:
    here.empty()
    place, files = here.place, built(here.place.output, "acme", "1", hour=1)
    assert place.publish(("acme",))[1] == [] and place.seen("acme") == files
    address = f"/{granted(place, ('acme',))['acme']}/"
    below = f"portal/sites/{place.key('acme')}/releases/{place.pointer('acme')['folder']}/"
    for path, text, says in WRONG:
        assert view(here.edge.port, address, "acme") == View("1")
        if text is None:
            place.remove(below + path)
        else:
            place.write(below + path, text.encode())
        assert view(here.edge.port, address, "acme").faults == (says,)
        place.write(below + path, files[path].encode())
