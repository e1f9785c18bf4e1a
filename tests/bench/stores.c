#include <stdio.h>
#include <string.h>

#include "store/bulk.h"
#include "stores.h"

#define START_MS INT64_C(1704096000000) /* 2024-01-01 08:00 UTC */
#define DAY_MS INT64_C(86400000)

static const char *root;

void stores_begin(const char *directory)
{
	root = directory;
}

void stores_checkin(uint64_t n, struct record *ret)
{
	uint64_t day = n / STORES_PER_DAY, turn = n % STORES_PER_DAY;

	*ret = (struct record){
		.kind = RECORD_ANSWERED,
		.wall_ms = START_MS + (int64_t)day * DAY_MS + (int64_t)turn * 1800000,
		.parts = 1,
		.group = (uint32_t)n + 1,
		.count = 2,
		.catalogue = 1,
		.prompt = {.answers = {{1, SCALE_M3, (int8_t)((day / 7 + turn) % 3)}, {2, SCALE_M3, (int8_t)(n % 3)}},
			   .since_prompt_s = 5,
			   .form = FORM_MOMENTARY,
			   .origin = ORIGIN_PROMPT},
	};
}

void stores_worksheet(uint64_t n, struct record *ret)
{
	*ret = (struct record){
		.kind = RECORD_WORKSHEET, .wall_ms = START_MS + (int64_t)n * 60000, .parts = 1, .catalogue = 1};
	ret->worksheet.length = 4;
	memcpy(ret->worksheet.text, "calm", 4);
}

const char *stores_path(const char *name, const char *file)
{
	static char path[2][STORES_PATH];
	static int turn;

	turn = !turn;
	snprintf(path[turn], STORES_PATH, "%s/%s%s%s", root, name, *file ? "/" : "", file);
	return path[turn];
}

void stores_make(const char *name, uint64_t rows, unsigned per_epoch, enum store_flag flags,
		 void (*record)(uint64_t n, struct record *ret))
{
	char dir[STORES_PATH];
	struct error err;
	struct bulk bulk = {.dir = dir,
			    .passphrase = STORES_PASSPHRASE,
			    .flags = flags,
			    .rows = rows,
			    .per_epoch = per_epoch,
			    .record = record};

	snprintf(dir, sizeof(dir), "%s", stores_path(name, ""));
	if (bulk_create(&bulk, &err))
		figures_die(name, &err);
}

struct store *stores_open(const char *name, bool unlock)
{
	struct store *store = NULL;
	struct error err = {0};

	if (store_open(&store, stores_path(name, ""), &err) ||
	    (unlock && store_unlock(store, STORES_PASSPHRASE, strlen(STORES_PASSPHRASE), &err)))
		figures_die(name, &err);
	return store;
}

struct scan {
	uint64_t last;
	struct took to_last; /* clocks when the last row came */
	uint64_t sum;
};

static int take(void *context, uint64_t n, const struct record *record)
{
	struct scan *scan = context;

	scan->sum += record->group;
	if (n == scan->last)
		scan->to_last = figures_clocks();
	return 0;
}

struct took stores_scan(struct store *store, uint64_t rows, struct took *ret_to_last)
{
	struct scan scan = {.last = rows - 1};
	struct store_report report;
	struct error err = {0};
	struct took begun = figures_clocks();

	if (store_read(store, take, &scan, &report, &err))
		figures_die("store_read", &err);
	struct took whole = figures_between(begun, figures_clocks());
	if (!report.healthy || report.records != rows)
		figures_die("a store for measuring is not sound", NULL);
	if (ret_to_last)
		*ret_to_last = figures_between(begun, scan.to_last);
	return whole;
}

void stores_read_once(const char *name, uint64_t rows)
{
	struct store *store = stores_open(name, true);

	stores_scan(store, rows, NULL);
	store_free(store);
}
