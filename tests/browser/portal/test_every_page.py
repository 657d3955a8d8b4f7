"""What holds for every page and for everybody: the checks of ux.md §5 that need no story."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

from tests.browser.portal.crawl import dead
from tests.browser.portal.survey import Seen
from tests.clients.region import Region

NUMBER = re.compile(r"(?<![\w-])\d{6,8}[-+]?\d{4}(?!\w)")
KIND = re.compile(r"(gunnel|samir|sara|hassan)(-kontrakt)?(?=/|$)|(?<=/)\d+(?=$|/)")
"""Whose page it is: the same page of somebody else has the same title."""
NAMES = (
    "Gunnel",
    "Andersson",
    "Hassan",
    "Karimi",
    "Samir",
    "Haddad",
    "Maria",
    "Lindqvist",
    "Ahmed",
    "Yusuf",
    "Birger",
)


def told(found: dict[str, object]) -> dict[str, object]:
    """Only the pages with something wrong, so that a failure names them."""
    return {page: what for page, what in found.items() if what}


def test_every_page_answers_as_it_should(seen: list[Seen]) -> None:
    wrong = {
        str(each): each.status for each in seen if each.status != (404 if each.path == "/finns-inte" else 200)
    }
    assert wrong == {}


def test_check_01_axe_finds_nothing_at_any_width(seen: list[Seen]) -> None:
    assert told({f"{each} at {width}": found for each in seen for width, found in each.axe.items()}) == {}


def test_check_02_one_main_heading_and_no_level_is_skipped(seen: list[Seen]) -> None:
    wrong = {}
    for each in seen:
        levels = [level for level, _ in each.wide["headings"]]
        jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        if levels.count(1) != 1 or jumps:
            wrong[str(each)] = each.wide["headings"]
    assert wrong == {}


def test_check_03_the_page_says_its_language(seen: list[Seen]) -> None:
    assert {each.wide["lang"] for each in seen} == {"sv"}


def test_check_04_titles_are_unique_for_each_person_and_name_nobody(seen: list[Seen]) -> None:
    for person in {each.person for each in seen}:
        kinds = {each.wide["title"]: set[str]() for each in seen if each.person == person}
        for each in seen:
            if each.person == person:
                kinds[each.wide["title"]].add(KIND.sub("*", each.path.partition("?")[0]))
        assert {title: paths for title, paths in kinds.items() if len(paths) > 1} == {}, person
    named = {
        str(each): each.wide["title"] for each in seen if any(name in each.wide["title"] for name in NAMES)
    }
    assert named == {}


def test_check_05_no_personal_number_in_any_address_title_or_form(seen: list[Seen]) -> None:
    for each in seen:
        where = [each.wide["title"], *each.requests, *re.findall(r'(?:action|href|src)="([^"]*)"', each.html)]
        assert [text for text in where if NUMBER.search(text) and not text.startswith("tel:")] == [], str(
            each
        )


def test_check_10_targets_are_large_enough(seen: list[Seen]) -> None:
    assert (
        told({f"{each} {view}": getattr(each, view)["small"] for each in seen for view in ("wide", "narrow")})
        == {}
    )
    assert told({str(each): each.wide["low"] for each in seen}) == {}


def test_checks_11_12_13_no_page_scrolls_sideways(seen: list[Seen]) -> None:
    """At 320 px, with text twice as large, with WCAG's text spacing."""
    assert told({str(each): each.sideways for each in seen}) == {}


def test_check_15_every_tag_has_its_word(seen: list[Seen]) -> None:
    assert told({str(each): each.wide["tags"] for each in seen}) == {}


def test_check_19_every_field_has_a_label_one_can_see(seen: list[Seen]) -> None:
    assert told({str(each): each.wide["unlabelled"] for each in seen}) == {}


def test_check_28_whom_to_call_is_on_every_page_of_a_patient_with_a_fixed_contact(seen: list[Seen]) -> None:
    pages = [each for each in seen if each.person == "gunnel" and each.path.startswith("/min")]
    assert pages
    assert {
        str(each): each.wide["phones"] for each in pages if "tel:+46701740611" not in each.wide["phones"]
    } == {}


def test_check_33_no_page_is_kept_by_the_browser(seen: list[Seen]) -> None:
    wrong = {
        str(each): each.headers.get("cache-control")
        for each in seen
        if each.headers.get("cache-control") != "no-store"
    }
    assert wrong == {}


def test_check_36_charts_tell_their_numbers_in_words_and_in_a_table(seen: list[Seen]) -> None:
    charts = [(str(each), chart) for each in seen for chart in each.wide["charts"]]
    assert charts
    for page, chart in charts:
        assert chart["role"] == "img", page
        assert chart["title"], page
        assert len(chart["desc"]) > 20, page
        assert chart["captioned"], page
        assert chart["scoped"], page
    assert told({str(each): each.wide["canvases"] for each in seen}) == {}


def test_check_40_nothing_inline_nothing_refused_nothing_foreign(seen: list[Seen], region: Region) -> None:
    assert told({str(each): each.complaints for each in seen}) == {}
    assert told({str(each): each.wide["styled"] for each in seen}) == {}
    foreign = {url for each in seen for url in each.requests if not url.startswith(region.base)}
    assert foreign == set()
    for each in seen:
        policy = each.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), str(each)
        assert "unsafe" not in policy, str(each)


def test_ids_are_used_once_on_a_page(seen: list[Seen]) -> None:
    assert told({str(each): each.wide["doubled"] for each in seen}) == {}


def test_no_link_is_dead(seen: list[Seen], region: Region) -> None:
    """Every address of ours that some page links to is in the atlas or answers when it is asked for."""
    links: dict[str, set[str]] = {}
    for each in seen:
        for link in each.wide["links"]:
            parts = urlsplit(link)
            if not parts.scheme and parts.path:
                links.setdefault(each.person, set()).add(
                    parts.path + (f"?{parts.query}" if parts.query else "")
                )
            elif not parts.path and parts.fragment:
                assert f'id="{parts.fragment}"' in each.html, f"{each}: #{parts.fragment}"
    assert told({person: dead(region, person, sorted(found)) for person, found in links.items()}) == {}
