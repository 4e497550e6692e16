"""Chinese words into pinyin, one syllable per character, before tone sandhi.

pypinyin's phrase dictionary decides within words; characters that stand alone are decided by their
neighbours and the part of speech. Neutral tones that the dictionary writes in full are taken from a
table of everyday words. Knows no IPA.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

from dataclasses import dataclass

from kowane.text.chinese.words import ChineseWord


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_DEFAULTS = {
    "长": "chang2", "削": "xiao1", "血": "xue4", "薄": "bao2", "着": "zhe5", "得": "de5", "地": "di4",
    "了": "le5", "的": "de5", "教": "jiao1", "假": "jia3", "只": "zhi3", "还": "hai2", "行": "xing2",
    "重": "zhong4", "都": "dou1", "朝": "chao2", "调": "diao4", "露": "lu4", "熟": "shu2", "吗": "ma5",
    "呢": "ne5", "吧": "ba5", "啊": "a5", "〇": "ling2", "○": "ling2", "の": "de5", "幺": "yao1",
    "没": "mei2", "和": "he2", "么": "me5", "嘛": "ma5", "啦": "la5", "呀": "ya5", "给": "gei3",
    "那": "na4", "哪": "na3", "谁": "shei2", "这": "zhe4", "曾": "ceng2", "片": "pian4", "应": "ying1",
    "切": "qie1", "咱": "zan2", "似": "si4", "嗯": "en4", "哦": "o4", "喂": "wei4", "哎": "ai1", "唉": "ai4", "呵": "he1",
}  # fmt: skip
_ALSO_IN_WORDS = frozenset("长削着了的薄〇○幺切")
"""Characters whose default above holds inside words that are in no dictionary, too."""
_NEUTRAL = _words(
    """
    妈妈 爸爸 哥哥 弟弟 姐姐 妹妹 爷爷 奶奶 叔叔 姑姑 舅舅 伯伯 公公 婆婆 宝宝 太太 谢谢 星星 娃娃 猩猩 朋友 先生
    衣服 东西 知道 地方 窗户 眼睛 葡萄 告诉 意思 学生 漂亮 喜欢 明白 认识 客气 清楚 舒服 便宜 麻烦 打算 休息 收拾
    商量 关系 消息 事情 月亮 头发 耳朵 鼻子 嘴巴 胳膊 指甲 豆腐 萝卜 馒头 包子 暖和 凉快 热闹 老实 聪明 糊涂 马虎
    厉害 困难 时候 师傅 护士 丈夫 妻子 孩子 儿子 女婿 媳妇 亲戚 邻居 队伍 脑袋 故事 笑话 招呼 力气 脾气 运气
    名字 生意 买卖 钥匙 玻璃 石榴 骆驼 蛤蟆 苍蝇 蘑菇 芝麻 棉花 高粱 庄稼 粮食 点心 味道 行李 扫帚 算盘 灯笼 风筝
    胭脂 玫瑰 牡丹 溜达 折腾 琢磨 惦记 耽误 应付 答应 称呼 打听 打扮 比方 本事 薄荷 别扭 部分 合同 规矩 机灵 活泼
    结实 精神 咳嗽 口袋 快活 罗嗦 模糊 木头 念头 骨头 拳头 舌头 枕头 里头 外头 上头 跟头 丫头 罐头 锄头 石头 多么
    那么 这么 怎么 什么 晚上 早上 那边 这边 里边 外边 上边 下边 前边 后边 左边 右边 我们 你们 他们 她们 它们 咱们
    人们 似的 是的 好的 对了 算了 为了 除了 哪个 这个 那个 下去 起来 出来 进去 过来 回来 过去 回去
    """
)
_NEUTRAL_ENDINGS = frozenset("们子么的了着")
_FULL_ZI = _words(
    """
    电子 原子 分子 粒子 女子 男子 王子 公子 才子 弟子 君子 孔子 老子 孟子 庄子 量子 质子 中子 光子 因子 父子
    母子 天子 太子 瓜子 莲子 夫子 学子 游子 臣子 精子 卵子 种子选手
    """
)  # fmt: skip
_ERHUA_NOT = _words(
    """
    女儿 婴儿 幼儿 孤儿 健儿 少儿 胎儿 男儿 孩儿 患儿 宠儿 生儿 育儿 新生儿 混血儿 弃儿 托儿 小儿 为儿 妻儿
    """
)
_MEASURED = frozenset("一二三四五六七八九十百千万两几这那每半多数")


@dataclass(frozen=True, slots=True)
class Reading:
    """A word's pinyin.

    Attributes:
        syllables: one a character in TONE3 style ("zhang3"); "" for one without reading. Erhua is
            written on the syllable before ("huar1") and its 儿 gives "".
        source: what decided: the phrase dictionary, the characters, a rule for a polyphone.
    """

    syllables: list[str]
    source: str


def readings(words: list[ChineseWord]) -> list[Reading]:
    """The pinyin of each word, before tone sandhi."""
    return [_word(words, index) for index in range(len(words))]


def syllables(words: list[ChineseWord]) -> list[list[str]]:
    """The syllables alone."""
    return [reading.syllables for reading in readings(words)]


def _word(words: list[ChineseWord], index: int) -> Reading:
    word = words[index].simplified
    if len(word) == 1:
        before = words[index - 1] if index else None
        after = words[index + 1] if index + 1 < len(words) else None
        single, source = _single(words[index], before, after)
        found = [single]
    else:
        found = _dictionary(word)
        source = "phrase dictionary" if _is_phrase(word) else "characters"
        for place, char in enumerate(word):
            if char == "得" and place > 0 and not _is_phrase(word):
                found[place] = "de5"
            if char == "数" and word in ("数一数", "数了数"):
                found[place] = "shu3"
        after = words[index + 1] if index + 1 < len(words) else None
        lines = word[1:] == "行" and word[0] in _MEASURED and after and after.tag[:1] == "n"
        if lines and after and after.simplified[0] != "人":
            found[1] = "hang2"  # 一行字
        if word == "数数":
            found[0] = "shu3"
        grown = words[index + 1 : index + 2]
        if word[-1] == "长" and grown and grown[0].simplified[0] in "得大高":
            found[-1] = "zhang3"
    if word == "大夫":
        found = ["dai4", "fu5"]
    if word in _NEUTRAL or (len(word) > 2 and word[-2:] in _NEUTRAL) or (
        len(word) > 1 and word[-1] in _NEUTRAL_ENDINGS and word not in _FULL_ZI and found[-1]
        and found[-1][:-1] in ("men", "zi", "me", "de", "le", "zhe")
    ):  # fmt: skip
        found[-1] = found[-1][:-1] + "5"
    elif word in _FULL_ZI and found[-1] == "zi5":
        found[-1] = "zi3"
    return Reading(_erhua(word, found), source)


def _dictionary(word: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    found = lazy_pinyin(
        word,
        style=Style.TONE3,
        neutral_tone_with_five=True,
        errors="ignore",
    )
    if len(found) != len(word):
        found = [_dictionary(char)[0] for char in word] if len(word) > 1 else [""]
    if len(word) > 1:
        for place, char in enumerate(word):
            alone = char in _ALSO_IN_WORDS and not any(
                _is_phrase(word[max(0, start) : start + size])
                for size in (2, 3, 4)
                for start in range(place - size + 1, place + 1)
                if start >= 0 and start + size <= len(word)
            )
            if alone:
                found[place] = _DEFAULTS[char]
    return found


def _is_phrase(text: str) -> bool:
    from pypinyin.constants import PHRASES_DICT

    return len(text) > 1 and text in PHRASES_DICT


def _single(
    word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None
) -> tuple[str, str]:
    """The syllable of a character that stands alone, and what decided it."""
    char = word.simplified
    if char in _SURNAMES and (
        (after is not None and after.simplified in _TITLES)
        or (before is not None and before.simplified in ("姓", "小", "老"))
    ):
        return _SURNAMES[char], "surname"
    rule = _RULES.get(char)
    decided = rule(word, before, after) if rule else None
    if decided:
        return decided, "polyphone rule"
    if char not in _NO_PAIRING:
        for pair, place in _pairs(char, before, after):
            if _is_phrase(pair) and _ambiguous(char):
                return _dictionary(pair)[place], f"phrase dictionary ({pair})"
    return _DEFAULTS.get(char) or _dictionary(char)[0], "character"


_SURNAMES = {
    "单": "shan4", "任": "ren2", "曾": "zeng1", "仇": "qiu2", "解": "xie4", "查": "zha1",
    "朴": "piao2", "区": "ou1", "盖": "ge3", "华": "hua4", "尉": "yu4", "折": "she2", "种": "chong2",
    "缪": "miao4", "翟": "zhai2", "乐": "yue4", "员": "yun4", "冼": "xian3", "黑": "he4",
}  # fmt: skip
_TITLES = _words(
    "先生 小姐 女士 老师 教授 医生 大夫 经理 主任 总 同学 博士 律师 局长 校长 太太 师傅 警官"
)
_NO_PAIRING = frozenset("的了着得地")


def _pairs(
    char: str, before: ChineseWord | None, after: ChineseWord | None
) -> list[tuple[str, int]]:
    pairs = []
    if after:
        pairs.append((char + after.simplified, 0))
    if before and len(before.simplified) == 1:
        pairs.append((before.simplified + char, 1))
    return pairs


def _ambiguous(char: str) -> bool:
    from pypinyin import Style, pinyin

    return len(pinyin(char, style=Style.TONE3, heteronym=True)[0]) > 1


def _de_manner(
    word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None
) -> str | None:
    """得: "must" after a subject and before a verb, else the particle."""
    if after is not None and after.simplified[0] in "了过奖病" and before is None:
        return "de2"
    subject = before is None or before.tag[:1] in ("r", "n", "d", "t", "c")
    verb = after is not None and after.tag[:1] in ("v", "d", "p")
    return "dei3" if subject and verb else "de5"


def _de_adverbial(
    word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None
) -> str | None:
    """地: the particle between an adverbial and a verb, else the earth."""
    adverbial = before is not None and (
        before.tag[:1] in ("a", "d", "z", "i", "l", "o") or (len(before.simplified) > 1
        and before.simplified[-1] == before.simplified[-2])
    )  # fmt: skip
    verb = after is not None and after.tag[:1] in ("v", "d", "p", "a")
    return "de5" if (word.tag == "uv" and adverbial) or (adverbial and verb) else "di4"


def _hai_huan(
    word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None
) -> str | None:
    """还: to give back before a thing or 给, else "still"."""
    returned = after is not None and (
        after.tag in ("n", "nr")
        or after.simplified[0] in "给钱书债"
        or after.tag[:2] in ("ul", "uz")
    )
    return "huan2" if returned else "hai2"


def _zhi(word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None) -> str | None:
    return "zhi1" if before and before.simplified[-1] in _MEASURED else "zhi3"


def _chang(word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None) -> str | None:
    """长: to grow before 了, 得 or a body part, else long."""
    grows = after is not None and after.simplified[0] in "了得出高胖满大着"
    measured = before is not None and before.tag in ("m", "q", "d", "mq")
    return "zhang3" if grows and not measured else None


def _zhong(word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None) -> str | None:
    """种: a kind after a number or pronoun, else to plant before a noun."""
    if before and (before.simplified[-1] in _MEASURED or before.tag[:1] == "m"):
        return "zhong3"
    return "zhong4" if after and (after.tag[:1] == "n" or after.simplified[0] in "了着") else None


def _shu(word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None) -> str | None:
    counts = after is not None and after.simplified[0] in "一到了不着"
    return "shu3" if counts or word.tag[:1] == "v" else None


def _chong(word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None) -> str | None:
    if before and before.simplified[-1] in "一二两三几双多":
        return "chong2"
    return "chong2" if after and after.tag == "v" else None


def _hang(word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None) -> str | None:
    """行: a line after a number and before writing, tears or trees; a party of people else."""
    counted = before is not None and before.simplified[-1] in _MEASURED
    return "hang2" if counted and not (after and after.simplified[0] == "人") else None


def _wei(word: ChineseWord, before: ChineseWord | None, after: ChineseWord | None) -> str | None:
    """为: "as, to be" before a number or at the end of the verb, else "for"."""
    return "wei2" if after is None or after.tag[:1] == "m" else "wei4"


_RULES = {
    "得": _de_manner, "地": _de_adverbial, "还": _hai_huan, "只": _zhi, "长": _chang, "种": _zhong,
    "数": _shu, "重": _chong, "行": _hang, "为": _wei,
}  # fmt: skip


def _erhua(word: str, found: list[str]) -> list[str]:
    """Put the retroflex suffix on the syllable before it, unless 儿 means a child."""
    if (
        len(word) > 1
        and word[-1] == "儿"
        and word[-3:] not in _ERHUA_NOT
        and word[-2:] not in _ERHUA_NOT
    ):
        stem = found[-2]
        if stem and stem[:-1] != "er":
            return [*found[:-2], f"{stem[:-1]}r{stem[-1]}", ""]
    return found
