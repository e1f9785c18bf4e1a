#include <assert.h>
#include <string.h>

#include "contribution.h"

void contribution_prio3(struct prio3 *ret)
{
	uint8_t context[6 + 32] = "dap-18";

	for (uint8_t i = 0; i < 32; i++)
		context[6 + i] = i;
	int r = prio3_init(ret, &flp_sumvec, CELLS, 1, CHUNK, 2, context, sizeof(context));
	assert(r == 0);
	(void)r;
}

void contribution_random(struct rng *rng, uint8_t *ret, size_t size)
{
	for (size_t i = 0; i < size; i++)
		ret[i] = (uint8_t)rng_next(rng);
}

void contribution_draw(struct rng *rng, struct contribution *ret)
{
	for (int i = 0; i < CELLS; i++)
		ret->cells[i] = rng_below(rng, 2);
	contribution_random(rng, ret->nonce, sizeof(ret->nonce));
	contribution_random(rng, ret->random, sizeof(ret->random));
}

int contribution_shard(const struct prio3 *prio3, struct contribution *contribution)
{
	return prio3_shard(prio3, contribution->cells, contribution->nonce, contribution->random,
			   contribution->public_share, contribution->leader, contribution->helper);
}

struct prio3_report contribution_report(const struct contribution *contribution, unsigned aggregator)
{
	struct prio3_report report = {.nonce = contribution->nonce,
				      .public_share = {contribution->public_share, PUBLIC_SIZE}};

	if (aggregator == PRIO3_LEADER)
		report.input_share = (struct prio3_bytes){contribution->leader, LEADER_SIZE};
	else
		report.input_share = (struct prio3_bytes){contribution->helper, HELPER_SIZE};
	return report;
}

bool contribution_verify(const struct prio3 *prio3, const uint8_t *key, const struct contribution *contribution,
			 struct verification *ret)
{
	struct prio3_report leader = contribution_report(contribution, PRIO3_LEADER),
			    helper = contribution_report(contribution, PRIO3_HELPER);
	struct prio3_state states[2] = {{.outputs = ret->outputs[0]}, {.outputs = ret->outputs[1]}};

	return prio3_leader_init(prio3, key, &leader, &states[0], ret->initialize) == 0 &&
	       prio3_helper_init(prio3, key, &helper, (struct prio3_bytes){ret->initialize, INITIALIZE_SIZE},
				 &states[1], ret->finish) == 0 &&
	       prio3_leader_continue(&states[0], (struct prio3_bytes){ret->finish, sizeof(ret->finish)}) == 0;
}
