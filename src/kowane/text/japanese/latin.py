"""Latin words inside Japanese, in katakana, as a Japanese reader says them.

Own table of loan-words and names, letter names for acronyms, romaji by rule, CamelCase by its
parts; words of OpenJTalk's dictionary are left to it. What none of these knows has no reading here
and is better read by the English front-end.
"""

# ruff: noqa: E501 - the linter counts a Chinese or Japanese character as two columns

from __future__ import annotations

import re
import unicodedata

from kowane.text.japanese.openjtalk import analyse

_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "エー",
            "ビー",
            "シー",
            "ディー",
            "イー",
            "エフ",
            "ジー",
            "エイチ",
            "アイ",
            "ジェー",
            "ケー",
            "エル",
            "エム",
            "エヌ",
            "オー",
            "ピー",
            "キュー",
            "アール",
            "エス",
            "ティー",
            "ユー",
            "ブイ",
            "ダブリュー",
            "エックス",
            "ワイ",
            "ゼット",
        ],
        strict=True,
    )
)
_WORDS = """
python パイソン|pytorch パイトーチ|torch トーチ|tensorflow テンソルフロー|kubernetes クバネティス|docker ドッカー
computer コンピューター|hello ハロー|morning モーニング|tesla テスラ|openai オープンエーアイ|gpt ジーピーティー
chatgpt チャットジーピーティー|chat チャット|claude クロード|gemini ジェミニ|github ギットハブ|git ギット|hub ハブ
javascript ジャバスクリプト|typescript タイプスクリプト|rust ラスト|ruby ルビー|golang ゴーラング|kotlin コトリン
swift スウィフト|react リアクト|node ノード|nodejs ノードジェイエス|vue ビュー|angular アンギュラー|django ジャンゴ
flask フラスク|android アンドロイド|ios アイオーエス|ipad アイパッド|iphone アイフォーン|macbook マックブック
mac マック|macos マックオーエス|ubuntu ウブントゥ|debian デビアン|linux リナックス|windows ウィンドウズ
chrome クローム|firefox ファイアーフォックス|safari サファリ|edge エッジ|slack スラック|zoom ズーム|discord ディスコード
notion ノーション|figma フィグマ|nvidia エヌビディア|intel インテル|amd エーエムディー|arm アーム|qualcomm クアルコム
samsung サムスン|huawei ファーウェイ|xiaomi シャオミ|spotify スポティファイ|tiktok ティックトック|meta メタ
airbnb エアビーアンドビー|uber ウーバー|paypal ペイパル|visa ビザ|mastercard マスターカード|suica スイカ|pasmo パスモ
nasa ナサ|nato ナトー|unesco ユネスコ|unicef ユニセフ|jaxa ジャクサ|opec オペック|asean アセアン|apec エイペック
ikea イケア|nike ナイキ|adidas アディダス|lego レゴ|disney ディズニー|pixar ピクサー|marvel マーベル|sony ソニー
nintendo ニンテンドー|switch スイッチ|playstation プレイステーション|xbox エックスボックス|steam スチーム
wifi ワイファイ|wi ワイ|fi ファイ|bluetooth ブルートゥース|usb ユーエスビー|hdmi エイチディーエムアイ|http エイチティーティーピー
https エイチティーティーピーエス|www ダブリューダブリューダブリュー|com コム|net ネット|org オーグ|io アイオー
html エイチティーエムエル|css シーエスエス|sql エスキューエル|mysql マイエスキューエル|postgresql ポストグレスキューエル
json ジェイソン|yaml ヤムル|api エーピーアイ|sdk エスディーケー|llm エルエルエム|vs ブイエス|code コード|app アプリ
web ウェブ|blog ブログ|email イーメール|mail メール|online オンライン|server サーバー|cloud クラウド|login ログイン
download ダウンロード|update アップデート|upgrade アップグレード|install インストール|file ファイル|folder フォルダー
user ユーザー|password パスワード|account アカウント|click クリック|tweet ツイート|post ポスト|live ライブ|tour ツアー
smith スミス|john ジョン|mary メアリー|michael マイケル|david デイビッド|james ジェームズ|robert ロバート|peter ピーター
taylor テイラー|johnson ジョンソン|williams ウィリアムズ|brown ブラウン|jones ジョーンズ|bob ボブ|alice アリス|tom トム
new ニュー|york ヨーク|tokyo トーキョー|kyoto キョート|osaka オーサカ|kobe コーベ|shanghai シャンハイ|beijing ペキン
berlin ベルリン|boston ボストン|chicago シカゴ|texas テキサス|california カリフォルニア|europe ヨーロッパ|america アメリカ
japan ジャパン|china チャイナ|korea コリア|france フランス|germany ジャーマニー|italy イタリー|spain スペイン
beautiful ビューティフル|knowledge ナレッジ|through スルー|thank サンク|thanks サンクス|you ユー|welcome ウェルカム
please プリーズ|sorry ソーリー|congratulations コングラチュレーションズ|happy ハッピー|birthday バースデー
christmas クリスマス|party パーティー|team チーム|project プロジェクト|manager マネージャー|leader リーダー
meeting ミーティング|schedule スケジュール|event イベント|concert コンサート|artist アーティスト|album アルバム
model モデル|deep ディープ|learning ラーニング|machine マシン|data データ|science サイエンス|research リサーチ
engineer エンジニア|designer デザイナー|developer デベロッパー|startup スタートアップ|business ビジネス
marketing マーケティング|covid コビッド|pcr ピーシーアール|dna ディーエヌエー|ok オーケー|vol ボリューム|no ナンバー
kokoro ココロ|onnx オニキス|anime アニメ|manga マンガ|cafe カフェ|hotel ホテル|pro プロ|max マックス|mini ミニ|plus プラス
air エア|ultra ウルトラ|store ストア|play プレイ|support サポート|info インフォ|contact コンタクト|sales セールス|admin アドミン|music ミュージック|news ニュース|channel チャンネル|world ワールド
"""
_ROMAJI = {
    **dict(zip(["a", "i", "u", "e", "o"], "アイウエオ", strict=True)),
    "shi": "シ", "chi": "チ", "tsu": "ツ", "fu": "フ", "ji": "ジ", "si": "シ", "ti": "ティ", "tu": "ツ",
    "wa": "ワ", "wo": "ヲ", "ya": "ヤ", "yu": "ユ", "yo": "ヨ", "hu": "フ", "zi": "ジ",
}  # fmt: skip
_ROWS = {
    "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サ.スセソ", "z": "ザ.ズゼゾ", "t": "タ..テト", "d": "ダ..デド",
    "n": "ナニヌネノ", "h": "ハヒ.ヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ", "r": "ラリルレロ",
}  # fmt: skip
_GLIDES = {
    "ky": "キ", "gy": "ギ", "sh": "シ", "ch": "チ", "j": "ジ", "ny": "ニ", "hy": "ヒ", "by": "ビ", "py": "ピ",
    "my": "ミ", "ry": "リ",
}  # fmt: skip
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SPOKEN_LIMIT = 24


def reading(word: str) -> str | None:
    """Katakana of a Latin word by table or rule; None where there is none or OpenJTalk has one."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    if not plain or len(plain) > _SPOKEN_LIMIT:
        return None
    known = _words().get(plain.lower())
    if known:
        return known
    if plain.isupper() and len(plain) <= 5 and not _in_dictionary(plain):
        return letters(plain)
    if len(plain) == 1 or _in_dictionary(word):
        return None
    if plain.islower() and len(plain) > 3:
        found = analyse(plain.capitalize())
        if len(found) == 1 and not found[0].unknown and found[0].pron:
            return found[0].pron
    parts = _PARTS.findall(plain)
    if len(parts) > 1 and all(readable(part) for part in parts):
        return "".join(reading(part) or part for part in parts)
    return _romaji(plain.lower())


def readable(word: str) -> bool:
    """Whether the Japanese front-end can read the word without spelling it out."""
    return len(word) == 1 or reading(word) is not None or _in_dictionary(word)


def letters(word: str) -> str:
    """The names of the letters: "GPU" → "ジーピーユー"."""
    return "".join(_LETTERS.get(char, "") for char in word.lower())


def _words() -> dict[str, str]:
    pairs = (entry.split() for entry in _WORDS.replace("\n", "|").split("|") if entry)
    return {entry[0]: entry[1] for entry in pairs}


def _in_dictionary(word: str) -> bool:
    if len(word) > _SPOKEN_LIMIT:
        return False
    found = analyse(word)
    return len(found) == 1 and not found[0].unknown and bool(found[0].pron)


def _romaji(word: str) -> str | None:
    """Hepburn, doubled consonants and long-vowel doubles included; None if it is anything else."""
    sounds = _romaji_table()
    out, place = "", 0
    while place < len(word):
        for length in (3, 2, 1):
            kana = sounds.get(word[place : place + length])
            if kana:
                out, place = out + kana, place + length
                break
        else:
            here, after = word[place], word[place + 1 : place + 2]
            if here == "n" or (here == "m" and after and after in "bpm"):
                out += "ン"
            elif after and (here == after or (here == "t" and after == "c")) and here in "kstpgdbc":
                out += "ッ"
            else:
                return None
            place += 1
    return out if len(out) > 1 else None


def _romaji_table() -> dict[str, str]:
    out = dict(_ROMAJI)
    for consonant, row in _ROWS.items():
        out |= {
            consonant + vowel: kana for vowel, kana in zip("aiueo", row, strict=True) if kana != "."
        }
    for consonant, kana in _GLIDES.items():
        out |= {
            consonant + vowel: kana + small for vowel, small in zip("auo", "ャュョ", strict=True)
        }
    return {**out, **_ROMAJI}
