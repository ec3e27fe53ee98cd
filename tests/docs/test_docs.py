"""Documentation is tested: what the code writes is up to date, and every setting is explained."""

from __future__ import annotations

import re

from pydantic import BaseModel

from clairevoie.project import files
from clairevoie.publish import TARGETS
from clairevoie.sources import presets, starting
from tests.demo import REPOSITORY
from tests.docs.generated import pages


def test_the_pages_that_the_code_writes_are_up_to_date() -> None:
    for file, text in pages().items():
        assert file.read_text(encoding="utf-8") == text, f"run: python -m tests.docs.generated ({file.name})"


def test_every_setting_of_the_operators_files_is_explained() -> None:
    text = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
    models = [m for m in vars(files).values() if isinstance(m, type) and issubclass(m, BaseModel)]
    names = {name for model in models for name in model.model_fields}
    assert len(names) > 20
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_no_table_of_the_documentation_says_a_thing_twice() -> None:
    for file in (REPOSITORY / "docs").rglob("*.md"):
        for table in re.findall(r"(?:^\|.*\n)+", file.read_text(encoding="utf-8"), re.MULTILINE):
            keys = re.findall(r"^\| *(`[^|]+`) *\|", table, re.MULTILINE)
            assert sorted(key for key in set(keys) if keys.count(key) > 1) == [], file.name


def test_every_page_that_a_message_or_a_template_names_is_there() -> None:
    package = REPOSITORY / "generator" / "clairevoie"
    texts = [file.read_text(encoding="utf-8") for kind in ("py", "yml", "html") for file in package.rglob(f"*.{kind}")]
    texts += [starting.template(name) for name in starting.names()]
    named = {page for text in texts for page in re.findall(r"docs/[\w./{}-]+\.md", text)}
    named |= {page.replace("{name}", name) for page in named for name in presets.names()}
    assert len(named) > 15
    assert sorted(page for page in named if "{" not in page and not (REPOSITORY / page).is_file()) == []


def test_the_readme_names_both_commands_and_every_room() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    rooms = ("data_sources/", "content/", "themes/", "generator/", "output/", "publish.py")
    for word in ("make demo", "make test", *rooms):
        assert word in text
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", text):
        assert (REPOSITORY / picture).is_file()


def test_every_setting_of_every_target_is_explained() -> None:
    text = (REPOSITORY / "docs" / "publishing.md").read_text(encoding="utf-8")
    names = {name for target in TARGETS.values() for name in target.Settings.model_fields}
    assert len(names) > 10
    assert sorted(name for name in names if f"`{name}`" not in text) == []
