#!/bin/sh
# Rebuilds the two font files from the package named in README.md:  static/fonts/subset.sh <its "files" directory>
set -eu
here=$(dirname "$0")
bin="$here/../../.venv/bin"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Weights 400 to 800 only: we use nothing lighter than regular.
"$bin/fonttools" varLib.instancer -q -o "$work/weights.ttf" "$1/atkinson-hyperlegible-next-latin-wght-normal.woff2" wght=400:800

# The narrow no-break space of French (U+202F) is not in the font: it takes the thin space (U+2009), widened from 0.14
# to 0.2 em so that "12 500" still reads as two groups.
"$bin/python" - "$work/weights.ttf" <<'PYTHON'
import sys
from fontTools.ttLib import TTFont
font = TTFont(sys.argv[1])
for table in font["cmap"].tables:
    if table.isUnicode():
        table.cmap[0x202F] = table.cmap[0x2009]
font["hmtx"]["uni2009"] = (200, 0)
font.save(sys.argv[1])
PYTHON

# ASCII, the accents of French (and a few neighbours' for names), quotes, dashes, euro. The zero is slashed by design;
# tnum aligns figures in columns.
french="U+0020-007E,U+00A0,U+00A3,U+00A7,U+00A9,U+00AB,U+00B0,U+00B2,U+00B3,U+00B7,U+00BB,U+00BD,U+00D7"
french="$french,U+00C0,U+00C2,U+00C4,U+00C6-00CB,U+00CE,U+00CF,U+00D1,U+00D4,U+00D6,U+00D9,U+00DB,U+00DC"
french="$french,U+00E0,U+00E1,U+00E2,U+00E4,U+00E6-00EB,U+00ED-00EF,U+00F1,U+00F3,U+00F4,U+00F6,U+00F9-00FC,U+00FF"
french="$french,U+0152,U+0153,U+2009,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2022,U+2026,U+202F,U+203A,U+20AC,U+2212"
"$bin/pyftsubset" "$work/weights.ttf" --unicodes="$french" --layout-features="kern,tnum" \
  --flavor=woff2 --output-file="$here/atkinson-hyperlegible-next.woff2"

# Ÿ (L'HAŸ-LES-ROSES) lives in the extended file; browsers load it only on a page that has it.
"$bin/pyftsubset" "$1/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2" --unicodes="U+0178" \
  --flavor=woff2 --output-file="$here/atkinson-hyperlegible-next-ext.woff2"
