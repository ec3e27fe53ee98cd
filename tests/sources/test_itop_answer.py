"""An answer of iTop is believed only when it is whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clairevoie.sources.http.refused import Refused, one_line
from clairevoie.sources.itop.answer import NotInstalled, read
from clairevoie.sources.itop.ask import ask

PERSON = ask("Person", "name org_id")
CI = ask("FunctionalCI", "name finalclass", parent=True)


def one(cls: str = "Person", key: str = "7", code: int = 0, **fields: Any) -> dict[str, Any]:
    return {"code": code, "message": "", "class": cls, "key": key, "fields": fields or {"name": "A", "org_id": "1"}}


def body(objects: object, found: object = "Found: 1", **more: Any) -> bytes:
    return json.dumps({"code": 0, "message": found, "objects": objects, **more}).encode()


def test_values_become_text_and_an_unset_key_is_nothing() -> None:
    page = read(body({"Person::7": one(name=None, org_id="0"), "Person::8": one(key="8", name=True, org_id=12)},
                     "Found: 36"), PERSON)
    assert page.total == 36
    assert [(item["name"], item["org_id"], item.ref("org_id")) for item in page.items] == [("", "0", ""),
                                                                                          ("true", "12", "12")]


def test_no_object_is_an_empty_page_with_the_true_total() -> None:
    assert read(body(None, "Found: 36"), PERSON).total == 36
    assert read(body(None, "Found: 36"), PERSON).items == ()


def test_a_subclass_is_believed_only_where_it_is_expected_and_says_so_itself() -> None:
    server = one("Server", name="s1", finalclass="Server")
    assert read(body({"Server::7": server}), CI).items[0].cls == "Server"
    with pytest.raises(Refused, match="another class than asked"):
        read(body({"Server::7": one("Server")}), PERSON)
    with pytest.raises(Refused, match="another class than asked"):
        read(body({"Server::7": one("Server", name="s1", finalclass="Farm")}), CI)


@pytest.mark.parametrize(("answer", "why"), [
    (b"<p>iTop: An error occurred</p>", "HTML where JSON was expected"),
    (b"", "something else where JSON was expected"),
    (b"[" * 100_000, "something else where JSON was expected"),
    (b"[1]", "JSON that is no answer"),
    (b'{"data":[{"code":100,"message":"maintenance"}],"scripts":[]}', "without a code"),
    (b'{"code":"0","message":"Found: 1"}', "without a code"),
    (b'{"code":true,"message":"Found: 1"}', "without a code"),
    (b'{"code":1,"message":"Error: Invalid login"}', "code 1: Error: Invalid login"),
    (b'{"code":0,"message":null,"objects":null}', "how many objects"),
    (body([]), None),
    (body([1]), "no mapping"),
    (body({"Person::7": one(code=1)}), "no object"),
    (body({"Person::7": 3}), "no object"),
    (body({"Person::8": one()}), "another object"),
    (body({"Person::\u0667": one(key="\u0667")}), "another object"),
    (body({"Person::7": one(name="A")}), "no field org_id"),
    (body({"Person::7": one(name=[], org_id="1")}), "no plain value"),
    (b'{"code":0,"message":"Found: 2","objects":{"Person::7":{},"Person::7":{}}}', "stands twice"),
])
def test_anything_else_is_refused_in_one_line(answer: bytes, why: str | None) -> None:
    if why is None:
        assert read(answer, PERSON).items == ()
        return
    with pytest.raises(Refused, match=why) as raised:
        read(answer, PERSON)
    assert "\n" not in str(raised.value)


def test_only_the_class_that_was_asked_can_be_not_installed() -> None:
    with pytest.raises(NotInstalled):
        read(b'{"code":100,"message":"Error: class: \'Person\' is not a valid class\'"}', PERSON)
    with pytest.raises(Refused) as raised:
        read(b'{"code":100,"message":"Error: class: \'Team\' is not a valid class\'"}', PERSON)
    assert not isinstance(raised.value, NotInstalled)


def test_untrusted_words_are_short_and_on_one_line() -> None:
    assert one_line("a\nb\x1b[31m\t c") == "a b?[31m c"
    assert len(one_line("x" * 1000)) == 200
