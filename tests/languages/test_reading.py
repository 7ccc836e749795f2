from __future__ import annotations

import asyncio

from azru_kg.languages.reading import Reading, get_language, get_reading, read_in


def test_english_is_read_where_nothing_else_is_said() -> None:
    assert get_reading() == Reading("en", None)
    with read_in("az"):
        assert get_language() == "az"
        with read_in(Reading("ru", "people")):
            assert get_reading().address == "people"
        assert get_language() == "az"
    assert get_language() == "en"


def test_tasks_and_threads_read_as_who_began_them() -> None:
    async def read() -> list[str]:
        async def answer(language: str) -> str:
            with read_in(language):
                await asyncio.sleep(0)
                return await asyncio.to_thread(get_language)

        return await asyncio.gather(*map(answer, ("az", "ru", "en")))

    assert asyncio.run(read()) == ["az", "ru", "en"]
