"""The replay server says what iTop said."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from tests.sources.replayed import ANSWERS, RECORDED, replay

pytestmark = pytest.mark.shared_data
PAGING = ("limit10_page1", "limit10_page2", "limit10_page4", "limit10_page99", "limit7_pageNone", "limit0_page1",
          "limit10_page0", "limit10_page-1", "limit_as_string")
REFUSALS = ("no_json_data", "invalid_json", "unsupported_version", "unknown_operation", "missing_operation",
            "missing_class", "missing_key", "unknown_class", "unknown_field")


@pytest.fixture(scope="module")
def whole() -> Iterator[httpx.Client]:
    """A client of a server that holds everything that was recorded."""
    with replay.serving(replay.Recording(RECORDED)) as url, httpx.Client(base_url=url, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def example() -> Iterator[httpx.Client]:
    """A client of a server that holds the example's answers."""
    with replay.serving(replay.Recording(ANSWERS)) as url, httpx.Client(base_url=url, trust_env=False) as client:
        yield client


def post(client: httpx.Client, form: Mapping[str, str], login: str, password: str = replay.PASSWORD) -> httpx.Response:
    token = base64.b64encode(f"{login}:{password}".encode()).decode()
    return client.post(replay.PATH, data=dict(form), headers={"Authorization": f"Basic {token}"})


def entries() -> list[dict[str, Any]]:
    """What was recorded and can be told by its request alone: no state of the server, no masked password."""
    index = json.loads((RECORDED / "index.json").read_text(encoding="utf-8"))
    return [e for e in index if e.get("auth", "").startswith("basic:") and e["http_status"] == 200
            and "***" not in e["request"].get("json_data", "") and "bad_password" not in e["file"]]


def test_every_recorded_request_has_its_recorded_bytes(whole: httpx.Client) -> None:
    asked = entries()
    assert len(asked) > 500
    for entry in asked:
        answer = post(whole, entry["request"], entry["auth"].removeprefix("basic:"))
        assert answer.content == (RECORDED / entry["file"]).read_bytes(), entry["file"]
        assert (answer.status_code, answer.headers["content-type"]) == (200, entry["content_type"])


@pytest.mark.parametrize("name", PAGING)
def test_a_page_that_is_cut_here_has_the_bytes_that_itop_gave(example: httpx.Client, name: str) -> None:
    entry = next(e for e in entries() if e["file"] == f"paging/UserRequest_{name}.json")
    assert post(example, entry["request"], replay.USER).content == (RECORDED / entry["file"]).read_bytes()


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_refused_here_is_refused_in_itops_words(example: httpx.Client, name: str) -> None:
    entry = next(e for e in entries() if e["file"] == f"errors/{name}.json")
    assert post(example, entry["request"], replay.USER).content == (RECORDED / entry["file"]).read_bytes()


@pytest.mark.parametrize(("login", "password"), [(replay.USER, "wrong"), ("personne", replay.PASSWORD)])
def test_a_wrong_login_gets_code_1(example: httpx.Client, login: str, password: str) -> None:
    asked = {"operation": "core/get", "class": "Organization", "key": "SELECT Organization"}
    form = {"version": "1.3", "json_data": json.dumps(asked)}
    assert post(example, form, login, password).content == (RECORDED / "errors/bad_password_basic.json").read_bytes()
    assert example.post(replay.PATH, data=form).content == (RECORDED / "errors/no_auth.json").read_bytes()


def test_selected_fields_are_cut_from_the_whole_objects(example: httpx.Client) -> None:
    entry = next(e for e in entries() if e["file"] == "core_get/Person__selected_fields.json")
    assert post(example, entry["request"], replay.USER).content == (RECORDED / entry["file"]).read_bytes()


def test_the_example_holds_recorded_bytes_and_no_picture_of_anybody() -> None:
    index = json.loads((ANSWERS / "index.json").read_text(encoding="utf-8"))
    for entry in index:
        if not entry.get("cut"):
            assert (ANSWERS / entry["file"]).read_bytes() == (RECORDED / entry["file"]).read_bytes(), entry["file"]
    assert [entry["file"] for entry in index if entry.get("cut")] == ["core_get/Person.json"]
    people = json.loads((ANSWERS / "core_get/Person.json").read_bytes())["objects"].values()
    assert all(not isinstance(value, dict | list) for one in people for value in one["fields"].values())
    assert sum(file.stat().st_size for file in ANSWERS.rglob("*") if file.is_file()) < 1_500_000


@pytest.mark.parametrize("state", ["errors/maintenance_mode.txt", "errors/database_down.txt"])
def test_a_state_of_the_server_answers_to_everything(state: str) -> None:
    entry = next(e for e in json.loads((RECORDED / "index.json").read_text(encoding="utf-8")) if e["file"] == state)
    recording = replay.Recording(ANSWERS, state=state)
    with replay.serving(recording) as url, httpx.Client(base_url=url, trust_env=False) as client:
        answer = post(client, {}, replay.USER)
    assert (answer.status_code, answer.content) == (entry["http_status"], (RECORDED / state).read_bytes())
