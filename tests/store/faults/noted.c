#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../fixture.h"
#include "disk.h"
#include "noted.h"
#include "placed.h"

static int counted;

struct store *noted_store(const char *place)
{
	char path[FAULT_PATH];

	fault_path(path, place, "store");
	return access(path, F_OK) == 0 ? fault_open(path) : NULL;
}

struct record noted_record(uint64_t week)
{
	struct record record;

	record_contribution(week, &record);
	record.wall_ms = START_MS;
	record.group = 7;
	return record;
}

int noted_keep(void *context, uint64_t week, const uint8_t name[static OUTBOX_RECORD], struct error *err)
{
	const struct record record = noted_record(week);

	return store_append_once(context, &record, name, fixture_instant(START_MS), 0, 0, err) < 0 ? -1 : 0;
}

int noted_count(void *context, uint64_t week, const uint8_t name[static OUTBOX_RECORD], struct error *err)
{
	(void)context, (void)name, (void)err;
	counted += week == NOTED_WEEK;
	return 0;
}

int noted_all(const char *place, outbox_keep how, struct store *store, struct error *err)
{
	char box[FAULT_PATH];

	fault_path(box, place, "outbox");
	return outbox_note(box, how, store, err);
}

static int is_contribution(void *context, uint64_t n, const struct record *record)
{
	int *count = context;

	(void)n;
	*count += record->kind == RECORD_CONTRIBUTION && record->contribution.first_day == NOTED_WEEK * 7;
	return 0;
}

int noted_records(const char *place)
{
	struct store *store = noted_store(place);
	struct store_report report;
	struct error err = {0};
	int count = 0;

	counted = 0;
	if (noted_all(place, store ? noted_keep : noted_count, store, &err))
		fail_msg("%s", err.message);
	if (!store)
		return counted;
	if (store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err) ||
	    store_read(store, is_contribution, &count, &report, &err) || !report.healthy)
		count = -1;
	store_free(store);
	return count;
}

/* The record first, but one that has no name. */
int noted_keep_nameless(void *context, uint64_t week, const uint8_t name[static OUTBOX_RECORD], struct error *err)
{
	const struct record record = noted_record(week);

	(void)name;
	return store_append(context, &record, 1, fixture_instant(START_MS), 0, 0, err);
}
