"""In: nothing. Out: the characters that our charts may print, for which the shipped font must have glyphs.

`python -m tests.writing.font_characters` prints them; `resources/fonts/README.md` says what for.
"""

from __future__ import annotations

import sys
from importlib.resources import files

SIGNS = "·×÷–—‘’“”…‰℃≤≥≠≈±←↑→↓↔─│■□●○◆◇★☆△▲▽▼✓²³½"


def font_characters() -> set[str]:
    """GB 2312, ASCII, some signs, and all that our names of codes, places, tables and sentences hold."""
    resources = files("nlp_reports") / "resources"
    texts = [resources / name for name in ("regions.csv", "codebook.yaml", "sectors.yaml")]
    texts += [each for folder in ("prose", "templates") for each in (resources / folder).iterdir()]
    told = "".join(each.read_text(encoding="utf-8") for each in texts)
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    standard = "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)
    ascii_ = "".join(map(chr, range(0x20, 0x7F)))
    return {each for each in told + standard + ascii_ + SIGNS if each.isprintable() and each != "\ufeff"}


if __name__ == "__main__":
    sys.stdout.write("".join(sorted(font_characters())))
