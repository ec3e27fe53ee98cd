"""`make shots`: pictures of the demo's pages, one of them the README's."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.browser.walk import browser, served
from tests.demo import REPOSITORY

PICTURES = REPOSITORY / "docs" / "pictures"
README_PICTURE = ("lefevre/index.html", "overview-fr-light-1440.png")


def shoot(output: Path, pages: list[str], place: Path, *, widths: tuple[int, ...] = (1440, 768, 390),
          schemes: tuple[str, ...] = ("light", "dark")) -> int:
    """Full-page pictures of `pages` into `place`; gives their number."""
    place.mkdir(parents=True, exist_ok=True)
    count = 0
    with served(output) as address, browser() as chromium:
        for width in widths:
            for scheme in schemes:
                context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
                page = context.new_page()
                for path in pages:
                    page.goto(f"{address}/{path}", wait_until="load")
                    name = path.removesuffix("/index.html").removesuffix(".html").replace("/", "-")
                    page.screenshot(path=place / f"{name}-{scheme}-{width}.png", full_page=True)
                    count += 1
                context.close()
    return count


def main() -> None:
    """The README's picture; with page paths as arguments, all widths and schemes of those into output/.shots."""
    output = REPOSITORY / "output"
    if sys.argv[1:]:
        print(shoot(output, sys.argv[1:], output / ".shots"), "pictures in output/.shots")
        return
    path, name = README_PICTURE
    shoot(output, [path], output / ".shots", widths=(1440,), schemes=("light",))
    PICTURES.mkdir(parents=True, exist_ok=True)
    made = path.removesuffix("/index.html").replace("/", "-")
    shutil.copy(output / ".shots" / f"{made}-light-1440.png", PICTURES / name)


if __name__ == "__main__":
    main()
