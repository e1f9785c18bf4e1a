/*
 * What a contribution costs beside the public-key cryptography that carries it, against the bars of design/AGGREGATION.md, section 9:
 * sharing it beside sealing its two shares, verifying it beside opening two. Measures take turns, so that a busy machine slows both
 * sides; what the processor spent is compared. Usage: aggregate_bench [--quick]
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/hpke.h>

#include "../aggregate/contribution.h"
#include "figures.h"

/* DAP's PlaintextInputShare: no extensions, the length of the share, the share; InputShareAad: task, metadata, public share. */
enum { PLAIN_HEAD = 6, AAD_SIZE = 32 + 16 + 8 + 2 + 4 + PUBLIC_SIZE, BATCH = 20 };

struct sealed {
	uint8_t encapsulated[2][HPKE_KEY_SIZE];
	uint8_t leader[PLAIN_HEAD + LEADER_SIZE + HPKE_TAG_SIZE], helper[PLAIN_HEAD + HELPER_SIZE + HPKE_TAG_SIZE];
};

static struct prio3 prio3;
static struct contribution contributions[BATCH];
static struct verification verifications[BATCH];
static struct sealed sealed[BATCH];
static struct hpke_pair pairs[2];
static uint8_t key[PRIO3_KEY_SIZE], associated[AAD_SIZE], plain[PLAIN_HEAD + LEADER_SIZE];

static void expect(bool good, const char *what)
{
	if (!good)
		figures_die(what, NULL);
}

static void share(int i)
{
	expect(contribution_shard(&prio3, &contributions[i]) == 0, "sharding");
}

static bool seal_one(int i, unsigned party, size_t size, uint8_t *ret)
{
	uint8_t room[HPKE_INFO_MAX], seed[HPKE_KEY_SIZE];
	struct hpke_bytes info = hpke_info_input_share(party ? HPKE_HELPER : HPKE_LEADER, room);

	randombytes_buf(seed, sizeof(seed));
	return hpke_seal(pairs[party].public_key, seed, info, (struct hpke_bytes){associated, AAD_SIZE},
			 (struct hpke_bytes){plain, size}, sealed[i].encapsulated[party], ret) == 0;
}

static void seal_two(int i)
{
	expect(seal_one(i, 0, PLAIN_HEAD + LEADER_SIZE, sealed[i].leader) &&
		       seal_one(i, 1, PLAIN_HEAD + HELPER_SIZE, sealed[i].helper),
	       "sealing");
}

static bool open_one(int i, unsigned party, const uint8_t *bytes, size_t size)
{
	uint8_t room[HPKE_INFO_MAX], opened[PLAIN_HEAD + LEADER_SIZE];
	struct hpke_bytes info = hpke_info_input_share(party ? HPKE_HELPER : HPKE_LEADER, room);

	return hpke_open(&pairs[party], sealed[i].encapsulated[party], info, (struct hpke_bytes){associated, AAD_SIZE},
			 (struct hpke_bytes){bytes, size}, opened) == 0;
}

static void open_two(int i)
{
	expect(open_one(i, 0, sealed[i].leader, sizeof(sealed[i].leader)) &&
		       open_one(i, 1, sealed[i].helper, sizeof(sealed[i].helper)),
	       "opening");
}

static void verify_leader(int i)
{
	struct prio3_report report = contribution_report(&contributions[i], PRIO3_LEADER);
	struct prio3_state state = {.outputs = verifications[i].outputs[0]};
	struct prio3_bytes finish = {verifications[i].finish, PRIO3_FINISH_SIZE};

	expect(prio3_leader_init(&prio3, key, &report, &state, verifications[i].initialize) == 0 &&
		       prio3_leader_continue(&state, finish) == 0,
	       "verifying, Leader");
}

static void verify_helper(int i)
{
	struct prio3_report report = contribution_report(&contributions[i], PRIO3_HELPER);
	struct prio3_state state = {.outputs = verifications[i].outputs[1]};
	struct prio3_bytes initialize = {verifications[i].initialize, INITIALIZE_SIZE};

	expect(prio3_helper_init(&prio3, key, &report, initialize, &state, verifications[i].finish) == 0,
	       "verifying, Helper");
}

static void batch(void (*work)(int i), struct series *ret)
{
	struct took begun = figures_clocks();

	for (int i = 0; i < BATCH; i++)
		work(i);
	figures_add(ret, figures_between(begun, figures_clocks()).cpu_ms);
}

static void prepare(void)
{
	uint8_t seeds[2][HPKE_KEY_SIZE];
	struct rng rng = rng_seeded(700);

	expect(sodium_init() >= 0, "libsodium");
	contribution_prio3(&prio3);
	randombytes_buf(seeds, sizeof(seeds));
	randombytes_buf(key, sizeof(key));
	for (int i = 0; i < 2; i++)
		hpke_pair_init(&pairs[i], seeds[i]);
	for (int i = 0; i < BATCH; i++) {
		contribution_draw(&rng, &contributions[i]);
		share(i);
		seal_two(i);
		expect(contribution_verify(&prio3, key, &contributions[i], &verifications[i]), "verifying");
	}
}

int main(int argc, char **argv)
{
	static struct series sharing, sealing, opening, leader, helper;
	int rounds = argc > 1 && strcmp(argv[1], "--quick") == 0 ? 3 : 101;

	prepare();
	for (int i = 0; i < rounds; i++) {
		batch(share, &sharing);
		batch(seal_two, &sealing);
		batch(verify_leader, &leader);
		batch(open_two, &opening);
		batch(verify_helper, &helper);
	}
	printf("%d contributions of %d cells\n", BATCH, CELLS);
	figures_ratio("sharing beside two HPKE seals", &sharing, &sealing, 0.5);
	figures_ratio("verifying, Leader, beside two HPKE opens", &leader, &opening, 0.5);
	figures_ratio("verifying, Helper, beside two HPKE opens", &helper, &opening, 0.5);
	return figures_over() > 0;
}
