/* A contribution as it will be sent, with the parties' sides of it: what tests, fuzz targets and the benchmark begin with. */
#ifndef TESTS_AGGREGATE_CONTRIBUTION_H
#define TESTS_AGGREGATE_CONTRIBUTION_H

#include <stdbool.h>

#include <evenkeel/prio3.h>
#include <evenkeel/rng.h>

enum {
	CELLS = 48,
	CHUNK = 7,
	PUBLIC_SIZE = 64,
	LEADER_SIZE = 1264,
	HELPER_SIZE = 64,
	VERIFIER_SIZE = 288,
	RANDOM_SIZE = 128,
	INITIALIZE_SIZE = 293,
};

struct contribution {
	uint64_t cells[CELLS];
	uint8_t nonce[PRIO3_NONCE_SIZE], random[RANDOM_SIZE];
	uint8_t public_share[PUBLIC_SIZE], leader[LEADER_SIZE], helper[HELPER_SIZE];
};

/* What both parties make of it. */
struct verification {
	struct field128 outputs[2][CELLS];
	uint8_t initialize[INITIALIZE_SIZE], finish[PRIO3_FINISH_SIZE];
};

/* "dap-18", a task's id; 48 cells, 7 a chunk, two parties. */
void contribution_prio3(struct prio3 *ret);
void contribution_random(struct rng *rng, uint8_t *ret, size_t size);
/* Cells of 0 and 1, nonce and randomness; nothing is shared yet. */
void contribution_draw(struct rng *rng, struct contribution *ret);
int contribution_shard(const struct prio3 *prio3, struct contribution *contribution);
struct prio3_report contribution_report(const struct contribution *contribution, unsigned aggregator);
/* The whole of it, as messages; false: one of the parties refused. */
bool contribution_verify(const struct prio3 *prio3, const uint8_t *key, const struct contribution *contribution,
			 struct verification *ret);

#endif
