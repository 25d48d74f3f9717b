"""Cuts a variable font down to what French and English need: subset.py IN OUT WEIGHT [WEIGHT]

Keeps one weight, or the weights between two, and gives the narrow no-break space and the no-break hyphen of French typography the
shapes of the thin space and the hyphen, which the packaged files lack.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

KEPT = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    0x152, 0x153, 0x178,
    0x2009, 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x202F,
    0x2039, 0x203A, 0x20AC, 0x2122, 0x2212,
]
STAND_INS = {0x202F: (0x2009, 0x20), 0x2011: (0x2010, 0x2D)}

source, result, *weights = sys.argv[1:]
font = TTFont(source)
shapes = font.getBestCmap()
for missing, donors in STAND_INS.items():
    if missing not in shapes:
        shape = next(shapes[donor] for donor in donors if donor in shapes)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[missing] = shape

options = subset.Options()
options.flavor = "woff2"
options.layout_features = ["kern", "mark", "mkmk", "liga", "ccmp", "locl", "tnum", "lnum"]
options.hinting = False
options.desubroutinize = True
options.notdef_outline = True
options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
cutter = subset.Subsetter(options)
cutter.populate(unicodes=KEPT)
cutter.subset(font)
lightest, heaviest = int(weights[0]), int(weights[-1])
kept = lightest if lightest == heaviest else (lightest, lightest, heaviest)
font = instancer.instantiateVariableFont(font, {"wght": kept})
# The same input gives the same bytes: the date is the source's, not today's.
font.recalcTimestamp = False
subset.save_font(font, result, options)
