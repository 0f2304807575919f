from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.adapters.store import Damaged, Store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def files(store):
    return [path for path in store.root.rglob("*") if path.is_file()]


def test_what_is_put_in_comes_out(store):
    digest = store.put("点検".encode())
    assert digest == sha256("点検".encode()).hexdigest()
    assert store.read(digest) == "点検".encode()
    with store.open(digest) as file:
        assert file.read() == "点検".encode()


@given(content=st.binary(max_size=2000))
def test_every_content_is_kept(tmp_path_factory, content):
    store = Store(tmp_path_factory.getbasetemp() / "kept")
    assert store.read(store.put(content)) == content


def test_the_file_lies_under_its_digest_in_two_levels_for_its_owner_only(store):
    digest = store.put(b"x")
    place = store.root / digest[:2] / digest[2:4] / digest
    assert files(store) == [place]
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o077 == 0


def test_the_same_content_is_kept_once(store):
    assert store.put(b"x") == store.put(b"x")
    assert len(files(store)) == 1


def test_a_changed_file_is_not_given_out(store):
    digest = store.put(b"x")
    files(store)[0].write_bytes(b"y")
    with pytest.raises(Damaged):
        store.open(digest)
    with pytest.raises(Damaged):
        store.read(digest)


def test_a_changed_file_is_made_whole_when_its_content_comes_again(store):
    digest = store.put(b"x")
    files(store)[0].write_bytes(b"y")
    store.put(b"x")
    assert store.read(digest) == b"x"


@pytest.mark.parametrize("digest", ["0" * 64, "../../secret.key", "", "A" * 64, "0" * 64 + "\n"])
def test_an_unknown_or_wrong_digest_opens_nothing(store, digest):
    with pytest.raises(Damaged):
        store.open(digest)


def test_a_failed_write_leaves_nothing_behind(store, monkeypatch):
    def full(_handle):
        raise OSError("disk full")

    monkeypatch.setattr("yakusoku.adapters.store.os.fsync", full)
    with pytest.raises(OSError):
        store.put(b"x")
    assert files(store) == []
