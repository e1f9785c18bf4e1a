#include "app_keep.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/secret.h>

#define BATCH 16 /* records of one transaction; a review's are 6 */
#define FIRST_CAPACITY 32

void *app_secret_new(size_t size)
{
	if (sodium_init() < 0)
		abort();
	return secret_new(size, NULL);
}

void *app_secret_free(void *memory)
{
	sodium_free(memory);
	return NULL;
}

void app_secret_wipe(void *memory, size_t size)
{
	sodium_memzero(memory, size);
}

uint32_t app_random_u32(void)
{
	uint32_t random;

	while ((random = randombytes_random()) == 0)
		;
	return random;
}

uint64_t app_random_u64(void)
{
	uint64_t random;

	randombytes_buf(&random, sizeof random);
	return random;
}

void app_keep_init(struct app_keep *keep)
{
	*keep = (struct app_keep){.retry_boot_ms = INT64_MAX};
}

void app_keep_clear(struct app_keep *keep)
{
	app_secret_free(keep->rows);
	app_keep_init(keep);
}

static void grow(struct app_keep *keep)
{
	size_t capacity = keep->capacity ? keep->capacity * 2 : FIRST_CAPACITY;
	uint8_t(*rows)[RECORD_SIZE] = app_secret_new(capacity * sizeof *rows);

	if (keep->count > 0)
		memcpy(rows, keep->rows, keep->count * sizeof *rows);
	app_secret_free(keep->rows);
	keep->rows = rows;
	keep->capacity = capacity;
}

void app_keep_add(struct app_keep *keep, const struct record *record)
{
	uint8_t bytes[RECORD_WORKSHEET_SIZE];

	assert(record_size(record) == RECORD_SIZE);
	if (keep->count == keep->capacity)
		grow(keep);
	record_encode(record, bytes);
	memcpy(keep->rows[keep->count++], bytes, RECORD_SIZE);
	app_secret_wipe(bytes, sizeof bytes);
	keep->fresh++;
}

static void take_off(struct app_keep *keep, size_t stored)
{
	keep->count -= stored;
	if (keep->fresh > keep->count)
		keep->fresh = keep->count;
	memmove(keep->rows, keep->rows + stored, keep->count * sizeof *keep->rows);
	app_secret_wipe(keep->rows + keep->count, stored * sizeof *keep->rows);
}

/* One transaction. What was refused before is marked as delayed. */
static int append_some(struct app_keep *keep, struct store *store, struct instant now, int16_t zone_min, int wait_ms,
		       struct error *err)
{
	struct record records[BATCH];
	size_t count = keep->count < BATCH ? keep->count : BATCH;
	int result;

	for (size_t i = 0; i < count; i++) {
		if (record_decode(keep->rows[i], RECORD_SIZE, &records[i], err) < 0)
			abort(); /* our own bytes */
		if (i < keep->count - keep->fresh)
			records[i].flags |= RECORD_DELAYED;
	}
	result = store_append(store, records, count, now, zone_min, wait_ms, err);
	app_secret_wipe(records, sizeof records);
	if (result == 0)
		take_off(keep, count);
	return result;
}

bool app_keep_is_time(const struct app_keep *keep, struct instant now)
{
	return keep->fresh > 0 || now.boot_ms >= keep->retry_boot_ms;
}

void app_keep_put_off(struct app_keep *keep, struct instant now, bool busy)
{
	int64_t delay_ms = (int64_t)(busy ? APP_KEEP_BUSY_MS : APP_KEEP_RETRY_MS)
			   << (keep->failures < 10 ? keep->failures : 10);

	keep->failures++;
	keep->fresh = 0;
	keep->retry_boot_ms = now.boot_ms + (delay_ms < APP_KEEP_RETRY_MAX_MS ? delay_ms : APP_KEEP_RETRY_MAX_MS);
}

int app_keep_flush(struct app_keep *keep, struct store *store, struct instant now, int16_t zone_min, int wait_ms,
		   bool urgent, struct error *err)
{
	if (keep->count > 0 && !urgent && !app_keep_is_time(keep, now))
		return 1;
	while (keep->count > 0) {
		int result = append_some(keep, store, now, zone_min, wait_ms, err);
		if (result != 0) {
			app_keep_put_off(keep, now, result > 0);
			return result < 0 ? -1 : 1;
		}
	}
	keep->failures = 0;
	keep->retry_boot_ms = INT64_MAX;
	return 0;
}
