"""Keys that live in files apart from the database: sealing (AES-256-GCM) and keyed digests (HMAC-SHA256).

`digest.key` never changes, because blind indices and history rest on it. `seal-001.key`,
`seal-002.key`, … are added by rotation: the newest seals, all of them open.
"""

import hmac
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LOOK_AGAIN = 5  # seconds until a running process notices that another one rotated
_ID, _NONCE = 2, 12  # bytes before the ciphertext: which key, and the nonce


class Unreadable(Exception):
    """The sealed bytes were altered, belong to another purpose or context, or their key is gone."""


class _Ring:
    """The keys of one directory, with what was derived from them."""

    def __init__(self, place: Path):
        self.place = place
        self.setting = settings.UNIONHALL_KEYS
        self.root = _read(place / "digest.key")
        self.seals = {int(path.stem[5:]): _read(path) for path in place.glob("seal-*.key")}
        self.active = max(self.seals, default=0)
        self.fresh_until = monotonic() + LOOK_AGAIN
        self.digests: dict[str, bytes] = {}
        self.ciphers: dict[tuple[int, str], AESGCM] = {}

    def digest_key(self, purpose: str) -> bytes:
        key = self.digests.get(purpose)
        if key is None:
            key = self.digests[purpose] = _derive(self.root, f"digest {purpose}")
        return key

    def cipher(self, number: int, purpose: str) -> AESGCM:
        cipher = self.ciphers.get((number, purpose))
        if cipher is None:
            if number not in self.seals:
                raise Unreadable(f"Sealing key {number} is not in {self.place}.")
            key = _derive(self.seals[number], f"seal {purpose}")
            cipher = self.ciphers[number, purpose] = AESGCM(key)
        return cipher


_ring: _Ring | None = None
_lock = threading.Lock()
_reseals: dict[str, Callable[[], int]] = {}


def encrypt(purpose: str, plain: bytes, *, context: bytes = b"") -> bytes:
    """Seal bytes under the newest key: key number (2 bytes), nonce (12), ciphertext, tag (16)."""
    ring = _current()
    nonce = os.urandom(_NONCE)
    sealed = ring.cipher(ring.active, purpose).encrypt(nonce, plain, context)
    return ring.active.to_bytes(_ID, "big") + nonce + sealed


def decrypt(purpose: str, sealed: bytes | memoryview, *, context: bytes = b"") -> bytes:
    """Open what `encrypt` sealed for the same purpose and context; raises Unreadable."""
    sealed = bytes(sealed)
    number = sealed_with(sealed)
    ring = _current()
    if number not in ring.seals:
        ring = _load()  # another process may just have rotated
    cipher = ring.cipher(number, purpose)
    try:
        return cipher.decrypt(sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :], context)
    except (InvalidTag, ValueError) as error:
        raise Unreadable(f"Not sealed for {purpose} by key {number}, or altered.") from error


def digest(purpose: str, data: bytes) -> bytes:
    """The 32-byte HMAC-SHA256 of the data under the purpose's key, the same before and after rotation."""
    return hmac.digest(_current().digest_key(purpose), data, "sha256")


def sealed_with(sealed: bytes | memoryview) -> int:
    """The number of the key that sealed these bytes."""
    return int.from_bytes(bytes(sealed[:_ID]), "big")


def active() -> int:
    """The number of the key that seals now."""
    return _current().active


def ready() -> bool:
    """Whether the keys can be read; makes none."""
    place = Path(settings.UNIONHALL_KEYS)
    try:
        return len(_Ring(place).seals) > 0
    except (OSError, ValueError, ImproperlyConfigured):
        return False


def create() -> bool:
    """Make the first keys where there are none; False when they were there."""
    place = Path(settings.UNIONHALL_KEYS)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = [write_new(place / "digest.key")]
    if not any(place.glob("seal-*.key")):
        made.append(write_new(place / "seal-001.key"))
    _load()
    return any(made)


def rotate() -> int:
    """Add a sealing key and use it from now on; returns its number. Older keys still open."""
    ring = _load()
    while not write_new(ring.place / f"seal-{ring.active + 1:03}.key"):
        ring = _load()  # another process took this number
    return _load().active


def retire() -> list[int]:
    """Delete every sealing key but the active one; what is still sealed by them can never be opened."""
    ring = _load()
    old = sorted(number for number in ring.seals if number != ring.active)
    for number in old:
        (ring.place / f"seal-{number:03}.key").unlink()
    _load()
    return old


def on_rotate(name: str, reseal: Callable[[], int]) -> None:
    """Register what re-seals one column's rows of older keys; it returns how many it re-sealed."""
    _reseals[name] = reseal


def reseal_all() -> dict[str, int]:
    """Run every registered re-sealing; how many rows each brought to the active key."""
    return {name: reseal() for name, reseal in sorted(_reseals.items())}


def _current() -> _Ring:
    ring = _ring
    if ring is None or ring.setting != settings.UNIONHALL_KEYS:
        return _load()
    if monotonic() > ring.fresh_until:
        numbers = {int(path.stem[5:]) for path in ring.place.glob("seal-*.key")}
        if numbers != ring.seals.keys():
            return _load()
        ring.fresh_until = monotonic() + LOOK_AGAIN
    return ring


def _load() -> _Ring:
    global _ring
    place = Path(settings.UNIONHALL_KEYS)
    with _lock:
        if not (place / "digest.key").exists() or not any(place.glob("seal-*.key")):
            _create_unasked(place)
        _ring = _Ring(place)
        return _ring


def _create_unasked(place: Path) -> None:
    # A production server that cannot see its keys must stop, not go on with new ones.
    if getattr(settings, "UNIONHALL_PRODUCTION", False):
        raise ImproperlyConfigured(
            f"There are no keys in {place}. Make them once with `unionhall keys create`, "
            "or restore them from where you keep them."
        )
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_new(place / "digest.key")
    write_new(place / "seal-001.key")


def write_new(path: Path) -> bool:
    """Write a new key there unless somebody else already has; a reader never sees half a key."""
    half = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(half, path)
    except FileExistsError:
        return False
    finally:
        half.unlink()
    return True


def _read(path: Path) -> bytes:
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != 32:
        raise ImproperlyConfigured(f"{path} does not hold a key of 32 bytes in hexadecimal.")
    return key


def _derive(root: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"unionhall {purpose}".encode()).derive(root)
