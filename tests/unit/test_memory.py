"""What a process remembers of the cache: what was given, as long as there is room."""

from hypothesis import given
from hypothesis import strategies as st

from florilegium.store.memory import Memory


@given(st.integers(0, 12), st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9))))
def test_what_was_asked_for_last_is_kept_within_the_limit(limit, steps):
    memory = Memory[int](limit)
    recent: list[tuple[int, int]] = []
    for number, size in steps:
        memory.put(str(number), number, size)
        recent = [one for one in recent if one[0] != number]
        if size <= limit:
            recent.append((number, size))
        while sum(size for _, size in recent) > limit:
            recent.pop(0)

        assert [one for one in range(7) if memory._kept.get(str(one))] == sorted(
            one for one, _ in recent
        )
    for number, _ in recent:
        assert number == memory.get(str(number))


def test_what_is_asked_for_goes_last():
    memory = Memory[str](2)
    memory.put("a", "A", 1)
    memory.put("b", "B", 1)
    assert "A" == memory.get("a")
    memory.put("c", "C", 1)

    assert ["A", None, "C"] == [memory.get(key) for key in "abc"]
