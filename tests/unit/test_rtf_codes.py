"""Letters of an RTF in the code of their font, and its words that are not in the text."""

import pytest

from florilegium import ingest

SIGNS = r"{\fonttbl{\f0\fcharset0 Times;}{\f1\ftech\fcharset2 Symbol;}{\f2\fcharset2 Wingdings;}}"
FONTS = (
    r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times Cyr;}"
    r"{\f2\fcharset128 Mincho;}{\f3\fcharset238 Times CE;}}"
)


def read(body, head=r"\ansi\ansicpg1252\deff0"):
    return ingest.decode(f"{{\\rtf1{head}{body}}}".encode("latin-1"), "a.rtf")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (r"caf\'e9", "café"),
        (FONTS + r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}, \'e9", "Привет, é"),
        (FONTS + r"\f2\'93\'fa\'96\'7b\f3 \'b3", "日本ł"),
        (FONTS + r"\f2 \'83A", "ア"),  # the second half of a letter may look like one of ASCII
        (r"a\u8212?dash", "a—dash"),
        (r"a\u8212\'97dash", "a—dash"),
        (r"{\uc0 a\u8212 dash} b\u233?c", "a—dash béc"),
        (r"{\uc2 a\u228 aeb}", "aäb"),
        (r"a\u-10179?\u-8704?b", "a😀b"),
        (r"a\'7b\'5c\'7d\{b", "a{\\}{b"),
        (r"x\b\'cf\b0 y", "xÏy"),
        (r"{\pict\bin6 }}}}}}}x", "x"),
        (r"a {\upr{caf? x}{\*\ud{caf\u233 ? x}}} b", "a café x b"),
        (SIGNS + r"{\f1 a}b{\f1 \'b7}", "αb•"),
        (SIGNS + r"{\f2 \'fc} \f1 D\f0 D", "✓ ΔD"),
        (SIGNS + r"{\f1\u-3999 ?}", "α"),
        (r"one\bullet  two", "one• two"),
        ("H{\\loch\\sub\\loch\r\n2}{\\loch\r\nO}", "H2O"),
        ("one{\\loch\n two}\\b\nthree", "one twothree"),
        (r"by {\shp{\shptxt in\par}{\shprslt{\*\do in}}}the box", "by in\nthe box"),
        (r"by{\*\do{\dptxbxtext  in an old box}}", "by in an old box"),
    ],
)
def test_letters_are_those_that_are_meant(body, words):
    raw = read(body)
    assert "\n".join(block.text for block in raw.blocks) == words
    assert not raw.damage


CHANGES = r"stays{\deleted\revauthdel1  gone} {\revised new }\deleted lost\deleted0 end"


@pytest.mark.parametrize(
    ("changes", "words", "told"),
    [
        ("accept", "stays new end", ["gone", "lost"]),
        ("reject", "stays gone lostend", ["new"]),
    ],
)
def test_tracked_changes_are_accepted_or_refused(changes, words, told):
    settings = ingest.SeedSettings(tracked_changes=changes)
    data = f"{{\\rtf1\\ansi {CHANGES}}}".encode("latin-1")
    raw = ingest.decode(data, "a.rtf", settings=settings)
    assert [block.text for block in raw.blocks] == [words]
    assert not [m for block in raw.blocks for m in block.marks if m.kind == "struck"]
    assert [one.text for one in raw.left_out if one.rule == "tracked-change"] == told
    assert not raw.damage


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        (r"\ansi\ansicpg1251", r"\'cf\'f0\'e8\'e2\'e5\'f2", "Привет"),
        (r"\ansi\ansicpg1253", r"\'cf\'f1\'e8\'fc\'f2", "Ορθός"),
        (r"\mac", r"\'cf\'8e", "œé"),
        (r"\ansi\ansicpg99999", r"\'e9", "é"),
    ],
)
def test_the_code_is_that_which_the_head_names(head, body, words):
    assert [block.text for block in read(body, head).blocks] == [words]


def test_words_beside_the_text_are_told():
    raw = read(r"{\header Head\par}{\footerf Foot\par}text {\*\annotation Said.} on\par")
    assert [block.text for block in raw.blocks] == ["text on"]
    assert [(one.rule, one.text) for one in raw.left_out] == [
        ("comment", "Said."),
        ("page-furniture", "Head"),
        ("page-furniture", "Foot"),
    ]


def test_what_is_no_text_is_not_missed():
    hidden = (
        r"{\info{\title Name}}{\*\generator Writer}{\stylesheet{\s1 heading;}}"
        r'{\field{\*\fldinst HYPERLINK "http://x.org"}{\fldrslt link}} {\caps big}'
    )
    assert not read(hidden).damage
