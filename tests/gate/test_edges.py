"""Where a word begins and ends, and whose it is: the canaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairevoie.gate import check, keep, kept
from tests.gate.companies import examined, laid_out

ACME, CORP, TWO = ("id", "acme"), ("id", "acme-corp"), ("id", "acme2")
WORDS = {"acme": [ACME], "acme-corp": [CORP], "acme2": [TWO], "lefevre": [("id", "lefevre")]}


@pytest.mark.parametrize(("site", "text", "found"), [
    ("acme-corp", "acme-corp", set()),
    ("acme-corp", "see acme-corp/index.html", set()),
    ("acme-corp", "acme corp, ACME_Corp", set()),
    ("acme-corp", "acme", {"acme"}),
    ("acme-corp", "acme-corp and acme", {"acme"}),
    ("acme-corp", "acme-corp2", {"acme"}),
    ("acme-corp", "acme-co", {"acme"}),
    ("acme-corp", "acme2", {"acme2"}),
    ("acme", "acme", set()),
    ("acme", "acme-corp", {"acme-corp"}),
    ("acme", "acme_corp", {"acme-corp"}),
    ("acme", "acme2", {"acme2"}),
    ("acme2", "acme2", set()),
    ("acme2", "acme-2 acme.2", {"acme"}),
    ("acme2", "acme22 pacme xacme2", set()),
    ("lefevre", "acmé acme-corporation", {"acme"}),
    ("lefevre", "éacme acmeé 9acme acme9", set()),
    ("lefevre", '"\\nacme" %2Facme%2f', {"acme"}),
    ("lefevre", r"\\srv\acme\backup", {"acme"}),
])
def test_edges(tmp_path: Path, site: str, text: str, found: set[str]) -> None:
    report = examined(tmp_path, {site: {"a.txt": text}}, WORDS)
    assert {hit.owner for hit in report.hits_of(site)} == found


def test_the_words_of_a_path_that_escapes_would_eat_are_found(tmp_path: Path) -> None:
    words = {"acme": [("host", "backup01"), ("name", "AT&amp"), ("name", "100%25 & co")]}
    for number, text in enumerate((r"<td>\\srv\backup01</td>", "<td>AT&amp;amp</td>", "<td>100%25 &amp; co</td>")):
        assert len(examined(tmp_path / str(number), {"lefevre": {"a.html": text}}, words).hits_of("lefevre")) == 1


@pytest.mark.parametrize("beside", ["", r"content: '\41'", "=C3=A9=C3=A9", r'{"a": "\u00e9"}', "%C3%A9"])
def test_a_site_s_own_name_covers_another_s_id_whatever_is_escaped_beside_it(tmp_path: Path, beside: str) -> None:
    words = {"corp": [("name", "NORD & Filz")], "nord": [("id", "nord")]}
    pages = {"corp": {"a.html": f"<title>NORD &amp; Filz</title><p>{beside}</p>"}}
    assert examined(tmp_path / "own", pages, words).passed
    pages["corp"]["b.html"] = f"<p>nord {beside}</p>"
    assert {hit.file for hit in examined(tmp_path / "both", pages, words).hits_of("corp")} == {"b.html"}


def test_a_word_of_two_clients_is_a_hit_only_with_a_third(tmp_path: Path) -> None:
    words = {"a": [("ticket", "T-1001")], "b": [("ticket", "T-1001")], "c": [("ticket", "T-2002")]}
    report = examined(tmp_path, {site: {"i.html": "T-1001"} for site in "abc"}, words)
    assert [site.passed for site in report.sites] == [True, True, False]
    assert [hit.owner for hit in report.hits_of("c")] == ["a", "b"]


def test_a_parent_may_hold_what_its_sharing_subsidiary_owns_and_not_the_other_way_round(tmp_path: Path) -> None:
    words = {"helianthe": [("ticket", "T-1001")], "energie": [("ticket", "T-2002")]}
    sites = {"helianthe": {"i.html": "T-1001 T-2002"}, "energie": {"i.html": "T-1001 T-2002"}}
    report = examined(tmp_path, sites, words, shares={"helianthe": ["energie"]})
    assert [(site.site, site.passed) for site in report.sites] == [("energie", False), ("helianthe", True)]


def test_a_short_id_is_found_only_where_ids_stand(tmp_path: Path) -> None:
    words = {"acme": [("id", "EDF"), ("host", "987654")]}
    here = ('<td class="x">EDF</td>', "<td><a href='/'> edf </a></td>", '<a data-id="EDF">', '{"client":"edf"}',
            "<b>987654</b>")
    for number, text in enumerate(here):
        assert len(examined(tmp_path / f"h{number}", {"b": {"i.html": text}}, words).hits_of("b")) == 1, text
    for number, text in enumerate(("<td>le pdf EDF de mai</td>", "var edf=1", "<path d='M 987654 1'>", "total 987654")):
        assert examined(tmp_path / f"n{number}", {"b": {"i.html": text}}, words).passed, text
    rows = 'id;n\n"EDF";1\n2,edf\n3;le EDF\n'
    assert len(examined(tmp_path / "csv", {"b": {"a.csv": rows}}, words).hits_of("b")) == 2


def test_an_id_of_a_few_digits_is_counted_apart_and_refuses_nothing(tmp_path: Path) -> None:
    report = examined(tmp_path, {"b": {"i.html": "<td>12</td><td>A</td>"}}, {"acme": [("id", "12"), ("id", "A")]})
    assert report.passed
    assert [hit.offset for hit in report.sites[0].doubtful] == [4, 15]


def test_words_of_the_product_are_not_searched_and_named(tmp_path: Path) -> None:
    words = {"acme": [("host", "Sauvegardes"), ("host", "main"), ("host", "sauvegardes-lyon"), ("id", "fr")]}
    files = {"i.html": '<html lang="fr"><main>Sauvegardes</main> sauvegardes-lyon'}
    report = examined(tmp_path, {"b": files}, words, product='<html lang="fr"><main>{{ page }}</main> Les sauvegardes')
    assert [hit.offset for hit in report.hits_of("b")] == [files["i.html"].index("sauvegardes-lyon")]
    assert [text for _, _, text in report.not_searched] == ["Sauvegardes", "main", "fr"]


def test_a_file_that_all_sites_share_is_judged_for_each(tmp_path: Path) -> None:
    sites = {site: {"theme/a.js": "var x = 'acme'"} for site in ("acme", "lefevre", "acme-corp")}
    report = examined(tmp_path, sites, WORDS)
    assert {site.site: site.passed for site in report.sites} == {"acme": True, "lefevre": False, "acme-corp": False}


def test_the_report_is_kept_and_read_again(tmp_path: Path) -> None:
    report = examined(tmp_path, {"lefevre": {"a.txt": "acme"}, "acme": {"a.txt": "acme", "b/c.txt": "é"}}, WORDS)
    keep(report, tmp_path / "kept")
    assert tuple(kept(tmp_path / "kept", site.site) for site in report.sites) == report.sites
    assert (report.sites[0].files, report.sites[0].bytes, report.sites[0].tokens) == (2, 6, 3)
    assert [str(fault) for fault in report.faults()] == ["gate: lefevre: a.txt at byte 0: a id of acme"]
    (tmp_path / "kept" / "acme.json").write_text("{")
    assert kept(tmp_path / "kept", "acme") is None


def test_in_a_process_of_its_own_it_says_the_same(tmp_path: Path) -> None:
    report = examined(tmp_path, {"lefevre": {"a.txt": "acme"}}, WORDS)
    assert check(*laid_out(tmp_path, {"lefevre": {"a.txt": "acme"}}, WORDS)) == report


def test_no_tokens_and_no_sites(tmp_path: Path) -> None:
    assert examined(tmp_path, {"b": {"i.html": "x"}}, {}).passed
    assert examined(tmp_path, {}, WORDS).sites == ()
