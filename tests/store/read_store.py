#!/usr/bin/env python3
"""An independent reader of a store, written from the design alone and with nothing but Python itself.

usage: read_store.py DIR (--passphrase TEXT | --master HEX | --code CODE) [--text]

Reads keys, seal and store.db (after a checkpoint: no -wal), verifies all of it, and prints what is in it: one line a row,
its bytes or with --text its fields, then the mark. Any difference from the format ends it with a message and status 1. Only
test stores have a key derivation (1 pass, 8 KiB) that is bearable here. make_known.py uses the primitives for known answers.
"""
import hashlib
import os
import struct
import sys


class Bad(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Bad(what)


# --- primitives -------------------------------------------------------------------------------------------------------

MASK32 = 0xFFFFFFFF


def rotl(value, bits):
    return (value << bits | value >> (32 - bits)) & MASK32


def chacha_rounds(s):
    def quarter(a, b, c, d):
        s[a] = (s[a] + s[b]) & MASK32
        s[d] = rotl(s[d] ^ s[a], 16)
        s[c] = (s[c] + s[d]) & MASK32
        s[b] = rotl(s[b] ^ s[c], 12)
        s[a] = (s[a] + s[b]) & MASK32
        s[d] = rotl(s[d] ^ s[a], 8)
        s[c] = (s[c] + s[d]) & MASK32
        s[b] = rotl(s[b] ^ s[c], 7)
    for _ in range(10):
        quarter(0, 4, 8, 12), quarter(1, 5, 9, 13), quarter(2, 6, 10, 14), quarter(3, 7, 11, 15)
        quarter(0, 5, 10, 15), quarter(1, 6, 11, 12), quarter(2, 7, 8, 13), quarter(3, 4, 9, 14)


SIGMA = struct.unpack("<4I", b"expand 32-byte k")


def hchacha20(key, nonce16):
    s = list(SIGMA + struct.unpack("<8I", key) + struct.unpack("<4I", nonce16))
    chacha_rounds(s)
    return struct.pack("<8I", *(s[0:4] + s[12:16]))


def chacha20(key, nonce12, counter, size):
    out = b""
    while len(out) < size:
        start = list(SIGMA + struct.unpack("<8I", key) + (counter,) + struct.unpack("<3I", nonce12))
        s = start[:]
        chacha_rounds(s)
        out += struct.pack("<16I", *((a + b) & MASK32 for a, b in zip(s, start)))
        counter += 1
    return out[:size]


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for i in range(0, len(message), 16):
        total = (total + int.from_bytes(message[i:i + 16] + b"\1", "little")) * r % ((1 << 130) - 5)
    return ((total + int.from_bytes(key[16:], "little")) & ((1 << 128) - 1)).to_bytes(16, "little")


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def pad16(message):
    return message + bytes(-len(message) % 16)


def aead_open(key, nonce24, sealed, aad, what):
    """XChaCha20-Poly1305-IETF"""
    subkey, nonce12 = hchacha20(key, nonce24[:16]), bytes(4) + nonce24[16:]
    cipher, tag = sealed[:-16], sealed[-16:]
    once = chacha20(subkey, nonce12, 0, 32)
    need(poly1305(once, pad16(aad) + pad16(cipher) + struct.pack("<QQ", len(aad), len(cipher))) == tag, what)
    return xor(cipher, chacha20(subkey, nonce12, 1, len(cipher)))


def aead_seal(key, nonce24, plain, aad):
    subkey, nonce12 = hchacha20(key, nonce24[:16]), bytes(4) + nonce24[16:]
    cipher = xor(plain, chacha20(subkey, nonce12, 1, len(plain)))
    once = chacha20(subkey, nonce12, 0, 32)
    return cipher + poly1305(once, pad16(aad) + pad16(cipher) + struct.pack("<QQ", len(aad), len(cipher)))


def salsa_rounds(s):
    def quarter(a, b, c, d):
        s[b] ^= rotl((s[a] + s[d]) & MASK32, 7)
        s[c] ^= rotl((s[b] + s[a]) & MASK32, 9)
        s[d] ^= rotl((s[c] + s[b]) & MASK32, 13)
        s[a] ^= rotl((s[d] + s[c]) & MASK32, 18)
    for _ in range(10):
        quarter(0, 4, 8, 12), quarter(5, 9, 13, 1), quarter(10, 14, 2, 6), quarter(15, 3, 7, 11)
        quarter(0, 1, 2, 3), quarter(5, 6, 7, 4), quarter(10, 11, 8, 9), quarter(15, 12, 13, 14)


def salsa_state(key, sixteen):
    k, n, c = struct.unpack("<8I", key), struct.unpack("<4I", sixteen), SIGMA
    return [c[0], *k[:4], c[1], *n, c[2], *k[4:], c[3]]


def hsalsa20(key, nonce16):
    s = salsa_state(key, nonce16)
    salsa_rounds(s)
    return struct.pack("<8I", s[0], s[5], s[10], s[15], *s[6:10])


def xsalsa20(key, nonce24, size):
    subkey, out, counter = hsalsa20(key, nonce24[:16]), b"", 0
    while len(out) < size:
        start = salsa_state(subkey, nonce24[16:] + struct.pack("<Q", counter))
        s = start[:]
        salsa_rounds(s)
        out += struct.pack("<16I", *((a + b) & MASK32 for a, b in zip(s, start)))
        counter += 1
    return out[:size]


def x25519(scalar, point):
    p = 2 ** 255 - 19
    k = int.from_bytes(scalar, "little") & ~7 & ~(1 << 255) | 1 << 254
    x1 = int.from_bytes(point, "little") & ((1 << 255) - 1)
    x2, z2, x3, z3, swap = 1, 0, x1, 1, 0
    for t in reversed(range(255)):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % p, b * b % p, d * a % p, c * b % p
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % p, x1 * (da - cb) ** 2 % p
        x2, z2 = aa * bb % p, e * (aa + 121665 * e) % p
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, p - 2, p) % p).to_bytes(32, "little")


def sealed_box_open(box, pk, sk, what):
    """crypto_box_seal: the sender's key | XSalsa20-Poly1305 under BLAKE2b-192(sender's key | pk) as nonce"""
    sender, sealed = box[:32], box[32:]
    nonce = hashlib.blake2b(sender + pk, digest_size=24).digest()
    key = hsalsa20(x25519(sk, sender), bytes(16))
    stream = xsalsa20(key, nonce, 32 + len(sealed) - 16)
    need(poly1305(stream[:32], sealed[16:]) == sealed[:16], what)
    return xor(sealed[16:], stream[32:])


def sealed_box(plain, pk, sender_sk):
    """The same made with a sender's key that is given, where libsodium draws one."""
    sender = x25519(sender_sk, b"\x09" + bytes(31))
    nonce = hashlib.blake2b(sender + pk, digest_size=24).digest()
    stream = xsalsa20(hsalsa20(x25519(sender_sk, pk), bytes(16)), nonce, 32 + len(plain))
    cipher = xor(plain, stream[32:])
    return sender + poly1305(stream[:32], cipher) + cipher


def argon2id(passphrase, salt, ops, mem_kib, size):
    """RFC 9106, one lane, version 0x13; memory in KiB."""
    def hash_long(data, length):
        data = struct.pack("<I", length) + data
        if length <= 64:
            return hashlib.blake2b(data, digest_size=length).digest()
        out, v = b"", hashlib.blake2b(data).digest()
        while length - len(out) > 64:
            out += v[:32]
            v = hashlib.blake2b(v, digest_size=min(64, length - len(out))).digest()
        return out + v

    mask = (1 << 64) - 1

    def permute(v):
        def mix(a, b):
            return (a + b + 2 * (a & MASK32) * (b & MASK32)) & mask

        def turn(x, n):
            return (x >> n | x << (64 - n)) & mask

        def g(a, b, c, d):
            for r1, r2 in ((32, 24), (16, 63)):
                v[a] = mix(v[a], v[b])
                v[d] = turn(v[d] ^ v[a], r1)
                v[c] = mix(v[c], v[d])
                v[b] = turn(v[b] ^ v[c], r2)
        g(0, 4, 8, 12), g(1, 5, 9, 13), g(2, 6, 10, 14), g(3, 7, 11, 15)
        g(0, 5, 10, 15), g(1, 6, 11, 12), g(2, 7, 8, 13), g(3, 4, 9, 14)
        return v

    def compress(x, y):
        r = [a ^ b for a, b in zip(x, y)]
        q = r[:]
        for i in range(8):
            q[16 * i:16 * i + 16] = permute(q[16 * i:16 * i + 16])
        for i in range(8):
            places = [2 * i + 16 * j + k for j in range(8) for k in range(2)]
            for place, value in zip(places, permute([q[p] for p in places])):
                q[place] = value
        return [a ^ b for a, b in zip(q, r)]

    blocks = mem_kib // 4 * 4
    segment = blocks // 4
    h0 = hashlib.blake2b(struct.pack("<6I", 1, size, mem_kib, ops, 0x13, 2)
                         + b"".join(struct.pack("<I", len(x)) + x for x in (passphrase, salt, b"", b""))).digest()
    memory = [[0] * 128 for _ in range(blocks)]
    for i in range(2):
        memory[i] = list(struct.unpack("<128Q", hash_long(h0 + struct.pack("<II", i, 0), 1024)))
    for turn_no in range(ops):
        for part in range(4):
            addresses, counter = [], 0
            for i in range(segment):
                here = part * segment + i
                if turn_no == 0 and part < 2:  # Argon2i's choice of the other block
                    if i % 128 == 0:
                        counter += 1
                        seed = [turn_no, 0, part, blocks, ops, 2, counter] + [0] * 121
                        addresses = compress([0] * 128, compress([0] * 128, seed))
                    random = addresses[i % 128]
                else:
                    random = memory[here - 1][0]
                if turn_no == 0 and part == 0 and i < 2:
                    continue
                area = (here - 1) if turn_no == 0 else blocks - segment + i - 1
                relative = (random & MASK32) ** 2 >> 32
                relative = area - 1 - (area * relative >> 32)
                start = 0 if turn_no == 0 or part == 3 else (part + 1) * segment
                new = compress(memory[here - 1], memory[(start + relative) % blocks])
                memory[here] = [a ^ b for a, b in zip(new, memory[here])] if turn_no else new
    return hash_long(struct.pack("<128Q", *memory[blocks - 1]), size)


def kdf(key, number, context, size):
    return hashlib.blake2b(key=key, salt=struct.pack("<QQ", number, 0), person=context + bytes(8),
                           digest_size=size).digest()


def keyed(key, message):
    return hashlib.blake2b(message, key=key, digest_size=32).digest()


# --- SQLite's table b-trees, no overflow -----------------------------------------------------------------------------

class Database:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        need(self.data[:16] == b"SQLite format 3\0", "store.db is no database")
        need(not os.path.exists(path + "-wal") or os.path.getsize(path + "-wal") == 0, "store.db has a log")
        self.page_size = struct.unpack(">H", self.data[16:18])[0]
        need(struct.unpack(">I", self.data[60:64])[0] == 1, "user_version")
        need(struct.unpack(">I", self.data[68:72])[0] == 0x45564B4C, "application_id")
        self.roots = {row[1].decode(): row[3] for _, row in self.rows(1) if row[0] == b"table"}

    @staticmethod
    def varint(data, at):
        value = 0
        for i in range(9):
            byte = data[at + i]
            if i == 8:
                return value << 8 | byte, at + 9
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value, at + i + 1

    def record(self, payload):
        size, at = self.varint(payload, 0)
        types, values, body = [], [], size
        while at < size:
            kind, at = self.varint(payload, at)
            types.append(kind)
        for kind in types:
            if kind == 0:
                values.append(None)
            elif kind in (8, 9):
                values.append(kind - 8)
            else:
                length = (kind - 12) // 2 if kind >= 12 else {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}[kind]
                raw = payload[body:body + length]
                values.append(raw if kind >= 12 else int.from_bytes(raw, "big", signed=True))
                body += length
        return values

    def rows(self, page_number):
        page = self.data[(page_number - 1) * self.page_size:page_number * self.page_size]
        head = 100 if page_number == 1 else 0
        kind, count = page[head], struct.unpack(">H", page[head + 3:head + 5])[0]
        need(kind in (5, 13), "a page is not of a table")
        first = head + (12 if kind == 5 else 8)
        for i in range(count):
            at = struct.unpack(">H", page[first + 2 * i:first + 2 * i + 2])[0]
            if kind == 5:
                yield from self.rows(struct.unpack(">I", page[at:at + 4])[0])
                continue
            size, at = self.varint(page, at)
            key, at = self.varint(page, at)
            need(size <= self.page_size - 35, "a row overflows its page")
            yield key, self.record(page[at:at + size])
        if kind == 5:
            yield from self.rows(struct.unpack(">I", page[head + 8:head + 12])[0])

    def table(self, name):
        return list(self.rows(self.roots[name]))


# --- the store --------------------------------------------------------------------------------------------------------

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def from_code(code):
    values = [ALPHABET.index(c) for c in code if c != "-"]
    need(len(values) == 28, "the code's length")
    number = 0
    for value in values[:26]:
        number = number << 5 | value
    need(number & 3 == 0, "the code's last bits")
    master = (number >> 2).to_bytes(16, "big")
    check = int.from_bytes(hashlib.blake2b(b"evenkeel code v1" + master, digest_size=32).digest()[:2], "big") >> 6
    need(check == values[26] << 5 | values[27], "the code's check")
    return master


class Store:
    def __init__(self, folder, passphrase=None, master=None):
        self.folder = folder
        self.read_keys()
        self.master = master or self.open_slot(passphrase)
        self.root = keyed(self.master, b"evenkeel root v1")
        # crypto_box_seed_keypair: the secret key is the start of SHA-512 of the seed
        self.sk = hashlib.sha512(kdf(self.root, 1, b"evkX2551", 32)).digest()[:32]
        self.reader = kdf(self.root, 2, b"evkreadr", 32)
        need(x25519(self.sk, b"\x09" + bytes(31)) == self.pk, "pk does not follow from M")
        self.read_seal()
        self.database = Database(os.path.join(folder, "store.db"))

    def file(self, name):
        path = os.path.join(self.folder, name)
        need(os.stat(path).st_mode & 0o777 == 0o600, name + ": mode")
        with open(path, "rb") as file:
            return file.read()

    def read_keys(self):
        data = self.keys = self.file("keys")
        need(len(data) >= 240 and (len(data) - 152) % 88 == 0, "keys: size")
        need(hashlib.blake2b(data[:-16], digest_size=16).digest() == data[-16:], "keys: checksum")
        magic, self.version, slots, zero = struct.unpack("<8sHHI", data[:16])
        need((magic, self.version, slots, zero) == (b"EVKKEYS1", 1, (len(data) - 152) // 88, 0), "keys: header")
        self.pk, self.mark = data[16:48], data[48:136]
        self.slot = next(data[at:at + 88] for at in range(136, len(data) - 16, 88) if data[at] == 1)

    def open_slot(self, passphrase):
        kind, alg, flags, ops, mem, zero = struct.unpack("<BBHIII", self.slot[:16])
        need((kind, alg, zero) == (1, 2, 0), "keys: slot")
        need(flags in (1, 3) and (ops, mem) == (1, 8), "keys: not a test store")
        kek = argon2id(passphrase, self.slot[16:32], ops, mem, 32)
        aad = b"EVKKEYS1" + struct.pack("<H", self.version) + self.pk + self.slot[:32]
        return aead_open(kek, self.slot[32:56], self.slot[56:88], aad, "wrong passphrase")

    def read_seal(self):
        data = self.file("seal")
        need(len(data) == 4256, "seal: size")
        need(not any(data[160:4096]), "seal: something between its slots")
        slots = [slot for slot in (data[:160], data[4096:])
                 if hashlib.blake2b(slot[:128], digest_size=32).digest() == slot[128:] and slot[:8] == b"EVKSEAL1"]
        need(slots, "seal: checksum")
        data = max(slots, key=lambda slot: struct.unpack("<Q", slot[8:16]))
        magic, self.counter, self.g, self.e, self.n = struct.unpack("<8sQIIQ", data[:32])
        self.seal_chain, self.seal_tail = data[32:64], data[64:96]
        need(magic == b"EVKSEAL1" and data[96:128] == self.pk, "seal: header")

    def read_mark(self):
        if not any(self.mark):
            return None
        plain = aead_open(self.reader, self.mark[:24], self.mark[24:], b"EVKMARK1" + self.pk, "the mark")
        return struct.unpack("<IIQ32s", plain)

    def mark_hash(self, g, e, n, chain, tail):
        return keyed(self.reader, b"EVKMARK1" + struct.pack("<IIQ", g, e, n) + chain + tail)

    def chain_start(self, g, first_e, first_n, kind, box):
        if kind == 0:
            need(box == b"", "chain: box of kind 0")
            return kdf(self.root, g, b"evkchain", 32)
        if kind == 1:
            need((box[0], len(box)) == (1, 81), "chain: box of kind 1")
            return sealed_box_open(box[1:], self.pk, self.sk, "chain: its box")
        need((kind, box[0], len(box)) == (2, 2, 105), "chain: box of kind 2")
        plain = aead_open(self.reader, box[1:25], box[25:], b"EVK\3" + struct.pack("<IQ", g, first_n), "chain: its box")
        need(plain[32:] == struct.pack("<I", first_e) + bytes(28), "chain: its first epoch")
        return plain[:32]

    def epoch_key(self, chain, e, first_n, box):
        if (box[0], len(box)) == (1, 81):
            seed = sealed_box_open(box[1:], self.pk, self.sk, "epoch %d: its box" % e)
            return keyed(chain, seed + struct.pack("<IQ", e, first_n))
        need((box[0], len(box)) == (2, 105), "epoch %d: its box's kind" % e)
        plain = aead_open(self.reader, box[1:25], box[25:], b"EVK\2" + struct.pack("<IQ", e, first_n), "epoch %d" % e)
        need(plain[32:] == chain, "epoch %d: another chain" % e)
        return plain[:32]

    def rows(self):
        """Each row as (n, e, record); all of it verified by the time the last is out."""
        chains = sorted((g, *row[1:]) for g, row in self.database.table("chain"))
        epochs = {e: row[1:] for e, row in self.database.table("epoch")}
        entries = {n: row[1] for n, row in self.database.table("entry")}
        need(all(0 <= n < self.n for n in entries) and all(0 <= e < self.e for e in epochs), "something beyond the seal")
        need([chain[0] for chain in chains] == list(range(len(chains))), "chain: a generation is missing")
        self.time, self.authorities, self.unproven = None, [], []
        g, e, n, chain, tail, key, here, positions, gaps = None, 0, 0, None, bytes(32), None, None, {}, []
        places = sorted([(row[1], 0, row[2], row) for row in chains] + [(at, 1, row[1], row) for at, row in epochs.items()])
        for next_e, what, end, row in places + [(self.e, 2, self.n, None)]:
            need(end >= n and next_e >= e, "chain or epoch %d: its place" % next_e)
            for n in range(n, end):  # rows of the epoch that is open
                row_key = None
                if key:
                    both = kdf(key, n, b"evkrow01", 64)
                    key, row_key = both[:32], both[32:]
                if n in entries:
                    need(row_key, "row %d: no epoch" % n)
                    yield n, here, self.open_row(row_key, here, n, entries[n])
                else:
                    gaps.append(n)
                tail = tail and kdf(tail, n, b"evktail1", 32)
                positions[g, e, n + 1] = chain, tail
            n = end
            while what and e < next_e:  # epochs that were erased: the chain goes on, where their tails began nobody knows
                chain, tail = kdf(chain, e, b"evkseal1", 64)[:32], None
                e += 1
            e = next_e
            if what == 0:
                g, _, _, kind, box = row
                chain, tail, key = self.chain_start(g, e, n, kind, box), bytes(32), None
            elif what == 1:
                need(row[0] == g, "epoch %d: its generation" % e)
                key, here = self.epoch_key(chain, e, n, row[2]), e
                both = kdf(chain, e, b"evkseal1", 64)
                chain, tail = both[:32], both[32:]
                e += 1
            positions[g, e, n] = chain, tail
        self.check_gaps(gaps, entries)
        need((g, e, n, chain) == (self.g, self.e, self.n, self.seal_chain), "the seal does not fit")
        need(tail in (None, self.seal_tail), "the seal does not fit its epoch")
        self.check_mark(positions, g, e, n)
        self.unattested = [row[2] for row in chains if row[3] == 1]
        final = self.mark_hash(g, self.e, self.n, chain, tail or self.seal_tail).hex()
        self.final_mark = final[:4] + "-" + final[4:8]

    def open_row(self, row_key, e, n, blob):
        need(len(blob) in (104, 1064), "row %d: size" % n)
        record = aead_open(row_key, blob[:24], blob[24:], b"EVK\1" + struct.pack("<IQ", e, n), "row %d" % n)
        kind, flags, wall_ms = record[1], *struct.unpack("<HQ", record[2:12])
        need(record[0] == 1, "row %d: format" % n)
        need((len(record) == 1024) == (kind & 0xF0 == 0x20), "row %d: the kind does not fit the class" % n)
        if kind in (0x40, 0x41):
            first, last = struct.unpack("<QQ", record[24:40])
            proven = self.authority(kind, first, last, n) == record[40:56] and first <= last < n
            (self.authorities if proven else self.unproven).append((kind, first, last, n))
        if not flags & 6:
            need(kind == 0x42 or self.time is None or wall_ms >= self.time - 60000, "row %d: time runs back" % n)
            self.time = wall_ms
        return record

    def authority(self, kind, first, last, n):
        return keyed(self.reader, b"EVKAUTH1" + struct.pack("<BQQQ", kind, first, last, n))[:16]

    def check_mark(self, positions, g, e, n):
        """The last reading's end; nothing can be told of one that was erased since, with authority."""
        mark = self.read_mark()
        if not mark:
            return
        at = mark[:3]
        if positions.get(at, (None, None))[1]:
            need(self.mark_hash(*at, *positions[at]) == mark[3], "the mark does not fit")
            return
        need(at[2] and all(a <= b for a, b in zip(at, (g, e, n))) and any(
            kind == 0x40 and first < at[2] <= last + 1 for kind, first, last, _ in self.authorities), "older than the mark")

    def check_gaps(self, gaps, entries):
        for kind, first, last, n in self.unproven:  # of the keys before a rotation; issued again behind it
            need(any(a[:3] == (kind, first, last) and a[3] > n for a in self.authorities), "row %d: authority" % n)
        for n in gaps:
            need(any(first <= n <= last for _, first, last, _ in self.authorities), "row %d is missing" % n)
        for kind, first, last, _ in self.authorities:
            need(kind != 0x40 or not any(first <= n <= last for n in entries), "an erased row is there")


# --- records as text --------------------------------------------------------------------------------------------------

PROMPT, RANGE = ("since form origin hold", "<IBBBx"), ("first last", "<QQ")
BODIES = {0x08: ("takes_back", "<I"), 0x10: ("type held outcome due planned taken postponed times", "<BBHIIIIH"),
          0x11: ("tip verdict cause", "<HBxH"), 0x20: ("exercise field length", "<HHHxx"), 0x30: ("first_day days", "<IH"),
          0x40: RANGE, 0x41: RANGE, 0x42: ("jump old new cause", "<qhhB"), **{kind: PROMPT for kind in range(1, 8)}}


def text_of(record):
    """One line of the header's fields and the body's, as numbers; texts and what is not known in hex."""
    _, kind, flags, ms, zone, part, parts, group, count, catalogue, zero = struct.unpack("<BBHQhBBIBBH", record[:24])
    need(zero == 0, "a record's reserved bytes")
    line = "kind=%d flags=%d ms=%d zone=%d part=%d/%d group=%d count=%d catalogue=%d" % (
        kind, flags, ms, zone, part, parts, group, count, catalogue)
    body = record[24:]
    if kind not in BODIES:
        return line + " raw=" + body.hex()
    if kind < 0x08:
        for i in range(count):
            line += " %d:%d=%d" % struct.unpack("<HBb", body[4 * i:4 * i + 4])
        need(not any(body[4 * count:32]), "unused answers")
        body = body[32:]
    names, form = BODIES[kind]
    values = struct.unpack(form, body[:struct.calcsize(form)])
    line += "".join(" %s=%d" % pair for pair in zip(names.split(), values))
    rest = body[struct.calcsize(form):]
    tail = {0x20: values[-1], 0x40: 16, 0x41: 16}.get(kind, 0)
    need(not any(rest[tail:]), "padding")
    return line + (" bytes=" + rest[:tail].hex() if tail else "")


def main():
    arguments = sys.argv[1:]
    text = arguments[3:] == ["--text"]
    if len(arguments) != 3 + text or arguments[1] not in ("--passphrase", "--master", "--code"):
        sys.exit(__doc__)
    try:
        if arguments[1] == "--passphrase":
            store = Store(arguments[0], passphrase=arguments[2].encode())
        else:
            store = Store(arguments[0],
                          master=from_code(arguments[2]) if arguments[1] == "--code" else bytes.fromhex(arguments[2]))
        for n, e, record in store.rows():
            print("row", n, "epoch", e, text_of(record) if text else record.hex())
        for n in store.unattested:
            print("unattested since row", n)
        print("mark", store.final_mark)
    except Bad as problem:
        sys.exit("read_store.py: %s" % problem)


if __name__ == "__main__":
    main()
