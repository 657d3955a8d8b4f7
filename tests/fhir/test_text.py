"""Strict JSON in, exact text out: security.md R9, S-130…S-134; stack.md §2.2 decimals, keys, nulls."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.fhir.outcome import Malformed, TooLarge
from patientkontrakt.fhir.text import Number, parse, parse_again, parse_json, render

PLAN = b'{"resourceType":"CarePlan","title":"Min plan"'


def issue_of(raw: bytes, **limits: int):
    with pytest.raises(Malformed) as caught:
        parse(raw, **limits)
    return caught.value.issues[0]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \n\t ", id="blanks"),
        pytest.param(b"hello", id="not json"),
        pytest.param(b"[]", id="array"),
        pytest.param(b'"text"', id="string"),
        pytest.param(b"null", id="null"),
        pytest.param(b"{'a':1}", id="single quotes"),
        pytest.param(b'{"a":1,}', id="trailing comma"),
        pytest.param(b'{"a":1} {"b":2}', id="two values"),
        pytest.param(b'{"a":01}', id="leading zero"),
        pytest.param(b'{"a":0x10}', id="hexadecimal"),
        pytest.param(b'{"a":+1}', id="plus sign"),
        pytest.param(b'{"a":.5}', id="no digit before the point"),
        pytest.param(b'{"a":1.}', id="no digit after the point"),
        pytest.param(b'{"a":NaN}', id="NaN"),
        pytest.param(b'{"a":Infinity}', id="Infinity"),
        pytest.param(b'{"a":-Infinity}', id="-Infinity"),
        pytest.param(b'{"a":1e999}', id="1e999"),
        pytest.param(b'{"a":1e9999999999999999999999}', id="exponent past Decimal"),
        pytest.param(b'{"a":' + b"1" * 400 + b"}", id="400 digits"),
        pytest.param(b'{"a":' + b"1" * 5000 + b"}", id="5,000 digits"),
        pytest.param(b'{"a":"\t"}', id="raw tab in a string"),
        pytest.param(b'{"a":"\\x"}', id="unknown escape"),
        pytest.param(b'{"a":"b', id="cut short"),
        pytest.param(b'{"a":// comment\n1}', id="comment"),
    ],
)
def test_s_132_what_is_not_a_json_object_is_refused(raw):
    """S-132."""
    assert issue_of(raw).code == "structure"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\xef\xbb\xbf{}", id="byte order mark"),
        pytest.param('{"a":"å"}'.encode("latin-1"), id="latin-1"),
        pytest.param('{"a":"å"}'.encode("utf-16"), id="utf-16"),
        pytest.param('{"a":"b"}'.encode("utf-16-le"), id="utf-16 without a mark"),
        pytest.param('{"a":"å"}'.encode("utf-32"), id="utf-32"),
        pytest.param(b'{"a":"\xc0\xaf"}', id="overlong"),
        pytest.param(b'{"a":"\xed\xa0\x80"}', id="encoded surrogate"),
        pytest.param(b'{"a":"\x00"}', id="NUL"),
        pytest.param(b'{"a":"\\u0000"}', id="escaped NUL"),
        pytest.param(b'{"a":"\\u001B"}', id="escaped control"),
        pytest.param(b'{"a":"\\b"}', id="backspace"),
        pytest.param(b'{"a":"\\f"}', id="form feed"),
        pytest.param(b'{"a":"\\ud800"}', id="high surrogate alone"),
        pytest.param(b'{"a":"\\udc00"}', id="low surrogate alone"),
        pytest.param(b'{"a":"\\udc00\\ud800"}', id="pair the wrong way round"),
        pytest.param(b'{"a":"\\\\ud83d\\ude00"}', id="low surrogate after an escaped backslash"),
        pytest.param(b'{"\\ud800":1}', id="lone surrogate in a name"),
    ],
)
def test_s_130_text_that_is_not_clean_utf8_is_refused(raw):
    """S-130."""
    assert issue_of(raw).code == "structure"


def test_tab_newline_and_whole_pairs_are_text():
    assert parse(b'{"a":"\\t\\n\\r\\ud83d\\ude00\\\\u0000 \\u00e5"}') == {"a": "\t\n\r\U0001f600\\u0000 å"}


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"extension":[', b'["]",'])
@pytest.mark.parametrize("depth", [200, 5_000, 60_000])
def test_s_131_depth_is_refused_before_it_can_exhaust_the_parser(opening, depth):
    """S-131."""
    with pytest.raises(Malformed) as caught:
        parse(b'{"a":' + opening * depth, limit=10_000_000)
    assert "64" in caught.value.issues[0].en
    assert "line 1, column" in caught.value.issues[0].en


def test_sixty_four_levels_are_read_and_sixty_five_are_not():
    assert parse(b'{"a":' * 63 + b"{}" + b"}" * 63)
    issue_of(b'{"a":' * 64 + b"{}" + b"}" * 64)


def test_brackets_inside_strings_are_not_depth():
    text = "[{" * 200 + '\\"'
    assert parse(b'{"a":"' + text.encode() + b'"}') == {"a": text.replace('\\"', '"')}


@pytest.mark.parametrize(
    "storm", [b'\\"' * 200_000, b'"' * 300_000, b"\\" * 300_000, b"[" * 300_000, b'\\u0041"' * 50_000]
)
def test_s_131_storms_of_quotes_escapes_and_brackets_end(storm):
    """S-131: one that took quadratic time would not end within any reader's patience."""
    issue_of(b'{"a":' + storm)


def test_size_is_counted_in_bytes():
    """S-131."""
    assert parse(b'{"a":"\xc3\xa5"}', limit=10) == {"a": "å"}
    with pytest.raises(TooLarge) as caught:
        parse(b'{"a":"\xc3\xa5\xc3\xa5"}', limit=10)
    assert "10" in caught.value.issues[0].en


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (PLAN + b',"title":"B"}', "CarePlan.title"),
        (PLAN + b',"t\\u0069tle":"B"}', "CarePlan.title"),
        (
            PLAN + b',"activity":[{},{"detail":{"status":"a","status":"a"}}]}',
            "CarePlan.activity[1].detail.status",
        ),
        (PLAN + b',"199001019802":1,"199001019802":1}', "CarePlan"),
        (b'{"a":1,"a":1}', "Resource.a"),
        (b'{"resourceType":7,"a":1,"a":1}', "Resource.a"),
    ],
)
def test_a_key_given_twice_is_refused_by_its_path(raw, path):
    """S-132, stack.md §2.2 "duplicate JSON keys"; a name that could be somebody's number is not repeated."""
    assert issue_of(raw).expression == (path,)


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (PLAN + b',"subject":null}', "CarePlan.subject"),
        (PLAN + b',"category":[null]}', "CarePlan.category"),
        (PLAN + b',"activity":[{"detail":null}]}', "CarePlan.activity[0].detail"),
        (PLAN + b',"note":["a",null]}', "CarePlan.note"),
        (PLAN + b',"instantiatesUri":[null],"_instantiatesUri":[{"id":"a"}]}', "CarePlan.instantiatesUri"),
    ],
)
def test_null_is_refused(raw, path):
    """stack.md §2.2: "subject": null was accepted and dropped."""
    assert path in issue_of(raw).expression


def test_null_keeps_primitive_extensions_in_step():
    """stack.md §2.2 "_given with nulls"."""
    raw = b'{"resourceType":"Patient","name":[{"given":["Gunnel",null],"_given":[null,{"id":"a"}]}]}'
    assert render(parse(raw)).encode() == raw


def test_a_patch_may_carry_null():
    assert parse_json(b'[{"op":"test","path":"/title","value":null}]') == [
        {"op": "test", "path": "/title", "value": None}
    ]


def test_an_error_names_line_and_column():
    assert "line 2, column 7" in issue_of(b'{"a": 1,\n "b": nope}').en
    assert "rad 2, tecken 7" in issue_of(b'{"a": 1,\n "b": nope}').sv
    assert "line 1, column 6" in issue_of(b'{"a":' + b"7" * 41 + b"}").en


@pytest.mark.parametrize(
    "number",
    [
        "1.10", "1.50", "0.1", "1E2", "1e-7", "0.0000001", "-0", "-0.0", "100", "0",
        "12345678901234567890.123", "10000000000000000000000.5", "1.0E+2", "9" * 40,
    ],
)  # fmt: skip
def test_a_number_leaves_as_it_was_written(number):
    """S-134, stack.md §2.2 "decimals"."""
    raw = f'{{"a":{number}}}'
    assert render(parse(raw.encode())) == raw
    assert parse(raw.encode())["a"] == Decimal(number)


def test_a_whole_number_is_an_int_and_a_decimal_is_not():
    value = parse(b'{"a":3,"b":3.0}')
    assert type(value["a"]) is int
    assert type(value["b"]) is Number


@pytest.mark.parametrize("number", ["1.10", "1E2", "-0", "-0.0", "0", "12345678901234567890", "1.000e-7"])
def test_what_was_let_in_is_read_again_to_the_last_digit(number):
    text = f'{{"resourceType":"Observation","valueQuantity":{{"value":{number}}},"note":"å\\u00e4\\n\\ud83d\\ude00"}}'
    assert parse_again(text) == parse(text.encode())
    assert render(parse_again(text)) == render(parse(text.encode()))


def test_keys_keep_their_order_and_text_is_not_escaped():
    raw = '{"z":"å / <b> \U0001f600","a":[1,{"c":true}],"m":{}}'
    assert render(parse(raw.encode())) == raw


_numbers = st.from_regex(r"\A-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?\Z").map(
    lambda text: int(text) if text.lstrip("-").isdigit() and text != "-0" else Number(text)
)
_text = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
_json = st.recursive(
    st.booleans() | _numbers | _text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(_text, _json, max_size=5))
def test_what_is_rendered_is_read_back_the_same_to_the_last_digit(value):
    text = render(value)
    again = parse(text.encode())
    assert again == value
    assert render(again) == text


@given(
    st.binary(max_size=60)
    | st.text(alphabet='{}[]",:\\ud8c0123eE.-+nultrfas \n', max_size=60).map(str.encode)
)
def test_no_bytes_raise_anything_but_malformed(raw):
    try:
        value = parse(raw)
    except Malformed:
        return
    assert isinstance(value, dict)
