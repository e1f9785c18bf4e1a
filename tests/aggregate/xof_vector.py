#!/usr/bin/env python3
"""usage: xof_vector.py > XofTurboShake128.json    a test vector of XofTurboShake128 (draft-irtf-cfrg-vdaf-18), computed here by the letter:
FIPS 202's permutation with its last 12 rounds, RFC 9861's padding."""
import json

P = 2**128 - 7 * 2**66 + 1


def turn(lane, bits):
    return ((lane << bits) | (lane >> (64 - bits))) % 2**64 if bits else lane


def bit_of_lfsr(t):
    r = 1
    for _ in range(t % 255):
        r <<= 1
        if r & 0x100:
            r ^= 0x171
    return r & 1


def permute(state):
    lanes = {(x, y): int.from_bytes(state[8 * (x + 5 * y):8 * (x + 5 * y) + 8], 'little') for x in range(5) for y in range(5)}
    for number in range(12, 24):
        columns = [lanes[x, 0] ^ lanes[x, 1] ^ lanes[x, 2] ^ lanes[x, 3] ^ lanes[x, 4] for x in range(5)]
        lanes = {(x, y): lane ^ columns[(x - 1) % 5] ^ turn(columns[(x + 1) % 5], 1) for (x, y), lane in lanes.items()}
        offsets, (x, y) = {(0, 0): 0}, (1, 0)
        for t in range(24):
            offsets[x, y] = (t + 1) * (t + 2) // 2 % 64
            x, y = y, (2 * x + 3 * y) % 5
        moved = {(y, (2 * x + 3 * y) % 5): turn(lane, offsets[x, y]) for (x, y), lane in lanes.items()}
        lanes = {(x, y): moved[x, y] ^ (~moved[(x + 1) % 5, y] & moved[(x + 2) % 5, y]) % 2**64 for (x, y) in moved}
        for j in range(7):
            lanes[0, 0] ^= bit_of_lfsr(7 * number + j) << (2**j - 1)
    return bytearray(b''.join(lanes[i % 5, i // 5].to_bytes(8, 'little') for i in range(25)))


def turboshake128(message, domain, length):
    message = bytearray(message) + bytes([domain])
    message += bytes(-len(message) % 168)
    message[-1] ^= 0x80
    state, output = bytearray(200), b''
    for at in range(0, len(message), 168):
        for i in range(168):
            state[i] ^= message[at + i]
        state = permute(state)
    while len(output) < length:
        output += state[:168]
        state = permute(state)
    return output[:length]


assert turboshake128(b'', 0x1f, 32).hex() == '1e415f1c5983aff2169217277d17bb538cd945a397ddec541f1ce41af2c1b74c'
seed, tag, binder, length = bytes(range(32)), b'domain separation tag', b'binder string', 40
message = len(tag).to_bytes(2, 'little') + tag + bytes([len(seed)]) + seed + binder
stream, elements = turboshake128(message, 1, 2000), []
for i in range(0, 2000, 16):
    if len(elements) < length and int.from_bytes(stream[i:i + 16], 'little') < P:
        elements.append(stream[i:i + 16])
print(json.dumps({'binder': binder.hex(), 'derived_seed': stream[:32].hex(), 'dst': tag.hex(), 'length': length, 'seed': seed.hex(),
                  'expanded_vec_field128': b''.join(elements).hex()}))
