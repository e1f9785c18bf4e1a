/*
 * A file's name in the person's outbox, and what waits there as a name would say it: the first byte even or odd. One item has one name, a name
 * that is taken says nothing that cannot be, and one that is not changes nothing.
 */
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "../../lib/os/outbox_files.h"
#include "fuzz/fuzz.h"

static void check_item(const struct outbox_item *item)
{
	FUZZ_CHECK(item->due_s >= 0 && item->until_s >= item->due_s);
	FUZZ_CHECK(item->week <= INT64_MAX / 604800);
	FUZZ_CHECK(strlen(item->task) == OUTBOX_TASK_HEX && strlen(item->random) == OUTBOX_RANDOM_HEX);
	FUZZ_CHECK(outbox_next(item, 1) == item->due_s);
}

static void check_name(const char *name)
{
	struct outbox_item item, before;
	char again[OUTBOX_NAME];

	memset(&before, 0x5a, sizeof(before));
	memcpy(&item, &before, sizeof(item));
	if (!outbox_parse(name, &item)) {
		FUZZ_CHECK(memcmp(&item, &before, sizeof(item)) == 0);
		return;
	}
	check_item(&item);
	FUZZ_CHECK(!strchr(name, '/') && name[0] != '.');
	FUZZ_CHECK(outbox_name(&item, again, NULL) == 0 && strcmp(again, name) == 0);
}

static uint64_t number(const uint8_t **at)
{
	uint64_t ret;

	memcpy(&ret, *at, sizeof(ret));
	*at += sizeof(ret);
	return ret;
}

/* Three numbers; then the names, of hex digits unless the first byte says so. */
static void check_fields(uint8_t first, const uint8_t *bytes, size_t size)
{
	struct outbox_item item = {0}, again;
	uint8_t all[3 * 8 + OUTBOX_TASK_HEX + OUTBOX_RANDOM_HEX] = {0};
	const uint8_t *at = all;
	unsigned shift = first >> 2 & 63; /* small numbers, too */
	char name[OUTBOX_NAME] = "untouched";
	struct error err = {0};

	memcpy(all, bytes, size < sizeof(all) ? size : sizeof(all));
	item.due_s = (int64_t)(number(&at) >> shift);
	item.until_s = (int64_t)(number(&at) >> shift);
	item.week = number(&at) >> shift;
	for (size_t i = 0; i < OUTBOX_TASK_HEX + OUTBOX_RANDOM_HEX; i++) {
		char digit = (char)(first & 2 ? at[i] : "0123456789abcdef"[at[i] & 15]);
		*(i < OUTBOX_TASK_HEX ? &item.task[i] : &item.random[i - OUTBOX_TASK_HEX]) = digit;
	}
	if (outbox_name(&item, name, &err)) {
		FUZZ_CHECK(err.message[0] && !strcmp(name, "untouched"));
		return;
	}
	check_item(&item);
	FUZZ_CHECK(outbox_parse(name, &again));
	FUZZ_CHECK(again.due_s == item.due_s && again.until_s == item.until_s && again.week == item.week);
	FUZZ_CHECK(!strcmp(again.task, item.task) && !strcmp(again.random, item.random));
}

int FUZZ_TARGET(fuzz_outbox)(const uint8_t *bytes, size_t size)
{
	_cleanup_(text_clear) struct text name = {0};

	if (size == 0)
		return 0;
	text_append_bytes(&name, bytes + 1, size - 1);
	if (bytes[0] & 1)
		check_fields(bytes[0], bytes + 1, size - 1);
	else
		check_name(text_string(&name));
	return 0;
}
