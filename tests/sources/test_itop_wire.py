"""iTop over HTTP: what is tried again, what is refused, what is never said."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
import stamina
from pydantic import ValidationError
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from clairevoie.errors import SourceError
from clairevoie.sources.http.refused import Refused
from clairevoie.sources.itop import pull
from clairevoie.sources.itop.settings import Settings
from clairevoie.sources.itop.wire import Wire
from tests.sources.replayed import ANSWERS, replay, settings, source

SECRET = "mot-de-passe-à-ne-pas-dire"  # noqa: S105  # what must not be repeated
PATH = "/webservices/rest.php"


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Retries without their pauses."""
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITOP_USER", replay.USER)
    monkeypatch.setenv("ITOP_PASSWORD", replay.PASSWORD)


def wire(server: HTTPServer, **more: object) -> Wire:
    return Wire(settings(server.url_for(""), **more), "portal", SECRET)


def refused(server: HTTPServer, **more: object) -> str:
    with wire(server, **more) as open_wire, pytest.raises(Refused) as raised:
        open_wire.post({})
    assert SECRET not in str(raised.value)
    return str(raised.value)


def test_a_request_is_a_form_with_basic_authentication(httpserver: HTTPServer) -> None:
    httpserver.expect_request(PATH, method="POST").respond_with_data("{}", headers={"Set-Cookie": "itop=1; Path=/"})
    with wire(httpserver) as open_wire:
        assert open_wire.post({"operation": "core/get"}) == b"{}"
        open_wire.post({"operation": "core/get"})
    request = httpserver.log[1][0]
    assert parse_qs(request.get_data(as_text=True)) == {"version": ["1.3"], "json_data": ['{"operation": "core/get"}']}
    assert request.authorization is not None
    assert (request.authorization.username, request.authorization.password) == ("portal", SECRET)
    assert "Cookie" not in request.headers
    assert request.query_string == b""


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_server_in_trouble_is_asked_again_a_bounded_number_of_times(httpserver: HTTPServer, status: int) -> None:
    httpserver.expect_request(PATH).respond_with_data("<p>iTop</p>", status=status)
    assert refused(httpserver, attempts=3) == f"HTTP status {status}"
    assert len(httpserver.log) == 3


def test_a_server_that_recovers_is_read(httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request(PATH).respond_with_data("", status=503)
    httpserver.expect_ordered_request(PATH).respond_with_data("{}")
    with wire(httpserver) as open_wire:
        assert open_wire.post({}) == b"{}"
        assert open_wire.again == ("1 request made again: HTTP status 503",)


@pytest.mark.parametrize(("status", "said"), [(301, "a redirect to "), (302, "a redirect to "),
                                              (401, "HTTP status 401"), (404, "HTTP status 404")])
def test_any_other_status_is_refused_at_once_and_no_redirection_gets_the_password(
        httpserver: HTTPServer, status: int, said: str) -> None:
    httpserver.expect_request(PATH).respond_with_data("", status=status, headers={"Location": "/elsewhere"})
    assert refused(httpserver).startswith(said)
    assert len(httpserver.log) == 1


def test_nobody_at_home_is_one_line() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with Wire(settings(f"http://127.0.0.1:{port}"), "portal", SECRET) as open_wire, pytest.raises(Refused) as raised:
        open_wire.post({})
    assert str(raised.value) == f"no connection to 127.0.0.1:{port} (refused)"


def test_an_answer_is_bounded_in_size(httpserver: HTTPServer) -> None:
    httpserver.expect_request(PATH).respond_with_data("x" * 1000)
    assert refused(httpserver, max_bytes=999) == "more than 999 bytes"


def test_a_slow_answer_is_given_up(httpserver: HTTPServer) -> None:
    def slow(_: Request) -> Response:
        time.sleep(0.3)
        return Response("{}")

    httpserver.expect_request(PATH).respond_with_handler(slow)
    assert refused(httpserver, timeout=0.05, attempts=1) == "no whole answer within 0.05 s"


def test_all_requests_share_one_deadline(httpserver: HTTPServer) -> None:
    httpserver.expect_request(PATH).respond_with_data("{}")
    with wire(httpserver, deadline=0.5) as open_wire:
        assert open_wire.post({}) == b"{}"
        time.sleep(0.6)
        with pytest.raises(Refused, match=r"not read within 0\.5 s"):
            open_wire.post({})


def test_missing_credentials_name_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ITOP_USER")
    monkeypatch.setenv("ITOP_PASSWORD", "")
    with pytest.raises(SourceError) as raised:
        pull(source(), settings("http://127.0.0.1:1"))
    assert [str(fault) for fault in raised.value.faults] == [
        "source itop: the environment variable ITOP_USER is not set",
        "source itop: the environment variable ITOP_PASSWORD is not set",
    ]


@pytest.mark.parametrize("value", ["a\nb", "mot\udce9"])
def test_a_password_that_cannot_be_sent_is_not_repeated(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ITOP_PASSWORD", value)
    with pytest.raises(SourceError) as raised:
        pull(source(), settings("http://127.0.0.1:1"))
    assert str(raised.value) == "source itop: the environment variable ITOP_PASSWORD holds what no login is made of"


@pytest.mark.parametrize(("state", "said"), [("errors/maintenance_mode.txt", "HTTP status 503"),
                                             ("errors/database_down.txt", "HTTP status 500")])
def test_maintenance_and_a_lost_database_hold_the_source(state: str, said: str) -> None:
    with replay.serving(replay.Recording(ANSWERS, state=state)) as url, pytest.raises(SourceError) as raised:
        pull(source(), settings(url))
    assert str(raised.value) == f"source itop: history of status: {said}"


def test_a_wrong_password_holds_the_source_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITOP_PASSWORD", SECRET)
    with replay.serving(replay.Recording(ANSWERS)) as url, pytest.raises(SourceError) as raised:
        pull(source(), settings(url))
    assert str(raised.value) == "source itop: history of status: iTop refuses with code 1: Error: Invalid login"


def test_a_class_that_is_needed_and_not_there_holds_the_source() -> None:
    recording = replay.Recording(ANSWERS)
    del recording._objects["CustomerContract", "SELECT CustomerContract"]
    with replay.serving(recording) as url, pytest.raises(SourceError) as raised:
        pull(source(), settings(url))
    assert str(raised.value) == "source itop: CustomerContract: class CustomerContract is not installed"


def test_a_class_that_is_not_needed_may_be_missing() -> None:
    recording = replay.Recording(ANSWERS)
    for cls in ("Incident", "Change", "lnkCustomerContractToProviderContract"):
        del recording._objects[cls, f"SELECT {cls}"]
    with replay.serving(recording) as url:
        pulled = pull(source(), settings(url))
    assert [n for n in pulled.notices if "not installed" in n] == [
        "class lnkCustomerContractToProviderContract is not installed in this iTop",
        "class Incident is not installed in this iTop",
        "class Change is not installed in this iTop",
        "class lnkProviderContractToService is not installed in this iTop",
    ]


def test_no_request_asks_for_every_field() -> None:
    recording = replay.Recording(ANSWERS)
    with replay.serving(recording) as url:
        pull(source(), settings(url))
    assert len(recording.requests) > 40
    assert not [form for form in recording.requests if "*" in form["json_data"]]
    assert not [form for form in recording.requests if "auth_pwd" in form or "picture" in form["json_data"]]


@pytest.mark.parametrize("url", ["ftp://itop", "itop.example.com", "https://u:p@itop.example.com",
                                 "http://itop.example.com", "https://itop.example.com/?x=1",
                                 "https://itop.example.com:99999", "https://itop.example.com/#x"])
def test_an_address_that_would_leak_or_lead_nowhere_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        Settings(url=url)


def test_a_password_in_clear_is_a_choice_that_must_be_written() -> None:
    assert Settings(url="http://itop.example.com/itop/", allow_http=True).endpoint \
        == "http://itop.example.com/itop/webservices/rest.php"
