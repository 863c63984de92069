"""A text that is typeset already comes through as it is, in every language with its forms.

The sentences come from a grammar of quotations: one inside the other, in brackets, at a
sentence's start and end, with dialogue dashes and words that begin with an apostrophe. The
forms are told here a second time, by hand, so that the data cannot excuse itself.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from florilegium.model import Block, CleanText, Seed
from florilegium.typography import typogrify

# Language: forms of a quotation and of one inside it; dashes; words, some with an apostrophe.
FORMS = {
    "en": ("“”‘’ ‘’“”", "—", "the don’t ’tis actress’s ’90s dog"),
    "en-GB": ("‘’“” “”‘’", "\u00a0– ", "rock ’n’ roll colour Anna’s"),
    "de": ("„“‚‘ »«›‹", "\u00a0– ", "Straße ’ne geht’s über Haus"),
    "de-CH": ("«»‹›", "\u00a0– ", "Strasse ’s Gärten"),
    "nl": ("“”‘’ ‘’“” „”‚’", " – | — |—", "’s avonds zo’n huis foto’s"),
    "sv": ("””’’ »»’’", " – |–", "över ’na året"),
    "da": ("»«›‹ “”‘’ „“‚‘ ””’’", " – |–", "på søen år"),
    "nb": ("«»‘’ «»“”", " – |–", "på øya år"),
    "fi": ("””’’ »»’’", " – |–", "vaa’an mökki ja"),
    "is": ("„“‚‘", " – ", "það er ský"),
    "it": ("«»“” “”‘’", " – | — ", "l’anno ’sto perché un po’"),
    "es": ("«»“” “”‘’", " – | —", "año qué camión"),
    "ca": ("«»“”", " – | —", "l’home aigua"),
    "pt": ("«»“” “”‘’", " – | — ", "d’água ação"),
    "ro": ("„”«»", " – | — ", "într’un țară"),
    "pl": ("„”«» „”»« „”‚’", " – | — ", "żółty rok’u jest"),
    "cs": ("„“‚‘ »«›‹", " – |–", "žluťoučký kůň"),
    "hr": ("„“‚‘ „”’’ »«›‹", " – ", "čaša riječ"),
    "hu": ("„”»«", " – ", "őrült nő"),
    "ru": ("«»„“", " — |\u00a0— ", "слово дом ещё"),
    "uk": ("«»„“ «»“”", " — |\u00a0— ", "м’ята дім"),
    "bg": ("„“’’ «»„“", " – | — ", "дума къща"),
    "el": ("«»“”", " – | —", "ναι απ’ όλα"),
    "tr": ("“”‘’ «»‹›", " – ", "Ankara’da çok"),
    "lt": ("„“‚‘", " – ", "žodis yra"),
    "he": ("””’’ „”’’", " – ", "שלום עולם"),
    "ar": ("«»“” ”“’‘", " – ", "كلمة بيت"),
    "zh": ("“”‘’", "——", "他说 好的"),
}


@st.composite
def sentences(draw, language):
    forms, dashes, vocabulary = FORMS[language]
    signs = draw(st.sampled_from(forms.split()))
    outer, inner = (signs[0], signs[1]), (signs[2], signs[3])
    words = vocabulary.split()

    def phrase():
        return " ".join(draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)))

    def quoted(pair, inside):
        return pair[0] + inside + draw(st.sampled_from(("", ".", "!", "?", "…"))) + pair[1]

    def part():
        kind = draw(st.sampled_from(("words", "quotation", "nested", "both", "brackets")))
        if kind == "quotation":
            return quoted(outer, phrase())
        if kind == "nested":
            return quoted(outer, f"{phrase()} {quoted(inner, phrase())} {phrase()}")
        if kind == "both":
            return quoted(outer, f"{quoted(inner, phrase())} {phrase()}")
        if kind == "brackets":
            return f"({quoted(outer, phrase())})"
        return phrase()

    joints = (", ", "; ", ": ", " ", *dashes.split("|"))
    made = part()
    for _ in range(draw(st.integers(0, 4))):
        made += draw(st.sampled_from(joints)) + part()
    dialogue = draw(st.sampled_from(("", "— ", "– ")))
    return dialogue + made + draw(st.sampled_from((".", "…", "")))


@pytest.mark.parametrize("language", FORMS)
@given(st.data())
@settings(max_examples=40)
def test_what_is_typeset_is_left_alone(language, data):
    sentence = data.draw(sentences(language))
    block = Block("paragraph", sentence, (1, 1))
    text = CleanText(Seed("a.html", "", "text/html", "utf-8"), (block,))

    assert sentence == typogrify(text, language=language).blocks[0].text
