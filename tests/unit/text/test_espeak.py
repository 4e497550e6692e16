"""espeak-ng behind one function."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kowane.errors import FrontEndFailed, MissingExtra
from kowane.text import espeak


@pytest.fixture
def without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "espeakng_loader", None)
    monkeypatch.setattr(espeak, "_readers", [])


def install_program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "espeak-ng"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.mark.parametrize(
    ("voice", "text", "ipa"),
    [
        ("en-us", "park", "pˈɑː^ɹk"),
        ("en-gb", "park", "pˈɑːk"),
        ("es", "cena", "θˈena"),
        ("fr", "eau", "ˈo"),
        ("fr-fr", "eau", "ˈo"),
        ("it", "cena", "t^ʃˈena"),
        ("pt-br", "rio", "xˈi^ʊ"),
        ("hi", "नमस्ते", "nəmˈʌsteː"),
    ],
)
def test_each_voice_reads_by_its_own_rules(voice: str, text: str, ipa: str) -> None:
    assert espeak.phonemize(text, voice) == ipa


def test_clauses_are_all_read() -> None:
    assert espeak.phonemize("sì. no, sì; no!", "it") == "sˈiː nˈɔ sˈiː nˈɔ"


def test_language_switch_flags_are_removed() -> None:
    assert espeak.phonemize("le weekend", "fr") == "lə- wiːkˈɛnd"


@pytest.mark.parametrize("text", ["", " ", "...", "\0", "\ud800", "\n\n"])
def test_text_without_words_gives_nothing(text: str) -> None:
    assert espeak.phonemize(text, "es") == ""


def test_nul_and_lone_surrogates_do_not_cut_the_text_short() -> None:
    assert espeak.phonemize("sì\0no\udfffsì", "it") == espeak.phonemize("sì no sì", "it")


def test_threads_with_different_voices_do_not_disturb_each_other() -> None:
    jobs = [("cena", voice) for voice in ("es", "it", "en-us", "fr")] * 50
    alone = [espeak.phonemize(*job) for job in jobs]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda job: espeak.phonemize(*job), jobs)) == alone


@pytest.mark.usefixtures("without_the_package")
def test_without_package_and_program_the_error_names_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtra, match=r"pip install 'kowane\[espeak\]'"):
        espeak.phonemize("hola", "es")


@pytest.mark.usefixtures("without_the_package")
def test_without_the_package_the_program_is_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install_program(tmp_path, 'echo "$*"; cat', monkeypatch)
    said = espeak.phonemize("ho\0la", "fr-fr")
    assert said == "-q -b 1 --ipa --tie=^ -v fr --stdin ho la"


@pytest.mark.usefixtures("without_the_package")
def test_a_program_that_fails_is_reported_with_its_complaint(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install_program(tmp_path, "echo no such voice >&2; exit 1", monkeypatch)
    with pytest.raises(FrontEndFailed, match="no such voice"):
        espeak.phonemize("hola", "es")
