"""The review page: all of a seed, nothing that acts, and orders that do what they say."""

import re
import tomllib
from dataclasses import replace

import pytest
from lxml import html

from florilegium import ingest
from florilegium.clean import Override, Overrides, clean, load_rules
from florilegium.clean.quoted import Quoted
from florilegium.desk.review import Reviewed, to_html
from florilegium.desk.review import page as pages
from florilegium.desk.review.orders import orders
from florilegium.desk.review.passages import Passage, Shown, passages
from florilegium.model import Change, Doubt

PROSE = (
    "The keeper of the weir wrote it down every evening, in a hand as even as the water, "
    "and nobody ever asked her why she did."
)
PAGE = f"""A Year at the Weir

By Ida Inkwell

March 4, 2011

{PROSE}

Share Tweet Email Print

{PROSE.replace("weir", "mill")}

Share Tweet Email Print

<script>alert("the weir")</script> was written on the wall, and <b>nobody</b> knew who had done it.
"""


def cleaned(text=PAGE, name="weir.txt", **more):
    raw = ingest.decode(text.encode(), name)
    return raw, clean(raw, rules=load_rules(), **more)


def reviewed(text=PAGE, name="weir.txt", **more):
    raw, made = cleaned(text, name)
    return Reviewed(name, "weir", "en", raw, made, **more)


def shown(*seeds):
    return html.document_fromstring(to_html("A Reader", seeds or (reviewed(),)))


def test_every_word_of_the_seed_is_on_the_page():
    raw, _ = cleaned()
    words = " ".join(part.text_content() for part in shown().find_class("words"))

    assert "".join("".join(b.text for b in raw.blocks).split()) == "".join(words.split())


def test_what_went_is_struck_through_with_kind_reason_and_lines():
    share = shown().xpath("//div[starts-with(@class, 'passage removed')]")[0]

    assert ["Share Tweet Email Print"] == share.xpath(".//del/text()")
    assert "Removed ·" in share.text_content()
    assert "13" == share.find_class("lines")[0].text_content()


def test_lifted_lines_say_what_they_became():
    tree = shown()
    labels = [
        label.text_content() for label in tree.xpath("//div[@class='fate']//span[@class='label']")
    ]

    assert ["Lifted · title", "Lifted · byline", "Lifted · date"] == [
        label for label in labels if label.startswith("Lifted")
    ]


def test_hostile_seed_is_text_and_the_page_can_do_nothing():
    text = to_html("<i>A</i> & B", (reviewed(),))

    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "<i>" not in text
    assert [] == re.findall(r"\s(?:src|srcset|on\w+)=|javascript:|https?://", text)
    assert "default-src 'none'" in text


def test_the_policy_names_the_style_that_is_there():
    tree = shown()
    policy = tree.xpath("//meta[@http-equiv]/@content")[0]
    (style,) = tree.xpath("//style/text()")

    assert pages._STYLE == style
    assert re.search(r"style-src 'sha256-[\w+/]{43}='", policy)


def test_same_seeds_give_the_same_bytes():
    assert to_html("A", (reviewed(),)) == to_html("A", (reviewed(),))


def test_page_has_landmarks_headings_and_a_name_for_each():
    tree = shown()

    assert [1, 1, 1] == [len(tree.xpath(f"//{tag}")) for tag in ("header", "nav", "main")]
    assert ["h1", "h2", "h3"] == [node.tag for node in tree.xpath("//h1|//h2|//h3")]
    ids = set(tree.xpath("//@id"))
    assert set(tree.xpath("//@aria-labelledby")) <= ids
    assert {ref[1:] for ref in tree.xpath("//a/@href")} <= ids
    assert len(ids) == len(tree.xpath("//@id"))


def test_counts_stand_in_the_overview():
    (row,) = shown().xpath("//nav//tbody/tr")

    assert ["weir.txt", "70", "4", "11", "0"] == [cell.text_content() for cell in row]


def test_typography_is_counted():
    tree = shown(reviewed(changes=(Change("quotes", 2), Change("line-breaks", 1))))

    assert "2 quotes, 1 line breaks" in tree.find_class("facts")[0].text_content()


def test_seed_that_cannot_be_read_is_on_the_page_with_the_reason():
    tree = shown(Reviewed("bad.txt", error="the file is empty. Save it again."))

    assert "the file is empty. Save it again." == tree.find_class("error")[0].text_content()


def test_doubts_are_none_where_the_cleaner_tells_of_none():
    assert () == cleaned()[1].doubts


def test_doubtful_blocks_stand_on_top_with_orders_both_ways():
    raw, made = cleaned()
    last = len(raw.blocks) - 1

    block = raw.blocks[last]
    doubt = Doubt("teaser", 0.44, "far from the body", block.lines, block.text)
    made = replace(made, doubts=(doubt,))
    tree = shown(Reviewed("weir.txt", "weir", "en", raw, made))

    assert ["In doubt", "The whole seed"] == [h.text_content() for h in tree.xpath("//h3")]
    part = tree.xpath("//section")[0]
    assert "Far from the body (44% likely to be the author’s" in part.text_content()
    accept, refuse, drop, keep = (
        tomllib.loads(pre.text_content()) for pre in part.xpath(".//pre")
    )
    assert ["weir.txt"] == [order["seed"] for order in accept["accept"]]
    assert ["weir.txt"] == [order["seed"] for order in refuse["refuse"]]
    assert ["#seed-1-doubt"] == [link.get("href") for link in tree.xpath("//*[@class='first']//a")]
    assert [raw.blocks[last].text] == [order["quote"] for order in drop["drop"]]
    assert ["keep"] == list(keep)


def test_doubt_about_a_line_of_a_stanza_drops_that_line_alone():
    stanza = (
        "The tide came up the stair,\nit stood beside the door,\nthe lamp went out up there,\n"
        "and we were three no more."
    )
    raw, made = cleaned(f"{PROSE}\n\n{stanza}\n\n{PROSE}\n")
    doubt = Doubt("share", None, "a button", (4, 4), "it stood beside the door,")

    (passage,) = [
        one for one in passages(raw, replace(made, doubts=(doubt,))) if one.fate == "doubtful"
    ]

    (table,) = tomllib.loads(orders(passage, Quoted(raw))[0].toml)["drop"]
    assert "it stood beside the door," == table["quote"]


def test_doubts_about_the_same_words_are_each_at_their_place():
    raw, made = cleaned(f"Ada Lark\n\n{PROSE}\n\nAda Lark\n\n{PROSE}\n")
    doubts = tuple(Doubt("byline", None, "a name", (1, 1), "Ada Lark") for _ in range(2))
    on_one_line = replace(raw, blocks=tuple(replace(one, lines=(1, 1)) for one in raw.blocks))

    found = passages(on_one_line, replace(made, removals=(), doubts=doubts))

    assert [0, 2] == [one.blocks[0].index for one in found if one.fate == "doubtful"]


def carried_out(text, name="weir.txt"):
    """Clean *text* with every order of the page that keeps something."""
    raw, made = cleaned(text, name)
    keeps = [
        Override(table["seed"], table["quote"], table["reason"])
        for passage in passages(raw, made)
        for order in orders(passage, Quoted(raw))
        for table in tomllib.loads(order.toml)["keep"]
    ]
    return keeps, clean(raw, rules=load_rules(), overrides=Overrides(keep=tuple(keeps)))


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        f"Title of It\n\n{PROSE}\n\nSign up for our newsletter\n\n{PROSE}\n",
        f"{PROSE}\n\n{PROSE}\n\nMenuGearLanguageEmailInstagramFacebookLinkedInTumblrYouTube\n",
    ],
)
def test_orders_of_the_page_keep_all_that_went(text):
    keeps, again = carried_out(text)

    assert keeps
    assert () == again.removals


def test_order_says_when_its_words_stand_more_than_once():
    raw, made = cleaned()
    (share, *_) = [p for p in passages(raw, made) if p.fate == "removed"]
    (order,) = orders(share, Quoted(raw))

    assert order.toml.startswith("# These words stand 2 times in the seed")


@pytest.mark.parametrize(
    "words", ['He said "no".', "It's \\ so", "both ' and \"", "tab\there é \u202e"]
)
def test_order_quotes_any_words(words):
    raw = ingest.decode(f"{words} and more\n".encode(), "a.txt")
    block = raw.blocks[0]
    doubt = Doubt("teaser", 0.4, "why", block.lines, block.text)
    passage = Passage("doubtful", (Shown(0, block, ()),), doubts=(doubt,))
    drop, _ = orders(passage, Quoted(raw))

    (table,) = tomllib.loads(drop.toml)["drop"]
    assert " ".join(block.text.split()) == table["quote"]


def luminance(color):
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "paper"), ("quiet", "paper"), ("link", "paper"), ("ink", "field"),
        ("removed", "removed-field"), ("lifted", "lifted-field"), ("ink", "doubtful-field"),
        ("removed", "paper"), ("lifted", "paper"), ("doubtful", "paper"),
    ],
)  # fmt: skip
def test_words_stand_out_from_their_ground(ink, ground, scheme):
    root = re.findall(r":root \{(.*?)\}", pages._STYLE, re.DOTALL)[scheme]
    colors = dict(re.findall(r"--([\w-]+): (#\w{6})", root))

    assert contrast(colors[ink], colors[ground]) >= 4.5
