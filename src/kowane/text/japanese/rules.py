"""Written forms that OpenJTalk misreads, in words that it reads right.

OpenJTalk itself reads integers, decimals, counters, most dates and metric units; here are amounts of
money, fractions, slashed dates, clock times, signs, ranges, telephone numbers, addresses, the units
it lacks, Latin words and a few homographs. Knows no phonemes.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

import re
import unicodedata

from kowane.text.japanese import latin
from kowane.text.ruleset import Rule

_NUMBER = r"\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,18}"
_CURRENCIES = {
    "$": ("ドル", "セント"), "＄": ("ドル", "セント"), "€": ("ユーロ", "セント"), "£": ("ポンド", "ペンス"),
    "¥": ("円", "銭"), "￥": ("円", "銭"), "₩": ("ウォン", ""), "₹": ("ルピー", ""), "₽": ("ルーブル", ""),
    "US$": ("ドル", "セント"), "USD": ("ドル", "セント"), "EUR": ("ユーロ", "セント"),
    "GBP": ("ポンド", "ペンス"), "JPY": ("円", "銭"),
}  # fmt: skip
_SCALES = {
    "k": 1_000,
    "K": 1_000,
    "M": 1_000_000,
    "m": 1_000_000,
    "B": 1_000_000_000,
    "b": 1_000_000_000,
}
_UNITS = {
    "GB": "ギガバイト", "MB": "メガバイト", "KB": "キロバイト", "kB": "キロバイト", "TB": "テラバイト", "PB": "ペタバイト",
    "Gbps": "ギガビーピーエス", "Mbps": "メガビーピーエス", "kbps": "キロビーピーエス", "Hz": "ヘルツ", "kHz": "キロヘルツ",
    "MHz": "メガヘルツ", "GHz": "ギガヘルツ", "W": "ワット", "kW": "キロワット", "MW": "メガワット", "kWh": "キロワットアワー",
    "V": "ボルト", "mA": "ミリアンペア", "mAh": "ミリアンペアアワー", "dB": "デシベル", "hPa": "ヘクトパスカル", "kPa": "キロパスカル",
    "m²": "平方メートル", "m2": "平方メートル", "㎡": "平方メートル", "km²": "平方キロメートル", "km2": "平方キロメートル",
    "㎢": "平方キロメートル", "m³": "立方メートル", "m3": "立方メートル", "cm²": "平方センチメートル", "cm³": "立方センチメートル",
    "km/h": "キロメートル毎時", "m/s": "メートル毎秒", "ha": "ヘクタール", "L": "リットル", "l": "リットル", "ℓ": "リットル",
    "dl": "デシリットル", "dL": "デシリットル", "mL": "ミリリットル", "cc": "シーシー", "t": "トン", "g": "グラム", "mg": "ミリグラム",
    "μg": "マイクログラム", "μm": "マイクロメートル", "nm": "ナノメートル", "mm": "ミリメートル", "ms": "ミリ秒", "fps": "エフピーエス",
    "px": "ピクセル", "dpi": "ディーピーアイ", "ppm": "ピーピーエム", "kcal": "キロカロリー", "cal": "カロリー", "°C": "度",
    "℃": "度", "°": "度", "‰": "パーミル", "pt": "ポイント", "ft": "フィート", "in": "インチ", "lb": "ポンド", "oz": "オンス",
    "mph": "マイル毎時", "K": "ケー", "h": "時間", "min": "分", "s": "秒", "sec": "秒",
}  # fmt: skip
_DIGITS = dict(
    zip(
        "0123456789",
        ["ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュー"],
        strict=True,
    )
)
_SIGNS = {
    "+": "プラス", "＋": "プラス", "-": "マイナス", "−": "マイナス", "－": "マイナス", "×": "かける", "÷": "わる",
    "=": "イコール", "＝": "イコール", "±": "プラスマイナス", "<": "小なり", ">": "大なり", "≒": "ニアリーイコール",
}  # fmt: skip
_WEB = {
    ".": "ドット", "/": "スラッシュ", "-": "ハイフン", "_": "アンダーバー", "@": "アットマーク", ":": "コロン", "?": "クエスチョン",
    "=": "イコール", "&": "アンド", "#": "シャープ", "%": "パーセント", "+": "プラス", "~": "チルダ",
}  # fmt: skip


def _plain(number: str) -> str:
    return unicodedata.normalize("NFKC", number).replace(",", "")


def _money(match: re.Match[str]) -> str:
    whole, part, scale = _plain(match["whole"]), match["part"] or "", match["scale"] or ""
    major, minor = _CURRENCIES[match["sign"]]
    if scale in _SCALES:
        amount = int(whole) * _SCALES[scale]
        amount += int(part or "0") * _SCALES[scale] // 10 ** len(part)
        return f"{_grouped(amount)}{major}"
    if scale or len(part) != 2 or not minor:
        return f"{whole}{'.' + part if part else ''}{scale}{major}"
    cents = int(part)
    if not cents:
        return f"{whole}{major}"
    return f"{cents}{minor}" if int(whole) == 0 else f"{whole}{major}{cents}{minor}"


def _grouped(number: int) -> str:
    """Written with 億 and 万, as OpenJTalk reads it best: 5000000 → "500万"."""
    out = ""
    for size, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万")):
        if number >= size:
            out += f"{number // size}{name}"
            number %= size
    return out + (str(number) if number else "")


def _fraction(match: re.Match[str]) -> str:
    above, below = int(match["above"]), int(match["below"])
    if match["day"] and above <= 12 and 12 < below <= 31:
        return f"{above}月{below}日"
    return f"{below}分の{above}"


def _date(match: re.Match[str]) -> str | None:
    year, month, day = (int(part) for part in match.group("year", "month", "day"))
    return f"{year}年{month}月{day}日" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _weekday_date(match: re.Match[str]) -> str | None:
    month, day = int(match["month"]), int(match["day"])
    return f"{month}月{day}日" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _clock(match: re.Match[str]) -> str | None:
    hour, minute, second = int(match["h"]), int(match["m"]), match["s"]
    if hour > 29 or minute > 59:
        return None
    said = f"{hour}時" + (f"{minute}分" if minute or second else "")
    return said + (f"{int(second)}秒" if second else "")


def spoken_digits(digits: str) -> str:
    """One after the other, each two beats long: ゼロニーサン."""
    return "".join(_DIGITS[digit] for digit in digits)


def _telephone(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match.group())
    plus = "プラス" if match.group().lstrip().startswith("+") else ""
    return plus + "、".join(spoken_digits(group) for group in groups)


def _version(match: re.Match[str]) -> str:
    return "てん".join(match.group().split("."))


def _web(match: re.Match[str]) -> str:
    address = re.sub(r"^https?://", "", match.group()).rstrip("/")
    out = []
    for part in re.findall(r"[A-Za-z]+|\d+|.", address, re.DOTALL):
        out.append(_WEB.get(part) or _web_word(part))
    return "".join(out)


def _web_word(part: str) -> str:
    if not part.isalpha():
        return "".join(_DIGITS.get(char, "") for char in part)
    known = latin.reading(part) or (part if latin.readable(part) else None)
    return known or latin.letters(part)


def _word(match: re.Match[str]) -> str | None:
    word = unicodedata.normalize("NFKC", match.group())
    return latin.reading(word)


def _half_width(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def _homograph(pattern: str, kana: str) -> Rule:
    return Rule("homographs", "homograph", re.compile(pattern), lambda _: kana)


_UNIT_NAMES = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_SIGN_NAMES = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))

RULES: tuple[Rule, ...] = (
    Rule("typography", "half width", re.compile(r"[\uff66-\uff9f]+"), _half_width),
    Rule("typography", "long vowel", re.compile(r"(?<=[ぁ-んァ-ヶー])[〜～~]+(?!\d)"), lambda _: "ー"),
    Rule("typography", "long vowel", re.compile(r"(?<!ー)ー{3,}"), lambda _: "ーー"),
    Rule("typography", "long vowel", re.compile(r"(?<![\wー])ー+"), lambda _: ""),
    Rule(
        "urls",
        "address",
        re.compile(
            r"https?://[!-~]+|www\.[!-~]+|(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9.-]{3,255}"
            r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}"
            r"\.(?:com|net|org|jp|io|dev|ai|co|app|info)(?:/[!-~]*)?(?![A-Za-z0-9])",
            re.ASCII,
        ),
        _web,
    ),
    Rule(
        "phones",
        "telephone",
        re.compile(
            r"(?<![\d-])(?:\+\d{1,3}[- ]?)?(?:\(0\d{1,4}\)|0\d{1,4})[- )]?\d{1,4}-\d{3,4}(?![\d-])"
            r"|(?<!\d)0[5789]0\d{8}(?!\d)|(?<!\d)\+\d{1,3}[- ]\d{1,4}[- ]\d{2,4}[- ]\d{3,4}(?!\d)"
        ),
        _telephone,
    ),
    Rule("symbols", "number", re.compile(r"(?<![A-Za-z])No\.\s?(?=\d)", re.I), lambda _: "ナンバー"),
    Rule("symbols", "version", re.compile(r"(?<![A-Za-z])[Vv]er\.?\s?(?=\d)"), lambda _: "バージョン"),
    Rule(
        "dates",
        "date",
        re.compile(r"(?<![\d/.-])(?P<year>\d{4})([/.-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d/.-]\d)"),
        _date,
    ),
    Rule(
        "dates",
        "date",
        re.compile(r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?=\s?[(（][月火水木金土日])"),
        _weekday_date,
    ),
    Rule(
        "times",
        "clock",
        re.compile(r"(?<![\d:.])(?P<h>\d{1,2})[:：](?P<m>\d{2})(?:[:：](?P<s>\d{2}))?(?![\d:])"),
        _clock,
    ),
    Rule("times", "leading zero", re.compile(r"(?<=時)0(?=[1-9]分)"), lambda _: ""),
    Rule(
        "money",
        "currency",
        re.compile(
            rf"(?<![A-Za-z])(?P<sign>{_SIGN_NAMES})\s?(?P<whole>{_NUMBER})(?:\.(?P<part>\d{{1,4}}))?"
            r"(?P<scale>[kKMBmb](?![A-Za-z])|百万|千万|[千万億兆])?"
        ),
        _money,
    ),
    Rule("numbers", "version", re.compile(r"(?<![\d.])\d{1,4}(?:\.\d{1,4}){2,4}(?![\d.]*\d)"), _version),
    Rule(
        "numbers",
        "fraction",
        re.compile(r"(?<![\d/])(?P<above>\d{1,4})[/／](?P<below>\d{1,4})(?![\d/])(?P<day>(?=に|の|から|まで))?"),
        _fraction,
    ),
    Rule(
        "numbers",
        "range",
        re.compile(r"(?<=[\d時分秒日月年円人個枚歳度回本])(?:[%％]?)\s?[~〜～–]\s?(?=[-−]?\d)"),
        lambda match: ("パーセント" if match.group()[0] in "%％" else "") + "から",
    ),
    Rule("numbers", "range", re.compile(r"(?<=\d)-(?=\d{1,4}[^\d\s.,、。!?A-Za-z-])"), lambda _: "から"),
    Rule("numbers", "ratio", re.compile(r"(?<=\d)[:：](?=\d)"), lambda _: "対"),
    Rule("numbers", "negative", re.compile(r"(?<![A-Za-z0-9)）\-])[-−－](?=\d)"), lambda _: "マイナス"),
    Rule(
        "maths",
        "sign",
        re.compile(r"(?<=[\d)）])\s?[+＋×÷=＝<>≒±−－]\s?(?=[\d(（a-zA-Z-])|[±](?=\d)|(?<=\d)\s-\s(?=\d)"),
        lambda match: _SIGNS.get(match.group().strip(), ""),
    ),
    Rule("maths", "root", re.compile(r"√(?=\d)"), lambda _: "ルート"),
    Rule(
        "units",
        "unit",
        re.compile(rf"(?<=[\d])\s?(?P<unit>{_UNIT_NAMES})(?![A-Za-z0-9²³])"),
        lambda match: _UNITS[match["unit"]],
    ),
    Rule("maths", "plus", re.compile(r"(?<![\w)）])[+＋](?=\d)"), lambda _: "プラス"),
    Rule("symbols", "number sign", re.compile(r"[#＃](?=\d)"), lambda _: "ナンバー"),
    Rule("symbols", "sharp", re.compile(r"(?<=[CFcf])[#＃♯](?![A-Za-z0-9])"), lambda _: "シャープ"),
    Rule("symbols", "hashtag", re.compile(r"[#＃](?=[^\W\d])"), lambda _: "ハッシュタグ"),
    Rule("symbols", "circle", re.compile(r"(?<![\w〇])〇(?![\w〇])"), lambda _: "マル"),
    Rule("symbols", "versus", re.compile(r"(?<![A-Za-z])vs\.?(?![A-Za-z])", re.IGNORECASE), lambda _: "対"),
    _homograph(r"人気(?=(?:の|が|も)(?:全く|まったく|ほとんど)?(?:な[いくか]|無[いく]|少な[いく]))"
               r"(?!.{0,12}(?:商品|俳優|歌手|店|作品|番組|選手|議員|首相|候補|曲|映画|漫画))", "ヒトケ"),
    _homograph(r"(?<![一-龠])生(?=の(?:魚|肉|野菜|果物|卵|声|音|演奏|ハム|まま)|で食べ|放送|ビール|クリーム|卵|野菜|演奏|もの)", "ナマ"),
    _homograph(
        r"辛(?=い(?:カレー|料理|もの|物|味|食べ|ラーメン|ソース|スープ|鍋|麺|調味料|のが好き|のは苦手))"
        r"|(?<=[味汁鍋ープ][がは])辛(?=[いくか])|辛(?=口|子|味|さ控えめ)",
        "カラ",
    ),
    _homograph(r"寒気(?=団|流)", "カンキ"),
    _homograph(r"見物(?=客|人)", "ケンブツ"),
    _homograph(r"明後日", "アサッテ"),
    _homograph(r"(?<=お腹[がはも])空(?=[いきくけか])|(?<=小腹[がはも])空(?=[いきくけか])", "ス"),
    _homograph(r"(?<=[あこ]の)方(?=[はもにをと]|が(?!良|い|よ|楽|早|安|好))", "カタ"),
    _homograph(r"(?<=牛の|鹿の|羊の|鬼の)角(?!度)", "ツノ"),
    _homograph(r"色紙(?=に(?:サイン|書|寄せ)|を(?:もら|渡|書))|(?<=寄せ書き)色紙", "シキシ"),
    _homograph(r"(?<=\d[万億])人", "ニン"),
    _homograph(r"寒気(?=が(?:する|し)|を(?:感じ|覚え))", "サムケ"),
    _homograph(r"(?<=[月])1日(?!間|目|中)", "ツイタチ"),
    _homograph(r"(?<=[月])一日(?!間|目|中)", "ツイタチ"),
    Rule("latin", "Latin word", re.compile(r"[A-Za-zÀ-ɏＡ-Ｚａ-ｚ]+"), _word),
)  # fmt: skip
"""In order: what is longer or more certain first."""
