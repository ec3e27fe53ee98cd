"""JSON, XML, YAML and TSV become rows of ours by the same mapping; what means nothing is set aside or held."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from clairevoie.errors import SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources import SOURCES, Pull
from clairevoie.tables.dataset import Dataset, check
from tests.sources.folders import asides

INVOICES = {"invoice": "number", "client": "customer.id", "date": "day", "amount": "total"}
CONSTANTS = {"kind": "services"}


def pulled(folder: Path, files: Mapping[str, str | bytes], tables: Mapping[str, Any], **settings: Any) -> Pull:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode(errors="surrogatepass") if isinstance(content, str) else content)
    source = SOURCES["file"]
    spec = SourceSpec("feed", "file", folder, "UTC", {}, {})
    return source.pull(spec, source.Settings.model_validate({"tables": tables} | settings))


def read(folder: Path, name: str, content: str | bytes, rows: str = "", columns: Mapping[str, str] | None = None,
         **settings: Any) -> Dataset:
    mapping = {"file": name, "rows": rows, "columns": columns or INVOICES, "constants": CONSTANTS}
    found = pulled(folder, {name: content}, {"invoices": mapping}, **settings)
    checked = check("feed", found.raws, "UTC")
    return replace(checked, set_aside=found.set_aside + checked.set_aside)


def held(folder: Path, name: str, content: str | bytes, rows: str = "") -> str:
    start = time.monotonic()
    with pytest.raises(SourceError) as error:
        read(folder, name, content, rows)
    assert time.monotonic() - start < 10
    return str(error.value)


JSON = """{"page": 1, "invoices": [
  {"number": "F-1", "customer": {"id": "a"}, "day": "2026-10-31", "total": 1234.50},
  {"number": 9007199254740993, "customer": {"id": "b"}, "day": "2026-11-01", "total": "1 234,5"}]}"""
XML = """<?xml version="1.0" encoding="ISO-8859-1"?>
<export><page>1</page>
  <invoice number="F-1"><customer><id>a</id></customer><day>2026-10-31</day><total cur="EUR">1234.50</total></invoice>
  <invoice number="9007199254740993"><customer><id>b</id></customer>
    <day>2026-11-01</day><total>1 234.5</total></invoice>
</export>"""
YAML = """page: 1
invoices:
- {number: F-1, customer: {id: a}, day: 2026-10-31, total: 1234.50}
- number: "9007199254740993"
  customer: {id: b}
  day: 2026-11-01
  total: "1 234,5"
"""
TSV = "number\tcustomer.id\tday\ttotal\nF-1\ta\t2026-10-31\t1234.50\n9007199254740993\tb\t2026-11-01\t1 234.5\n"


@pytest.mark.parametrize(("name", "content", "rows", "lines"), [
    ("i.json", JSON, "invoices[*]", [1, 2]), ("i.xml", XML, "export.invoice", [3, 4]),
    ("i.yml", YAML, "invoices", [3, 4]), ("i.tsv", TSV, "", [2, 3]),
])
def test_every_format_gives_the_same_rows(name: str, content: str, rows: str, lines: list[int], tmp_path: Path) -> None:
    columns = INVOICES | ({"invoice": "@number"} if name == "i.xml" else {})
    found = read(tmp_path, name, content, rows, columns)
    assert found.set_aside == ()
    assert [(row["invoice"], row["client"], str(row["date"]), row["amount"]) for row in
            found.tables["invoices"].to_pylist()] == [("F-1", "a", "2026-10-31", 123450),
                                                      ("9007199254740993", "b", "2026-11-01", 123450)]
    assert found.origins["invoices"]["_line"].to_pylist() == lines


def test_a_top_that_is_a_list_or_one_record_needs_no_path(tmp_path: Path) -> None:
    row = '{"number": 1, "customer": {"id": "a"}, "day": "2026-10-31", "total": 1}'
    assert len(read(tmp_path, "list.json", f"[{row}]").tables["invoices"]) == 1
    assert len(read(tmp_path, "one.json", row).tables["invoices"]) == 1
    assert len(read(tmp_path, "none.json", "[]").tables["invoices"]) == 0


def test_a_number_of_json_is_not_read_by_the_mark_of_the_texts_beside_it(tmp_path: Path) -> None:
    row = '{"number": %d, "customer": {"id": "a"}, "day": "2026-10-31", "total": 1, "days": %s}'
    text = "[" + ",".join(row % (n, cell) for n, cell in enumerate(["1.234", '"1,234"', '"1,5"', "true"])) + "]"
    found = read(tmp_path, "i.json", text, columns=INVOICES | {"days": "days"})
    assert found.tables["invoices"]["days"].to_pylist() == [1.234, 1.234, 1.5]
    assert asides(found) == [(4, "days", "not a number (12.5)")]


def test_places_in_lists_and_all_of_a_list(tmp_path: Path) -> None:
    text = '[{"number": 1, "customer": [{"id": "a"}, {"id": "b"}], "day": "2026-10-31", "total": 1}]'
    columns = INVOICES | {"client": "customer[1].id", "contract": "customer[*].id"}
    row = read(tmp_path, "i.json", text, columns=columns).tables["invoices"].to_pylist()[0]
    assert (row["client"], row["contract"]) == ("b", "a, b")


def test_where_keeps_the_rows_of_one_kind(tmp_path: Path) -> None:
    rows = ",".join(f'{{"model": "{model}", "number": {n}, "customer": {{"id": "a"}}, "day": "2026-10-31", "total": 1}}'
                    for model, n in [("x.bill", 1), ("x.note", 2), ("y", 3)])
    tables = {"invoices": {"file": "i.json", "columns": INVOICES, "constants": CONSTANTS,
                           "where": {"model": ["x.bill", "y"]}}}
    assert pulled(tmp_path, {"i.json": f"[{rows}]"}, tables).raws[0].columns["invoice"] == ["1", "3"]


ROW = '{"number": "F", "customer": {"id": "a"}, "day": "2026-10-31", "total": %s}'


@pytest.mark.parametrize(("total", "reason"), [
    ("NaN", "total: NaN is no number of JSON"), ("-Infinity", "total: -Infinity is no number of JSON"),
    ("[1]", "total: a list where one value is expected"), ("{}", ""),
    ('{"a": 1}', "total: a record where one value"), ("null", "empty, but required"),
    ("1e999", "not an amount with two decimals"), ("9223372036854775808", "not an amount"), ("true", "not an amount"),
    ('"\\ud800"', "not Unicode text"), ('{"a": 1, "a": 2}', "total: the key 'a' stands twice"),
    ('1, "total": 2', "the key 'total' stands twice"),
])
def test_p11_p13_a_value_that_means_nothing_sets_its_row_aside(total: str, reason: str, tmp_path: Path) -> None:
    found = read(tmp_path, "i.json", f"[{ROW % total}, {ROW % 5}]")
    assert len(found.tables["invoices"]) == 1
    (aside,) = found.set_aside
    assert (aside.file, aside.line) == ("i.json", 1)
    assert reason in aside.reason


def test_p13_a_field_that_no_record_has_is_named_with_the_nearest(tmp_path: Path) -> None:
    text = f"[{ROW % 1}]".replace("customer", "Customer")
    assert held(tmp_path, "i.json", text) == (
        "i.json: field 'customer.id' expected for invoices, found: number, Customer.id, day, total;"
        " did you mean 'Customer.id'?")
    assert held(tmp_path, "j.json", '{"error": "denied"}', "invoices[*]") == (
        "j.json: nothing at 'invoices'; known: error")


@pytest.mark.parametrize(("name", "content", "why"), [
    ("i.json", '[{"a": 1},\n{"a": ', "i.json:2: not JSON: it ends in the middle"),
    ("i.json", '[{"a": "b', "i.json:1: not JSON: it ends in the middle"),
    ("i.json", '[{"a": 1},\n {a: 2}]', "i.json:2: not JSON at column 3"),
    ("i.json", '{"a": 1}\n{"a": 2}\n', "i.json:2: not JSON: something stands behind its end; one value is expected"),
    ("i.json", "<html>log in</html>", "i.json:1: not JSON at column 1; it begins with '<html>log in</html>'"),
    ("i.json", "", "i.json:1: empty"), ("i.json", b"\xff\xfe\x00", "i.json:1: byte 0x"),
    ("i.json", '{"a": "caf\xe9"}'.encode("cp1252"), "i.json:1: byte 0xe9 is not utf-8"),
    ("i.json", "[" * 1_000_000, "i.json: nested deeper than the reader goes"),
    ("i.json", '{"a": 1, "a": 2}', "i.json: the key 'a' stands twice"),
    ("i.xml", "<a><b></a>", "i.xml:1: not XML: another element is closed"), ("i.xml", "", "i.xml:1: empty"),
    ("i.xml", "<a>\n<b>", "i.xml:2: not XML: it ends in the middle"), ("i.xml", "<a", "i.xml:1: not XML: it ends in"),
    ("i.xml", "<a>\n<b></b> & </a>", "i.xml:2: not XML at column 10"),
    ("i.xml", "<a/><b/>", "i.xml:1: not XML: something stands behind its end"),
    ("i.xml", "<a>&nbsp;</a>", "i.xml:1: not XML: an entity (&name;) that XML does not have"),
    ("i.xml", "<a>" * 5_000, "i.xml:1: nested deeper than 100 levels"),
    ("i.xml", '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<l>&b;</l>', "i.xml:1: a DOCTYPE is not accepted"),
    ("i.xml", '<!DOCTYPE l SYSTEM "file:///etc/passwd"><l>&x;</l>', "i.xml:1: a DOCTYPE is not accepted"),
    ("i.xml", '<?xml version="1.0" encoding="no-such"?><a/>', "i.xml:1: not XML: its encoding"),
    ("i.yml", "a: [1,\n", "i.yml:2: not YAML: "), ("i.yml", "", "i.yml:1: empty"),
    ("i.yml", "a: &x [1]\nb: *x\n", "i.yml:2: aliases (*name) are not accepted"),
    ("i.yml", "a: 1\na: 2\n", "i.yml: the key 'a' stands twice"),
    ("i.yml", "a: !!python/object/apply:os.system [id]\n", "i.yml: 4 fields expected for invoices are"),
    ("i.yml", "a: 1\n---\nb: 2\n", "i.yml:2: a second document"), ("i.yml", "[" * 5_000, "i.yml:1: nested deeper than"),
    ("i.txt", "x", "i.txt: called neither .json, .xml, .yaml nor .tsv; say format in source.yml"),
    ("i.tsv", '{"a": 1}', "i.tsv: JSON, not a CSV"),
])
def test_p10_p12_what_is_not_what_it_is_called_holds_the_source_in_one_line(
        name: str, content: str | bytes, why: str, tmp_path: Path) -> None:
    assert held(tmp_path, name, content, "a" if "stands twice" in why else "").startswith(why)


def test_p12_a_file_above_the_limit_names_it(tmp_path: Path) -> None:
    assert held(tmp_path, "i.json", b" " * 67_108_865) == "i.json: 67,108,865 bytes, more than the limit of 67,108,864"
    assert held(tmp_path, "i.yml", b"#" * 1_048_577).endswith("more than the limit of 1,048,576 for YAML")


@pytest.mark.parametrize(("mapping", "what"), [
    ({}, "is missing"), ({"file": "x.json", "rows": "a..b"}, "write a path of names"),
    ({"file": "x.json", "columns": {"invoice": "a[b]"}}, "write a path of names"),
    ({"file": "../x.json"}, "write a path inside"),
])
def test_a_wrong_setting_is_told(mapping: dict[str, Any], what: str) -> None:
    with pytest.raises(ValidationError, match=what.replace(".", r"\.")):
        SOURCES["file"].Settings.model_validate({"tables": {"invoices": mapping}})
