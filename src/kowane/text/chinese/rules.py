"""Numbers, dates, money, units and signs of Chinese text in characters.

wetext's grammar reads each number with the characters around it that decide how (年, 个, 号, ℃); what
it leaves or mistakes is read by rules here first: grouped thousands, money with a magnitude, ranges
of percentages, hyphens after Latin letters, 〇. Knows no pinyin.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

import re
import unicodedata

from kowane.text.chinese.words import spoken_number
from kowane.text.ruleset import Rule

_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_CURRENCIES = {
    "$": "美元", "＄": "美元", "US$": "美元", "HK$": "港元", "NT$": "新台币", "€": "欧元", "£": "英镑", "¥": "元",
    "￥": "元", "₩": "韩元", "₹": "卢比", "₽": "卢布", "RMB": "元", "CNY": "元", "USD": "美元", "EUR": "欧元",
}  # fmt: skip
_SCALES = {"K": 1_000, "k": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_SIGN_NAMES = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_SYMBOLS = {
    "&": "和", "＆": "和", "%": "百分号", "℃": "摄氏度", "℉": "华氏度", "°": "度", "‰": "千分之", "@": "艾特",
    "±": "正负", "≈": "约等于", "≥": "大于等于", "≤": "小于等于", "≠": "不等于", "×": "乘", "÷": "除以", ">": "大于", "<": "小于", "√": "根号",
    "#": "井号", "＋": "加",
}  # fmt: skip
_UNITS = {
    "W": "瓦", "kW": "千瓦", "MW": "兆瓦", "kWh": "千瓦时", "V": "伏", "kV": "千伏", "Hz": "赫兹", "kHz": "千赫",
    "MHz": "兆赫", "GHz": "吉赫", "mAh": "毫安时", "dB": "分贝", "Pa": "帕", "kPa": "千帕", "hPa": "百帕", "kcal": "千卡",
    "cal": "卡", "rpm": "转每分钟", "ha": "公顷", "ms": "毫秒", "min": "分钟",
}  # fmt: skip
_UNIT = r"(?:[a-zA-Zμ°]{1,4}(?:/[hs]|[²³23])?|[℃℉%％‰°㎡㎢㎏㎜㎝㎞㏄])"
_CONTEXT_BEFORE = frozenset("第负零")
_CONTEXT_AFTER = re.compile(r"[\u4e00-\u9fff]{1,3}")


def _number(match: re.Match[str]) -> str:
    """wetext's reading; the neighbours it is shown for context are taken off again."""
    text = match.string
    before = text[match.start() - 1 : match.start()] if match.start() else ""
    before = before if before in _CONTEXT_BEFORE else ""
    following = _CONTEXT_AFTER.match(text, match.end())
    after = following.group() if following else ""
    said = spoken_number(before + match.group() + after)
    if said.startswith(before) and said.endswith(after) and len(said) > len(before + after):
        said = said[len(before) : len(said) - len(after)]
    else:
        said = spoken_number(match.group())
    return _no_digits(said)


def _no_digits(text: str) -> str:
    return "".join(_DIGITS.get(char, char) for char in unicodedata.normalize("NFKC", text))


def _money(match: re.Match[str]) -> str:
    amount, scale = match["amount"].replace(",", ""), match["scale"] or ""
    if scale in _SCALES:
        whole, _, part = amount.partition(".")
        value = int(whole) * _SCALES[scale] + int(part or "0") * _SCALES[scale] // 10 ** len(part)
        amount, scale = _grouped(value)
    return spoken_number(amount) + scale + _CURRENCIES[match["sign"]]


def _grouped(value: int) -> tuple[str, str]:
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if value >= size and value % (size // 10) == 0:
            return f"{value / size:g}", name
    return str(value), ""


def _percent_range(match: re.Match[str]) -> str:
    low, high = (spoken_number(part.rstrip("%％") + "%") for part in match.group("low", "high"))
    return f"{low}到{high}"


def _plain(number: str) -> str:
    """A number without a counter: 2 is 二."""
    return spoken_number(number.lstrip("0") or "0")


def _digits_of(number: str) -> str:
    return "".join(_DIGITS[char] for char in number)


def _digits(match: re.Match[str]) -> str:
    return "".join(_DIGITS.get(char, "") for char in match.group())


def _telephone(match: re.Match[str]) -> str:
    return "".join(_DIGITS.get(char, "") for char in match.group()).replace("一", "幺")


def _half_width(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


RULES: tuple[Rule, ...] = (
    Rule("typography", "zero", re.compile("[〇○](?=[零一二三四五六七八九十〇○年])|(?<=[零一二三四五六七八九十])[〇○]"),
         lambda _: "零"),
    Rule("money", "currency", re.compile(
        rf"(?<![A-Za-z])(?P<sign>{_SIGN_NAMES})\s?(?P<amount>\d{{1,3}}(?:,\d{{3}}){{1,5}}(?:\.\d{{1,4}})?|\d{{1,16}}(?:\.\d{{1,4}})?)"
        r"(?P<scale>[KkMB](?![A-Za-z])|[百千万亿]{1,2})?(?:元)?"), _money),
    Rule("phones", "telephone", re.compile(
        r"(?<![\d-])(?:\+86[- ]?)?(?:0\d{2,3}[- ]\d{7,8}|[48]00-\d{3,4}-\d{3,4}|1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\d-])"),
         _telephone),
    Rule(
        "numbers",
        "range",
        re.compile(r"(?<=[日月年号时点分秒岁元天个人页章楼])[-~～–](?=\d)"),
        lambda _: "到",
    ),
    Rule("numbers", "date", re.compile(
        r"(?<![\d.])(?P<y>(?:19|20)\d\d)\.(?P<m>1[0-2]|0?[1-9])\.(?P<d>[12]\d|3[01]|0?[1-9])(?![\d.]*\d)"),
         lambda match: f"{_digits_of(match['y'])}年{_plain(match['m'])}月{_plain(match['d'])}日"),
    Rule("numbers", "day", re.compile(r"(?<!\d)(?P<n>[1-9]|[12]\d|3[01])(?=[日号](?![本元]))"),
         lambda match: _plain(match["n"])),
    Rule("numbers", "two", re.compile(r"(?<![\d.,:/第零负十百-])2(?=次|遍|趟|番|家|间|位|条|张|件|只|辆|本|个|名|层楼|斤|瓶|杯|盒|双|台)"),
         lambda _: "两"),
    Rule("numbers", "service number", re.compile(
        r"(?<=拨打)\d{3,6}(?!\d)|(?<=致电)\d{3,6}(?!\d)|(?<!\d)(?:95|96|10|12)\d{3}(?=客服|热线|电话|短信)"), _telephone),
    Rule("numbers", "unit", re.compile(
        rf"(?<![\dA-Za-z.])(?P<n>\d{{1,9}}(?:\.\d{{1,4}})?)\s?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![A-Za-z0-9/])"),
         lambda match: _plain(match["n"]) + _UNITS[match["unit"]]),
    Rule("numbers", "quotient", re.compile(r"(?<=\d)\s?÷\s?(?=\d)"), lambda _: "除以"),
    Rule("numbers", "range", re.compile(r"(?<=周[一二三四五六日])[-~～–—](?=周)|(?<=星期[一二三四五六日])[-~～–—](?=星期)"),
         lambda _: "到"),
    Rule("symbols", "number", re.compile(r"(?<![A-Za-z])No\.\s?(?=\d)", re.I), lambda _: "第"),
    Rule("numbers", "percent range", re.compile(
        r"(?<![\d.])(?P<low>\d{1,6}(?:\.\d{1,4})?[%％])\s?[-~～—–至到]\s?(?P<high>\d{1,6}(?:\.\d{1,4})?[%％])"),
         _percent_range),
    Rule("numbers", "number code", re.compile(r"(?<![\d.])\d{12,40}(?![\d.])"), _digits),
    Rule("numbers", "version", re.compile(r"(?<![\d.])\d{1,4}(?:\.\d{1,4}){2,5}(?![\d.]*\d)"),
         lambda match: "点".join(_grouped_digits(part) for part in match.group().split("."))),
    Rule("numbers", "decade", re.compile(r"(?<!\d)(?:1[89]|20)\d0(?=年代)"), _digits),
    Rule("numbers", "grouped thousands", re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})?(?![\d,])"),
         lambda match: spoken_number(match.group().replace(",", ""))),
    Rule("numbers", "model number", re.compile(r"(?<=[A-Za-z])[-–]?\d{1,4}(?![\d.:/])"),
         lambda match: _model(match.group().lstrip("-–"))),
    Rule("numbers", "number", re.compile(
        r"(?<![\dA-Za-z.])[-−－]?\d[\d.:/~～–−－-]{0,30}(?<=\d)\s?" + _UNIT + r"?(?![A-Za-z])"
        r"(?:\s?[-~～–+=×*÷><]\s?\d[\d.:/~～-]{0,20}(?<=\d)" + _UNIT + r"?(?![A-Za-z])){0,3}"), _number),
    Rule("numbers", "number", re.compile(r"[\d０-９]{1,40}(?:\.\d{1,20})?"), lambda match: _no_digits(
        spoken_number(unicodedata.normalize("NFKC", match.group())))),
    Rule("symbols", "sign", re.compile("[" + re.escape("".join(_SYMBOLS)) + "]"),
         lambda match: _SYMBOLS[match.group()]),
)  # fmt: skip
"""In order: what is longer or more certain first."""


def _grouped_digits(part: str) -> str:
    return spoken_number(part) if len(part) < 3 else "".join(_DIGITS[char] for char in part)


def _model(number: str) -> str:
    """ "GPT-4", "A380", "iPhone15": up to two digits are a number, more are read one by one."""
    return spoken_number(number) if len(number) < 3 else "".join(_DIGITS[char] for char in number)
