#!/usr/bin/env python3
"""Write the tables of `src/unicode/tables/` from the Unicode Character Database 16.0.

Run with Python 3.14 (its `unicodedata` is version 16.0.0) and two folders of data:

    generate.py NAMES_DATA UNICODE_DATA

NAMES_DATA    the `data` folder of the crate `unicode_names2` 1.3.0 (UnicodeData.txt 16.0)
UNICODE_DATA  the folder of Debian's package `unicode-data` that has NamedSequences.txt

Most properties are read from `unicodedata` and `str`, which have the derived ones (Alphabetic, White_Space, the
Unihan numbers, full case mappings) without seven more files; what they do not show (simple case mappings) is
read from UnicodeData.txt. Every named sequence is looked up before it is written, so an older list cannot bring
in a wrong one.
"""

import _sre
import os
import sys
import unicodedata as ud

TOP = 0x110000
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "unicode", "tables")

assert ud.unidata_version == "16.0.0", ud.unidata_version

CATEGORIES = "Cn Lu Ll Lt Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Lm Lo Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So".split()
BIDI = " L LRE LRO R AL RLE RLO PDF EN ES ET AN CS NSM BN B S WS ON LRI RLI FSI PDI".split(" ")
WIDTHS = "N A H F Na W".split()

FLAGS = {
    name: 1 << i
    for i, name in enumerate(
        "ALPHA LOWER UPPER SPACE PRINTABLE XID_START XID_CONTINUE CASED CASE_IGNORABLE NUMERIC FULL_CASE FOLD".split()
    )
}


def simple_case_mappings(folder):
    upper, lower, title = {}, {}, {}
    with open(os.path.join(folder, "UnicodeData.txt"), encoding="ascii") as file:
        for line in file:
            fields = line.rstrip("\n").split(";")
            c = int(fields[0], 16)
            for table, field in (upper, 12), (lower, 13), (title, 14):
                if fields[field]:
                    table[c] = int(fields[field], 16)
            if fields[12] and not fields[14]:
                title[c] = upper[c]
    return upper, lower, title


def split_bins(values, low, high):
    """The two-stage trie of `values` with the smallest total, as (shift, stage one, stage two)."""
    best = None
    for shift in range(low, high):
        size = 1 << shift
        blocks, stage1, stage2 = {}, [], []
        for start in range(0, len(values), size):
            block = tuple(values[start : start + size])
            if block not in blocks:
                blocks[block] = len(stage2) >> shift
                stage2.extend(block)
            stage1.append(blocks[block])
        total = len(stage1) * width(stage1) + len(stage2) * width(stage2)
        if best is None or total < best[0]:
            best = total, shift, stage1, stage2
    return best[1:]


def width(values):
    return 1 if max(values) < 256 else 2 if max(values) < 65536 else 4


def rust_type(values):
    return {1: "u8", 2: "u16", 4: "u32"}[width(values)]


def wrap(items, indent="    "):
    lines, line = [], indent
    for item in items:
        if len(line) + len(item) + 2 > 118:
            lines.append(line.rstrip())
            line = indent
        line += item + ", "
    lines.append(line.rstrip())
    return "\n".join(lines)


class File:
    def __init__(self, name, purpose):
        self.path = os.path.join(OUT, name)
        self.parts = [
            f"//! {purpose}\n//!\n//! Written by `tables/generate.py` from the Unicode Character Database 16.0; not edited by hand.\n"
        ]

    def array(self, name, values, type_=None):
        type_ = type_ or rust_type(values)
        self.parts.append(
            f"#[rustfmt::skip]\npub(crate) static {name}: [{type_}; {len(values)}] = [\n{wrap(map(str, values))}\n];\n"
        )

    def trie(self, name, values, low=4, high=9):
        shift, stage1, stage2 = split_bins(values, low, high)
        self.parts.append(f"pub(crate) const {name}_SHIFT: u32 = {shift};\n")
        self.array(f"{name}_STAGE1", stage1)
        self.array(f"{name}_STAGE2", stage2)

    def add(self, text):
        self.parts.append(text)

    def write(self):
        with open(self.path, "w", encoding="utf-8") as file:
            file.write("\n".join(self.parts))


def final_sigma_class(s):
    """Whether `s` is Case_Ignorable, then whether it is Cased, as seen through lower() and title()."""
    after, between = ("a\u03a3" + s).lower()[1], ("a\u03a3" + s + "a").lower()[1]
    ignorable = after == "\u03c2" and between == "\u03c3"
    cased = (s + "a").title()[-1] == "a"
    return ignorable, cased


def triple(text):
    points = [ord(x) for x in text]
    assert len(points) <= 3
    return "[" + ", ".join(hex(p) for p in points + [0] * (3 - len(points))) + "]"


def character_types(simple):
    upper, lower, title = simple
    records, index, full, fold = {}, [], [], []
    for c in range(TOP):
        s = chr(c)
        flags = 0
        ignorable, cased = final_sigma_class(s)
        for name, on in (
            ("ALPHA", s.isalpha()),
            ("LOWER", s.islower()),
            ("UPPER", s.isupper()),
            ("SPACE", s.isspace()),
            ("PRINTABLE", s.isprintable()),
            ("XID_START", s.isidentifier()),
            ("XID_CONTINUE", ("a" + s).isidentifier()),
            ("CASED", cased),
            ("CASE_IGNORABLE", ignorable),
            ("NUMERIC", s.isnumeric()),
        ):
            if on:
                flags |= FLAGS[name]
        simple_upper, simple_lower = upper.get(c, c), lower.get(c, c)
        simple_title = title.get(c, c)
        assert _sre.unicode_tolower(c) == simple_lower
        if (s.lower(), s.upper(), s.title()) != (chr(simple_lower), chr(simple_upper), chr(simple_title)):
            flags |= FLAGS["FULL_CASE"]
            full.append((c, s.lower(), s.upper(), s.title()))
        if s.casefold() != s.lower():
            flags |= FLAGS["FOLD"]
            fold.append((c, s.casefold()))
        decimal, digit = ud.decimal(s, -1), ud.digit(s, -1)
        assert s.isdecimal() == (decimal >= 0) and s.isdigit() == (digit >= 0)
        assert (ud.category(s) == "Lt") == (s.istitle() and not s.isupper())
        record = (simple_lower - c, simple_upper - c, simple_title - c, decimal, digit, flags)
        index.append(records.setdefault(record, len(records)))

    out = File("types.rs", "What `str` methods ask of a character: class, digit value and case mappings.")
    out.add("use super::{CharType, FullMappings};\n")
    for name, bit in FLAGS.items():
        out.add(f"pub(crate) const {name}: u16 = {bit:#x};".rstrip())
    out.add("")
    out.trie("TYPE", index)
    rows = [
        f"    CharType {{ lower: {r[0]}, upper: {r[1]}, title: {r[2]}, decimal: {r[3]}, digit: {r[4]}, flags: {r[5]:#x} }},"
        for r in records
    ]
    out.add(f"#[rustfmt::skip]\npub(crate) static TYPES: [CharType; {len(rows)}] = [\n" + "\n".join(rows) + "\n];\n")
    out.add("/// Code point, then its full lower, upper and title mappings, padded with zeros.")
    out.add(
        f"#[rustfmt::skip]\npub(crate) static FULL_CASE_MAPPINGS: [FullMappings; {len(full)}] = [\n"
        + "\n".join(f"    ({c:#x}, {triple(l)}, {triple(u)}, {triple(t)})," for c, l, u, t in full)
        + "\n];\n"
    )
    out.add("/// Code point and its full case folding, where that is not the lower-case mapping.")
    out.add(
        f"#[rustfmt::skip]\npub(crate) static FOLDINGS: [(u32, [u32; 3]); {len(fold)}] = [\n"
        + "\n".join(f"    ({c:#x}, {triple(f)})," for c, f in fold)
        + "\n];\n"
    )
    out.write()


def decomposition(c):
    """The mapping in words; Hangul syllables are left to arithmetic."""
    return [] if 0xAC00 <= c < 0xD7A4 else ud.decomposition(chr(c)).split()


def mapping_text(c):
    return "".join(chr(int(x, 16)) for x in decomposition(c) if x[0] != "<")


def database():
    compositions, seconds = [], set()
    for c in range(TOP):
        mapping = decomposition(c)
        if mapping and mapping[0][0] != "<":
            points = [int(x, 16) for x in mapping]
            if len(points) == 2 and ud.normalize("NFC", "".join(map(chr, points))) == chr(c):
                compositions.append((points[0], points[1], c))
                seconds.add(points[1])
    seconds.update(range(0x1161, 0x1176))
    seconds.update(range(0x11A8, 0x11C3))
    compositions.sort()

    records, index = {}, []
    numbers = {None: 0}
    for c in range(TOP):
        numbers.setdefault(ud.ucd_3_2_0.numeric(chr(c), None), len(numbers))
    for c in range(TOP):
        s = chr(c)
        checks = (
            (ud.normalize("NFD", s) != s)
            | (ud.normalize("NFKD", s) != s) << 1
            | (ud.normalize("NFC", s) != s) << 2
            | (ud.normalize("NFKC", s) != s) << 3
            | (c in seconds) << 4
        )
        number = numbers.setdefault(ud.numeric(s, None), len(numbers))
        record = (
            CATEGORIES.index(ud.category(s)),
            BIDI.index(ud.bidirectional(s)),
            ud.combining(s),
            WIDTHS.index(ud.east_asian_width(s)),
            checks | ud.mirrored(s) << 5,
            number,
        )
        index.append(records.setdefault(record, len(records)))

    out = File("database.rs", "What the `unicodedata` module asks of a character, and the data of normalisation.")
    out.add("use super::Record;\n")
    for bit, name in enumerate("CHANGES_NFD CHANGES_NFKD CHANGES_NFC CHANGES_NFKC COMPOSES_BACKWARD MIRRORED".split()):
        out.add(f"pub(crate) const {name}: u8 = {1 << bit:#x};")
    out.add("")
    for name, values in (("CATEGORIES", CATEGORIES), ("BIDI_CLASSES", BIDI), ("WIDTHS", WIDTHS)):
        quoted = ", ".join(f'"{v}"' for v in values)
        out.add(f"#[rustfmt::skip]\npub(crate) static {name}: [&str; {len(values)}] = [{quoted}];\n")
    out.trie("RECORD", index)
    rows = [
        f"    Record {{ category: {r[0]}, bidi: {r[1]}, combining: {r[2]}, width: {r[3]}, flags: {r[4]:#x}, number: {r[5]} }},"
        for r in records
    ]
    out.add(f"#[rustfmt::skip]\npub(crate) static RECORDS: [Record; {len(rows)}] = [\n" + "\n".join(rows) + "\n];\n")
    assert len(numbers) < 256
    out.add("/// Numeric values; the first entry stands for none.")
    out.array("NUMBERS", ["0.0" if n is None else repr(n) for n in numbers], "f64")

    tags, entries, data = {"": 0}, {(0, 0, 0): 0}, ""
    places = []
    # The longest first, so that short ones are found inside them.
    for text in sorted({mapping_text(c) for c in range(TOP)}, key=lambda text: (-len(text), text)):
        if text not in data:
            data += text
    for c in range(TOP):
        words = decomposition(c)
        if not words:
            places.append(0)
            continue
        tag = words.pop(0) if words[0][0] == "<" else ""
        text = "".join(chr(int(x, 16)) for x in words)
        at = data.index(text)
        entry = (len(data[:at].encode()), len(text.encode()), tags.setdefault(tag, len(tags)))
        places.append(entries.setdefault(entry, len(entries)))
    quoted = ", ".join(f'"{t}"' for t in tags)
    out.add(f"/// The formatting tags of compatibility decompositions.\n#[rustfmt::skip]\npub(crate) static TAGS: [&str; {len(tags)}] = [{quoted}];\n")
    out.trie("DECOMPOSITION", places)
    out.add("/// Where in `DECOMPOSITION_TEXT` a mapping is, its length in bytes, and its tag.")
    out.array("DECOMPOSITIONS", [f"({a}, {b}, {t})" for a, b, t in entries], "(u16, u8, u8)")
    assert len(data.encode()) < 65536
    escaped = [c if c.isalnum() and c.isascii() else f"\\u{{{ord(c):x}}}" for c in data]
    lines, line = [], ""
    for piece in escaped:
        if len(line) + len(piece) > 114:
            lines.append(line)
            line = ""
        line += piece
    lines.append(line)
    out.add("#[rustfmt::skip]\npub(crate) static DECOMPOSITION_TEXT: &str = \"\\\n" + "\\\n".join(lines) + "\";\n")
    out.add("/// First, second, composed; sorted. Hangul is composed by arithmetic.")
    out.array("COMPOSITIONS", [f"({a:#x}, {b:#x}, {c:#x})" for a, b, c in compositions], "(u32, u32, u32)")
    out.write()
    return numbers


def version_3_2(numbers):
    """What was different in Unicode 3.2, which `stringprep` and so IDNA 2003 ask for."""
    old = ud.ucd_3_2_0
    rows, index, corrections = {None: 0}, [], []
    for c in range(TOP):
        s = chr(c)
        then, now = (
            (
                CATEGORIES.index(data.category(s)),
                BIDI.index(data.bidirectional(s)),
                data.combining(s),
                WIDTHS.index(data.east_asian_width(s)),
                data.mirrored(s),
                numbers[data.numeric(s, None)],
                data.decimal(s, -1),
            )
            for data in (old, ud)
        )
        assert old.digit(s, -1) == ud.digit(s, -1)
        index.append(0 if then == now else rows.setdefault(then, len(rows)))
        assigned = old.category(s) != "Cn"
        assert old.decomposition(s) == (ud.decomposition(s) if assigned else "")
        if assigned and old.normalize("NFD", s) != ud.normalize("NFD", s):
            corrections.append((c, ord(old.normalize("NFD", s))))
    del rows[None]
    out = File("version_3_2.rs", "What was different in Unicode 3.2.")
    out.add("use super::OldRecord;\n")
    out.add("// Row 0 stands for no difference.")
    out.trie("OLD", index)
    none = "    OldRecord { category: 0, bidi: 0, combining: 0, width: 0, mirrored: 0, number: 0, decimal: -1 },"
    body = "\n".join(
        f"    OldRecord {{ category: {r[0]}, bidi: {r[1]}, combining: {r[2]}, width: {r[3]}, mirrored: {r[4]}, number: {r[5]}, decimal: {r[6]} }},"
        for r in rows
    )
    out.add(f"#[rustfmt::skip]\npub(crate) static OLD_RECORDS: [OldRecord; {len(rows) + 1}] = [\n{none}\n{body}\n];\n")
    out.add("/// Decompositions that were wrong then and are kept for stability.")
    out.array("CORRECTIONS", [f"({a:#x}, {b:#x})" for a, b in corrections], "(u32, u32)")
    out.write()


def sequences(folder):
    rows = []
    with open(os.path.join(folder, "NamedSequences.txt"), encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if line:
                name, points = line.split(";")
                text = "".join(chr(int(x, 16)) for x in points.split())
                assert ud.lookup(name) == text, name
                rows.append((name, text))
    rows.sort()
    out = File("sequences.rs", "The named sequences, sorted by name.")
    body = "\n".join(
        '    ("%s", "%s"),' % (name, "".join(f"\\u{{{ord(c):x}}}" for c in text)) for name, text in rows
    )
    out.add(f"#[rustfmt::skip]\npub(crate) static SEQUENCES: [(&str, &str); {len(rows)}] = [\n{body}\n];\n")
    out.write()


def main():
    names, debian = sys.argv[1:]
    os.makedirs(OUT, exist_ok=True)
    character_types(simple_case_mappings(names))
    version_3_2(database())
    sequences(debian)


main()
