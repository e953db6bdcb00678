"""In: archives as people and attackers make them. Out: their members, or the reason why not."""

from __future__ import annotations

import struct
import time
import warnings
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest

from nlp_reports.errors import UnreadableError
from nlp_reports.reading import archive
from nlp_reports.reading.archive import read_members


def packed(*members: tuple[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice
        for name, data in members:
            package.writestr(ZipInfo(name), data, method)
    return out.getvalue()


def packed_under(raw_name: bytes, data: bytes = b"x") -> bytes:
    """An archive whose only member has a name in these bytes, not said to be UTF-8."""
    stand_in = b"N" * len(raw_name)
    return packed((stand_in.decode(), data)).replace(stand_in, raw_name)


def members(data: bytes) -> dict[str, bytes | str]:
    """Name → content, or the key of the error."""
    found = read_members(BytesIO(data), name="a.zip", wanted=lambda name: name.endswith(".txt"))
    return {each.name: each.error.key if each.error else each.data for each in found}


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_members_come_sorted_with_their_bytes(method: int) -> None:
    """However an archive is packed, its members come in the order of their names."""
    data = packed(("b/2.txt", b"two"), ("a.txt", b"one"), method=method)
    assert list(members(data).items()) == [("a.txt", b"one"), ("b/2.txt", b"two")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_that_do_not_say_their_encoding(encoding: str) -> None:
    """Chinese Windows writes names in GBK, other systems UTF-8 without saying so; both are read."""
    assert list(members(packed_under("乗市/年报.txt".encode(encoding)))) == ["乗市/年报.txt"]


def test_names_that_say_utf8() -> None:
    """A name marked as UTF-8 is what it says."""
    assert list(members(packed(("青禾县.txt", b"x")))) == ["青禾县.txt"]


def test_backslashes_are_folders() -> None:
    """Archives of old Windows tools part folders by backslashes."""
    assert list(members(packed_under(b"a\\b.txt"))) == ["a/b.txt"]


@pytest.mark.parametrize("name", [b"../x.txt", b"a/../../x.txt", b"/etc/x.txt", b"..\\x.txt", b"C:\\x.txt"])
def test_names_that_lead_outside_are_refused(name: bytes) -> None:
    """A member that would lie outside the archive's folder is named and not read."""
    assert set(members(packed_under(name)).values()) == {"reading.member_path"}


def test_names_cannot_steer_a_terminal() -> None:
    """Control characters of a name are not passed on."""
    assert list(members(packed_under(b"a\x1b[31m.txt"))) == ["a\ufffd[31m.txt"]


def test_what_systems_leave_behind_is_passed_over() -> None:
    """Folders, hidden files and the like are no members; all else that is not read has its reason."""
    data = packed(
        ("a/", b""), ("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("b/Thumbs.db", b"x"),
        ("~$a.txt", b"x"), ("photo.jpg", b"x"), ("a/a.txt", b"x"),
    )  # fmt: skip
    assert members(data) == {"a/a.txt": b"x", "photo.jpg": "reading.member_kind"}


def test_a_member_twice() -> None:
    """Of two members with one name the first is read and the second told."""
    found = list(
        read_members(BytesIO(packed(("a.txt", b"1"), ("a.txt", b"2"))), name="a.zip", wanted=lambda _: True)
    )
    assert [each.data for each in found] == [b"1", b""]
    assert found[1].error is not None and found[1].error.key == "reading.member_twice"


def test_a_member_with_a_password_does_not_stop_the_rest() -> None:
    """Encrypted members are told apart by their flag."""
    data = bytearray(packed(("a.txt", b"one"), ("b.txt", b"two")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    assert members(bytes(data)) == {"a.txt": "reading.encrypted", "b.txt": b"two"}


def test_a_broken_member_does_not_stop_the_rest() -> None:
    """A member whose checksum fails is set aside by itself."""
    data = packed(("a.txt", b"one-one-one"), ("b.txt", b"two"), method=ZIP_STORED)
    assert members(data.replace(b"one-one-one", b"one-one-two", 1)) == {
        "a.txt": "reading.broken_member",
        "b.txt": b"two",
    }


def test_a_member_that_says_less_than_it_holds() -> None:
    """What a member unpacks to is bounded whatever its header says."""
    honest = packed(("a.txt", b" " * 10_000_000))
    lying = honest.replace(struct.pack("<I", 10_000_000), struct.pack("<I", 10))
    assert members(lying) == {"a.txt": "reading.broken_member"}


@pytest.mark.parametrize(
    ("bound", "value", "key"),
    [
        ("MAX_MEMBERS", 2, "too_many_members"),
        ("MAX_UNPACKED", 100, "zip_bomb"),
    ],
)
def test_bounds_of_the_archive(bound: str, value: int, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many members, or too much in them, and nothing is unpacked."""
    monkeypatch.setattr(archive, bound, value)
    data = packed(*((f"{number}.txt", b"x" * 50) for number in range(3)))
    with pytest.raises(UnreadableError) as caught:
        members(data)
    assert caught.value.key == f"reading.{key}"


def test_a_bomb_is_told_by_its_ratio() -> None:
    """More than twenty MiB at two hundred to one is no report."""
    with pytest.raises(UnreadableError) as caught:
        members(packed(("a.txt", bytes(30 * 2**20))))
    assert caught.value.key == "reading.zip_bomb"


def test_a_large_member_is_told_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """One member over the limit does not stop the rest."""
    monkeypatch.setattr(archive, "MAX_MEMBER", 20)
    data = packed(("a.txt", b"x" * 50), ("b.txt", b"two"))
    assert members(data) == {"a.txt": "reading.too_large", "b.txt": b"two"}


def test_an_endless_list_of_members_is_not_read() -> None:
    """An archive that says its list of members is huge is refused before the list is read."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 2**31, 0, 0)
    begun = time.perf_counter()
    with pytest.raises(UnreadableError) as caught:
        members(packed(("a.txt", b"x"))[:-22] + end)
    assert caught.value.key == "reading.too_many_members" and time.perf_counter() - begun < 1


@pytest.mark.parametrize("data", [b"PK\x03\x04 torn", b"", packed(("a.txt", b"x"))[:-5]])
def test_a_broken_archive_is_one_sentence(data: bytes) -> None:
    """What is no whole archive is refused."""
    with pytest.raises(UnreadableError) as caught:
        members(data)
    assert caught.value.key == "reading.broken_archive"
