from dataclasses import fields
from pathlib import Path

import pytest

from azru_kg.errors import BadSetting
from azru_kg.settings import Settings, list_settings


def test_every_setting_has_a_default_and_a_sentence_about_it() -> None:
    settings = list(list_settings())
    assert [setting.name for setting in settings] == [field.name for field in fields(Settings)]
    assert all(setting.about.help.endswith(".") for setting in settings)
    assert {setting.name: setting.default for setting in settings} == {
        setting.name: getattr(Settings(), setting.name) for setting in settings
    }


@pytest.mark.parametrize("url", ["https://example.org/kg", "https://example.org/kg/"])
def test_the_public_url_gives_the_base_and_the_path(url: str) -> None:
    settings = Settings(public_url=url)
    assert (settings.base, settings.root) == ("https://example.org/kg/", "/kg")


def test_a_root_path_of_its_own_wins_over_that_of_the_public_url() -> None:
    assert Settings(public_url="https://example.org/kg/", root_path="/other/").root == "/other"


def test_without_a_public_url_there_is_neither_base_nor_path() -> None:
    assert (Settings().base, Settings().root) == ("", "")


def test_trusted_proxies_are_a_list_with_commas() -> None:
    assert Settings(trusted_proxies="127.0.0.1, ::1 ,10.0.0.0/8,").proxies == [
        "127.0.0.1",
        "::1",
        "10.0.0.0/8",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_url", "example.org/kg"),
        ("public_url", "ftp://example.org/"),
        ("public_url", "https:///kg"),
        ("public_url", "https://[::1/"),
        ("public_url", "https://example.org:x/"),
        ("public_url", "https://example.org/?a=b"),
        ("public_url", "https://example.org/#a"),
        ("public_url", "https://user:word@example.org/"),
        ("public_url", 'https://example.org/"><script>'),
        ("public_url", "https://example.org/\r\nX: y"),
        ("root_path", "kg"),
        ("root_path", "/kg//x"),
        ("root_path", "/Bakı"),
        ("engine", "127.0.0.1:7878/query"),
        ("engine", "ftp://127.0.0.1/query"),
        ("engine", "http:///query"),
        ("engine", "http://127.0.0.1/query#a"),
        ("engine", "http://127.0.0.1/qu\r\nery"),
        ("trusted_proxies", "*"),
        ("trusted_proxies", "127.0.0.1,proxy"),
    ],
)
def test_a_value_that_cannot_be_is_an_error_that_names_it(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"AZRU_{name.upper()}") as caught:
        Settings(**{name: value})  # type: ignore[arg-type]
    assert "Write it like" in str(caught.value) or "may hold" in str(caught.value)


def test_the_names_of_a_setting_follow_from_its_field() -> None:
    pid_file = next(setting for setting in list_settings() if setting.name == "pid_file")
    assert (pid_file.flag, pid_file.variable) == ("--pid-file", "AZRU_PID_FILE")
    assert pid_file.shown_default == "none"
    assert pid_file.kind == Path | None


@pytest.mark.parametrize("who", ["user:word", "user", ":word"])
def test_an_address_of_an_engine_with_a_password_is_refused_and_not_repeated(who: str) -> None:
    with pytest.raises(BadSetting, match="set AZRU_ENGINE_USER and AZRU_ENGINE_PASSWORD") as caught:
        Settings(engine=f"https://{who}@example.org/query")
    assert "word@" not in str(caught.value)
