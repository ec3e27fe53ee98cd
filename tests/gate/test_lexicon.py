"""The lexicon in columns says what a plain dictionary of forms says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clairevoie.gate.folding import fold
from clairevoie.gate.tokens import EVERYBODY, Token, Words, is_short, lexicon
from tests.sampling import sample

TEXTS = st.lists(st.sampled_from(["acme", "Acme", "acme-corp", "T-1042", "12", "987654", "é", "北京", " ", "a\x01b",
                                  "x&amp;y", "Zoé Hébert", "messagerie"]), max_size=6)
GROUPS = st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["ticket", "shared"]), TEXTS), max_size=6)


@sample(80)
@given(groups=GROUPS, common=TEXTS)
def test_it_says_what_a_dictionary_says(groups: list[tuple[str, str, list[str]]], common: list[str]) -> None:
    words = [*(Words(*group) for group in groups), Words(EVERYBODY, "common", common)]
    plain: dict[bytes, set[Token]] = {}
    for owner, kind, texts in words:
        for text in texts:
            plain.setdefault(fold(text.encode()), set()).add(Token(owner, kind, text))
    plain.pop(b"", None)
    found = lexicon(words)
    names = {number: name for name, number in found.names.items()}
    known = dict(zip(found.forms, range(len(found.forms)), strict=True))
    assert plain.keys() <= known.keys()
    for form, tokens in plain.items():
        assert tokens <= set(found.tokens(known[form]))
        owners = {token.owner for token in found.tokens(known[form])}
        assert {names[owner] for owner in found.owners(known[form])} == owners
        assert (known[form] in found.everybody) == (EVERYBODY in owners)
        assert (known[form] >= found.free) == is_short(form) == (form in found.short)
        assert (known[form] in found.declared) == any(token.kind != "ticket" for token in found.tokens(known[form]))
    assert found.forms[:found.free] == sorted(found.forms[:found.free])
    counts = [sum(owner in found.owners(form) for form in range(len(found.forms))) for owner in range(len(names))]
    assert found.counts == counts
