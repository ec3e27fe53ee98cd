"""What goes to a bucket and what comes back: nothing of the visitor's, nothing of the storage's, nothing too old."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.edge.asking import Answer, get
from tests.edge.conftest import BASE, READER, bucket_settings
from tests.edge.hostile import Hostile, fault, hostile, said
from tests.edge.places import FOREVER, link_name, secret
from tests.edge.server import CLIENTS, Edge, running
from tests.edge.test_answers import ALWAYS, OF_A_FILE

pytestmark = pytest.mark.edge

RELEASE = "0123456789abcdef"
FOLDER = f"0000001-{RELEASE}"


@dataclass(frozen=True, slots=True)
class Shop:
    """A site in a hostile storage, with an edge in front."""

    storage: Hostile
    edge: Edge
    token: str
    key: str

    @property
    def link(self) -> str:
        """Where its link stands in the bucket."""
        return f"ready/{BASE}{link_name(self.token)}"

    @property
    def pointer(self) -> str:
        """Where its pointer stands in the bucket."""
        return f"ready/{BASE}sites/{self.key}/pointer.json"

    @property
    def file(self) -> str:
        """Where its page stands in the bucket."""
        return f"ready/{BASE}sites/{self.key}/releases/{FOLDER}/index.html"

    def page(self, *more: str, method: str = "GET") -> Answer:
        """What a visitor of its page gets."""
        return get(self.edge.port, f"/{self.token}/{RELEASE}/", *more, method=method)

    def missing(self) -> Answer:
        """What a visitor of nothing gets."""
        return get(self.edge.port, "/")


@pytest.fixture(scope="module", params=["", "session/token+=="], ids=["key", "session"])
def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
         ) -> Iterator[tuple[Hostile, Edge, str]]:
    """One edge before one hostile storage, with and without a session token."""
    place: Path = tmp_path_factory.mktemp("hostile")
    env = READER | ({"AWS_SESSION_TOKEN": request.param} if request.param else {})
    with (hostile() as storage,
          running(place / "nginx", bucket_settings(storage.endpoint), storage="s3", env=env) as edge):
        yield storage, edge, request.param


@pytest.fixture
def shop(door: tuple[Hostile, Edge, str]) -> Shop:
    """A fresh site."""
    storage, edge, _ = door
    shop = Shop(storage, edge, secret(), secret())
    storage.asked.clear()
    storage.objects[shop.link] = said("200 OK", json.dumps({"site": shop.key, "until": FOREVER}).encode())
    kept = [{"folder": FOLDER, "release": RELEASE, "until": None}]
    storage.objects[shop.pointer] = said("200 OK", json.dumps({"folder": FOLDER, "kept": kept}).encode())
    storage.objects[shop.file] = said("200 OK", b"page", "Content-Type: text/html; charset=utf-8", 'ETag: "tag"',
                                      "Cache-Control: private, no-cache")
    return shop


def test_only_the_name_of_a_file_and_a_tag_reach_the_storage(shop: Shop, door: tuple[Hostile, Edge, str]) -> None:
    session = {"x-amz-security-token"} if door[2] else set()
    answer = shop.page("Cookie: a=b", "Authorization: Basic YTpi", "X-Amz-Date: 20000101T000000Z", "X-Canary: yes",
                       "User-Agent: canary", "Referer: https://example.net/", "Accept-Encoding: gzip",
                       "Range: bytes=0-1", "X-Forwarded-For: 1.2.3.4", 'If-None-Match: W/"tag-1"',
                       "If-Match: canary", "Via: canary")
    assert (answer.status, answer.body) == (200, b"page")
    names = {"host", "connection", "authorization", "x-amz-content-sha256", "x-amz-date"} | session
    for name, more in ((shop.link, set()), (shop.pointer, set()), (shop.file, {"if-none-match"})):
        (head,) = shop.storage.heads(name)
        assert set(head) == names | more
        assert head["host"] == f"127.0.0.1:{shop.storage.port}"
    assert shop.storage.heads(shop.file)[0]["if-none-match"] == '"tag-1"'
    assert {line.split(" ")[0] for line in shop.storage.asked} == {"GET"}


@pytest.mark.parametrize("tag", ['"a", "b"', "*", '"a\tb"', '"' + "a" * 81 + '"', "tag", '"a" x', '"\\"'])
def test_a_tag_that_is_not_plain_stays_outside(shop: Shop, tag: str) -> None:
    shop.page(f"If-None-Match: {tag}")
    assert "if-none-match" not in shop.storage.heads(shop.file)[0]


def test_every_signature_is_that_of_botocore(shop: Shop, door: tuple[Hostile, Edge, str]) -> None:
    shop.page(method="HEAD")
    for name in (shop.link, shop.pointer, shop.file):
        (head,) = shop.storage.heads(name)
        assert head["authorization"] == _signed(f"{shop.storage.endpoint}/{name}", head["x-amz-date"], door[2])


def test_what_a_storage_adds_to_an_answer_reaches_nobody(shop: Shop) -> None:
    more = ("x-amz-request-id: canary", "x-amz-meta-client: canary", "Set-Cookie: a=canary", "Server: canary",
            "X-Accel-Redirect: /_missing", "X-Accel-Buffering: no", "X-Accel-Charset: canary", "Expires: canary",
            "Content-Disposition: attachment", "Access-Control-Allow-Origin: *", "Accept-Ranges: bytes",
            "Link: <canary>", "Content-Security-Policy: default-src *", "Strict-Transport-Security: max-age=0",
            "Refresh: 0; url=canary",
            "Location: https://canary.example.net/", "Vary: Cookie", "Warning: canary", "Content-Language: canary")
    shop.storage.objects[shop.file] = said("200 OK", b"page", "Content-Type: text/plain", 'ETag: "tag"',
                                           "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT",
                                           "Cache-Control: private, no-cache", *more)
    answer = shop.page()
    assert (answer.status, answer.body, answer["Cache-Control"]) == (200, b"page", "private, no-cache")
    assert {name.lower() for name, _ in answer.headers} <= {name.lower() for name in {*OF_A_FILE, *ALWAYS, "Vary"}}
    assert {name: answer[name] for name in ALWAYS} == ALWAYS
    assert "canary" not in str(answer.headers)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent", "400 No",
                                    "401 Unauthorized", "405 No", "409 Conflict", "412 No", "416 No", "429 Slow",
                                    "451 No", "500 Error", "501 No", "502 No", "503 Slow Down", "504 No", "507 Full",
                                    "511 No"])
def test_whatever_is_wrong_with_a_storage_is_the_same_neutral_answer(shop: Shop, status: str) -> None:
    for broken in (shop.file, shop.pointer, shop.link):
        shop.storage.objects[broken] = said(status, b"canary", f"Location: {shop.storage.endpoint}/canary",
                                            "WWW-Authenticate: Basic realm=canary", "x-amz-request-id: canary")
        answers = [shop.page(), _of_fresh_link(shop, broken)]
        assert 503 in {answer.status for answer in answers}
        for answer in answers:
            assert answer.status in {200, 503}  # 200: what was read before still counts, for less than five seconds
            assert "canary" not in f"{answer.headers}{answer.body!r}"
            assert answer.status == 200 or "www-authenticate" not in answer


@pytest.mark.parametrize(("answer", "status"), [
    (fault("404 Not Found", "NoSuchKey"), 404),
    (fault("403 Forbidden", "AccessDenied"), 404),  # of what is not there, to who may not list
    (fault("403 Forbidden", "SignatureDoesNotMatch"), 503),
    (fault("403 Forbidden", "InvalidAccessKeyId"), 503),
    (fault("403 Forbidden", "RequestTimeTooSkewed"), 503),
    (fault("404 Not Found", "NoSuchBucket"), 503),
    (b"", 503), (b"garbage\r\n\r\n", 503), (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", 503),
    (said("200 OK", b"{"), 404),
])
def test_a_link_that_is_not_there_and_a_storage_that_cannot_say_are_two_things(shop: Shop, answer: bytes, status: int
                                                                               ) -> None:
    shop.storage.objects[shop.link] = answer
    assert shop.page().status == status


def test_a_file_that_is_not_there_is_a_missing_page(shop: Shop) -> None:
    for answer in (fault("404 Not Found", "NoSuchKey"), fault("403 Forbidden", "AccessDenied")):
        shop.storage.objects[shop.file] = answer
        assert shop.page().seen == shop.missing().seen


def test_two_small_objects_are_read_once_in_a_while_and_each_file_each_time(shop: Shop) -> None:
    for _ in range(20):
        assert shop.page().status == 200
    assert [len(shop.storage.heads(name)) for name in (shop.link, shop.pointer, shop.file)] == [1, 1, 20]
    assert len(shop.storage.heads(f"ready/{BASE}links/internal.json")) <= 1  # there is none, which is kept too


def test_a_guess_is_not_kept_so_a_new_link_opens_at_once(shop: Shop) -> None:
    there = shop.storage.objects.pop(shop.link)
    assert [shop.page().status for _ in range(3)] == [404] * 3
    assert len(shop.storage.heads(shop.link)) == 3
    shop.storage.objects[shop.link] = there
    assert shop.page().status == 200


def test_what_was_read_is_used_for_less_than_six_seconds_when_the_storage_fails(shop: Shop) -> None:
    assert shop.page().status == 200
    began = time.monotonic()
    shop.storage.objects[shop.link] = shop.storage.objects[shop.pointer] = said("500 Error")
    while shop.page().status == 200 and time.monotonic() - began < 10:
        time.sleep(0.1)
    assert time.monotonic() - began < 6
    assert {shop.page().status for _ in range(5)} == {503}


def test_a_storage_that_asks_to_keep_an_answer_longer_is_not_heard(shop: Shop) -> None:
    shop.storage.objects[shop.link] = said("200 OK", json.dumps({"site": shop.key, "until": FOREVER}).encode(),
                                           "Cache-Control: max-age=3600", "X-Accel-Expires: 3600",
                                           "Expires: Fri, 31 Dec 2049 00:00:00 GMT")
    assert shop.page().status == 200
    del shop.storage.objects[shop.link]
    time.sleep(5.1)
    assert shop.page().seen == shop.missing().seen


@pytest.mark.parametrize("site", ["../../other", "a/b", "http://127.0.0.1/aaaaaaaaaaaaaa",
                                  "%2e%2e%2faaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaa\n",
                                  "aaaaaaaaaaaaaaaaaaaaaa?x", "aaaaaaaaaaaaaaaaaaaaaa#", ""])
def test_a_key_that_is_none_asks_the_storage_nothing(shop: Shop, site: str) -> None:
    shop.storage.objects[shop.link] = said("200 OK", json.dumps({"site": site, "until": FOREVER}).encode())
    assert shop.page().seen == shop.missing().seen
    assert len(shop.storage.asked) == 1


@pytest.mark.parametrize("folder", ["../../x", "0000001-0123456789abcdef/..", "0000001-0123456789abcdef\n", "1-a", "",
                                    None, ["0000001-0123456789abcdef"]])
def test_a_folder_that_is_none_asks_the_storage_nothing(shop: Shop, folder: object) -> None:
    pointer = {"folder": folder, "kept": [{"folder": folder, "release": RELEASE, "until": None}]}
    shop.storage.objects[shop.pointer] = said("200 OK", json.dumps(pointer).encode())
    assert shop.page().status == 503
    assert {line.split(" ")[1].rpartition(".")[2] for line in shop.storage.asked} == {"json"}


def _of_fresh_link(shop: Shop, broken: str) -> Answer:
    """The page by a link that was never read, so that nothing is kept; the broken object stays broken."""
    token = secret()
    data = {"site": shop.key, "until": FOREVER}
    fresh = said("200 OK", json.dumps(data).encode()) if broken != shop.link else shop.storage.objects[broken]
    shop.storage.objects[f"ready/{BASE}{link_name(token)}"] = fresh
    return get(shop.edge.port, f"/{token}/{RELEASE}/", host=CLIENTS)


def _signed(url: str, date: str, session: str) -> str:
    request = AWSRequest("GET", url)
    request.headers["X-Amz-Content-SHA256"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    request.headers["X-Amz-Date"] = date
    if session:
        request.headers["X-Amz-Security-Token"] = session
    signer = S3SigV4Auth(Credentials(READER["AWS_ACCESS_KEY_ID"], READER["AWS_SECRET_ACCESS_KEY"], session or None),
                         "s3", "us-east-1")
    request.context.update(timestamp=date, payload_signing_enabled=False)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    names = signer.signed_headers(signer.headers_to_sign(request))
    return (f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders={names}, "
            f"Signature={signer.signature(text, request)}")
