"""Pictures drawn anew: upright, no larger than a scan must be, without place, time, device or
anything else that a file carries beside its pixels."""

import io
import warnings
from threading import Lock

from PIL import Image, ImageFile, ImageOps

from filings.contents.refusing import Unacceptable

MOST_PIXELS = 64_000_000  # the largest telephones in use take 50 million
LONGEST_SIDE = 3508  # A4 at 300 dots an inch
_DAMAGED = "这张图片打不开，可能已经损坏或没有传完，请重新拍照或扫描。"
_TOO_MANY_PIXELS = f"图片超过 {MOST_PIXELS // 10_000} 万像素，请降低分辨率后再上传。"
# A picture of 64 million pixels takes 200 MB while it is drawn: a process draws one at a time.
_one_at_a_time = Lock()


def redraw_jpeg(data: bytes) -> bytes:
    return _redraw(lambda: Image.open(io.BytesIO(data), formats=["JPEG", "MPO"]), _as_jpeg)


def redraw_png(data: bytes) -> bytes:
    return _redraw(lambda: Image.open(io.BytesIO(data), formats=["PNG"]), _as_png)


def redraw_heic(data: bytes) -> bytes:
    """A HEIC as JPEG, which every browser shows."""
    return _redraw(lambda: _open_heic(data), _as_jpeg)


def _open_heic(data: bytes) -> Image.Image:
    # A library of its own, which only these pictures need.
    from pillow_heif import open_heif

    found = open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    _check_size(found.size)
    return found.to_pillow()  # upright already


def _redraw(open_picture, write) -> bytes:
    try:
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the process
            picture = open_picture()
            _check_size(picture.size)
            # A JPEG is decoded at a fraction of its size where that is enough.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return write(_opaque(ImageOps.exif_transpose(picture)))
    except Image.DecompressionBombError:
        raise Unacceptable(_TOO_MANY_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError):
        raise Unacceptable(_DAMAGED) from None


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise Unacceptable(_TOO_MANY_PIXELS)


def _opaque(picture: Image.Image) -> Image.Image:
    """On white paper, in grey or in colour."""
    if picture.mode in ("1", "L", "RGB"):
        return picture.convert("L") if picture.mode == "1" else picture
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        layer = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _as_jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    # The exif of an opened file would be written again; an empty one says so.
    picture.save(file, "JPEG", quality=85, exif=b"", icc_profile=None, comment=None)
    return file.getvalue()


def _as_png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.info = {}
    picture.save(file, "PNG")
    return file.getvalue()
