"""Values kept as JSON are the same when they are read again."""

from dataclasses import dataclass, fields
from typing import get_type_hints

import pytest

from florilegium import ingest
from florilegium.assemble.reader import Text
from florilegium.clean import clean, load_rules
from florilegium.model import Block, Doubt, Element, Hints, Mark, RawText, Removal, Seed
from florilegium.store import serial

SEED = Seed("a.txt", "00", "text/plain", "utf-8")


def again(value):
    return serial.from_bytes(type(value), serial.to_bytes(value))


@pytest.mark.parametrize(
    "value",
    [
        Block("paragraph", "a “b” \ud800 \0 é", (1, 2), marks=(Mark(0, 1, "link", "x"),)),
        Removal("r", "", "removed", "why", (1, 1), "x", 3, probability=None),
        Removal("r", "", "removed", "why", (1, 1), "x", 3, partial=True, probability=0.1),
        Doubt("x", 1 / 3, "why", (4, 5), "text"),
        RawText(SEED, (), "en", (Hints((Element(1, "p", ("a", "b")),), 0.5), Hints())),
    ],
)
def test_a_value_is_the_same_again(value):
    assert value == again(value)
    assert [getattr(value, one.name) for one in fields(value)] == [
        getattr(again(value), one.name) for one in fields(value)
    ]


def test_a_cleaned_text_is_the_same_again(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html><body><nav><a href='/'>Home</a></nav><p>Once <em>upon</em> a time.</p>")
    cleaned = clean(ingest.read(path), rules=load_rules())

    assert cleaned == again(cleaned)


def test_equal_parts_are_written_once():
    block = Block("paragraph", "once only", (1, 1))

    assert 1 == serial.to_bytes(RawText(SEED, (block, block))).count(b"once only")


def test_every_part_of_a_text_can_be_kept():
    assert len(get_type_hints(Text)) == len(serial._readers(Text))


def test_what_is_no_plain_data_is_refused():
    @dataclass(frozen=True)
    class Odd:
        value: object

    with pytest.raises(TypeError, match="bytes cannot be kept"):
        serial.to_bytes(Odd(b"1"))
    with pytest.raises(TypeError, match="cannot be read back"):
        serial.from_bytes(Odd, b"[[1]]")
