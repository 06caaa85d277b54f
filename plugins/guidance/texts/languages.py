"""Languages that staff can write in, by BCP 47 code: their own names, and whether they are written from right to left."""

from __future__ import annotations

# Among the languages most spoken by those who are new in Sweden, and the national minorities' (Act 2009:724).
LANGUAGES: dict[str, str] = {
    "sv": "Svenska",
    "en": "English",
    "ar": "العربية",
    "ckb": "کوردیی ناوەندی",
    "es": "Español",
    "fa": "فارسی",
    "fi": "Suomi",
    "fit": "Meänkieli",
    "kmr": "Kurmancî",
    "pl": "Polski",
    "prs": "دری",
    "ps": "پښتو",
    "se": "Davvisámegiella",
    "so": "Soomaali",
    "th": "ไทย",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
}
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "prs", "ps"})


def direction(code: str) -> str:
    """Which way a language is written, as HTML's `dir`."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"
