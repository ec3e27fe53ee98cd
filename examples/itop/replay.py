"""A stand-in for iTop's REST service: recorded answers over HTTP, on loopback only.

    python examples/itop/replay.py --port 8901

The exact recorded bytes where a request stands in index.json; else the recorded objects cut to output_fields, limit and
page, with the true total; iTop's own words for what it refuses. The password is not a secret: everything is invented.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

USER, PASSWORD = "portal-ro", "replay"
PATH = "/webservices/rest.php"
_VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4")
_UNKNOWN_LOGINS = ("personne",)
Fields = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What goes over the wire."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"


@dataclass
class Recording:
    """A folder of recorded answers with its index.json.

    state: a file of the folder that is answered to everything (maintenance, database down), "" for the normal state.
    """

    folder: Path
    state: str = ""
    requests: list[Mapping[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        index = json.loads((self.folder / "index.json").read_text(encoding="utf-8"))
        self.entries = {entry["file"]: entry for entry in index}
        self._exact: dict[tuple[str, ...], str] = {}
        self._logins = {USER}
        for entry in index:
            if "method" in entry and not entry.get("cut"):
                self._exact.setdefault(_name(entry["method"], entry["auth"], entry["request"]), entry["file"])
                self._logins.add(entry["auth"].partition(":")[2])
        self._logins -= {"", *_UNKNOWN_LOGINS}
        self._objects = _objects(self.folder, index)

    def answer(self, method: str, form: Mapping[str, str], authorization: str | None) -> Answer:
        """The answer to one request; `authorization` is its header."""
        if self.state:
            return self._recorded(self.state)
        login, password, kind = _credentials(form, authorization)
        if method != "POST" or login not in self._logins or password != PASSWORD:
            return _refusal(1, "Error: Invalid login")
        masked = {name: "***" if name == "auth_pwd" else value for name, value in form.items()}
        file = self._exact.get(_name(method, f"{kind}:{login}", masked))
        return self._recorded(file) if file else self._cut(form)

    def _recorded(self, file: str) -> Answer:
        entry = self.entries[file]
        return Answer((self.folder / file).read_bytes(), entry["http_status"], entry["content_type"])

    def _cut(self, form: Mapping[str, str]) -> Answer:
        if "version" not in form:
            return _refusal(2, "Error: Missing parameter 'version' (e.g. '1.0')")
        if form["version"] not in _VERSIONS:
            return _refusal(10, f"Error: There is no service available for version '{form['version']}'")
        if "json_data" not in form:
            return _refusal(3, "Error: Missing parameter 'json_data'")
        try:
            asked = json.loads(form["json_data"])
        except ValueError:
            return _refusal(4, "Error: Parameter json_data is not a valid JSON structure")
        if asked.get("operation", "core/get") != "core/get":
            return _refusal(11, f"Error: Unknown verb '{asked['operation']}' in version '{form['version']}'")
        lost = next((name for name in ("operation", "class", "key") if name not in asked), None)
        return _refusal(100, f"Error: Missing parameter '{lost}'") if lost else self._get(asked)

    def _get(self, asked: Mapping[str, Any]) -> Answer:
        cls, query = str(asked["class"]), str(asked["key"])
        if not any(known == cls for known, _ in self._objects):
            return _refusal(100, f"Error: class: '{cls}' is not a valid class'")
        if (cls, query) not in self._objects:
            return _refusal(100, f"Error: not recorded: {query}")
        limit, page = int(asked.get("limit", 0)), int(asked.get("page", 1))
        if page < 1:
            return _refusal(13, "The request page number is not valid. It must be an integer greater than 0",
                            objects=None)
        return _page(self._objects[cls, query], str(asked.get("output_fields", "*")), limit, page)


@contextmanager
def serving(recording: Recording, port: int = 0) -> Iterator[str]:
    """The address of a server on loopback that answers from `recording` while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(recording))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def encoded(answer: object) -> bytes:
    """JSON as PHP writes it: one line, ASCII, slashes escaped."""
    return json.dumps(answer, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def _handler(recording: Recording) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8")
            self._reply("POST", body)

        def do_GET(self) -> None:
            self._reply("GET", self.path.partition("?")[2])

        def _reply(self, method: str, text: str) -> None:
            form = {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}
            recording.requests.append(form)
            if self.path.partition("?")[0] == PATH:
                answer = recording.answer(method, form, self.headers.get("Authorization"))
            else:
                answer = Answer(b"<p>Not found</p>", 404, "text/html; charset=UTF-8")
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the reader says what it did."""

    return Handler


def _name(method: str, auth: str, form: Mapping[str, str]) -> tuple[str, ...]:
    """What makes two requests the same: JSON is compared as JSON."""
    fields = dict(form)
    with suppress(KeyError, ValueError):
        fields["json_data"] = json.dumps(json.loads(fields["json_data"]), sort_keys=True)
    return (method, auth, json.dumps(fields, sort_keys=True))


def _credentials(form: Mapping[str, str], authorization: str | None) -> tuple[str, str, str]:
    if authorization is None:
        return form.get("auth_user", ""), form.get("auth_pwd", ""), "form"
    try:
        text = base64.b64decode(authorization.removeprefix("Basic "), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", "", "basic"
    login, _, password = text.partition(":")
    return login, password, "basic"


def _refusal(code: int, message: str, **more: None) -> Answer:
    return Answer(encoded({"code": code, "message": message, **more}))


def _objects(folder: Path, index: list[dict[str, Any]]) -> dict[tuple[str, str], list[Fields]]:
    """The recorded objects of each (class, query); the fields of several recordings of the same are put together."""
    found: dict[tuple[str, str], list[Fields]] = {}
    for entry in index:
        if entry["file"].startswith("core_get/") and entry.get("code") == 0:
            asked = json.loads(entry["request"]["json_data"])
            name = (asked["class"], str(asked["key"]))
            if asked["output_fields"] == "*+":
                continue  # its fields differ from one object to the next
            answer = json.loads((folder / entry["file"]).read_bytes())
            objects = list((answer["objects"] or {}).values())
            if name not in found:
                found[name] = objects
                continue
            for known, more in zip(found[name], objects, strict=True):
                known["fields"] = {**more["fields"], **known["fields"]}
    return found


def _page(objects: list[Fields], output_fields: str, limit: int, page: int) -> Answer:
    shown = objects[(page - 1) * limit: page * limit] if limit else objects
    names = [name.strip() for name in output_fields.split(",")]
    if output_fields != "*":
        lost = next((n for n in names if objects and n != "id" and n not in objects[0]["fields"]), None)
        if lost:
            return _refusal(100, f"Error: output_fields: invalid attribute code '{lost}'")
        shown = [{**one, "fields": {n: one["key"] if n == "id" else one["fields"][n] for n in names}} for one in shown]
    page_of = {f"{one['class']}::{one['key']}": one for one in shown} or None
    return Answer(encoded({"code": 0, "message": f"Found: {len(objects)}", "objects": page_of}))


def main() -> None:
    """Serve the answers beside this file until Ctrl-C."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=8901)
    parser.add_argument("--answers", type=Path, default=Path(__file__).parent / "answers")
    options = parser.parse_args()
    with serving(Recording(options.answers), options.port) as address:
        print(f"{address}  user {USER}, password {PASSWORD}; Ctrl-C stops it", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
