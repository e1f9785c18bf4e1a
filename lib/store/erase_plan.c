/* What is to be erased: the rows that are wanted, but for withdrawals of what stays. Changes nothing. */
#include <stdlib.h>

#include <sodium.h>

#include <evenkeel/erase.h>
#include <evenkeel/mem.h>

#include "findings.h"

struct row {
	uint64_t n;
	uint32_t group;
	uint32_t takes_back; /* of a withdrawal, the group taken back */
	bool withdrawal, wanted;
};

struct planning {
	erase_wanted wanted;
	void *context;
	struct row *rows;
	size_t count, capacity;
	bool erased_before;
};

static int look_at(void *context, uint64_t n, const struct record *record)
{
	struct planning *planning = context;

	if (planning->count == planning->capacity) {
		planning->capacity = planning->capacity ? 2 * planning->capacity : 256;
		planning->rows = mem_grow(planning->rows, planning->capacity, sizeof(*planning->rows));
	}
	bool withdrawal = record->kind == RECORD_WITHDRAWN;
	planning->erased_before |= record->kind == RECORD_ERASE;
	planning->rows[planning->count++] = (struct row){
		.n = n,
		.group = record->group,
		.withdrawal = withdrawal,
		.takes_back = withdrawal ? record->withdrawn.group : 0,
		.wanted = record->kind < RECORD_ERASE && planning->wanted(planning->context, n, record),
	};
	return 0;
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

/* Without its withdrawal an answer would count again: it goes only together with what it takes back. */
static void keep_withdrawals(struct planning *planning)
{
	uint32_t *staying = mem_new(planning->count + 1, sizeof(*staying));
	size_t count = 0;

	for (size_t i = 0; i < planning->count; i++)
		if (!planning->rows[i].wanted && !planning->rows[i].withdrawal)
			staying[count++] = planning->rows[i].group;
	qsort(staying, count, sizeof(*staying), compare_numbers);
	for (size_t i = 0; i < planning->count; i++) {
		struct row *row = &planning->rows[i];
		if (row->wanted && row->withdrawal &&
		    bsearch(&row->takes_back, staying, count, sizeof(*staying), compare_numbers))
			row->wanted = false;
	}
	sodium_memzero(staying, count * sizeof(*staying));
	free(staying);
}

static void add_to_plan(struct erase_plan *plan, uint64_t n)
{
	plan->records++;
	if (plan->count && plan->ranges[plan->count - 1].last + 1 == n) {
		plan->ranges[plan->count - 1].last = n;
		return;
	}
	if (plan->count == plan->capacity) {
		plan->capacity = plan->capacity ? 2 * plan->capacity : 16;
		plan->ranges = mem_grow(plan->ranges, plan->capacity, sizeof(*plan->ranges));
	}
	plan->ranges[plan->count++] = (struct erase_range){n, n};
}

/* An erasure brings a new seal, too, and would make a store that was rolled back look whole. */
static int check_report(const struct store_report *report, struct error *err)
{
	const struct store_finding *against = findings_against_change(report);

	if (!against)
		return 0;
	return error_set(err, ERROR_DAMAGED,
			 "nothing was erased, since that would hide what 'evenkeel verify' says: %s", against->words);
}

int erase_plan(struct store *store, erase_wanted wanted, void *context, struct erase_plan *ret,
	       struct store_report *ret_report, struct error *err)
{
	struct planning planning = {.wanted = wanted, .context = context};
	struct erase_plan plan = {0};
	int r = store_read(store, look_at, &planning, ret_report, err);

	if (r == 0)
		r = check_report(ret_report, err);
	if (r == 0) {
		keep_withdrawals(&planning);
		plan.erased_before = planning.erased_before;
		for (size_t i = 0; i < planning.count; i++)
			if (planning.rows[i].wanted)
				add_to_plan(&plan, planning.rows[i].n);
		*ret = plan;
	}
	sodium_memzero(planning.rows, planning.count * sizeof(*planning.rows));
	free(planning.rows);
	return r;
}

void erase_plan_clear(struct erase_plan *plan)
{
	free(plan->ranges);
	*plan = (struct erase_plan){0};
}
