/*
 * Records on their way into the store. Every record goes through here: encoded in locked memory, handed to store_append, wiped
 * once COMMIT is durable. What the store refuses waits and is tried again after 30 s and then ever less often (up to 10 min), marked as
 * delayed; where another program only writes just now it begins with 1 s. Nothing is dropped and nothing is spilled to a disk. The only file of the daemon that uses libsodium.
 */
#ifndef DAEMON_APP_KEEP_H
#define DAEMON_APP_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/instant.h>
#include <evenkeel/record.h>
#include <evenkeel/store.h>

#define APP_KEEP_RETRY_MS 30000
#define APP_KEEP_BUSY_MS 1000
#define APP_KEEP_RETRY_MAX_MS 600000

struct app_keep {
	uint8_t (*rows)[RECORD_SIZE]; /* locked memory */
	size_t count, capacity;
	size_t fresh;          /* how many, at the end, were not offered to the store yet */
	int failures;          /* in a row */
	int64_t retry_boot_ms; /* INT64_MAX = nothing waits */
};

void app_keep_init(struct app_keep *keep);
void app_keep_clear(struct app_keep *keep);
/* Take over @record, of the check-in class. */
void app_keep_add(struct app_keep *keep, const struct record *record);
/* Whether to offer what waits: something is fresh, or its time has come. */
bool app_keep_is_time(const struct app_keep *keep, struct instant now);
/* It was refused. @busy: another program was in the way. */
void app_keep_put_off(struct app_keep *keep, struct instant now, bool busy);
/* Offer what waits, when something is fresh or its time has come or @urgent. 0 = nothing waits any more; 1 = some does, not tried or busy;
 * -1 = refused, @err says why. */
int app_keep_flush(struct app_keep *keep, struct store *store, struct instant now, int16_t zone_min, int wait_ms,
		   bool urgent, struct error *err);

/* Locked, zeroed memory for what was answered and is not sealed yet; app_secret_free wipes it. */
void *app_secret_new(size_t size);
void *app_secret_free(void *memory);
void app_secret_wipe(void *memory, size_t size);
/* From the system's generator; the first is never 0. */
uint32_t app_random_u32(void);
uint64_t app_random_u64(void);

#endif
