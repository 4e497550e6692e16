"""Voices: names, blends, packs, and the row that a chunk takes its style from."""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kowane.errors import AssetDamaged, AssetError, AssetMissing, OutOfRange, UnknownVoice
from kowane.speech import Samples
from kowane.voices import MAX_BLEND, Voices, parse_blend, style_row
from kowane.voices.blend import canonical
from kowane.voices.packs import Packs


def pack(seed: int) -> Samples:
    return np.random.default_rng(seed).normal(size=(510, 1, 256)).astype(np.float32)


PACKS = {"af_heart": pack(1), "af_bella": pack(2), "bm_george": pack(3), "ff_siwis": pack(4)}
HEART = PACKS["af_heart"].reshape(510, 256)
BELLA = PACKS["af_bella"].reshape(510, 256)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("voices") / "voices.npz"
    np.savez(path, **PACKS)
    return path


@pytest.fixture(scope="module")
def voices(archive: Path) -> Voices:
    return Voices(archive)


def save(path: Path, **packs: NDArray[np.generic]) -> Path:
    np.savez(path, **packs)
    return path


# names


def test_voices_are_listed_from_the_file(voices: Voices) -> None:
    assert voices.names() == ["af_bella", "af_heart", "bm_george", "ff_siwis"]


def test_a_name_tells_the_language_and_the_gender(voices: Voices) -> None:
    george, siwis = voices.info("bm_george"), voices.info("ff_siwis")
    assert (george.id, george.name, george.language, george.gender) == (
        "bm_george",
        "George",
        "en-gb",
        "male",
    )
    assert (siwis.language, siwis.gender) == ("fr", "female")


def test_a_voice_is_its_pack(voices: Voices) -> None:
    voice = voices.resolve("af_heart")
    assert (voice.name, voice.language) == ("af_heart", "en-us")
    assert voice.pack.dtype == np.float32
    assert np.array_equal(voice.pack, HEART)


def test_a_pack_cannot_be_changed_by_its_users(voices: Voices) -> None:
    for spec in ("af_heart", "af_heart+af_bella"):
        with pytest.raises(ValueError, match="read-only"):
            voices.resolve(spec).pack[0, 0] = 1


def test_an_unknown_voice_is_answered_with_the_nearest_and_the_way_to_list_them(
    voices: Voices,
) -> None:
    for use in (voices.resolve, voices.info):
        with pytest.raises(UnknownVoice, match=r"'AF_Hart'.*af_heart.*kowane voices") as failure:
            use("AF_Hart")
        assert failure.value.param == "voice"


@pytest.mark.parametrize("name", ["x" * 300_000, "af_heart+" + "y" * 300_000, "z" * 300_000 + "!"])
def test_a_message_about_a_huge_name_is_short(voices: Voices, name: str) -> None:
    with pytest.raises(UnknownVoice) as failure:
        voices.resolve(name)
    assert len(str(failure.value)) < 500


# blends


def test_a_blend_is_the_weighted_mean_of_its_packs(voices: Voices) -> None:
    voice = voices.resolve("af_heart(2)+af_bella(1)")
    expected = (2 * HEART.astype(np.float64) + BELLA) / 3
    assert voice.pack.dtype == np.float32
    np.testing.assert_allclose(voice.pack, expected, atol=1e-6)


def test_voices_without_weights_have_equal_shares(voices: Voices) -> None:
    np.testing.assert_allclose(
        voices.resolve("af_heart+af_bella").pack, (HEART + BELLA) / 2, atol=1e-6
    )


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        (" af_heart ", "af_heart"),
        ("af_heart(7)", "af_heart"),
        ("af_heart+af_heart", "af_heart"),
        ("af_heart(3)+af_bella(3.0)", "af_heart+af_bella"),
        ("af_heart ( 0.2 ) + af_bella( .1 )", "af_heart(2)+af_bella(1)"),
        ("af_heart(4)+af_bella(2)", "af_heart(2)+af_bella(1)"),
        ("af_heart+af_bella+af_heart", "af_heart(2)+af_bella(1)"),
        ("af_bella+af_heart(2)", "af_bella(1)+af_heart(2)"),
    ],
)
def test_spellings_of_one_blend_share_one_name(voices: Voices, spec: str, name: str) -> None:
    assert voices.resolve(spec).name == name
    assert voices.resolve(spec) is voices.resolve(name)


@pytest.mark.parametrize(
    ("spec", "language"),
    [
        ("af_heart+bm_george(2)", "en-gb"),
        ("af_heart(2)+bm_george", "en-us"),
        ("bm_george+af_heart", "en-gb"),
        ("af_heart+bm_george", "en-us"),
        ("bm_george(2)+af_heart+af_bella(1.5)", "en-gb"),
    ],
)
def test_a_blend_speaks_the_language_of_its_heaviest_voice_the_first_among_equals(
    voices: Voices, spec: str, language: str
) -> None:
    assert voices.resolve(spec).language == language


@pytest.mark.parametrize(
    "spec",
    [
        "",
        " ",
        "+",
        "af_heart+",
        "+af_heart",
        "af_heart++af_bella",
        "af_heart af_bella",
        "af_heart,af_bella",
        "af_heart-af_bella(1)x",
        "af_heart()",
        "af_heart(0)",
        "af_heart(0.000)+af_bella",
        "af_heart(-1)",
        "af_heart(+1)",
        "af_heart(1e3)",
        "af_heart(nan)",
        "af_heart(inf)",
        "af_heart(1",
        "af_heart1)",
        "af_heart(1)(2)",
        "af_heart(1.)",
        "af_heart(1,5)",
        "af_heart(٣)",
        "af_heart(" + "9" * 400 + ")",
        "af_heart\0",
        "af_heart\ud800",
        "../af_heart",
    ],
)
def test_a_text_that_is_no_blend_is_refused(voices: Voices, spec: str) -> None:
    with pytest.raises(UnknownVoice, match="is not a voice or a blend"):
        voices.resolve(spec)


def test_a_blend_has_a_largest_number_of_terms(voices: Voices) -> None:
    voices.resolve("+".join(["af_heart"] * MAX_BLEND))
    with pytest.raises(UnknownVoice, match=f"more than {MAX_BLEND} terms"):
        voices.resolve("+".join(["af_heart"] * (MAX_BLEND + 1)))


names = st.sampled_from(["af_heart", "af_bella", "zf_001", "Own-Voice_2", "x"])
weights = st.decimals(min_value="0.000001", max_value="999999.999999", places=6)
space = st.text(" \t", max_size=2)


@st.composite
def blends(draw: Callable[[st.SearchStrategy[object]], object]) -> tuple[str, dict[str, Fraction]]:
    """A blend's text and the weight that each name has in it."""
    terms = draw(st.lists(st.tuples(names, st.none() | weights), min_size=1, max_size=5))
    assert isinstance(terms, list)
    written: list[str] = []
    total: dict[str, Fraction] = {}
    for name, weight in terms:
        inner = "" if weight is None else f"({draw(space)}{weight}{draw(space)})"
        written.append(f"{draw(space)}{name}{draw(space)}{inner}{draw(space)}")
        total[name] = total.get(name, Fraction(0)) + Fraction(weight or 1)
    return "+".join(written), total


@settings(max_examples=30)
@given(blends())
def test_shares_are_the_weights_over_their_sum(blend: tuple[str, dict[str, Fraction]]) -> None:
    text, total = blend
    shares = parse_blend(text)
    assert list(shares) == list(total)
    assert sum(shares.values()) == 1
    assert shares == {name: weight / sum(total.values()) for name, weight in total.items()}


@settings(max_examples=30)
@given(blends())
def test_the_canonical_form_is_a_blend_with_the_same_shares_and_its_own_canonical_form(
    blend: tuple[str, dict[str, Fraction]],
) -> None:
    shares = parse_blend(blend[0])
    again = parse_blend(canonical(shares))
    assert again == shares
    assert canonical(again) == canonical(shares)


@settings(max_examples=60)
@given(st.text(max_size=40) | st.text("af_heart()+.0123456789 -", max_size=40))
def test_any_text_is_a_blend_or_a_readable_error(text: str) -> None:
    try:
        shares = parse_blend(text)
    except UnknownVoice as error:
        assert error.param == "voice"
        assert error.remedy
    else:
        assert all(share > 0 for share in shares.values())


# the style row


def test_the_style_of_n_symbols_is_row_n_minus_1() -> None:
    for n_symbols in (1, 2, 509, 510):
        assert np.array_equal(style_row(HEART, n_symbols), HEART[n_symbols - 1])


@pytest.mark.parametrize("n_symbols", [-1, 0, 511, 512])
def test_a_number_of_symbols_without_a_row_is_refused(n_symbols: int) -> None:
    with pytest.raises(OutOfRange, match=f"{n_symbols} symbols.*510"):
        style_row(HEART, n_symbols)


# files


def test_a_directory_of_packs_gives_the_same_voices(tmp_path: Path, voices: Voices) -> None:
    np.save(tmp_path / "af_heart.npy", PACKS["af_heart"])
    PACKS["af_bella"].astype("<f4").tofile(tmp_path / "af_bella.bin")
    (tmp_path / "README.md").write_text("not a voice")
    (tmp_path / ".af_hidden.bin").write_text("not a voice")
    own = Voices(tmp_path)
    assert own.names() == ["af_bella", "af_heart"]
    for spec in ("af_heart", "af_bella", "af_heart(3)+af_bella"):
        assert np.array_equal(own.resolve(spec).pack, voices.resolve(spec).pack)


def test_packs_are_read_only_when_they_are_asked_for(tmp_path: Path) -> None:
    np.save(tmp_path / "af_good.npy", PACKS["af_heart"])
    (tmp_path / "af_bad.bin").write_bytes(b"rubbish")
    own = Voices(tmp_path)
    assert own.info("af_bad").gender == "female"
    own.resolve("af_good")
    with pytest.raises(AssetDamaged, match=r"af_bad.*7 bytes, 522,240 expected"):
        own.resolve("af_bad")


def test_packs_without_the_middle_axis_are_accepted(tmp_path: Path) -> None:
    path = save(tmp_path / "v.npz", af_flat=HEART, af_big_endian=PACKS["af_heart"].astype(">f4"))
    own = Voices(path)
    for name in own.names():
        loaded = own.resolve(name).pack
        assert loaded.dtype == np.dtype(np.float32)
        assert np.array_equal(loaded, HEART)


NOT_FINITE = np.where(np.arange(256) == 7, np.float32(np.nan), PACKS["af_heart"])


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (np.zeros((511, 1, 256), np.float32), r"shape is \(511, 1, 256\)"),
        (np.zeros((510, 512), np.float32), r"shape is \(510, 512\)"),
        (np.zeros((510, 1, 256), np.float64), "float64, not float32"),
        (np.zeros((510, 1, 256), np.int8), "int8, not float32"),
        (NOT_FINITE.astype(np.float32), "not finite"),
        (np.array([{"a": 1}], dtype=object), "cannot be read"),
    ],
)
def test_a_pack_that_is_none_is_refused(
    tmp_path: Path, broken: NDArray[np.generic], why: str
) -> None:
    own = Voices(save(tmp_path / "v.npz", af_broken=broken))
    with pytest.raises(AssetDamaged, match=f"af_broken.*{why}"):
        own.resolve("af_broken")


def test_a_flipped_bit_in_the_archive_is_noticed(tmp_path: Path) -> None:
    path = save(tmp_path / "v.npz", **PACKS)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
    own = Voices(path)
    with pytest.raises(AssetDamaged, match="CRC"):
        [own.resolve(name) for name in own.names()]


def test_a_slip_anywhere_in_a_pack_s_header_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "af_heart.npy"
    np.save(path, PACKS["af_heart"])
    header = path.read_bytes()[:128]
    own = Packs(tmp_path)
    for place in range(128):
        path.write_bytes(header[:place] + b"(" + header[place + 1 :])
        with pytest.raises(AssetDamaged):
            own.read("af_heart")


def test_a_file_that_is_no_archive_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "v.npz").write_bytes(b"not an archive")
    with pytest.raises(AssetDamaged, match=r"v\.npz.*not an \.npz archive"):
        Voices(tmp_path / "v.npz")


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(AssetMissing, match="kowane assets pull"):
        Voices(tmp_path / "gone.npz")


def test_a_path_that_cannot_be_read_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="cannot be read"):
        Voices(tmp_path / ("x" * 300))


def test_a_place_without_voices_is_an_error(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "empty.npz", "w"):
        pass
    for path in (tmp_path, tmp_path / "empty.npz"):
        with pytest.raises(AssetMissing, match="holds no voices"):
            Voices(path)


def test_a_directory_with_one_voice_twice_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "af_heart.npy", PACKS["af_heart"])
    PACKS["af_heart"].tofile(tmp_path / "af_heart.bin")
    with pytest.raises(AssetDamaged, match="twice"):
        Voices(tmp_path)


@pytest.mark.parametrize("name", ["heart", "xf_heart", "AF_heart", "af_", "af_he art", "af_a+b"])
def test_a_name_that_does_not_tell_its_language_is_refused(tmp_path: Path, name: str) -> None:
    np.save(tmp_path / f"{name}.npy", PACKS["af_heart"])
    with pytest.raises(AssetDamaged, match=re.escape(repr(name))):
        Voices(tmp_path)


def test_threads_that_ask_at_once_share_one_voice(archive: Path) -> None:
    own = Voices(archive)
    start = threading.Barrier(8)
    found: list[int] = []

    def ask() -> None:
        start.wait()
        found.append(id(own.resolve("af_heart(2)+af_bella")))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_only_a_bounded_number_of_blends_is_kept(archive: Path) -> None:
    own = Voices(archive)
    first = own.resolve("af_heart(1)+af_bella(2)")
    for weight in range(3, 43):
        own.resolve(f"af_heart(1)+af_bella({weight})")
    again = own.resolve("af_heart(1)+af_bella(2)")
    assert again is not first
    assert np.array_equal(again.pack, first.pack)
