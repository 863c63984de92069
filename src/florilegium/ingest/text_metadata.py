"""The metadata of a plain text: the head of a Project Gutenberg text, of a mail.

Input: the bytes of a file without markup, or the head of a message. Output: `Metadata`. The day
on which Project Gutenberg released a text is none on which the work appeared, and is not taken.
"""

import re
from collections.abc import Iterable
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.message import Message
from email.policy import EmailPolicy
from email.utils import getaddresses, parsedate_to_datetime
from functools import cache
from typing import Any

from babel.core import Locale

from florilegium.errors import SeedError
from florilegium.ingest.characters import canonical
from florilegium.ingest.encoding import decode_bytes
from florilegium.ingest.metadata import Fact, Facts, Metadata, facts

_HEAD = 20_000  # letters in which a head stands
_GUTENBERG = re.compile(r"^.{0,40}Project Gutenberg(?:'s|’s)?\b", re.IGNORECASE | re.MULTILINE)
_START = re.compile(r"^[^\S\n]*\*\*\* ?START OF|^[^\S\n]*\*END\*?\s*THE SMALL PRINT", re.MULTILINE)
# A line "Author: Jane Austen", and what goes on below it, indented.
_FIELD = re.compile(
    r"^(?P<key>[A-Z][A-Za-z ]{2,20}):[ \t]+(?P<words>\S.*(?:\n[ \t]{2,}\S.*)*)", re.MULTILINE
)
_NUMBER = re.compile(r"\[(?:e|E)(?:Book|book|text|Text)s?\s*#(\d+)\]")
_MAIL = re.compile(r"(?:[A-Z][A-Za-z-]{1,40}:[ \t].*(?:\n[ \t]+\S.*)*\n){2,}")
# What the standard library's parser of heads raises for those that nobody has written.
_STUMBLES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError,
             MessageError)  # fmt: skip
_LONGEST = 4_000  # letters of a head; its parsers take the square of the time
_PEOPLE = {"Author": "authors", "Editor": "editors", "Translator": "translators"}


class _Bounded(EmailPolicy):
    """Heads with their meaning, as far as any are long."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401  # as there
        return super().header_fetch_parse(name, value[:_LONGEST])


_HEADS = _Bounded()


def read(data: bytes) -> Metadata:
    """Return what the head of a plain text says; nothing when it has none that is known."""
    try:
        text = canonical(decode_bytes(data, "")).text[:_HEAD]
    except SeedError:
        return Metadata()
    found = _START.search(text)
    if found and _GUTENBERG.search(text[: found.start()]):
        return _gutenberg(text[: found.start()])
    if (head := _MAIL.match(text.lstrip())) and "\nFrom:" in f"\n{head[0]}":
        return of_head(head[0])
    return Metadata()


def _gutenberg(head: str) -> Metadata:
    source = "the head of Project Gutenberg"
    fields: dict[str, Facts] = {}
    language = ""
    for found in _FIELD.finditer(head):
        key, words = found["key"].title(), " ".join(found["words"].split())
        if key == "Title":
            fields["titles"] = facts((words,), source)
        elif key in _PEOPLE:
            fields[_PEOPLE[key]] = fields.get(_PEOPLE[key], ()) + facts((words,), source)
        elif key == "Language":
            language = _languages().get(words.casefold(), "")
    number = _NUMBER.search(head)
    address = f"https://www.gutenberg.org/ebooks/{number[1]}" if number else ""
    return Metadata(
        **fields,
        publishers=(Fact("Project Gutenberg", source),),
        addresses=facts((address,), source),
        language=language,
        kind="book",
    )


@cache
def _languages() -> dict[str, str]:
    names = Locale("en").languages.items()
    return {str(name).casefold(): str(code).replace("_", "-") for code, name in names}


def of_head(head: str | bytes) -> Metadata:
    """Return what the *head* of a mail says: who wrote it, when, on what."""
    try:
        if isinstance(head, str):
            return _of_mail(message_from_string(head, policy=_HEADS))
        return _of_mail(message_from_bytes(head, policy=_HEADS))
    except _STUMBLES:
        return Metadata()


def _of_mail(message: Message) -> Metadata:
    source = "the head of the mail"
    return Metadata(
        titles=facts((_without_prefix(_value(message, "Subject")),), source),
        authors=facts(_writers(message), source),
        dates=facts((_day(_value(message, "Date")),), source),
        kind="post",
    )


def _value(message: Message, key: str) -> str:
    try:
        return " ".join(str(message.get(key, "")).split())
    except _STUMBLES:
        return ""


def _writers(message: Message) -> Iterable[str]:
    """Return the names of the writers; an address alone names nobody."""
    try:
        found = getaddresses([_value(message, "From")])
    except _STUMBLES:
        return []
    return [name for name, _ in found if "@" not in name]


def _without_prefix(subject: str) -> str:
    return re.sub(r"^(?:(?:re|fwd?|aw|wg|sv|tr)\s*:\s*)+", "", subject, flags=re.IGNORECASE)


def _day(words: str) -> str:
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except _STUMBLES:
        return ""
