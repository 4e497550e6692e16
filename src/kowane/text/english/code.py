"""Names that programs use: files, paths, identifiers, calls, keys, versions, model numbers."""

from __future__ import annotations

import re

from kowane.text.english.contact import label, spell_out
from kowane.text.english.number_words import below_hundred, cardinal, spelled, year
from kowane.text.english.rules import (
    Family,
    Group,
    Match,
    Rule,
    Style,
    before,
    rx,
    word_before,
    words,
)
from kowane.text.english.units import UNITS

_EXTENSIONS = {
    "py": "pie",
    "js": "JS",
    "ts": "TS",
    "jsx": "JSX",
    "tsx": "TSX",
    "md": "MD",
    "txt": "TXT",
    "json": "json",
    "jsonl": "json L",
    "yaml": "yaml",
    "yml": "YML",
    "toml": "toml",
    "csv": "CSV",
    "tsv": "TSV",
    "xml": "XML",
    "html": "HTML",
    "htm": "HTM",
    "css": "CSS",
    "scss": "SCSS",
    "sh": "SH",
    "bat": "bat",
    "exe": "EXE",
    "dll": "DLL",
    "so": "SO",
    "zip": "zip",
    "tar": "tar",
    "gz": "GZ",
    "bz2": "BZ two",
    "xz": "XZ",
    "rar": "rar",
    "7z": "seven Z",
    "pdf": "PDF",
    "doc": "doc",
    "docx": "doc X",
    "xls": "XLS",
    "xlsx": "XLSX",
    "ppt": "PPT",
    "pptx": "PPTX",
    "odt": "ODT",
    "rtf": "RTF",
    "epub": "E pub",
    "png": "PNG",
    "jpg": "JPG",
    "jpeg": "jay peg",
    "gif": "gif",
    "svg": "SVG",
    "webp": "web P",
    "bmp": "BMP",
    "ico": "ICO",
    "tiff": "tiff",
    "psd": "PSD",
    "mp3": "MP three",
    "mp4": "MP four",
    "wav": "wave",
    "flac": "flack",
    "ogg": "ogg",
    "avi": "AVI",
    "mov": "mov",
    "mkv": "MKV",
    "webm": "web M",
    "c": "C",
    "h": "H",
    "cpp": "CPP",
    "hpp": "HPP",
    "cs": "CS",
    "java": "java",
    "jar": "jar",
    "kt": "KT",
    "go": "go",
    "rs": "RS",
    "rb": "RB",
    "php": "PHP",
    "swift": "swift",
    "sql": "SQL",
    "db": "DB",
    "sqlite": "SQ lite",
    "ipynb": "I pie NB",
    "log": "log",
    "ini": "ini",
    "cfg": "config",
    "conf": "conf",
    "env": "env",
    "lock": "lock",
    "bak": "back",
    "tmp": "temp",
    "bin": "bin",
    "dat": "dat",
    "iso": "I so",
    "img": "IMG",
    "apk": "APK",
    "ipa": "IPA",
    "dmg": "DMG",
    "deb": "deb",
    "rpm": "RPM",
    "onnx": "onyx",
    "tex": "tek",
    "bib": "bib",
    "vue": "view",
    "asm": "ASM",
    "ttf": "TTF",
    "woff2": "woff two",
}
_FILE_WORDS = {
    "usr": "user",
    "src": "source",
    "etc": "etsy",
    "tmp": "temp",
    "lib": "lib",
    "bin": "bin",
    "dev": "dev",
    "var": "var",
    "config": "config",
    "cfg": "config",
    "img": "image",
    "ctrl": "control",
    "env": "env",
    "pkg": "package",
    "doc": "doc",
    "docs": "docs",
    "init": "in it",
    "btn": "button",
    "str": "string",
    "num": "num",
    "idx": "index",
    "msg": "message",
    "args": "args",
    "func": "func",
    "len": "len",
    "repo": "repo",
    "README": "read me",
    "LICENSE": "license",
    "CHANGELOG": "change log",
    "Makefile": "make file",
    "Dockerfile": "docker file",
    "bashrc": "bash RC",
    "gitignore": "git ignore",
    "localhost": "local host",
}
_BROKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]", re.DOTALL)
_PATH_MARKS = {
    ".": "dot",
    "/": "slash",
    "\\": "backslash",
    ":": "colon",
    "~": "tilde",
    "-": "dash",
    "_": "",
    "*": "star",
    "$": "dollar",
    "%": "percent",
    "+": "plus",
    "@": "at",
}
# Mixed case that is not two words: degrees, salts.
_LEFT_ALONE = words(
    "PhD PhDs MSc BSc DPhil MEng BEng EdD PsyD MPhil NaCl NaOH HCl KCl AgCl LiCl NaF MgO "
    "CaO ZnO CuO FeO GaN GaAs SiC AgNO LiOH HBr LLMs LaTeX BibTeX McDonald MacBook"
)
_KEYS = {
    "ctrl": "control",
    "control": "control",
    "cmd": "command",
    "command": "command",
    "alt": "alt",
    "option": "option",
    "opt": "option",
    "shift": "shift",
    "win": "windows",
    "meta": "meta",
    "super": "super",
    "fn": "function",
    "esc": "escape",
    "escape": "escape",
    "del": "delete",
    "delete": "delete",
    "ins": "insert",
    "tab": "tab",
    "enter": "enter",
    "return": "return",
    "space": "space",
    "backspace": "backspace",
    "home": "home",
    "end": "end",
    "pgup": "page up",
    "pgdn": "page down",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
}


def identifier(name: str, style: Style) -> str:
    """ "my_function" → "my function", "userName" → "user name", "utf8Text" → "UTF eight text"."""
    said = []
    for match in _BROKEN.finditer(name):
        piece = match.group()
        if piece.isdecimal():
            said.append(model_number(piece, style))
        elif piece in _FILE_WORDS:
            said.append(_FILE_WORDS[piece])
        elif piece.isascii() and piece.isalpha():
            said.append(_FILE_WORDS.get(piece.lower()) or _identifier_word(piece))
        elif piece.isalpha():
            said.append(piece)
    return " ".join(said)


def _identifier_word(piece: str) -> str:
    if piece.isupper() and len(piece) >= 4 and re.search("[AEIOU]", piece):
        return piece.lower()
    if piece.isupper() and len(piece) <= 4:
        return piece if label(piece).isupper() or len(piece) == 1 else piece.lower()
    return label(piece)


def path(text: str, style: Style) -> str:
    """A path or file name, marks named: "src/main.py" → "source slash main dot pie"."""
    stem, dot, extension = text.rpartition(".")
    tail = ""
    if dot and extension.lower() in _EXTENSIONS:
        text, tail = stem, f" dot {_EXTENSIONS[extension.lower()]}"
    said = []
    for match in re.finditer(r"[A-Za-z0-9]+|[^A-Za-z0-9]", text):
        piece = match.group()
        said.append(identifier(piece, style) if piece.isalnum() else _PATH_MARKS.get(piece, ""))
    return " ".join(filter(None, said)) + tail


def model_number(run: str, style: Style) -> str:
    """A number in a name: 320 → "three twenty", 4090 → "forty ninety", 11 → "eleven"."""
    if len(run) <= 2:
        return spelled(run) if run[0] == "0" and len(run) > 1 else cardinal(run)
    if run[0] == "0" or len(run) > 4:
        return spelled(run)
    if len(run) == 3:
        high, low = int(run[0]), int(run[1:])
        if low == 0:
            return f"{below_hundred(high)} hundred"
        return f"{below_hundred(high)} {'oh ' if low < 10 else ''}{below_hundred(low)}"
    if run[1:3] == "00":
        return cardinal(run, british=style.british)
    high, low = int(run[:2]), int(run[2:])
    if low == 0:
        return f"{below_hundred(high)} hundred"
    return f"{below_hundred(high)} {'oh ' if low < 10 else ''}{below_hundred(low)}"


def _path(match: Match, style: Style) -> str:
    return path(match.group(), style)


def _call(match: Match, style: Style) -> str:
    return " dot ".join(identifier(part, style) for part in match.group(1).split("."))


def _dotted(match: Match, style: Style) -> str | None:
    return " dot ".join(identifier(part, style) for part in match.group().split("."))


def _identifier(match: Match, style: Style) -> str:
    return identifier(match.group(), style)


def _camel(match: Match, style: Style) -> str | None:
    word = match.group()
    if word.casefold() in style.names or word in _LEFT_ALONE:
        return None
    if re.search(r"\d\s?$", before(match)) and word in UNITS:
        return None
    if word[:2] in ("Mc", "De", "La", "Le", "Di", "Du", "Fi", "Ma", "Va") and word[2:3].isupper():
        rest = word[3:]
        if rest.islower() or (word[:2] != "Mc" and len(word) < 4):
            return None
    if re.fullmatch(r"Mac[A-Z][a-z]+|O'[A-Z][a-z]+|Fitz[A-Z][a-z]+", word):
        return None
    if re.fullmatch(r"[A-Z]{2,}s", word):
        return None
    return identifier(word, style)


def _keys(match: Match, style: Style) -> str:
    said = []
    for key in re.split(r"[+-]", match.group()):
        lower = key.lower()
        if lower in _KEYS:
            said.append(_KEYS[lower])
        elif re.fullmatch("[Ff][0-9]{1,2}", key):
            said.append("F " + cardinal(key[1:]))
        elif len(key) == 1 and key.isalpha():
            said.append(key.upper())
        else:
            said.append(spell_out(key, style))
    return " ".join(said)


def version(text: str, style: Style) -> str:
    """ "3.11.7" → "three point eleven point seven"; "22.04" → "twenty two point oh four"."""
    said = []
    for part in text.split("."):
        if part in ("x", "X", "*"):
            said.append("X")
        elif len(part) == 2 and part[0] == "0":
            said.append("oh " + cardinal(part[1]))
        elif len(part) <= 3:
            said.append(cardinal(part, british=style.british))
        elif len(part) == 4 and part[:2] in ("19", "20"):
            said.append(year(part, british=style.british))
        else:
            said.append(spelled(part))
    return " point ".join(said)


def _version(match: Match, style: Style) -> str:
    said = ("V " if match.group("v") else "") + version(match.group("number"), style)
    tail = match.group("tail")
    if tail:
        name = {"rc": "RC", "a": "A", "b": "B"}.get(
            re.sub("[^A-Za-z]", "", tail).lower(), re.sub("[^A-Za-z]", "", tail).lower()
        )
        said += " " + name
        numbers = re.findall(r"\d+", tail)
        if numbers:
            said += " " + " point ".join(cardinal(number) for number in numbers)
    return said


_SOFTWARE = (
    "python|node|nodejs|java|jdk|ios|ipados|macos|watchos|android|ubuntu|debian|fedora|version|ver"
    "|release|chrome|firefox|safari|linux|kernel|django|flask|rails|ruby|php|mysql|postgres"
    "|postgresql|kubernetes|docker|react|angular|vue|typescript|go|golang|rust|swift|kotlin|scala"
    "|gcc|clang|cuda|pytorch|tensorflow|numpy|pandas|spacy|openssl|windows|php"
    "|perl|nginx|redis|npm|pip"
    "|bluetooth|usb|http|tls|ssl|html|opengl|vulkan|unity|blender|gimp|.net"
    "|c\\+\\+|gpt|claude|gemini|llama|bios|firmware|firmware version"
)


def _software(match: Match, style: Style) -> str:
    number = match.group(2)
    whole, _, rest = number.partition(".")
    tail = f"oh {cardinal(rest[1])}" if len(rest) == 2 and rest[0] == "0" else cardinal(rest)
    return f"{cardinal(whole, british=style.british)} point {tail}"


_AFTER_NUMBER = words("AM PM BC BCE AD CE USD EUR GBP MM KM KG CM LB LBS FT MPH HP ST ND RD TH")


def _alphanumeric(match: Match, style: Style) -> str | None:
    """Names such as B2B, MP3, A320, F-16, GPT-4o, PS5, 3D."""
    text = match.group()
    plural = ""
    if re.search(r"[\dA-Z]'?s$", text) and len(text) > 2:
        text, plural = text.rstrip("s").rstrip("'"), "s"
    if re.search("[a-z]{2}", text) and "-" not in text:
        return None
    said = []
    for part in re.findall(r"[A-Za-z]+|\d+(?:\.\d+)?", text):
        if "." in part:
            said.append(version(part, style))
        elif part.isdecimal():
            said.append(model_number(part, style))
        elif part.lower() in ("covid", "sars", "mers", "pin"):
            said.append(part.lower())
        elif part[1:].islower() and len(part) > 2:
            said.append(part)
        elif part.isupper() and len(part) >= 4 and re.search("[AEIOU]", part):
            said.append(part.lower())
        else:
            said.append(part.upper())
    words = " ".join(said)
    if plural:
        words += "'s" if words[-1].isupper() else ("es" if words.endswith("x") else "s")
    return words


def _protocol(match: Match, _style: Style) -> str:
    return f"IP V {cardinal(match.group(3))}"


def _lower_model(match: Match, style: Style) -> str | None:
    """x86-64, k8s, mp3, covid19, H.264: letters and numbers in one lower-case name."""
    if re.fullmatch(r"(?:[kcm]?m|in|ft)[23]", match.group()):
        return None
    said = []
    for part in re.findall(r"[A-Za-z]+|\d+", match.group()):
        said.append(model_number(part, style) if part.isdecimal() else label(part))
    return " ".join(said)


def _word_number(match: Match, style: Style) -> str:
    """carbon-14, Apollo-11, catch-22: a word and its number."""
    return f"{match.group(1)} {model_number(match.group(2), style)}"


def _hex(match: Match, _style: Style) -> str:
    said = []
    for char in match.group().lstrip("#"):
        said.append(cardinal(char) if char.isdecimal() else char.upper())
    lead = "hash " if match.group()[0] == "#" else ""
    return lead + " ".join(said)


def _flag(match: Match, style: Style) -> str | None:
    """--port, -m: options of a command line."""
    name = match.group(2)
    if match.group(1) == "-" and len(name) > 1:
        return None
    return " ".join(["dash"] * len(match.group(1))) + f" {identifier(name, style)}"


def _characters(match: Match, _style: Style) -> str:
    """A serial number: every letter and digit by itself."""
    return " ".join(cardinal(char) if char.isdecimal() else char.upper() for char in match.group())


_CHAT = {
    "gr8": "great",
    "l8r": "later",
    "b4": "before",
    "m8": "mate",
    "w8": "wait",
    "h8": "hate",
    "sk8": "skate",
    "2day": "today",
    "2nite": "tonight",
    "2morrow": "tomorrow",
    "4ever": "forever",
    "thx": "thanks",
    "pls": "please",
    "plz": "please",
    "tl;dr": "TLDR",
    "jk": "JK",
}


def _chat(match: Match, _style: Style) -> str | None:
    word = match.group()
    return _CHAT.get(word.lower(), word.upper() if word.lower() != "dms" else "DMs")


def _call_of(match: Match, style: Style) -> str | None:
    name, inner = match.group(1), match.group(2)
    if name.islower() and name in ("a", "i"):
        return None
    parts = [spell_out(part, style) for part in re.split(r"\s*,\s*", inner)]
    return f"{name.upper()} of {' and '.join(parts)}"


def _dotnet(match: Match, _style: Style) -> str:
    return "dot net" if not word_before(match) or before(match, 1) in " (" else " dot net"


_WORD = r"[A-Za-z_][A-Za-z0-9_]{0,40}"
_EXT_RE = "|".join(sorted((re.escape(e) for e in _EXTENSIONS), key=len, reverse=True))

FAMILY = Family(
    Group.CODE,
    (
        Rule(
            "path",
            rx(r"(?<![\w.])[A-Za-z]:\\(?:[\w. $%+@-]{0,60}[\w$%+@-]\\?){0,12}(?<=[\w\\])"),
            _path,
            "\\",
        ),
        Rule(
            "path",
            rx(
                r"(?<![\w.)])(?:~|\.{1,2})?/[\w.@+*$-]{1,60}(?:/[\w.@+*$-]{1,60}){0,12}(?<=[\w*])/?"
                r"(?<!\d/\d)"
            ),
            _path,
            "/",
        ),
        Rule(
            "path",
            rx(r"(?<![\w.$/])[\w.@+-]{1,60}(?:/[\w.@+*-]{1,60}){1,12}\.(?:", _EXT_RE, r")(?!\w)"),
            _path,
            "/",
        ),
        Rule(
            "file",
            rx(
                r"(?<![\w.@/])\.?[A-Za-z0-9_][\w+-]{0,80}(?:\.[\w+-]{1,20}){0,3}\.(?i:",
                _EXT_RE,
                r")(?![\w@]|\.\w)(?<!e\.g)(?<!i\.e)",
            ),
            lambda m, s: (
                None
                if re.fullmatch(r"\d+(\.\d+)*\.(c|h|so|go)|[A-Za-z]\.[ch]", m.group(), re.I)
                or re.fullmatch(
                    r"[A-Za-z]+\.(So|Go|Log|Lock|Back|Swift|Java|Doc|Zip|Bin|Bat|so|go)", m.group()
                )
                else path(m.group(), s)
            ),
            ".",
        ),
        Rule(
            "dot file",
            rx(r"(?<![\w.])\.(gitignore|bashrc|zshrc|env|dockerignore|npmrc|editorconfig)(?!\w)"),
            _path,
            ".",
        ),
        Rule("dot net", rx(r"(?<![\w.])\.NET(?!\w)"), _dotnet, "."),
        Rule(
            "keys",
            rx(
                r"(?<![\w+-])(?i:ctrl|control|cmd|command|alt|option|opt|shift|win|fn|esc)"
                r"(?:[+-](?i:shift|alt|ctrl|cmd|option|tab|enter|return|space|esc|escape|del"
                r"|delete|"
                r"backspace|home|end|up|down|left|right|pgup|pgdn|[Ff]\d{1,2}|[A-Za-z0-9])){1,3}"
                r"(?![\w-])"
            ),
            _keys,
            "+-",
        ),
        Rule(
            "flag",
            rx(
                r"(?<![=<>+*/≤≥≠≈(]\s)(?<=\s)(--?)([A-Za-z][A-Za-z0-9]{0,30}"
                r"(?:-[A-Za-z0-9]{1,30}){0,6})(?==|\s|$)"
            ),
            _flag,
            "-",
        ),
        Rule(
            "code number",
            rx(
                r"(?<![\w-])(?=[A-Z0-9]{0,40}[A-Z][A-Z0-9]{0,40}\d)"
                r"(?=[A-Z0-9]{0,8}\d)[A-Z0-9]{9,40}(?![\w-])"
            ),
            _characters,
            "0",
        ),
        Rule(
            "code number",
            rx(
                r"(?<![\w.#@/-])(?=[0-9a-f]{0,39}\d)(?=[0-9a-f]{0,39}[a-f])(?:[0-9a-f]{7,40})(?![\w-]|\.\w)"
                r"|(?<![\w.#@/-])[a-z]{1,2}\d{1,2}[a-z]{1,2}\d{1,2}[a-z]{1,2}\d{0,2}(?![\w-]|\.\w)"
            ),
            _characters,
            "0",
        ),
        Rule(
            "chat",
            rx(
                r"(?<![\w'])(?i:gr8|l8r|b4|m8|w8|h8|sk8|2day|2nite|2morrow|4ever|thx|pls|plz"
                r"|idk|omg|tbh|brb|btw|imo|imho|fyi|smh|ttyl|nvm|ikr|jk|np|tldr|tl;dr|afaik"
                r"|iirc|ftw|irl|dm|dms)(?![\w'])"
            ),
            _chat,
        ),
        Rule("keys", rx(r"(?<![\w+.-])(?:Ctrl|Cmd)(?![\w+-])"), _keys, "C"),
        Rule(
            "function",
            rx(
                r"(?<![\w.])([fghFGHOPQTNVEL])\(([A-Za-z0-9]{1,4}(?:\^\d)?"
                r"(?:\s?,\s?[A-Za-z0-9]{1,4}){0,3})\)(?=\W|$)"
            ),
            _call_of,
            "(",
        ),
        Rule("call", rx(r"(?<![\w.])(", _WORD, r"(?:\.", _WORD, r"){0,5})\(\)"), _call, "("),
        Rule(
            "identifier",
            rx(
                r"(?<![\w.@#/])(?:__)?[A-Za-z][A-Za-z0-9]{0,40}(?:_[A-Za-z0-9]{1,40}){1,8}"
                r"(?:__)?(?![\w@])"
            ),
            _identifier,
            "_",
        ),
        Rule(
            "hex",
            rx(
                r"(?<![\w&])(?:#(?=[0-9A-Fa-f]{0,5}[0-9])[0-9A-Fa-f]{6}|#[A-Fa-f]{6}"
                r"|0x[0-9A-Fa-f]{1,16})(?!\w)"
            ),
            _hex,
            "#x",
        ),
        Rule(
            "version",
            rx(
                r"(?<![\w.,$£€/])(?P<v>[vV]\.?\s?)?(?P<number>\d{1,4}(?:\.\d{1,4}){2,4}(?:\.[x*])?)"
                r"(?P<tail>-?(?:alpha|beta|rc|dev|post|preview|a|b)[.-]?\d{0,3})?(?![\w]"
                r"|\.\d|,\d{3})"
            ),
            lambda m, s: (
                None
                if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2}(\d\d)?|\d{4}\.\d\d\.\d\d", m.group())
                and not m.group("v")
                and _dateish(m.group())
                else _version(m, s)
            ),
            ".",
        ),
        Rule(
            "version",
            rx(
                r"(?<![\w.,$£€/])(?P<v>[vV]\.?\s?)(?P<number>\d{1,4}(?:\.\d{1,4})?)"
                r"(?P<tail>-?(?:alpha|beta|rc)[.-]?\d{0,3})?(?![\w]|\.\d)"
            ),
            _version,
            "vV",
        ),
        Rule("version", rx(rf"(?i:\b(?:{_SOFTWARE}))[ -](?=\d)()(?:)(?!x)x"), None, "\0"),
        Rule(
            "version",
            rx(
                r"(?i)(?<=[a-z+\d][ -])(?<![\w.,])()(\d{1,3}\.(?:\d{2}))(?![\w%]|\.\d|\s?"
                r"(?:%|percent|million|billion))"
            ),
            lambda m, s: (
                _software(m, s)
                if re.search(rf"(?<![\w.])(?:{_SOFTWARE})[ -]$", before(m), re.I)
                else None
            ),
            ".",
        ),
        Rule(
            "model",
            rx(
                r"(?<![\w.,:$£€#'@/+-])(?:[A-Z]{1,5}-?\d{1,4}(?:-?[A-Z]{1,3}\d{0,3}"
                r"|-\d{1,3})?|[A-Z]{1,5}-\d{1,4}(?:\.\d)?[a-z]?|[A-Z]\d[A-Z]\d?"
                r"|\d[A-Z](?!\w)|\d{1,4}-?[ACDEFHPQRSUXYZ](?!\w)|[A-Z]{2,6}-?\d"
                r"(?:\.\d)?[a-z]?|[A-Z]\d{1,2}[a-z]|i[3579])(?:'?s)?(?![\w%°]|\.\d|-\d)"
            ),
            lambda m, s: (
                None
                if (
                    re.fullmatch(
                        r"\d[KMBTGLNWVAJFC]|Q[1-4]|H[12]|FY-?\d+|W\d|"
                        r"(?:[A-Z][a-z]?\d*)*[HCNO]\d+[A-Z]\d*",
                        m.group(),
                    )
                    and not re.fullmatch(r"\d[DG]", m.group())
                )
                or (m.group()[0] == "U" and False)
                else _alphanumeric(m, s)
            ),
            "0",
        ),
        Rule("model", rx(r"(?<![\w.,-])([1-6][DG])(?![\w-])"), _alphanumeric, "0"),
        Rule(
            "model",
            rx(r"(?<![\w.,:$£€#'@/+-])\d([A-Z]{2,4})(?:'?s)?(?![\w.°/-])"),
            lambda match, style: (
                None
                if match.group(1) in UNITS or match.group(1) in _AFTER_NUMBER
                else _alphanumeric(match, style)
            ),
            "0",
        ),
        Rule("model", rx(r"(?<!\w)([Ii][Pp])([vV])([46])(?!\w)"), _protocol, "46"),
        Rule(
            "model",
            rx(
                r"(?<![\w.@#/-])(?:x\d{2}-\d{2}|[A-Z]\.\d{2,4}|[a-z]{1,12}\d{1,4}[a-z]?)"
                r"(?![\w@]|\.\w|/\w)"
            ),
            _lower_model,
            "0",
        ),
        Rule(
            "word and number",
            rx(r"(?<![\w-])([A-Za-z]{3,20})-(\d{1,4})(?![\w-]|[.,:]\d|%)"),
            lambda m, s: (
                None
                if re.fullmatch(
                    r"(?i)mid|pre|post|non|sub|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct"
                    r"|nov|dec|top|ages?|pages?|under|over|early|late|utc|gmt",
                    m.group(1),
                )
                or (m.group(1).isupper() and False)
                else _word_number(m, s)
            ),
            "-",
        ),
        Rule(
            "identifier",
            rx(
                r"(?<![\w.@#/'-])(?:[a-z]{1,20}(?:[A-Z][a-z0-9]{1,20}){1,6}"
                r"|[A-Z][a-z]{1,20}(?:[A-Z][a-z]{1,20}){1,6}"
                r"|[A-Z][a-z]{1,20}[A-Z]{2,5})(?![\w@])"
            ),
            _camel,
        ),
        Rule(
            "dotted name",
            rx(r"(?<![\w.@/])[a-z]{2,20}(?:\.[a-z_]{2,20}){1,5}(?:\([\w, ]{0,40}\))?(?![\w@.])"),
            lambda m, s: None,
            "\0",
        ),
    ),
)


def _dateish(text: str) -> bool:
    parts = [int(part) for part in text.split(".")]
    if len(str(parts[0])) == 4:
        return 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31
    return 1 <= parts[0] <= 31 and 1 <= parts[1] <= 12 and len(text.split(".")[2]) == 4
