#!/usr/bin/env python3
"""usage: enrol_codes.py FIRST COUNT INVITATION    enrolment codes of COUNT Ed25519 keys from fixed seeds, bound to the terms of a cohort's file: the keys
of RFC 8032, the file's layout and Crockford's base32, written apart from the program so that its own reading of them is tested."""
import hashlib
import sys

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
Y = 4 * pow(5, P - 2, P) % P
X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    k = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P


def public_key(seed):
    scalar = bytearray(hashlib.sha512(seed).digest()[:32])
    scalar[0] &= 248
    scalar[31] = scalar[31] & 127 | 64
    number, result, power = int.from_bytes(scalar, "little"), (0, 1), (X, Y)
    while number:
        if number & 1:
            result = add(result, power)
        power = add(power, power)
        number >>= 1
    return (result[1] | (result[0] & 1) << 255).to_bytes(32, "little")


def groups(data, count):
    bits = int.from_bytes(data, "big") << 5
    length = 8 * len(data) + 5
    return [bits >> length - 5 * (i + 1) & 31 for i in range(count)]


def blake(*parts):
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def terms(path):
    with open(path, "rb") as file:
        data = file.read()
    assert data[:4] == b"EKC1"
    at = 38 + int.from_bytes(data[36:38], "big")
    keys, label = data[at:at + 3 * 41 + 2 * 32], at + 3 * 41 + 2 * 32 + 6
    return blake(b"evenkeel cohort terms 1", data[4:36], keys, data[label + 1:label + 1 + data[label]])


agreed = terms(sys.argv[3])
for number in range(int(sys.argv[1]), int(sys.argv[1]) + int(sys.argv[2])):
    key = public_key(hashlib.sha256(b"member %d" % number).digest())
    bound = blake(b"evenkeel enrolment terms v2", key, agreed)[:3]
    check = blake(b"evenkeel enrolment check v2", key, bound)
    code = "".join(DIGITS[value] for value in groups(key + bound, 56) + groups(check, 4))
    print("-".join(code[i:i + 4] for i in range(0, len(code), 4)))
