#include <stdio.h>
#include <string.h>

#include <sodium.h>
#include <sqlite3.h>

#include <evenkeel/paths.h>
#include <evenkeel/seal.h>

#include "bulk.h"

struct writer {
	sqlite3 *db;
	sqlite3_stmt *add_epoch, *add_row;
	struct seal seal;
	uint8_t epoch_key[VAULT_KEY_SIZE];
};

static int add_epoch(struct writer *writer)
{
	struct seal *seal = &writer->seal;
	uint8_t seed[VAULT_KEY_SIZE], box[VAULT_SEALED_SIZE];

	randombytes_buf(seed, sizeof(seed));
	vault_box_seal(seed, seal->pk, box);
	vault_epoch_key(seal->chain, seed, seal->e, seal->n, writer->epoch_key);
	sqlite3_reset(writer->add_epoch);
	sqlite3_bind_int64(writer->add_epoch, 1, seal->e);
	sqlite3_bind_int64(writer->add_epoch, 2, seal->g);
	sqlite3_bind_int64(writer->add_epoch, 3, (sqlite3_int64)seal->n);
	sqlite3_bind_blob(writer->add_epoch, 4, box, sizeof(box), SQLITE_TRANSIENT);
	vault_chain_step(seal->chain, seal->e, seal->tail);
	seal->e++;
	return sqlite3_step(writer->add_epoch) == SQLITE_DONE ? 0 : -1;
}

static int add_row(struct writer *writer, const struct record *record)
{
	struct seal *seal = &writer->seal;
	uint8_t key[VAULT_KEY_SIZE], nonce[VAULT_NONCE_SIZE], plain[RECORD_WORKSHEET_SIZE];
	uint8_t blob[RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA];
	size_t size = record_size(record);

	record_encode(record, plain);
	randombytes_buf(nonce, sizeof(nonce));
	vault_row_step(writer->epoch_key, seal->n, key);
	vault_row_seal(key, seal->e - 1, seal->n, nonce, plain, size, blob);
	sqlite3_reset(writer->add_row);
	sqlite3_bind_int64(writer->add_row, 1, (sqlite3_int64)seal->n);
	sqlite3_bind_blob(writer->add_row, 2, blob, (int)(size + VAULT_ROW_EXTRA), SQLITE_TRANSIENT);
	vault_tail_step(seal->tail, seal->n);
	seal->n++;
	return sqlite3_step(writer->add_row) == SQLITE_DONE ? 0 : -1;
}

static int fill(struct writer *writer, const struct bulk *bulk)
{
	struct record record;

	if (sqlite3_exec(writer->db, "BEGIN", NULL, NULL, NULL) ||
	    sqlite3_prepare_v2(writer->db, "INSERT INTO epoch VALUES(?1,?2,?3,?4)", -1, &writer->add_epoch, NULL) ||
	    sqlite3_prepare_v2(writer->db, "INSERT INTO entry VALUES(?1,?2)", -1, &writer->add_row, NULL))
		return -1;
	for (uint64_t n = 0; n < bulk->rows; n++) {
		bulk->record(n, &record);
		if ((n % bulk->per_epoch == 0 && add_epoch(writer)) || add_row(writer, &record))
			return -1;
	}
	return sqlite3_exec(writer->db, "COMMIT", NULL, NULL, NULL) ? -1 : 0;
}

static int fill_database(struct writer *writer, const struct bulk *bulk, struct error *err)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "%s/store.db", bulk->dir);
	int r = sqlite3_open(path, &writer->db) ? -1 : fill(writer, bulk);
	if (r)
		error_set(err, ERROR_FAILED, "cannot fill '%s': %s", path, sqlite3_errmsg(writer->db));
	sqlite3_finalize(writer->add_epoch);
	sqlite3_finalize(writer->add_row);
	/* The last connection's closing empties the log. */
	sqlite3_close(writer->db);
	return r;
}

int bulk_create(const struct bulk *bulk, struct error *err)
{
	char path[PATH_SIZE], code[RECOVERY_CODE_SIZE];
	struct writer writer = {0};
	struct record last = {0};

	bulk->record(bulk->rows ? bulk->rows - 1 : 0, &last);
	struct instant now = {.wall_ms = last.wall_ms};
	snprintf(path, sizeof(path), "%s/seal", bulk->dir);
	if (store_create(bulk->dir, bulk->passphrase, strlen(bulk->passphrase), bulk->flags, now, code, err))
		return -1;
	if (seal_read(path, &writer.seal, NULL, err) || fill_database(&writer, bulk, err))
		return -1;
	writer.seal.counter++;
	return seal_write(path, &writer.seal, now, err);
}
