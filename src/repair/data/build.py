"""Builds model.bin, the language tables of `repair` (see README.md beside this).

    python3 build.py TEXTS DICT FOLD MODEL

TEXTS is a folder of plain text, one file for each language (`ja.txt`), and of
words with weights (`ja.words`) where a dictionary helps; DICT is jieba's `dict.txt`; FOLD is OpenCC's `TSCharacters.txt`, from traditional to
simplified characters; `terms.txt` beside this script adds words. Only counts
of characters, of pairs and triples of characters and of words go into MODEL.
"""
import collections
import math
import pathlib
import re
import struct
import sys

SCALE = 12  # steps of the stored logarithms to one nat
CJK = ("zh", "zht", "ja", "ko")
# language: (fewest pairs to keep, fewest triples, most pairs, most triples)
LANGUAGES = {
    "zh": (2, 3, 70_000, 60_000), "zht": (2, 3, 45_000, 40_000),
    "ja": (1, 2, 70_000, 80_000), "ko": (1, 2, 40_000, 70_000),
}
ALPHABETIC = (
    "ru uk bg sr mk be el ar fa he fr de es pt it ca ro cs sk pl hu hr sl lt lv et fi "
    "sv da nb is tr az vi nl sq hi th ka hy bn"
).split()
for code in ALPHABETIC:
    LANGUAGES[code] = (2, 2, 1500, 2500 if code not in ("ru", "el", "vi", "uk") else 5000)


def fold(char, cjk):
    """The class under which a character is counted; `language.rs` does the same."""
    if char.isascii():
        if char.isdigit():
            return "0"
        if char.isalpha():
            return "a" if cjk else char.lower()
        return " "
    if char.isspace() or ord(char) > 0xFFFF:
        return " "
    low = char.lower()
    return low if len(low) == 1 else char


def quantize(probability):
    return max(0, min(255, round(-math.log(probability) * SCALE)))


def grams(code, text, listed):
    cjk = code in CJK
    least2, least3, most2, most3 = LANGUAGES[code]
    one, two, three = collections.Counter(), collections.Counter(), collections.Counter()
    for line in text.splitlines():
        folded = re.sub(" +", " ", " " + "".join(fold(c, cjk) for c in line) + " ")
        one.update(folded)
        two.update(a + b for a, b in zip(folded, folded[1:]))
        three.update(folded[i : i + 3] for i in range(len(folded) - 2))
    # Words of a dictionary stand for a quarter as much text again.
    scale = sum(one.values()) / 4 / max(1, sum(n * len(word) for word, n in listed))
    for word, n in listed:
        folded = "".join(fold(c, cjk) for c in word)
        for counter, size in ((one, 1), (two, 2), (three, 3)):
            for i in range(len(folded) - size + 1):
                counter[folded[i : i + size]] += n * scale
    total, kinds = sum(one.values()), len(one)
    context1, types1 = collections.Counter(), collections.Counter()
    for gram, n in two.items():
        context1[gram[0]] += n
        types1[gram[0]] += 1
    context2, types2 = collections.Counter(), collections.Counter()
    for gram, n in three.items():
        context2[gram[:2]] += n
        types2[gram[:2]] += 1

    # Witten-Bell: what a context has not shown shares the weight of its kinds.
    def p1(c):
        return (one[c] + kinds / 65536) / (total + kinds)

    def p2(g):
        n, t = context1[g[0]], types1[g[0]]
        return (two[g] + t * p1(g[1])) / (n + t)

    def p3(g):
        n, t = context2[g[:2]], types2[g[:2]]
        return (three[g] + t * p2(g[1:])) / (n + t)

    # Kept is what would be missed most: often seen, and far from what the
    # shorter context lets expect.
    def missed2(g):
        back = types1[g[0]] / (context1[g[0]] + types1[g[0]])
        return two[g] * abs(math.log(p2(g) / (back * p1(g[1]))))

    def missed3(g):
        back = types2[g[:2]] / (context2[g[:2]] + types2[g[:2]])
        return three[g] * abs(math.log(p3(g) / (back * p2(g[1:]))))

    def kept(counter, least, most, missed):
        wanted = [(missed(g), g) for g, n in counter.items() if n >= least and not g.isascii()]
        wanted.sort(key=lambda item: (-item[0], item[1]))
        return {g for _, g in wanted[:most]}

    keep3 = kept(three, least3, most3, missed3)
    keep2 = kept(two, least2, most2, missed2) | {g[:2] for g in keep3}
    keep1 = {c for c, n in one.items() if n >= (1 if cjk else 2)} | {g[0] for g in keep2}
    level1, level2, level3 = [], [], []
    by1, by2 = collections.defaultdict(list), collections.defaultdict(list)
    for g in sorted(keep2):
        by1[g[0]].append(g)
    for g in sorted(keep3):
        by2[g[:2]].append(g)
    for c in sorted(keep1):
        back = types1[c] / (context1[c] + types1[c]) if types1[c] else 1
        level1.append((ord(c), quantize(p1(c)), quantize(back), len(level2)))
        for g in by1[c]:
            back = types2[g] / (context2[g] + types2[g]) if types2[g] else 1
            level2.append((ord(g[1]), quantize(p2(g)), quantize(back), len(level3)))
            for h in by2[g]:
                level3.append((ord(h[2]), quantize(p3(h))))
    level1.append((0xFFFF, 0, 0, len(level2)))
    level2.append((0xFFFF, 0, 0, len(level3)))
    out = struct.pack("<III", len(level1), len(level2), len(level3))
    for char, p, back, child in level1 + level2:
        out += struct.pack("<HBB", char, p, back) + struct.pack("<I", child)[:3]
    return out + b"".join(struct.pack("<HB", *entry) for entry in level3)


def words(dictionary, terms):
    counts = {}
    for line in dictionary.splitlines():
        word, count, *_ = line.split(" ")
        han = all("\u3400" <= c <= "\u9fff" for c in word)
        least = {1: 1, 2: 6, 3: 10, 4: 15, 5: 30, 6: 30}.get(len(word), 1 << 30)
        if han and int(count) >= least:
            counts[word] = int(count)
    for term in terms.split():
        if not term.startswith("#"):
            counts[term] = max(counts.get(term, 0), 2000)
    total = sum(counts.values())
    root = {}
    for word, n in counts.items():
        node = root
        for c in word:
            node = node.setdefault(c, [0, {}])
            last, node = node, node[1]
        last[0] = 1 + max(0, min(254, round(-math.log(n / total) * SCALE)))
    # Level by level, so that the children of neighbours are neighbours.
    rows, entries = [], []
    first, at = len(root), 0
    entries.extend(sorted(root.items()))
    while at < len(entries):
        c, (value, children) = entries[at]
        rows.append((ord(c), value, len(entries)))
        entries.extend(sorted(children.items()))
        at += 1
    rows.append((0xFFFF, 0, len(entries)))
    out = struct.pack("<II", len(rows), first)
    for char, value, child in rows:
        out += struct.pack("<HB", char, value) + struct.pack("<I", child)[:3]
    return out, len(counts)


def main():
    texts, dictionary, folds, model = map(pathlib.Path, sys.argv[1:])
    terms = pathlib.Path(__file__).with_name("terms.txt").read_text(encoding="utf-8")
    parts = []
    table, count = words(dictionary.read_text(encoding="utf-8"), terms)
    parts.append((b"words", table))
    print("words", count, len(table))
    pairs = (line.split()[:2] for line in folds.read_text(encoding="utf-8").splitlines())
    pairs = sorted(pair for pair in pairs if all(ord(c) < 65536 for c in pair) and pair[0] != pair[1])
    parts.append((b"fold", b"".join(struct.pack("<HH", *map(ord, pair)) for pair in pairs)))
    for code in LANGUAGES:
        text, listed = (texts / f"{code}.txt").read_text(encoding="utf-8"), texts / f"{code}.words"
        lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
        table = grams(code, text, [(w, float(n)) for w, n in (line.split("\t") for line in lines)])
        parts.append((code.encode(), table))
        print(code, len(table))
    out, at = struct.pack("<I", len(parts)), 4 + 16 * len(parts)
    for name, table in parts:
        out += name.ljust(8, b"\0") + struct.pack("<II", at, len(table))
        at += len(table)
    model.write_bytes(out + b"".join(table for _, table in parts))
    print("all", at)


main()
