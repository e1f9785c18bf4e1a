/*
 * usage: secrets    under valgrind's memcheck: are there branches or indices that depend on a secret? What is secret counts as never set
 * while sharding and verifying run, so that memcheck reports each use of it that can be seen from outside. Prints TAP; the last
 * tests are functions that do depend on secrets, which must be reported.
 */
#include <stdio.h>
#include <string.h>

#if defined(__has_include)
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#define HAVE_MEMCHECK 1
#endif
#endif
#ifndef HAVE_MEMCHECK
#define VALGRIND_MAKE_MEM_UNDEFINED(at, size) ((void)(at), (void)(size))
#define VALGRIND_MAKE_MEM_DEFINED(at, size) ((void)(at), (void)(size))
#define VALGRIND_CHECK_MEM_IS_DEFINED(at, size) ((void)(at), (void)(size), 0)
#define VALGRIND_COUNT_ERRORS 0
#define RUNNING_ON_VALGRIND 0
#endif

#include "../../lib/aggregate/revealed.h"
#include "contribution.h"

static bool marking = true;

/* In place of the library's own: what is revealed on purpose is no secret from here on. */
bool revealed(bool fact)
{
	if (marking)
		VALGRIND_MAKE_MEM_DEFINED(&fact, sizeof(fact));
	return fact;
}

static void hide(void *bytes, size_t size)
{
	VALGRIND_MAKE_MEM_UNDEFINED(bytes, size);
}

static int known(int result)
{
	VALGRIND_MAKE_MEM_DEFINED(&result, sizeof(result));
	return result;
}

static int count, failed;

static void tell(bool good, const char *name)
{
	count++;
	failed |= !good;
	printf("%s %d - %s\n", good ? "ok" : "not ok", count, name);
}

/* No more was reported since, and the result is the one there should be. */
static unsigned long seen;

static void judge(const char *name, int result, int wanted)
{
	unsigned long now = VALGRIND_COUNT_ERRORS;
	char line[160];

	snprintf(line, sizeof(line), "%s: %lu reported", name, now - seen);
	tell(now == seen && result == wanted, line);
	seen = now;
}

/* Or it would not have been looked for. */
static void still_secret(const char *what, const void *bytes, size_t size)
{
	char line[160];

	snprintf(line, sizeof(line), "%s: still secret", what);
	tell(VALGRIND_CHECK_MEM_IS_DEFINED(bytes, size) != 0, line);
	seen = VALGRIND_COUNT_ERRORS;
}

static struct prio3 prio3;
static struct contribution contribution;
static struct verification verification;
static uint8_t key[PRIO3_KEY_SIZE];

static void share(void)
{
	hide(contribution.cells, sizeof(contribution.cells));
	hide(contribution.random, sizeof(contribution.random));
	judge("sharding", known(contribution_shard(&prio3, &contribution)), 0);
	still_secret("the Leader's share of the first cell", contribution.leader, FIELD128_SIZE);
	still_secret("the last element of its proof", contribution.leader + LEADER_SIZE - XOF_SEED_SIZE - FIELD128_SIZE,
		     FIELD128_SIZE);
}

static void refuse_to_share(void)
{
	static struct contribution bad;

	bad = contribution;
	VALGRIND_MAKE_MEM_DEFINED(&bad, sizeof(bad));
	bad.cells[5] = 2;
	hide(bad.cells, sizeof(bad.cells));
	hide(bad.random, sizeof(bad.random));
	judge("sharding what is out of range", known(contribution_shard(&prio3, &bad)), -1);
}

/* Anew: also what of the shares was no secret of the client's is one of the parties'. The public share and the messages are seen by both. */
static void hide_shares(void)
{
	hide(contribution.leader, sizeof(contribution.leader));
	hide(contribution.helper, sizeof(contribution.helper));
	VALGRIND_MAKE_MEM_DEFINED(contribution.public_share, sizeof(contribution.public_share));
	hide(key, sizeof(key));
}

static void verify(void)
{
	struct prio3_report leader = contribution_report(&contribution, PRIO3_LEADER),
			    helper = contribution_report(&contribution, PRIO3_HELPER);
	struct prio3_state states[2] = {{.outputs = verification.outputs[0]}, {.outputs = verification.outputs[1]}};
	struct prio3_bytes initialize = {verification.initialize, sizeof(verification.initialize)},
			   finish = {verification.finish, sizeof(verification.finish)};

	hide_shares();
	judge("verifying, Leader", known(prio3_leader_init(&prio3, key, &leader, &states[0], verification.initialize)),
	      0);
	judge("verifying, Helper",
	      known(prio3_helper_init(&prio3, key, &helper, initialize, &states[1], verification.finish)), 0);
	judge("finishing, Leader", known(prio3_leader_continue(&states[0], finish)), 0);
	still_secret("the Leader's output", &verification.outputs[0][CELLS - 1], sizeof(struct field128));
	still_secret("the Helper's output", &verification.outputs[1][CELLS - 1], sizeof(struct field128));
}

/* A share with an element beyond the field, and one whose proof is for something else: they fail without more being shown. */
static void verify_bad(void)
{
	struct contribution bad = contribution;
	struct field128 outputs[CELLS];
	struct prio3_state state = {.outputs = outputs};
	uint8_t message[INITIALIZE_SIZE];
	struct prio3_report report = contribution_report(&bad, PRIO3_LEADER);

	memset(bad.leader + 32, 0xff, FIELD128_SIZE);
	hide(bad.leader, sizeof(bad.leader));
	judge("a malformed share", known(prio3_leader_init(&prio3, key, &report, &state, message)), -1);
	bad = contribution;
	bad.helper[3] ^= 1;
	hide(bad.helper, sizeof(bad.helper));
	judge("a proof that fails", known(!contribution_verify(&prio3, key, &bad, &verification)), 1);
}

static void add_up(void)
{
	static struct field128 sum[CELLS];
	uint8_t bytes[CELLS * FIELD128_SIZE];

	hide(verification.outputs, sizeof(verification.outputs));
	field128_add_vector(sum, verification.outputs[0], CELLS);
	field128_subtract_vector(sum, verification.outputs[1], CELLS);
	field128_encode_vector(sum, CELLS, bytes);
	judge("adding up", 0, 0);
}

static volatile uint64_t sink;

/* What must be reported, or nothing above says anything. */
static __attribute__((noinline)) uint64_t branching(struct field128 a)
{
	if (a.low & 1)
		sink = a.high;
	return sink;
}

static __attribute__((noinline)) uint64_t indexing(struct field128 a)
{
	static const uint8_t table[256] = {1, 2, 3};

	return table[a.low & 255];
}

static void controls(void)
{
	struct field128 secret = field128_from(5);

	hide(&secret, sizeof(secret));
	sink = branching(secret);
	unsigned long now = VALGRIND_COUNT_ERRORS;
	tell(now > seen, "a branch on a secret is reported");
	seen = now;
	sink = indexing(secret);
	now = VALGRIND_COUNT_ERRORS;
	tell(now > seen, "an index that is a secret is reported");
	/* In the library itself: what it decides by a secret, were it not revealed on purpose. */
	marking = false;
	known(contribution_shard(&prio3, &contribution));
	now = VALGRIND_COUNT_ERRORS;
	tell(now > seen, "what sharding reveals on purpose would be reported");
}

int main(void)
{
	struct rng rng = rng_seeded(500);

	if (!RUNNING_ON_VALGRIND) {
		printf("ok 1 - secrets # SKIP not under valgrind\n");
		return 0;
	}
	contribution_prio3(&prio3);
	contribution_random(&rng, key, sizeof(key));
	contribution_draw(&rng, &contribution);
	seen = VALGRIND_COUNT_ERRORS;
	share();
	refuse_to_share();
	verify();
	verify_bad();
	add_up();
	controls();
	printf("1..%d\n", count);
	return failed;
}
