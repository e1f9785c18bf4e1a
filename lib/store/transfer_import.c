/* Taking records in: what is there already is known by its hash. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/mem.h>
#include <evenkeel/transfer.h>

#include "bytes.h"
#include "internal.h"
#include "lock.h"

struct hash {
	uint8_t bytes[32];
};
/* Open addressing; a hash of zeros marks an empty place. The hashes are as good as random, and their first bytes place them. */
struct import {
	const struct store *store;
	struct {
		struct record record;
		uint8_t bytes[8 + RECORD_WORKSHEET_SIZE];
	} * secrets;
	struct hash *places;
	size_t capacity, count;
};

/* H(Kr, "EVKDEDUP" | record without flag 2). */
static void hash_of(struct import *import, const struct record *record, struct hash *ret)
{
	uint8_t *bytes = import->secrets->bytes;

	import->secrets->record = *record;
	import->secrets->record.flags &= (uint16_t)~RECORD_IMPORTED;
	record_encode(&import->secrets->record, put_bytes(bytes, "EVKDEDUP", 8));
	crypto_generichash(ret->bytes, sizeof(ret->bytes), bytes, 8 + record_size(record),
			   import->store->secrets->vault.reader, VAULT_KEY_SIZE);
}

static bool place(struct hash *places, size_t capacity, const struct hash *hash)
{
	static const struct hash empty;
	size_t at = (size_t)get_u64(hash->bytes) % capacity;

	while (memcmp(&places[at], &empty, sizeof(empty)) != 0) {
		if (memcmp(&places[at], hash, sizeof(*hash)) == 0)
			return false;
		at = (at + 1) % capacity;
	}
	places[at] = *hash;
	return true;
}

/* False when it was there. */
static bool remember(struct import *import, const struct record *record)
{
	static const struct hash empty;
	struct hash hash;

	if (2 * (import->count + 1) > import->capacity) {
		size_t capacity = import->capacity ? 2 * import->capacity : 1024;
		struct hash *places = mem_new(capacity, sizeof(*places));
		for (size_t i = 0; i < import->capacity; i++)
			if (memcmp(&import->places[i], &empty, sizeof(empty)) != 0)
				place(places, capacity, &import->places[i]);
		free(import->places);
		import->places = places;
		import->capacity = capacity;
	}
	hash_of(import, record, &hash);
	bool fresh = place(import->places, import->capacity, &hash);
	import->count += fresh;
	return fresh;
}

static int remember_row(void *context, uint64_t n, const struct record *record)
{
	(void)n;
	remember(context, record);
	return 0;
}

/* Move what is new to the front, flagged. */
static void keep_new(struct import *import, struct records *records, struct transfer_tally *ret)
{
	for (size_t i = 0; i < records->count; i++) {
		struct record *record = &records->items[i];
		ret->read++;
		if (!remember(import, record)) {
			ret->present++;
			continue;
		}
		records->items[ret->added] = *record;
		records->items[ret->added++].flags |= RECORD_IMPORTED;
	}
	sodium_memzero(records->items + ret->added, (records->count - ret->added) * sizeof(*records->items));
	records->count = ret->added;
}

static int check_all(const struct records *records, struct error *err)
{
	for (size_t i = 0; i < records->count; i++) {
		if (records->items[i].kind >= RECORD_ERASE)
			return error_set(err, ERROR_FAILED, "the file holds a record that belongs in no export");
		struct error why = {0};
		if (record_check(&records->items[i], &why) < 0)
			return error_set(err, ERROR_FAILED, "the file holds a record that does not fit: %s",
					 why.message);
	}
	return 0;
}

static int take_in(struct store *store, struct records *records, struct instant now, int16_t zone_min,
		   struct transfer_tally *ret, struct store_report *ret_report, struct error *err)
{
	struct import import = {.store = store};
	struct transfer_tally tally = {0};

	import.secrets = secret_new(sizeof(*import.secrets), NULL);
	int r = store_read(store, remember_row, &import, ret_report, err);
	if (r == 0) {
		keep_new(&import, records, &tally);
		r = store_append(store, records->items, records->count, now, zone_min, STORE_WAIT_MS, err);
	}
	free(import.places);
	sodium_free(import.secrets);
	if (r == 0)
		*ret = tally;
	return r;
}

int transfer_import(struct store *store, struct records *records, struct instant now, int16_t zone_min,
		    struct transfer_tally *ret, struct store_report *ret_report, struct error *err)
{
	if (!store->unlocked)
		return error_set(err, ERROR_LOCKED, "the store is locked");
	if (check_all(records, err))
		return -1;
	/* Two imports at once would each find the other's records new. The directory itself is the lock between them. */
	int fd = open(store->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", store->dir, strerror(errno));
	int r = lock_take(fd, LOCK_EX, STORE_WAIT_MS, err);
	if (r == 0)
		r = take_in(store, records, now, zone_min, ret, ret_report, err);
	close(fd);
	return r;
}
