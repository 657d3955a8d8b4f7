"""Narratives hold formatting and nothing else: refused, never cleaned (model.md "Own checks"; stack.md §2.2; txt-1, txt-2)."""

import pytest

from patientkontrakt.fhir.checks.narrative import refusal

XHTML = "http://www.w3.org/1999/xhtml"


def div(inner, attributes=""):
    return f'<div xmlns="{XHTML}"{attributes}>{inner}</div>'


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>", "<SCRIPT>alert(1)</SCRIPT>", "<p onclick='x'>a</p>", "<p ONCLICK='x'>a</p>",
        "<svg><script>1</script></svg>", "<math><mi>a</mi></math>", "<iframe src='https://a.example'/>",
        "<form action='https://a.example'><input/></form>", "<object data='a'/>", "<embed src='a'/>",
        "<link rel='attachment' href='file:///etc/passwd'/>", "<style>p{}</style>", "<meta http-equiv='refresh'/>",
        "<base href='https://a.example'/>", "<video src='a'/>", "<button>a</button>", "<template>a</template>",
        "<img src='https://a.example/x.png'/>", "<img src='data:image/svg+xml;base64,AAAA'/>", "<img src='//a/b'/>",
        "<img src='#a' onerror='x'/>", "<img srcset='https://a.example'/>",
        "<a href='javascript:alert(1)'>a</a>", "<a href=' javascript:alert(1)'>a</a>", "<a href='java&#10;script:x'>a</a>",
        "<a href='data:text/html,x'>a</a>", "<a href='vbscript:x'>a</a>", "<a href='//evil.example'>a</a>",
        "<a href='/logga-ut'>a</a>", "<a href='\\\\evil.example'>a</a>", "<a href='a&#58;b'>a</a>",
        "<p style='background:url(https://a.example)'>a</p>", "<p style='background:URL(a)'>a</p>",
        "<p style='b:expression(1)'>a</p>", "<p style='b:u\\72l(a)'>a</p>", "<p style='b:u/**/rl(a)'>a</p>",
        "<p style='position:fixed'>a</p>", "<p style='@import x'>a</p>",
        "<x:p xmlns:x='http://www.w3.org/1999/xhtml'>a</x:p>", "<p xmlns='http://www.w3.org/2000/svg'>a</p>",
        "<p><![CDATA[<script>]]></p>", "<?xml-stylesheet href='a'?><p>a</p>", "<p data-x='1'>a</p>",
        "<p formaction='x'>a</p>", "<p tabindex='1'>a</p>", "<p contenteditable='true'>a</p>",
    ],
)  # fmt: skip
def test_s_104_s_114_active_content_is_refused(inner):
    """S-114, R8."""
    told = refusal(div(inner))
    assert told is not None
    assert told[0] == "security"
    assert "alert" not in told[2]


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE div [<!ENTITY a 'aaaa'>]>" + div("&a;"),
        "<!DOCTYPE div SYSTEM 'file:///etc/passwd'>" + div("a"),
        "<?xml version='1.0' encoding='UTF-16'?>" + div("a"),
    ],
)
def test_s_112_declarations_never_reach_the_parser(text):
    """S-112: no entities to multiply, no files to fetch."""
    refused = refusal(text)
    assert refused is not None
    assert refused[0] == "security"


@pytest.mark.parametrize(
    "text",
    [
        "", "text", "<div>a</div>", f'<p xmlns="{XHTML}">a</p>', div("<p>a"), div("<p>a</b>"), div("a & b"),
        div("<p title=a>a</p>"), div("<br>"), div("a") + div("b"), div("&unknown;"), div("<" * 1000),
        div("<p>" * 2000), div(""), div("  "), div("<br/>"), div("&#0;"), div("&#xD800;"),
    ],
)  # fmt: skip
def test_what_is_not_xhtml_with_content_is_refused(text):
    refused = refusal(text)
    assert refused is not None
    assert refused[0] in ("structure", "invariant")


@pytest.mark.parametrize(
    "inner",
    [
        "Hej", "<p>Åsa &amp; &lt;Bo&gt; &nbsp;&eacute;&#229;</p>", "<ul><li>ett</li></ul>", "<br/>a", "<!-- not --> a",
        "<table border='1' class='grid'><thead><tr><th colspan='2'>A</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
        "<a href='https://1177.example/x?a=b'>a</a><a href='#b'>b</a><a href='mailto:a@b.example'>c</a>",
        "<a href='Patient/gunnel'>a</a><a href='datatypes.html#Period'>d</a><a name='b'>c</a>",
        "<img src='#bild' alt='en bild'/>",
        "<img src='data:image/png;base64,AAAA' alt='x'/>", "<p style='color: #fff; font-weight: bold'>a</p>",
        "<p lang='sv' xml:lang='sv' dir='ltr' title='t' id='i'>a</p>",
    ],
)  # fmt: skip
def test_formatting_is_let_through(inner):
    assert refusal(div(inner)) is None
