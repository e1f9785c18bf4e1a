#!/usr/bin/env python3
"""Known answers for every format of the store, computed without any of its code: by read_store.py's primitives.

usage: make_known.py DIR    write DIR/*.hex; tests/store/known holds what test_known.c checks. Formats are final: a figure is
never changed, only added.

M = 00 01 ..., S0 = 20 21 ..., nonces 40 41 ..., salt 60 61 ..., the sender's key of sealed boxes c0 c1 ...
"""
import os
import struct
import sys

from read_store import aead_seal, argon2id, hashlib, kdf, keyed, sealed_box, x25519, ALPHABET


def count_up(first, size):
    return bytes(range(first, first + size))


M, S0, NONCE, SALT, SENDER = (count_up(*x) for x in ((0, 16), (0x20, 32), (0x40, 24), (0x60, 16), (0xC0, 32)))
E, FIRST_N, G = 3, 70, 5

root = keyed(M, b"evenkeel root v1")
sk = hashlib.sha512(kdf(root, 1, b"evkX2551", 32)).digest()[:32]
pk = x25519(sk, b"\x09" + bytes(31))
reader = kdf(root, 2, b"evkreadr", 32)
chain = kdf(root, 0, b"evkchain", 32)
epoch_key = keyed(chain, S0 + struct.pack("<IQ", E, FIRST_N))
next_chain, tail = (lambda both: (both[:32], both[32:]))(kdf(chain, E, b"evkseal1", 64))
tail_after = kdf(tail, FIRST_N, b"evktail1", 32)


def wrapped(what, number, plain):
    return b"\2" + NONCE + aead_seal(reader, NONCE, plain, b"EVK" + bytes([what]) + struct.pack("<IQ", number, FIRST_N))


# --- records ----------------------------------------------------------------------------------------------------------

def record(kind, body, flags=0, count=0, part=0, parts=1, size=64):
    header = struct.pack("<BBHQhBBIBBH", 1, kind, flags, 1772442000123, -210, part, parts, 0xA1B2C3D4, count, 7, 0)
    return (header + body).ljust(size, b"\0")


def prompt(kind, answers, flags=0, hold=0, form=1, origin=1):
    body = b"".join(struct.pack("<HBb", *answer) for answer in answers).ljust(32, b"\0")
    return record(kind, body + struct.pack("<IBBBx", 90210, form, origin, hold), flags, len(answers))


def authority(kind, first, last, n):
    mac = keyed(reader, b"EVKAUTH1" + struct.pack("<BQQQ", kind, first, last, n))[:16]
    return record(kind, struct.pack("<QQ", first, last) + mac)


TEXT = "Ein ruhiger Tag. 平静。วันนี้ดี".encode()
EIGHT = [(1, 1, 2), (2, 2, 4), (3, 3, 10), (4, 4, 1), (5, 5, 0), (0x8001, 6, -100), (7, 7, 3), (8, 8, -1)]

# In this order from row 70 on, all in epoch 3.
RECORDS = [
    ("answered", prompt(0x01, EIGHT)),
    ("partial", prompt(0x02, [(1, 1, 1), (2, 1, -1)], flags=1)),
    ("skipped", prompt(0x03, [(1, 1, -1)], form=2)),
    ("dismissed", prompt(0x04, [(1, 1, -1)], form=4, origin=2)),
    ("expired", prompt(0x05, [(1, 1, -1)])),
    ("held", prompt(0x06, [(1, 1, -1)], hold=3)),
    ("undelivered", prompt(0x07, [(1, 1, -1)], flags=4)),
    ("withdrawn", record(0x08, struct.pack("<I", 0x01020304))),
    ("break", record(0x10, struct.pack("<BBHIIIIH", 2, 1, 0x6F, 11, 300, 280, 600, 2))),
    ("tip-feedback", record(0x11, struct.pack("<HBBH", 0x0102, 1, 0, 0x0304))),
    ("worksheet", record(0x20, struct.pack("<HHHH", 0, 2, len(TEXT), 0) + TEXT, part=1, parts=3, size=1024)),
    ("contribution-sent", record(0x30, struct.pack("<IH", 20514, 28), flags=2)),
    ("erase", authority(0x40, 5, 9, FIRST_N + 12)),
    ("restore", authority(0x41, 0, 69, FIRST_N + 13)),
    ("clock", record(0x42, struct.pack("<qhhB", -3600000, 60, -210, 1))),
    ("newer", record(0x5F, count_up(0x80, 40))),
]


def rows():
    key = epoch_key
    for n, (name, plain) in enumerate(RECORDS, FIRST_N):
        both = kdf(key, n, b"evkrow01", 64)
        key, row_key = both[:32], both[32:]
        yield name + ".record", plain
        yield name + ".blob", NONCE + aead_seal(row_key, NONCE, plain, b"EVK\1" + struct.pack("<IQ", E, n))


# --- files ------------------------------------------------------------------------------------------------------------

def mark_hash():
    return keyed(reader, b"EVKMARK1" + struct.pack("<IIQ", G, E + 1, FIRST_N + 1) + next_chain + tail_after)


def key_file():
    kek = argon2id(b"passphrase", SALT, 1, 8, 32)
    mark = NONCE + aead_seal(reader, NONCE, struct.pack("<IIQ", G, E + 1, FIRST_N + 1) + mark_hash(), b"EVKMARK1" + pk)
    clear = struct.pack("<BBHIII", 1, 2, 1, 1, 8, 0) + SALT
    slot = clear + NONCE + aead_seal(kek, NONCE, M, b"EVKKEYS1" + struct.pack("<H", 1) + pk + clear)
    data = b"EVKKEYS1" + struct.pack("<HHI", 1, 1, 0) + pk + mark + slot
    return [("kek", kek), ("mark.hash", mark_hash()), ("mark", mark), ("slot", slot),
            ("keys", data + hashlib.blake2b(data, digest_size=16).digest())]


def seal_file():
    data = b"EVKSEAL1" + struct.pack("<QIIQ", 9, G, E + 1, FIRST_N + 1) + next_chain + tail_after + pk
    slot = data + hashlib.blake2b(data, digest_size=32).digest()
    return [("slot", slot), ("seal", slot.ljust(4096, b"\0") + slot)]


def code():
    check = int.from_bytes(hashlib.blake2b(b"evenkeel code v1" + M, digest_size=32).digest()[:2], "big") >> 6
    number = (int.from_bytes(M, "big") << 2) << 10 | check
    letters = "".join(ALPHABET[number >> 5 * (27 - i) & 31] for i in range(28))
    return [("code", "-".join(letters[i:i + 4] for i in range(0, 28, 4)).encode())]


FILES = {
    "derived": [("root", root), ("pk", pk), ("sk", sk), ("reader", reader), ("chain.0", chain),
                ("chain.5", kdf(root, G, b"evkchain", 32)), ("epoch-key", epoch_key), ("next-chain", next_chain),
                ("tail", tail), ("tail-after", tail_after)],
    "boxes": [("epoch.sealed", b"\1" + sealed_box(S0, pk, SENDER)),
              ("epoch.wrapped", wrapped(2, E, epoch_key + chain)),
              ("chain.sealed", b"\1" + sealed_box(chain, pk, SENDER)),
              ("chain.accepted", wrapped(3, G, chain + struct.pack("<I", E) + bytes(28)))],
    "rows": list(rows()), "keys": key_file(), "seal": seal_file(), "code": code(),
}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for name, figures in FILES.items():
        with open(os.path.join(sys.argv[1], name + ".hex"), "w", encoding="ascii") as file:
            for key, value in figures:
                file.write("%s %s\n" % (key, value.hex()))


if __name__ == "__main__":
    main()
