"""Paragraphs that are hardly any, by name: what a press has to set all the same.

Each is XHTML, made for a size: where it grows, it is four times as long at four times the size.
"""

# ruff: noqa: E501  # a table of inputs is read by the row

from collections.abc import Callable

CALL = '<a class="note-call" href="#n">7</a>'
LINK = '<a href="https://example.org/one-two/three?four=5&amp;six=7">%s</a>'
ARABIC = "هذا كتاب عن المصابيح والعبارات في المدينة "
HEBREW = "בשנת 1948 נוסדה the State of Israel והספר נקרא (שוב) ב־12 לשונות "
THAI = "วรรณยุกต์ผู้อ่านน้ำใจดีที่สุด"
KHMER = "ខ្ញុំសរសេរសៀវភៅនេះក្នុងទីក្រុង"
CHINESE = "燈籠在黃昏時由一個有梯子的人點亮。"
JAPANESE = "吾輩は猫である。名前はまだ無い。"
KOREAN = "나는 고양이다 이름은 아직 없다 "
HINDI = "कितना मनोहर कितना सुहावना प्रभात है "
WORDS = "The keeper of the weir wrote it down every evening, in a hand as even as the water. "
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
FLAG = "\U0001f1fa\U0001f1f8"
WAVE = "\U0001f44b\U0001f3fd"


def _nested(tags: tuple[str, ...], depth: int, inside: str) -> str:
    names = [tags[number % len(tags)] for number in range(depth)]
    opened = "".join(f"<{name}>a " for name in names)
    return opened + inside + "".join(f"</{name}>" for name in reversed(names))


def _p(text: str) -> str:
    return f"<p>{text}</p>"


def _repeated(text: str, least: int = 1) -> Callable[[int], str]:
    """A paragraph of *text*, as often as makes about *size* letters."""
    return lambda size: _p(text * max(least, size // max(1, len(text))))


ODD: dict[str, Callable[[int], str]] = {
    # one word
    "a word": _repeated("extraordinarily"),
    "a word of one letter": _repeated("m"),
    "a word in capitals": _repeated("EXTRAORDINARILY"),
    "a number": _repeated("1234567890"),
    "a hash": _repeated("3f9a0c7de1b2"),
    "a sum of thousands": _repeated("1,234,567,"),
    "a word with hyphens": _repeated("well-to-do-"),
    "a word with no-break hyphens": _repeated("well\u2011to\u2011do\u2011"),
    "a word with slashes": _repeated("and/or/"),
    "a word with points": _repeated("a.b.c."),
    "a word with low lines": _repeated("snake_case_name_"),
    "a word with soft hyphens": _repeated("ex\u00adtra\u00ador\u00addi\u00adna\u00adri\u00adly"),
    "a word with zero-width spaces": _repeated("lamp\u200b"),
    "a word with joiners": _repeated("lamp\u2060\ufeff"),
    "a German compound": lambda size: f'<p lang="de">{"Donaudampfschifffahrtsgesellschaft" * (size // 34 + 1)}</p>',
    "a word in emphasis": lambda size: _p(f"<em>{'extraordinarily' * (size // 15 + 1)}</em>"),
    "a word, each letter emphasised": _repeated("<em>x</em>"),
    "a word in a link": lambda size: _p(LINK % ("extraordinarily" * (size // 15 + 1))),
    "a word with calls": _repeated(f"lamp{CALL}"),
    # many words
    "words": _repeated(WORDS),
    "words of one letter": _repeated("a "),
    "words between no-break spaces": _repeated("a\u00a0lamp\u00a0"),
    "words between narrow no-break spaces": _repeated("12\u202f000\u202f"),
    "words between figure spaces": _repeated("a\u2007"),
    "words between thin spaces": _repeated("lamp\u2009and\u200a"),
    "words between em spaces": _repeated("lamp\u2003ferry\u2002"),
    "words between ideographic spaces": _repeated("lamp\u3000"),
    "initials": _repeated("J. R. R. "),
    "emphasis in every word": _repeated("<em>la</em>mp <b>fer</b>ry "),
    "calls after every word": _repeated(f"lamp{CALL} "),
    "calls between spaces": _repeated(f"lamp {CALL} "),
    "calls in a row": _repeated(CALL),
    "links": _repeated(f"see {LINK % 'the other page'}, "),
    "small capitals": _repeated('<span class="speaker">Keeper of the Weir</span> of '),
    "hanging quotes": _repeated("“‘So,’ he said, “‘no.’” "),
    "quotes without end": _repeated("“so "),
    "brackets": _repeated("([{(a)}]) "),
    "lines of one word and a break": _repeated("lamp<br/>"),
    "text without kerning": _repeated("AVATAR To We VA “T” A. V. LT "),
    "underlined": lambda size: _p(f"<u>{WORDS * (size // len(WORDS) + 1)}</u>"),
    "raised and lowered": _repeated("H<sub>2</sub>O<sup>3</sup> "),
    "code": _repeated("<code>a  b</code> "),
    "a picture of a word": _repeated('<span style="display: inline-block; width: 50px">b</span> c '),
    "ruby": _repeated("<ruby>燈<rp>(</rp><rt>とう</rt><rp>)</rp></ruby>"),
    # no words
    "em dashes": _repeated("—"),
    "em dashes with spaces": _repeated("— "),
    "hyphens": _repeated("-"),
    "points": _repeated("."),
    "points with spaces": _repeated(". . . "),
    "ellipses": _repeated("…"),
    "asterisks": _repeated("* "),
    "signs": _repeated("?!;:,"),
    "slashes": _repeated("/"),
    "no-break spaces": _repeated("\u00a0"),
    "no-break spaces between marks": lambda size: _p("a" + "\u00a0" * size + "b"),
    "soft hyphens": _repeated("\u00ad"),
    "zero-width spaces": _repeated("\u200b"),
    "zero-width joiners": _repeated("\u200d"),
    "marks on nothing": _repeated("\u0301"),
    "a letter with many marks": lambda size: _p("a" + "\u0301" * size),
    "letters with marks": _repeated("e\u0301o\u0308"),
    "object signs": _repeated("\ufffc"),
    "replacement signs": _repeated("\ufffd"),
    "breaks": _repeated("<br/>"),
    "breaks in emphasis": lambda size: _p(f"a<em>{'<br/>' * (size // 5)}</em>b"),
    "empty emphasis": _repeated("<em></em>"),
    "emphasis of a space": _repeated("a<em> </em>"),
    # emphasis
    "emphasis in emphasis": lambda size: _p(_nested(("em", "b", "i"), min(200, size // 5), WORDS)),
    "links in emphasis": lambda size: _p(_nested(("em", "b"), min(60, size // 5), LINK % WORDS)),
    # scripts
    "Arabic": _repeated(ARABIC),
    "Arabic, marked": lambda size: f'<p lang="ar" dir="rtl">{ARABIC * (size // 42 + 1)}</p>',
    "Arabic with a call": _repeated(f"{ARABIC}{CALL} "),
    "Hebrew with English in it": lambda size: f'<p lang="he" dir="rtl">{HEBREW * (size // 60 + 1)}</p>',
    "Hebrew with English and calls": lambda size: f'<p lang="he" dir="rtl">{(HEBREW + CALL) * (size // 60 + 1)}</p>',
    "English with Hebrew in it": _repeated(f"the words {HEBREW[:9]} are here "),
    "English with marks of direction": _repeated("the \u2067lamp\u2069 \u200eand\u200f "),
    "overridden direction": _repeated("lamp \u202eferry\u202c "),
    "mixed scripts": _repeated("the lamp المصباح was 燈籠 lit слово ΑΩ "),
    "mixed scripts without spaces": _repeated("lamp燈слово灯ΑΩ"),
    "Thai": _repeated(THAI),
    "Khmer": _repeated(KHMER),
    "Chinese": _repeated(CHINESE),
    "Chinese without points": _repeated(CHINESE[:-1]),
    "Japanese": lambda size: f'<p lang="ja">{JAPANESE * (size // 16 + 1)}</p>',
    "Korean": _repeated(KOREAN),
    "Hindi": _repeated(HINDI),
    "Greek": _repeated("ὁ λύχνος καὶ ἡ ναῦς "),
    "Russian": lambda size: f'<p lang="ru">{"необыкновенно добросовестный смотритель " * (size // 40 + 1)}</p>',
    "emoji": _repeated("\U0001f600"),
    "families": _repeated(FAMILY),
    "flags": _repeated(FLAG),
    "hands": _repeated(f"{WAVE} "),
    "letters of mathematics": _repeated("\U0001d400\U0001d4d1"),
    "letters that no font has": _repeated("\U0001f93f\u3134\U00020000 "),
    "private letters": _repeated("\ue000\uf8ff"),
    "ligatures": _repeated("ﬁﬂﬀ fi fl ff "),
    # addresses
    "an address": lambda size: _p(f"See https://example.org/{'a-b/' * (size // 4)}."),
    "an address of letters": lambda size: _p(f"https://example.org/{'q' * size}"),
    "an address of signs": lambda size: _p(f"https://example.org/?{'a=b&amp;' * (size // 4)}"),
    "an address in a link": lambda size: _p(f'<a href="https://e.org">https://e.org/{"%20a_b" * (size // 6)}</a>'),
    "an address with Chinese": lambda size: _p(f"https://example.org/{'燈籠' * (size // 2)}"),
    "addresses": _repeated("https://example.org/a-b/c?d=1 "),
    "a DOI": lambda size: _p(f"doi:10.1000/{'x-1.' * (size // 4)}"),
    # other boxes
    "an item": lambda size: f"<ul><li>{WORDS * (size // len(WORDS) + 1)}</li></ul>",
    "an inside marker": lambda size: f'<ul style="list-style-position: inside"><li>{WORDS * (size // len(WORDS) + 1)}</li></ul>',
    "a float": lambda size: _p(f'<span style="float: left; width: 60px">b</span>{WORDS * (size // len(WORDS) + 1)}'),
    "a quotation": lambda size: f"<blockquote><p>{WORDS * (size // len(WORDS) + 1)}</p></blockquote>",
    "a title": lambda size: f"<h2>{'The Keeper of the Weir ' * (size // 23 + 1)}</h2>",
    "a title of one word": lambda size: f"<h2>{'Extraordinarily' * (size // 15 + 1)}</h2>",
    "a line of verse": lambda size: f'<div class="poem"><p class="verse"><span class="line">{WORDS * (size // len(WORDS) + 1)}</span></p></div>',
    "lines of verse": lambda size: f'<div class="poem"><p class="verse">{f"""<span class="line">{WORDS}</span>""" * (size // len(WORDS) + 1)}</p></div>',
}  # fmt: skip

# What cannot be divided, and the widest lines that it is too wide for, in pixels.
WIDE = {
    "calls in a row": 400, "raised and lowered": 18, "a picture of a word": 18, "families": 18,
    "a float": 18, "words between ideographic spaces": 18, "an item": 18, "an inside marker": 18,
    "a quotation": 18, "a line of verse": 18, "lines of verse": 18,
}  # fmt: skip
