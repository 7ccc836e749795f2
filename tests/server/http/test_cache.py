from azru_kg.server.http.cache import LIMIT, AnswerCache


def test_an_answer_is_found_again() -> None:
    cache = AnswerCache()
    assert cache.find(["a"]) is None
    cache.keep("a", b"answer")
    assert cache.find(["b", "a"]) == ("a", b"answer")
    assert (cache.hits, cache.misses) == (1, 1)


def test_what_nobody_asked_for_the_longest_goes_first() -> None:
    cache = AnswerCache(4 * 1024)
    for tag in "abcd":
        cache.keep(tag, b"x" * 500)
    assert cache.find("a")
    cache.keep("e", b"x" * 500)
    assert [tag for tag in "abcde" if cache.find(tag)] == ["a", "c", "d", "e"]


def test_the_size_is_bounded_and_known() -> None:
    cache = AnswerCache(10_000)
    for number in range(1000):
        cache.keep(str(number), b"x" * (number % 300))
        assert cache.size <= 10_000
    assert cache.size > 5_000


def test_an_answer_takes_a_quarter_of_the_room_at_most() -> None:
    cache = AnswerCache()
    assert LIMIT / 5 < cache.longest < LIMIT / 4
    cache.keep("a", b"x" * (cache.longest + 1))
    cache.keep("b", b"x" * cache.longest)
    assert cache.find(["a"]) is None
    assert cache.find(["b"])


def test_a_cache_of_no_bytes_keeps_nothing() -> None:
    cache = AnswerCache(0)
    cache.keep("a", b"")
    assert cache.find(["a"]) is None
    assert cache.size == 0
