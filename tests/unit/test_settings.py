"""Settings: where they come from, what they refuse, and that the reference names each."""

from __future__ import annotations

import os
import pickle
import re
from pathlib import Path

import pytest

from kowane import settings
from kowane.errors import SettingsError

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.upper().startswith("KOWANE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


def test_defaults_need_neither_environment_nor_file() -> None:
    loaded = settings.load()
    assert (loaded.host, loaded.port, loaded.voice) == ("127.0.0.1", 8880, "af_heart")


def test_a_flag_beats_the_environment_and_the_environment_beats_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kowane.toml").write_text("port = 1001\nqueue_limit = 7\nthreads = 3\n")
    monkeypatch.setenv("KOWANE_PORT", "1002")
    monkeypatch.setenv("KOWANE_QUEUE_LIMIT", "8")
    loaded = settings.load(port=1003)
    assert (loaded.port, loaded.queue_limit, loaded.threads) == (1003, 8, 3)


def test_a_flag_that_was_not_given_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOWANE_PORT", "1002")
    assert settings.load(port=None).port == 1002


def test_the_file_named_by_kowane_config_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text('voice = "bf_emma"\n[voice_aliases]\nalloy = "bf_lily"\n')
    monkeypatch.setenv("KOWANE_CONFIG", str(elsewhere))
    loaded = settings.load()
    assert loaded.voice == "bf_emma"
    assert loaded.voice_aliases["alloy"] == "bf_lily"
    assert loaded.voice_aliases["echo"] == "am_echo"


def test_the_users_configuration_directory_is_the_last_place(tmp_path: Path) -> None:
    place = tmp_path / "config" / "kowane" / "kowane.toml"
    place.parent.mkdir(parents=True)
    place.write_text("threads = 5\n")
    assert settings.load().threads == 5


def test_a_missing_config_file_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOWANE_CONFIG", "nowhere.toml")
    with pytest.raises(SettingsError, match=r"KOWANE_CONFIG names 'nowhere\.toml'"):
        settings.load()


def test_a_file_that_is_not_toml_is_said(tmp_path: Path) -> None:
    (tmp_path / "kowane.toml").write_text("port: 1")
    with pytest.raises(SettingsError, match="not valid TOML"):
        settings.load()


def test_a_bad_value_is_refused_with_name_value_and_range(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOWANE_PORT", "99999")
    with pytest.raises(SettingsError, match=r"KOWANE_PORT='99999': .*65535"):
        settings.load()


def test_every_bad_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOWANE_PORT", "x")
    monkeypatch.setenv("KOWANE_LOG_FORMAT", "xml")
    with pytest.raises(SettingsError, match=r"(?s)KOWANE_PORT.*KOWANE_LOG_FORMAT"):
        settings.load()


def test_an_unknown_name_in_the_file_is_refused_with_a_guess(tmp_path: Path) -> None:
    (tmp_path / "kowane.toml").write_text("que_limit = 3\n")
    with pytest.raises(SettingsError, match=r"que_limit.*Did you mean 'queue_limit'"):
        settings.load()


def test_a_nearly_right_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOWANE_API_KEY", "secret")
    with pytest.raises(SettingsError, match="Did you mean KOWANE_API_KEYS"):
        settings.load()


def test_variables_of_orchestrators_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOWANE_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("KOWANE_SERVICE_PORT", "8880")
    assert settings.load().port == 8880


def test_keys_are_kept_as_hashes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOWANE_API_KEYS", "first-secret, second-secret")
    loaded = settings.load()
    assert loaded.api_keys == (
        settings.hash_key("first-secret"),
        settings.hash_key("second-secret"),
    )
    assert b"secret" not in pickle.dumps(loaded)


def test_a_hash_may_stand_in_for_a_key() -> None:
    hashed = settings.hash_key("secret")
    assert settings.load(api_keys=hashed).api_keys == (hashed,)


def test_a_list_of_keys_without_a_key_is_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KOWANE_API_KEYS", " , ")
    with pytest.raises(SettingsError, match="KOWANE_API_KEYS: the list holds no key"):
        settings.load()


def test_comma_lists_are_split_and_stripped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOWANE_CORS_ORIGINS", "https://a.example, https://b.example,")
    assert settings.load().cors_origins == ("https://a.example", "https://b.example")


def test_voice_aliases_are_laid_over_openais_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOWANE_VOICE_ALIASES", "alloy=bf_lily,narrator=am_onyx,echo=")
    aliases = settings.load().voice_aliases
    assert (aliases["alloy"], aliases["narrator"], aliases["nova"]) == (
        "bf_lily",
        "am_onyx",
        "af_nova",
    )
    assert "echo" not in aliases


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("192.168.1.4", False),
        ("localhost.evil.example", False),
    ],
)
def test_loopback_is_told_from_the_rest(host: str, loopback: bool) -> None:
    assert settings.is_loopback(host) is loopback


def test_a_public_address_without_a_key_is_refused_unless_told() -> None:
    with pytest.raises(SettingsError, match="KOWANE_API_KEYS"):
        settings.refuse_open_door(settings.load(host="0.0.0.0"))  # noqa: S104
    settings.refuse_open_door(settings.load(host="0.0.0.0", api_keys="k"))  # noqa: S104
    settings.refuse_open_door(settings.load(host="0.0.0.0", allow_public=True))  # noqa: S104
    settings.refuse_open_door(settings.load())


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings.load().port = 1


def test_every_setting_has_a_description_a_group_and_a_unit_where_it_is_a_number() -> None:
    for name, field in settings.Settings.model_fields.items():
        extra = field.json_schema_extra
        assert field.description, name
        assert isinstance(extra, dict), name
        assert extra["group"], name
        if field.annotation in (int, float) and name != "port":
            assert extra["unit"], name


def test_every_setting_is_in_the_reference_and_nothing_else_is() -> None:
    documented = set(re.findall(r"^\| `(KOWANE_[A-Z_]+)`", DOCS.read_text(), re.MULTILINE))
    expected = {settings.variable(name) for name in settings.Settings.model_fields}
    assert documented - {settings.CONFIG_VARIABLE} == expected
