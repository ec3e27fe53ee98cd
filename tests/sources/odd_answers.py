"""Bytes that an API might answer: sound, odd, cut, and nothing at all."""

from __future__ import annotations

import json

from hypothesis import strategies as st

Text = st.SearchStrategy[str]


def members(names: Text, inner: Text) -> Text:
    """An object in which names may come twice."""
    pairs = st.lists(st.tuples(names, inner), max_size=5)
    return pairs.map(lambda all_of: "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in all_of) + "}")


def listed(inner: Text, most: int) -> Text:
    """A list."""
    return st.lists(inner, max_size=most).map(lambda all_of: f"[{','.join(all_of)}]")


odd = st.sampled_from([
    "NaN", "-Infinity", "1e999", "-0.0", str(2**63), "9" * 400, '"\\ud800"', '"\\u0000"', '{"a":1,"a":2}', "true",
    '"' + "x" * 300 + '"', '"<b>&amp;"', '"2026-02-30T25:00:00Z"', "null", '"\\u202e"'])
plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)).map(json.dumps) | odd
values = st.recursive(
    plain, lambda inner: listed(inner, 3) | members(st.sampled_from(["name", "id", "a"]), inner), max_leaves=6)
row = members(st.sampled_from(["id", "name", "at", "hours", "list", "of"]), values)
good = st.integers(0, 6).map(lambda number: f'{{"id":{number},"name":"n","list":[1]}}')
lists = listed(row | good, 4)
answers = st.one_of(
    members(st.sampled_from(["rows", "total", "next", "more", "code", "error"]), lists | values),
    st.tuples(lists, st.integers(0, 5)).map(lambda said: f'{{"rows":{said[0]},"total":{said[1]}}}'), values)
bodies = st.one_of(
    st.binary(max_size=80), answers.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.tuples(answers, st.integers(1, 60)).map(lambda cut: cut[0].encode("utf-8", "surrogatepass")[:-cut[1]]))
