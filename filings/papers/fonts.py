"""One subset of each font for all the filings of a book.

Each print carries the glyphs that it uses, under the numbers that they have in the whole font. So
one subset serves many prints: that of a page on which all their characters are printed.
"""

import io
import re

from django.template.loader import render_to_string

from filings.papers.pdf import SHEETS, render_pdf

# A glyph's number and the text that it stands for (UTF-16), as WeasyPrint writes them; 0000 is that
# for want of another.
_GLYPH = re.compile(rb"<(?!0000)([0-9a-f]{4})> <([0-9a-f]+)>")
APART = "\u3000"


def fonts_of(page):
    """The fonts of a page by name; those of a print are the same for all its pages."""
    return page["/Resources"]["/Font"]


def _glyphs(font) -> dict[bytes, bytes]:
    return dict(_GLYPH.findall(font["/ToUnicode"].get_data()))


class SharedFonts:
    """The fonts of a book: first it hears of all prints, then each gives its own for them."""

    def __init__(self):
        self.texts = {False: {}, True: {}}  # of regular and of bold glyphs, as they came

    def hear_of(self, page) -> None:
        """The first page of a print."""
        for font in fonts_of(page).values():
            texts = dict.fromkeys(_glyphs(font).values())
            self.texts[font["/BaseFont"].endswith("-Bold")].update(texts)

    def _line(self, is_bold: bool) -> str:
        """All texts, kept apart as they might join, each in a Chinese and in a Latin run: there
        digits have other glyphs."""
        found = (bytes.fromhex(text.decode()).decode("utf-16-be") for text in self.texts[is_bold])
        return APART.join(f"中{text}{APART}a{text}" for text in found)

    def embed_in(self, book) -> None:
        """Print all that was heard of, and put the fonts of that page into a book."""
        # Half a second that only books need.
        from pypdf import PdfReader

        context = {"regular": self._line(False), "bold": self._line(True)}
        html = render_to_string("filings/papers/glyphs.html", context)
        made = fonts_of(PdfReader(io.BytesIO(render_pdf(html, *SHEETS))).pages[0])
        self.glyphs = {name: _glyphs(font) for name, font in made.items()}
        self.references = {name: font.clone(book).indirect_reference for name, font in made.items()}

    def take_from(self, page) -> dict:
        """Remove from a print the fonts that those of the book stand for; they are given back. One
        with a glyph that they lack, or understand otherwise, stays."""
        own = fonts_of(page)
        names = [
            name
            for name, font in own.items()
            if name in self.glyphs and _glyphs(font).items() <= self.glyphs[name].items()
        ]
        for name in names:
            del own[name]
        return {name: self.references[name] for name in names}
