/*
 * A part of a contribution, or a message between the parties, from a stranger: the first byte says which. Whatever it is, the report is
 * accepted if it is the one that belongs there, and if not, not. Where the first byte is 0x80 or more, what follows is changes to that
 * one: a place in two bytes, what it is changed by in one; a last byte alone is how many bytes go.
 */
#include <stdbool.h>
#include <string.h>

#include <sodium.h>

#include "aggregate/contribution.h"
#include "fuzz/fuzz.h"

static struct prio3 prio3;
static struct contribution good;
static struct verification verified;
static uint8_t key[PRIO3_KEY_SIZE] = {1, 2, 3};

static void prepare(void)
{
	struct rng rng = rng_seeded(600);

	FUZZ_CHECK(sodium_init() >= 0);
	contribution_prio3(&prio3);
	contribution_draw(&rng, &good);
	FUZZ_CHECK(contribution_shard(&prio3, &good) == 0);
	FUZZ_CHECK(contribution_verify(&prio3, key, &good, &verified));
}

enum part { PUBLIC_SHARE, LEADER_SHARE, HELPER_SHARE, INITIALIZE, FINISH, PARTS };

static struct prio3_bytes good_part(enum part part)
{
	switch (part) {
	case PUBLIC_SHARE:
		return (struct prio3_bytes){good.public_share, PUBLIC_SIZE};
	case LEADER_SHARE:
		return (struct prio3_bytes){good.leader, LEADER_SIZE};
	case HELPER_SHARE:
		return (struct prio3_bytes){good.helper, HELPER_SIZE};
	case INITIALIZE:
		return (struct prio3_bytes){verified.initialize, INITIALIZE_SIZE};
	default:
		return (struct prio3_bytes){verified.finish, PRIO3_FINISH_SIZE};
	}
}

/* The whole run, with @bytes in place of @part. */
static bool accepted(enum part part, struct prio3_bytes bytes)
{
	struct prio3_report leader = contribution_report(&good, PRIO3_LEADER),
			    helper = contribution_report(&good, PRIO3_HELPER);
	struct field128 outputs[2][CELLS];
	struct prio3_state states[2] = {{.outputs = outputs[0]}, {.outputs = outputs[1]}};
	uint8_t initialize[INITIALIZE_SIZE], finish[PRIO3_FINISH_SIZE];
	struct prio3_bytes first = {initialize, sizeof(initialize)}, second = {finish, sizeof(finish)};

	if (part == PUBLIC_SHARE)
		leader.public_share = helper.public_share = bytes;
	if (part == LEADER_SHARE)
		leader.input_share = bytes;
	if (part == HELPER_SHARE)
		helper.input_share = bytes;
	return prio3_leader_init(&prio3, key, &leader, &states[0], initialize) == 0 &&
	       prio3_helper_init(&prio3, key, &helper, part == INITIALIZE ? bytes : first, &states[1], finish) == 0 &&
	       prio3_leader_continue(&states[0], part == FINISH ? bytes : second) == 0;
}

static struct prio3_bytes with_changes(struct prio3_bytes own, const uint8_t *changes, size_t size)
{
	static uint8_t room[LEADER_SIZE];

	memcpy(room, own.bytes, own.size);
	for (; size >= 3; changes += 3, size -= 3)
		room[(changes[0] << 8 | changes[1]) % own.size] ^= changes[2];
	return (struct prio3_bytes){room, own.size - (size == 1 ? changes[0] % own.size : 0)};
}

int FUZZ_TARGET(fuzz_prio3)(const uint8_t *bytes, size_t size)
{
	if (prio3.shares == 0)
		prepare();
	if (size == 0)
		return 0;
	enum part part = (bytes[0] & 0x7f) % PARTS;
	struct prio3_bytes given = {bytes + 1, size - 1}, own = good_part(part);
	if (bytes[0] & 0x80)
		given = with_changes(own, bytes + 1, size - 1);
	bool same = given.size == own.size && memcmp(given.bytes, own.bytes, own.size) == 0;
	FUZZ_CHECK(accepted(part, given) == same);
	return 0;
}
