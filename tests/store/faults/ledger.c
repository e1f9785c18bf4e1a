#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "../fixture.h"
#include "ledger.h"

enum { GROUP = 1000, BATCH_MAX = 40 };

static struct record worksheet(int i)
{
	struct record record = fixture_record(i, 0);

	record.kind = RECORD_WORKSHEET;
	record.count = 0;
	memset(&record.worksheet, 0, sizeof(record.worksheet));
	record.worksheet.exercise = 3;
	record.worksheet.field = (uint16_t)(1 + i % 4);
	record.worksheet.length = (uint16_t)snprintf(record.worksheet.text, sizeof(record.worksheet.text),
						     "thought number %d, with some words behind it", i);
	return record;
}

struct record ledger_record(int i)
{
	return i % 7 == 4 ? worksheet(i) : fixture_record(i, i % 3);
}

static int append(struct ledger *ledger, struct store *store, int first, int count, int wait_ms, struct error *err)
{
	struct record records[BATCH_MAX];

	for (int i = 0; i < count; i++) {
		records[i] = ledger_record(first + i);
		ledger->state[first + i] = LEDGER_TRIED;
		ledger->first_of[first + i] = first;
	}
	/* Now: that of the newest record so far, so that no clock runs back. */
	struct instant now = fixture_instant(ledger_record(ledger->count - 1).wall_ms);
	int r = store_append(store, records, (size_t)count, now, 60, wait_ms, err);
	if (r == 0)
		memset(ledger->state + first, LEDGER_STORED, (size_t)count);
	return r;
}

int ledger_append(struct ledger *ledger, struct store *store, int count, int wait_ms, struct error *err)
{
	int first = ledger->count;

	if (count > BATCH_MAX || first + count > LEDGER_MAX)
		abort();
	ledger->count += count;
	return append(ledger, store, first, count, wait_ms, err);
}

int ledger_put(struct store *store, int i, int wait_ms, struct error *err)
{
	struct record record = ledger_record(i);

	return store_append(store, &record, 1, fixture_instant(START_MS + INT64_C(60000) * LEDGER_MAX), 60, wait_ms,
			    err);
}

int ledger_retry(struct ledger *ledger, struct store *store, int i, struct error *err)
{
	return append(ledger, store, i, 1, 0, err);
}

int ledger_retry_refused(struct ledger *ledger, struct store *store, int first, struct error *err)
{
	int result = 0;

	for (int i = first; i < ledger->count; i++) {
		int r = ledger->state[i] == LEDGER_TRIED ? ledger_retry(ledger, store, i, err) : 0;
		if (!result)
			result = r;
	}
	return result;
}

void ledger_lose_from(struct ledger *ledger, int n)
{
	for (int i = n; i < ledger->count; i++)
		if (ledger->state[i] == LEDGER_STORED)
			ledger->state[i] = LEDGER_LOST;
}

void ledger_erase(struct ledger *ledger, int first, int last)
{
	ledger->erasing = true;
	for (int i = first; i <= last; i++) {
		ledger->state[i] = LEDGER_TRIED;
		ledger->first_of[i] = first;
	}
}

int ledger_stored(const struct ledger *ledger)
{
	int stored = 0;

	for (int i = 0; i < ledger->count; i++)
		stored += ledger->state[i] == LEDGER_STORED;
	return stored;
}

struct look {
	const struct ledger *ledger;
	uint8_t *seen;
	struct verdict *verdict;
};

#define BROKEN(verdict, ...) snprintf((verdict)->words, sizeof((verdict)->words), __VA_ARGS__)

/* Late records own up to it in their flags; all else is as it was given. */
static bool same(const struct record *got, int i)
{
	uint8_t one[RECORD_WORKSHEET_SIZE] = {0}, other[RECORD_WORKSHEET_SIZE] = {0};
	struct record copy = *got, wanted = ledger_record(i);

	copy.flags &= (uint16_t)~RECORD_DELAYED;
	record_encode(&copy, one);
	record_encode(&wanted, other);
	return memcmp(one, other, sizeof(one)) == 0;
}

static int look_at(void *context, uint64_t n, const struct record *record)
{
	struct look *look = context;
	int i = (int)record->group - GROUP;

	/* Killed before the seal's time was set to the test's: a clock that jumped. Or what an erasure leaves. */
	if (record->kind == RECORD_CLOCK || record->kind == RECORD_ERASE || record->kind == RECORD_RESTORE)
		return 0;
	look->verdict->found++;
	if (i < 0 || i >= look->ledger->count || look->ledger->state[i] == LEDGER_UNTRIED)
		BROKEN(look->verdict, "row %llu was never asked for", (unsigned long long)n);
	else if (!same(record, i))
		BROKEN(look->verdict, "record %d reads back wrong", i);
	else if (look->seen[i]++)
		BROKEN(look->verdict, "record %d is there twice", i);
	return 0;
}

static void judge_records(const struct ledger *ledger, const uint8_t *seen, struct verdict *verdict)
{
	for (int i = 0; i < ledger->count && !verdict->words[0]; i++) {
		if (ledger->state[i] == LEDGER_STORED && !seen[i])
			BROKEN(verdict, "record %d was acknowledged and is gone", i);
		if (ledger->state[i] == LEDGER_LOST && !seen[i] && !verdict->flagged)
			BROKEN(verdict, "record %d is gone and nothing says so", i);
		/* A transaction is there whole or not at all. */
		if (i > 0 && ledger->state[i] == LEDGER_TRIED && ledger->state[i - 1] == LEDGER_TRIED &&
		    ledger->first_of[i] == ledger->first_of[i - 1] && seen[i] != seen[i - 1])
			BROKEN(verdict, "record %d came without record %d, of the same transaction",
			       seen[i] ? i : i - 1, seen[i] ? i - 1 : i);
	}
}

static void judge_report(const struct ledger *ledger, const struct store_report *report, unsigned allowed,
			 struct verdict *verdict)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX && !verdict->words[0]; i++) {
		if (!(ALLOW(report->findings[i].type) & allowed))
			BROKEN(verdict, "finding: %s", report->findings[i].words);
		verdict->flagged = true;
	}
	if (report->healthy && verdict->flagged)
		BROKEN(verdict, "healthy with findings");
	if (!report->healthy && !verdict->flagged)
		BROKEN(verdict, "ill without findings");
	if (report->healthy && report->records < report->expected && !ledger->erasing && !verdict->words[0])
		BROKEN(verdict, "healthy, but %llu of %llu rows", (unsigned long long)report->records,
		       (unsigned long long)report->expected);
}

struct verdict ledger_read_store(const struct ledger *ledger, struct store *store, unsigned allowed,
				 bool *ret_unreadable)
{
	struct verdict verdict = {0};
	struct look look = {.ledger = ledger, .seen = calloc((size_t)ledger->count + 1, 1), .verdict = &verdict};
	struct store_report report = {0};
	struct error err = {0};
	int r = store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err);

	if (r == STORE_WRONG_KEY && ledger->other)
		r = store_unlock(store, ledger->other, strlen(ledger->other), &err);
	if (r == 0)
		r = store_read(store, look_at, &look, &report, &err);
	if (ret_unreadable)
		*ret_unreadable = r != 0;
	if (r && !verdict.words[0])
		BROKEN(&verdict, "cannot be read: %d %s", r, err.message[0] ? err.message : "WITHOUT A MESSAGE");
	else if (!verdict.words[0])
		judge_report(ledger, &report, allowed, &verdict);
	if (!verdict.words[0])
		judge_records(ledger, look.seen, &verdict);
	free(look.seen);
	return verdict;
}

struct verdict ledger_read(const struct ledger *ledger, const char *dir, unsigned allowed, bool *ret_unreadable)
{
	struct verdict verdict = {0};
	struct error err = {0};
	struct store *store = NULL;
	int r = store_open(&store, dir, &err);

	if (ret_unreadable)
		*ret_unreadable = r != 0;
	if (r)
		BROKEN(&verdict, "cannot be opened: %d %s", r, err.message[0] ? err.message : "WITHOUT A MESSAGE");
	else
		verdict = ledger_read_store(ledger, store, allowed, ret_unreadable);
	store_free(store);
	return verdict;
}

static void check_integrity(const char *dir, struct verdict *verdict)
{
	char path[FAULT_PATH];
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;
	const char *answer = NULL;

	fault_path(path, dir, "store.db");
	sqlite3_open(path, &db);
	if (sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		answer = (const char *)sqlite3_column_text(statement, 0);
	if (!answer || strcmp(answer, "ok") != 0)
		BROKEN(verdict, "integrity_check: %s", answer ? answer : sqlite3_errmsg(db));
	sqlite3_finalize(statement);
	sqlite3_close(db);
}

static void check_append(struct ledger *ledger, const char *dir, struct verdict *verdict)
{
	struct error err = {0};
	struct store *store = NULL;
	int r = store_open(&store, dir, &err);

	if (r == 0)
		r = ledger_append(ledger, store, 1, 5000, &err);
	if (r)
		BROKEN(verdict, "one more append: %d %s", r, err.message);
	store_free(store);
}

struct verdict ledger_check(struct ledger *ledger, const char *dir, unsigned allowed)
{
	struct verdict verdict = ledger_read(ledger, dir, allowed, NULL);

	if (!verdict.words[0])
		check_integrity(dir, &verdict);
	if (!verdict.words[0])
		check_append(ledger, dir, &verdict);
	if (!verdict.words[0])
		verdict = ledger_read(ledger, dir, allowed, NULL);
	return verdict;
}
