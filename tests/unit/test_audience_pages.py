"""What is for one audience has pages of its own, wherever chapters open."""

from dataclasses import replace

from press_sample import chapter

from florilegium.render.press.binding.joined import joined, sections_of


def test_pages_for_one_audience_are_never_shared_with_those_for_all():
    one, two, three, four = (
        replace(chapter(name, paragraphs=1), opens="same-page") for name in "abcd"
    )
    three, four = (replace(made, audiences=("instructor",)) for made in (three, four))

    runs = joined((one, two, three, four))

    assert [("a", "b"), ("c", "d")] == [sections_of(run) for run in runs]
    assert "any" == runs[1].opens
    # Who does not get the last two has the very same document before them.
    assert joined((one, two))[0] == runs[0]
