"""Packed bodies, whole or not, are unpacked in time that goes with their size."""

import gzip
import random
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError

from crawler.middlewares.compression import unpacked

GZIP, ZLIB, RAW = 31, 15, -15
MIB = 1024 * 1024
# Neither packs well nor comes twice.
NOISE = random.Random(7411).randbytes(3 * MIB)  # noqa: S311


def test_four_megabytes_of_empty_members_are_refused_at_once() -> None:
    body = gzip.compress(b"") * (4 * MIB // len(gzip.compress(b"")))
    began = time.monotonic()
    with pytest.raises(DownloadCancelledError, match="members"):
        unpacked(body, GZIP, 16 * MIB)
    # Seconds to spare: copying the rest for each member takes minutes.
    assert time.monotonic() - began < 10


def test_a_thousand_members_are_one_body() -> None:
    parts = [NOISE[at : at + 3000] for at in range(0, 3_000_000, 3000)]
    assert unpacked(b"".join(map(gzip.compress, parts)), GZIP, 0) == b"".join(parts)


@pytest.mark.parametrize("form", [GZIP, ZLIB, RAW])
@pytest.mark.parametrize("body", [b"", b"a", b"a" * 5 * MIB, NOISE], ids=["nothing", "one", "packs well", "noise"])
def test_what_was_packed_comes_out_whatever_stands_behind_it(form: int, body: bytes) -> None:
    packer = zlib.compressobj(wbits=form)
    packed = packer.compress(body) + packer.flush()
    for behind in (b"", bytes(1000), b"x", NOISE[:100_000]):
        assert unpacked(packed + behind, form, 0) == body
    with pytest.raises(ResponseDataLossError):
        unpacked(packed[:-1], form, 0)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5), st.integers(0, 2000))
def test_members_are_joined_and_an_end_that_is_missing_is_told(parts: list[bytes], cut: int) -> None:
    packed = b"".join(map(gzip.compress, parts))
    ends = [len(b"".join(map(gzip.compress, parts[:count]))) for count in range(len(parts) + 1)]
    assert unpacked(packed, GZIP, 0) == b"".join(parts)
    # One byte of the next member is padding for all that can be told.
    if 0 < cut < len(packed) and not {cut, cut - 1} & set(ends):
        with pytest.raises(ResponseDataLossError):
            unpacked(packed[:cut], GZIP, 0)


def test_a_body_that_grows_over_its_limit_is_refused() -> None:
    assert len(unpacked(gzip.compress(bytes(MIB)), GZIP, MIB)) == MIB
    with pytest.raises(DownloadCancelledError, match="has grown"):
        unpacked(gzip.compress(bytes(MIB + 1)), GZIP, MIB)
