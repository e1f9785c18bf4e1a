#include <string.h>

#include <sqlite3.h>

#include <evenkeel/mem.h>

#include "fuzz.h"
#include "rows_edit.h"

enum { EDITS_MAX = 24 };

uint8_t rows_take(struct rows_input *input)
{
	if (input->size == 0)
		return 0;
	input->size--;
	return *input->bytes++;
}

/* Mostly numbers that are there; none that only sends the walk far. */
static sqlite3_int64 take_number(struct rows_input *input)
{
	static const sqlite3_int64 odd[] = {
		-1, INT64_MIN, INT64_MAX, INT64_C(0xffffffff), INT64_C(0x100000000), 1000, INT64_C(0xfffffffe), 33};
	uint8_t byte = rows_take(input);

	return byte < 0xf0 ? byte % 24 : odd[byte % 8];
}

/* flip(blob, place, bits); sealed(blob): a box for pk, which anybody can make. */
static void sql_flip(sqlite3_context *context, int count, sqlite3_value **values)
{
	uint8_t bytes[2048];
	int size = sqlite3_value_bytes(values[0]);
	const void *blob = sqlite3_value_blob(values[0]);

	(void)count;
	if (size > 0 && size <= (int)sizeof(bytes)) {
		memcpy(bytes, blob, (size_t)size);
		bytes[(uint64_t)sqlite3_value_int64(values[1]) % (uint64_t)size] ^=
			(uint8_t)sqlite3_value_int(values[2]);
		sqlite3_result_blob(context, bytes, size, SQLITE_TRANSIENT);
	} else {
		sqlite3_result_zeroblob(context, 0);
	}
}

static void sql_sealed(sqlite3_context *context, int count, sqlite3_value **values)
{
	uint8_t secret[VAULT_KEY_SIZE] = {0}, box[VAULT_SEALED_SIZE];
	int size = sqlite3_value_bytes(values[0]);
	const void *blob = sqlite3_value_blob(values[0]);

	(void)count;
	if (size > 0)
		memcpy(secret, blob, (size_t)size < sizeof(secret) ? (size_t)size : sizeof(secret));
	vault_box_seal(secret, rows_keys()->pk, box);
	sqlite3_result_blob(context, box, sizeof(box), SQLITE_TRANSIENT);
}

static const char *const edits[] = {
	"UPDATE entry SET blob=flip(blob,?2*24+?3,?1+1) WHERE n=?3",
	"UPDATE entry SET blob=flip(blob,?2,?3) WHERE n=?1",
	"UPDATE entry SET blob=?4 WHERE n=?1",
	"DELETE FROM entry WHERE n=?1",
	"DELETE FROM entry WHERE n>=?1",
	"UPDATE OR IGNORE entry SET n=?2 WHERE n=?1",
	"UPDATE OR IGNORE entry SET n=n+?2 WHERE n>=?1",
	"UPDATE OR IGNORE entry SET n=-n-1",
	"UPDATE entry SET blob=coalesce((SELECT blob FROM entry WHERE n=?2),blob) WHERE n=?1",
	"INSERT OR IGNORE INTO entry SELECT ?2,blob FROM entry WHERE n=?1",
	"INSERT OR IGNORE INTO entry VALUES(?1,?4)",
	"INSERT OR IGNORE INTO entry VALUES(?1,zeroblob(104))",
	"UPDATE epoch SET box=flip(box,?2,?3) WHERE e=?1",
	"UPDATE epoch SET box=?4 WHERE e=?1",
	"UPDATE epoch SET box=sealed(?4) WHERE e=?1",
	"UPDATE epoch SET box=coalesce((SELECT box FROM epoch WHERE e=?2),box) WHERE e=?1",
	"UPDATE OR IGNORE epoch SET e=?2 WHERE e=?1",
	"UPDATE OR IGNORE epoch SET first_n=?2 WHERE e=?1",
	"UPDATE OR IGNORE epoch SET g=?2 WHERE e=?1",
	"DELETE FROM epoch WHERE e=?1",
	"DELETE FROM epoch WHERE e>=?1",
	"INSERT OR IGNORE INTO epoch VALUES(?1,?2,?3,?4)",
	"INSERT OR IGNORE INTO epoch VALUES(?1,?2,?3,sealed(?4))",
	"UPDATE chain SET kind=?2 WHERE g=?1",
	"UPDATE OR IGNORE chain SET g=?2 WHERE g=?1",
	"UPDATE chain SET first_e=?2 WHERE g=?1",
	"UPDATE chain SET first_n=?2 WHERE g=?1",
	"UPDATE chain SET box=flip(box,?2,?3) WHERE g=?1",
	"UPDATE chain SET box=sealed(?4),kind=1 WHERE g=?1",
	"UPDATE chain SET box=?4 WHERE g=?1",
	"UPDATE chain SET box=coalesce((SELECT box FROM epoch WHERE e=?2),box) WHERE g=?1",
	"DELETE FROM chain WHERE g=?1",
	"INSERT OR IGNORE INTO chain VALUES(?1,?2,?3,0,x'')",
	"INSERT OR IGNORE INTO chain VALUES(?1,?2,?3,1,sealed(?4))",
	"INSERT OR IGNORE INTO chain VALUES(?1,?2,?3,2,?4)",
};

static void edit_once(sqlite3 *db, struct rows_input *input)
{
	sqlite3_stmt *statement = NULL;
	uint8_t which = rows_take(input);

	FUZZ_CHECK(sqlite3_prepare_v2(db, edits[which % (sizeof(edits) / sizeof(edits[0]))], -1, &statement, NULL) ==
		   SQLITE_OK);
	int parameters = sqlite3_bind_parameter_count(statement);
	for (int i = 1; i <= 3 && i <= parameters; i++)
		sqlite3_bind_int64(statement, i, take_number(input));
	if (parameters >= 4) {
		size_t size = rows_take(input) % 128;
		size = size < input->size ? size : input->size;
		sqlite3_bind_blob(statement, 4, input->bytes, (int)size, SQLITE_STATIC);
		input->bytes += size;
		input->size -= size;
	}
	sqlite3_step(statement);
	sqlite3_finalize(statement);
}

/* Through SQLite in memory: the file's header says WAL, which memory cannot do. */
void rows_edit_sql(struct rows_image *image, struct rows_input *input)
{
	sqlite3 *db = NULL;
	sqlite3_int64 size = 0;
	unsigned char *copy = sqlite3_malloc64(image->size);

	memcpy(copy, image->bytes, image->size);
	copy[18] = copy[19] = 1;
	FUZZ_CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
	FUZZ_CHECK(sqlite3_deserialize(db, "main", copy, (sqlite3_int64)image->size, (sqlite3_int64)image->size,
				       SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK);
	sqlite3_exec(db, "PRAGMA ignore_check_constraints=ON", NULL, NULL, NULL);
	sqlite3_create_function(db, "flip", 3, SQLITE_UTF8, NULL, sql_flip, NULL, NULL);
	sqlite3_create_function(db, "sealed", 1, SQLITE_UTF8, NULL, sql_sealed, NULL, NULL);
	for (int i = 0; i < EDITS_MAX && input->size > 1; i++)
		edit_once(db, input);
	unsigned char *out = sqlite3_serialize(db, "main", &size, 0);
	FUZZ_CHECK(out && size > 100);
	out[18] = out[19] = 2;
	mem_free(image->bytes);
	image->bytes = mem_new((size_t)size, 1);
	image->size = (size_t)size;
	memcpy(image->bytes, out, image->size);
	sqlite3_free(out);
	sqlite3_close(db);
}

void rows_edit_bytes(struct rows_image *image, struct rows_input *input)
{
	while (input->size >= 4) {
		uint8_t what = rows_take(input);
		size_t place = (size_t)rows_take(input) | (size_t)rows_take(input) << 8 | (size_t)(what & 1) << 16;
		uint8_t value = rows_take(input);
		if ((what & 0xf0) == 0xf0)
			image->size = place % (image->size + 1);
		else if (image->size)
			image->bytes[place % image->size] =
				what & 2 ? value : image->bytes[place % image->size] ^ value;
	}
}
