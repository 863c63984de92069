"""The model of boilerplate: trees, decisions, kinds, and what the cleaner makes of them."""

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from florilegium import clean, ingest
from florilegium.clean.model import RULE, features, markup, second_pass
from florilegium.clean.model.lines import Line, hints_of, lines_of
from florilegium.clean.model.tables import beside, distances, groups_of, runs, shifted, windows
from florilegium.clean.model.titles import title_place
from florilegium.clean.model.trees import forest
from florilegium.clean.model.votes import votes
from florilegium.clean.model.weights import HERE, load, taken_from
from florilegium.clean.model.wordlists import (
    in_english,
    kind_words,
    small_words,
    telling_words,
    tokens_of,
)
from florilegium.clean.model.words import numbered as words_of_lines
from florilegium.clean.overrides import Override, Overrides
from florilegium.clean.units import units_of
from workbench.training.gold import Page
from workbench.training.mixing import estranged, mixed

SENTENCE = (
    "The keeper of the lamp counted the boats as they came home, and wrote each of them down."
)
STORY = [
    f"{SENTENCE} On the {day} evening of the storm there were {number} of them, and nobody in the "
    "harbour said a word about the two that were missing until the bell had been rung."
    for day, number in (
        ("first", "nine"),
        ("second", "eight"),
        ("third", "seven"),
        ("last", "six"),
    )
]
FRAME = [
    "Menu", "News", "Sport", "Weather", "Video", "Travel", "My account", "Sign in", "Newsletters",
    "Shop", "Harbour", "Business",
]  # fmt: skip
FOOT = [
    "Related articles", "Ten bridges to see this summer", "Why the ferry is late again",
    "Most read", "Five soups for the cold", "The mayor answers your letters", "About us",
    "Contact us", "Terms of use", "Privacy policy", "Cookies", "© 2019 The Harbour Post",
]  # fmt: skip
PAGE = [*FRAME, "The lamp and the boats", *STORY, *FOOT]


def text(lines=PAGE, gap="\n\n"):
    return ingest.decode(gap.join(lines).encode(), "page.txt")


def html():
    items = "".join(f'<li><a href="/{n}">{label}</a></li>' for n, label in enumerate(FRAME))
    story = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    foot = "".join(f'<li><a href="/f{n}">{label}</a></li>' for n, label in enumerate(FOOT))
    return (
        f"<html><body><nav class='main-menu'><ul>{items}</ul></nav><main><article>"
        f"<h1>The lamp and the boats</h1>{story}</article></main>"
        f"<footer class='site-footer'><ul>{foot}</ul></footer></body></html>"
    )


def cleaned(raw, **settings):
    return clean.clean(raw, rules=clean.load_rules(), **{"strictness": "normal", **settings})


def walk(tree, row):
    while isinstance(tree, list):
        feature, threshold, left, right = tree
        tree = left if row[feature] <= threshold else right
    return tree


def some_tree(chance, depth):
    if depth == 0 or chance.random() < 0.2:
        return round(chance.uniform(-1, 1), 3)
    branches = [some_tree(chance, depth - 1) for _ in range(2)]
    return [chance.randrange(5), chance.choice([0.0, 0.5, 1.0, 2.5]), *branches]


def test_forest_scores_as_walking_its_trees_does():
    chance = random.Random(3)  # noqa: S311  # chance for a test
    trees = [some_tree(chance, 4) for _ in range(30)]
    rows = [[chance.choice([-1.0, 0.0, 0.5, 0.7, 1.0, 9.0]) for _ in range(5)] for _ in range(40)]

    scores = forest(trees).scores(np.array(rows))

    wanted = [sum(walk(tree, row) for tree in trees) for row in rows]
    assert pytest.approx(wanted) == scores.tolist()


@pytest.mark.parametrize("table", [features, markup, second_pass])
def test_every_feature_has_a_name_of_its_own(table):
    assert len(table.NAMES) == len(set(table.NAMES))


def test_words_of_a_kind_are_found_longest_first():
    words = kind_words()

    found = words.found(tokens_of("Sign up for our newsletter"))

    assert ["newsletter", "newsletter"] == [words.kinds[kind] for kind in found]


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("Читайте также: новости дня", ["related", "news", "дня"]),
        ("Política de privacidad", ["policy", "privacy"]),
        ("最新記事を見る", ["latest", "を", "見", "る"]),
        ("सबसे लोकप्रिय", ["popular"]),
        ("Read the news", ["read", "the", "news"]),
        ("Nachrichten aus dem Hafen", ["nachrichten", "aus", "dem", "hafen"]),
    ],
)
def test_what_pages_say_elsewhere_counts_as_the_english_for_it(said, english):
    assert english == list(in_english(tokens_of(said)))


def test_no_small_word_is_taken_for_what_a_page_says_of_itself():
    assert not {word for word in small_words() if in_english([word]) != [word]}


def test_line_tells_how_far_above_it_the_last_one_stands():
    raw = text(["One line here.", "And another."], gap="\n\n\n")

    assert [0, 3] == [line.gap for line in lines_of(raw, units_of(raw.blocks))]


def test_lines_of_one_parent_stand_together_in_markup():
    raw = ingest.decode(b"<ul><li>One</li><li>Two</li></ul><p>Three</p>", "page.html")

    assert [0, 1, 2] == [line.gap for line in lines_of(raw, units_of(raw.blocks))]


def test_hints_name_region_class_and_links():
    raw = ingest.decode(html().encode(), "page.html")

    first = hints_of(raw, units_of(raw.blocks))[0]

    assert 1.0 == first.linked
    assert {"nav", "ul", "li", "a"} <= {element.tag for element in first.path}
    assert any({"main", "menu"} <= set(element.names) for element in first.path)


def test_hidden_elements_say_so():
    raw = ingest.decode(b'<div style="display: none"><p>Unseen</p></div>', "page.html")

    assert "hidden" in [name for element in raw.hints[0].path for name in element.names]


def about(lines):
    return words_of_lines([telling_words(tokens_of(line)) for line in lines]).once()


def test_title_is_the_line_above_most_like_the_beginning():
    lines = [*FRAME, "The keeper counted boats", *STORY]

    assert len(FRAME) == title_place(about(lines), [0.01] * (len(FRAME) + 1) + [0.95] * len(STORY))


def test_nothing_above_an_article_is_no_title():
    assert title_place(about(STORY), [0.95] * len(STORY)) is None


def test_windows_end_with_the_page():
    around = windows(np.array([1.0, 2.0, 4.0, 8.0]), 1)

    assert [3.0, 7.0, 14.0, 12.0] == around.sum.tolist()
    assert [1.5, 7 / 3, 14 / 3, 6.0] == pytest.approx(around.mean.tolist())
    assert [0.0, 1.0, 2.0, 4.0] == around.above.tolist()
    assert [2.0, 4.0, 8.0, 0.0] == around.below.tolist()


def test_neighbours_past_the_edge_are_nothing():
    column = np.array([1.0, 2.0, 3.0])

    assert [2.0, 3.0, -1.0] == shifted(column, 1, -1.0).tolist()
    assert [-1.0, -1.0, 1.0] == shifted(column, -2, -1.0).tolist()
    assert [-1.0, -1.0, -1.0] == shifted(column, 5, -1.0).tolist()


def test_groups_end_at_a_blank_line():
    groups = groups_of(np.array([0.0, 1.0, 2.0, 1.0, 1.0]))

    assert [0, 0, 2, 2, 2] == groups.each(groups.starts).tolist()
    assert [1.5, 1.5, 4.0, 4.0, 4.0] == groups.means(np.array([1.0, 2.0, 3.0, 4.0, 5.0])).tolist()


def test_lines_beside_a_part_know_how_far_it_is():
    inside, start, end = beside(1, 3, 5, 2.0)

    assert [0.0, 1.0, 1.0, 0.0, 0.0] == inside.tolist()
    assert [-1.0, 0.0, 1.0, 2.0, 2.0] == start.tolist()
    assert [-2.0, -2.0, -1.0, 0.0, 1.0] == end.tolist()


def test_distances_and_runs_count_from_the_last_mark():
    marks = np.array([False, True, True, False, False])

    assert [5.0, 0.0, 0.0, 1.0, 2.0] == distances(marks, 5.0).tolist()
    assert [0.0, 1.0, 2.0, 0.0, 0.0] == runs(marks, 5.0).tolist()
    assert [1.0, 2.0, 2.0] == runs(np.array([True] * 3), 2.0).tolist()


def test_another_cleaner_votes_for_the_lines_of_the_article():
    said = votes(html(), [FRAME[0], STORY[0], STORY[-1], FOOT[1]])

    assert [(0.0, 0.0), (1.0, 1.0), (1.0, 1.0), (0.0, 0.0)] == said


def test_a_page_nobody_can_read_gets_no_vote():
    assert [(0.0, 0.0)] == votes("<p", ["A line that is nowhere on the page at all"])


def told_page(host, *, article, frame=5):
    """Return a page to learn from: *article* lines between two frames of *frame* lines."""
    texts = [
        *(f"{host} {at}" for at in range(frame)),
        *(f"{host} story {at}" for at in range(article)),
        *(f"{host} foot {at}" for at in range(frame)),
    ]
    wanted = (*[0] * frame, *[1] * article, *[0] * frame)
    lines = tuple(map(Line, texts))
    counts = (1.0,) * len(lines)
    return Page(host, host, "text", {"lang": "en"}, lines, (), wanted, counts, 1.0)


def test_mixtures_put_the_article_of_one_site_into_the_frame_of_another():
    pages = [told_page("one", article=3), told_page("two", article=6)]

    made = mixed(pages, group=lambda _: 0)

    first = [line.text.split()[0] for line in made[0].lines]
    assert ["one"] * 5 == first[:5] == first[-5:]
    assert {"two"} == set(first[5:-5])
    assert all(
        wanted == ("story" in line.text)
        for page in made
        for line, wanted in zip(page.lines, page.wanted, strict=True)
    )
    assert made == mixed(pages, group=lambda _: 0)


def test_pages_of_two_groups_are_not_mixed():
    pages = [told_page("one", article=3), told_page("two", article=6)]

    made = mixed(pages, group=lambda page: page.host)

    assert {1} == {len({line.text.split()[0] for line in page.lines}) for page in made}


def test_copies_of_pages_say_less_and_weigh_less():
    page = told_page("one", article=3)

    (copy,) = estranged([page, replace(page, form="snippets")])

    assert page.lines == copy.lines
    assert "known" != copy.words
    assert page.weight > copy.weight


def test_weights_can_be_taken_from_another_folder(tmp_path):
    (tmp_path / "text.json").write_bytes((HERE / "text.json").read_bytes())

    with taken_from(tmp_path):
        other = load("text")

    assert other is not load("text")


@pytest.mark.parametrize("raw", [text(), text(gap="\n"), ingest.decode(html().encode(), "p.html")])
def test_the_story_is_kept_and_the_frame_goes(raw):
    kept = [block.text for block in cleaned(raw).blocks]

    assert STORY == [line for line in kept if line in STORY]
    assert len(kept) < len(STORY) + 5


def test_the_frame_goes_in_a_language_of_few_pages():
    frame = [
        "Главная", "Новости", "Политика", "Экономика", "Спорт", "Культура", "Погода", "Войти",
        "Подписка", "Поиск",
    ]  # fmt: skip
    foot = [
        "Читайте также", "Почему паром снова опоздал", "Самое читаемое", "Пять супов для холода",
        "О проекте", "Реклама на сайте", "Контакты", "© 2019 Портовый вестник",
    ]  # fmt: skip
    story = [
        f"В {day} вечер бури смотритель маяка считал лодки, которые возвращались домой, и "
        f"записывал каждую в тетрадь; их было {number}, и никто в гавани не вспомнил о двух "
        "пропавших, пока не прозвонил колокол."
        for day, number in (("первый", "девять"), ("второй", "восемь"), ("третий", "семь"))
    ]

    kept = [block.text for block in cleaned(text([*frame, "Маяк и лодки", *story, *foot])).blocks]

    assert set(story) <= set(kept)
    assert not {*frame, *foot} & set(kept)


def test_ledger_says_that_the_model_took_a_line_and_why():
    raw = ingest.decode(html().encode(), "p.html")

    taken = [removal for removal in cleaned(raw).removals if removal.rule == RULE]

    assert taken
    assert all(removal.why and 0 <= removal.probability < 0.6 for removal in taken)
    assert "navigation" in {removal.role for removal in taken}


def test_without_strictness_the_model_is_not_asked():
    assert RULE not in {removal.rule for removal in cleaned(text(), strictness=None).removals}


def test_editor_keeps_what_the_model_would_take():
    raw = text()
    gone = next(removal for removal in cleaned(raw).removals if removal.rule == RULE)
    keep = Override(raw.seed.name, gone.text, "wanted")

    kept = cleaned(raw, overrides=Overrides(keep=(keep,)))

    assert gone.text in [block.text for block in kept.blocks]


def test_markup_that_is_not_known_any_more_is_left_alone():
    raw = replace(ingest.decode(html().encode(), "p.html"), hints=())

    assert RULE not in {removal.rule for removal in cleaned(raw).removals}


@pytest.mark.parametrize("name", ["text", "markup"])
def test_weights_are_small(name):
    assert (HERE / f"{name}.json").stat().st_size < 1_000_000


@pytest.mark.parametrize("seed", sorted((Path(__file__).parents[2] / "seeds").iterdir()))
def test_model_takes_nothing_from_a_real_seed(seed):
    raw = ingest.read(seed)

    assert clean.clean(raw, rules=clean.load_rules()).removals == cleaned(raw).removals


def tiny_data(folder: Path) -> Path:
    """Write a folder of invented records in the form of the real ones."""
    (folder / "html").mkdir(parents=True)
    records = []
    for number in range(24):
        story = [line.replace("lamp", f"lamp {number}") for line in STORY]
        lines = [*FRAME[number % 5 :], *story, *FOOT[number % 3 :]]
        page = html().replace("lamp", f"lamp {number}")
        name = f"html/{number}.html.gz"
        (folder / name).write_bytes(gzip.compress(page.encode(), mtime=0))
        records.append(
            {
                "id": str(number), "host_key": f"host{number}", "lang": "en", "html": name,
                "titles": [f"The lamp {number} and the boats"],
                "text_dump": "\n\n".join(lines) + "\n",
                "near": [2 * len(FRAME[number % 5 :]), 2 * len(FRAME[number % 5 :]) + 8],
                "gold_text": "\n\n".join(story),
            }
        )  # fmt: skip
    rows = "".join(json.dumps(record) + "\n" for record in records)
    (folder / "records.jsonl").write_text(rows, encoding="utf-8")
    return folder


def test_the_same_pages_train_the_same_weights(tmp_path):
    pytest.importorskip("lightgbm")
    from workbench.training import train  # noqa: PLC0415  # needs the group train

    data = tiny_data(tmp_path / "data")
    for folder in ("one", "two"):
        assert train.main([str(data), "--into", str(tmp_path / folder)]) == 0

    for name in ("text.json", "markup.json"):
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two
        assert json.loads(one)["first"]


def test_bench_scores_an_invented_page(tmp_path, capsys):
    from workbench.cleaning import bench  # noqa: PLC0415  # only here

    code = bench.main([str(tiny_data(tmp_path)), "--alone"])

    told = capsys.readouterr().out
    assert code == int("FAILED" in told)
    assert "text  locked   florilegium" in told
    assert "html      title        24 right, 0 wrong, 0 none" in told
    assert "html      language     24 right, 0 wrong, 0 none" in told
    assert "not the input" not in told


def test_page_without_an_article_is_kept_and_said(tmp_path):
    from florilegium.clean import filter as cleaning  # noqa: PLC0415  # beside the others

    page = tmp_path / "menu.txt"
    page.write_text("\n".join([*FRAME, *FOOT]), encoding="utf-8")
    found = []

    text = cleaning.run([page], report=found.append)

    assert text.strip()
    assert ["T104"] == [finding.code for finding in found]


def test_bench_judges_every_page_by_weights_that_never_saw_its_host(tmp_path, capsys):
    pytest.importorskip("lightgbm")
    from workbench.cleaning import bench  # noqa: PLC0415  # only here

    bench.main([str(tiny_data(tmp_path)), "--alone", "--folds", "2"])

    told = capsys.readouterr().out
    assert "24 pages" in told
    assert "not the input" not in told
