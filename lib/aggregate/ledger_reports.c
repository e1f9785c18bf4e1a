#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "ledger_db.h"

static int compare_weeks(const struct ledger_report *a, const struct ledger_report *b)
{
	return (a->week > b->week) - (a->week < b->week);
}

static int compare_ids(const struct ledger_report *a, const struct ledger_report *b)
{
	return memcmp(a->id, b->id, sizeof(a->id));
}

static int compare_keys(const struct ledger_report *a, const struct ledger_report *b)
{
	return memcmp(a->key, b->key, sizeof(a->key));
}

static int by_id(const void *left, const void *right)
{
	const struct ledger_report *a = *(struct ledger_report *const *)left,
				   *b = *(struct ledger_report *const *)right;
	int r = compare_ids(a, b);

	if (r == 0)
		r = compare_weeks(a, b);
	return r ? r : compare_keys(a, b);
}

static int by_key(const void *left, const void *right)
{
	const struct ledger_report *a = *(struct ledger_report *const *)left,
				   *b = *(struct ledger_report *const *)right;
	int r = compare_keys(a, b);

	if (r == 0)
		r = compare_weeks(a, b);
	return r ? r : compare_ids(a, b);
}

/* Those that would count, in @order. NULL for none. */
static struct ledger_report **counted(struct ledger_report *reports, size_t count,
				      int (*order)(const void *, const void *), size_t *ret_count)
{
	struct ledger_report **list = mem_new(count + 1, sizeof(struct ledger_report *));
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		if (reports[i].outcome == REFUSAL_NONE)
			list[found++] = &reports[i];
	qsort(list, found, sizeof(struct ledger_report *), order);
	*ret_count = found;
	return list;
}

static void settle_copies(struct ledger_report *reports, size_t count)
{
	size_t found;
	struct ledger_report **list _cleanup_free_ = counted(reports, count, by_id, &found);

	for (size_t i = 1; i < found; i++)
		if (compare_ids(list[i - 1], list[i]) == 0)
			list[i]->outcome = REFUSAL_REPLAYED;
}

static void settle_seconds(struct ledger_report *reports, size_t count)
{
	size_t found;
	struct ledger_report **list _cleanup_free_ = counted(reports, count, by_key, &found);

	for (size_t i = 1; i < found; i++)
		if (compare_keys(list[i - 1], list[i]) == 0 && compare_weeks(list[i - 1], list[i]) == 0)
			list[i]->outcome = REFUSAL_SECOND_BY_KEY;
}

/* Where it lies in the week that it is from, it is that very report, not another one with its id. */
int ledger_seen(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], const struct ledger_report *report,
		struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_SEEN, err);

	if (!statement)
		return -1;
	ledger_bind_blob(statement, 1, task_id, DAP_ID_SIZE);
	ledger_bind_blob(statement, 2, report->id, sizeof(report->id));
	ledger_bind_number(statement, 3, report->week);
	int r = ledger_step(ledger, statement, err);
	sqlite3_reset(statement);
	if (r != 1)
		return r;
	error_set(err, ERROR_FAILED, "a report: %s", refusal_words(REFUSAL_REPLAYED));
	return REFUSAL_REPLAYED;
}

int ledger_settle(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], struct ledger_report *reports,
		  size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		if (reports[i].outcome != REFUSAL_NONE)
			continue;
		int seen = ledger_seen(ledger, task_id, &reports[i], err);
		if (seen < 0)
			return -1;
		if (seen)
			reports[i].outcome = REFUSAL_REPLAYED;
	}
	settle_copies(reports, count);
	settle_seconds(reports, count);
	return 0;
}

size_t ledger_people(const struct ledger_report *reports, size_t count)
{
	struct ledger_report *copy _cleanup_free_ = mem_new(count + 1, sizeof(*copy));
	size_t found, people = 0;

	if (count)
		memcpy(copy, reports, count * sizeof(*copy));
	struct ledger_report **list _cleanup_free_ = counted(copy, count, by_key, &found);
	for (size_t i = 0; i < found; i++)
		people += i == 0 || compare_keys(list[i - 1], list[i]) != 0;
	return people;
}
