/*
 * The database in a stranger's hand, seal and keys as they were: rows, epochs and chains edited by SQL as an intruder
 * would, or bytes of the file itself. Whatever is delivered is the record that was stored under that number, once and
 * in order; who is told that all is well has all of them; and one more append still works or says why not.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>
#include <sqlite3.h>

#include <evenkeel/mem.h>
#include <evenkeel/store.h>
#include <evenkeel/vault.h>

#include "fuzz/fuzz.h"

#define PASSPHRASE "a passphrase for fuzzing"
#define START_MS INT64_C(1772442000000)

enum { ROWS_MAX = 64, KINDS = 3, FILES = 3, PATH = 300, EDITS_MAX = 24 };

/* The same numbers in every run of the program, so that what was found stays found. */
static uint64_t random_state;
static uint32_t next_random(void)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(random_state >> 33);
}
static void fill_random(void *const bytes, const size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)bytes)[i] = (uint8_t)(next_random() >> 7);
}
static const char *random_name(void)
{
	return "fuzz";
}
static struct randombytes_implementation fixed_random = {
	.implementation_name = random_name, .random = next_random, .buf = fill_random};

struct image {
	uint8_t *bytes;
	size_t size;
};

/* A store as it lies on disk, and what is in it. */
struct base {
	struct image files[FILES];
	uint8_t rows[ROWS_MAX][RECORD_WORKSHEET_SIZE];
	size_t sizes[ROWS_MAX]; /* 0: erased */
	uint64_t count;
	bool attested;
};
static const char *const names[FILES] = {"store.db", "seal", "keys"};
static struct base bases[KINDS];
static char root[PATH], dir[PATH + 8];
static struct vault_keys vault;

static const char *path_of(const char *name)
{
	static char path[PATH + 32];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void read_image(const char *name, struct image *ret)
{
	struct stat status;
	int fd = open(path_of(name), O_RDONLY);

	FUZZ_CHECK(fd >= 0 && fstat(fd, &status) == 0);
	ret->size = (size_t)status.st_size;
	ret->bytes = mem_new(ret->size, 1);
	FUZZ_CHECK(read(fd, ret->bytes, ret->size) == status.st_size);
	close(fd);
}

static void write_image(const char *name, const uint8_t *bytes, size_t size)
{
	int fd = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	FUZZ_CHECK(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	/* The seal's time is that of the last append. */
	const struct timespec times[2] = {{.tv_sec = START_MS / 1000}, {.tv_sec = START_MS / 1000}};
	FUZZ_CHECK(futimens(fd, times) == 0);
	close(fd);
}

static struct instant at(uint64_t n)
{
	return (struct instant){.wall_ms = START_MS + (int64_t)n * 60000, .boot_ms = (int64_t)n * 60000};
}

static struct record make_record(uint64_t n)
{
	struct record record = {.wall_ms = at(n).wall_ms, .parts = 1, .group = (uint32_t)(100 + n), .catalogue = 1};

	switch (n % 5) {
	case 0:
		record.kind = RECORD_WORKSHEET;
		record.worksheet.length =
			(uint16_t)snprintf(record.worksheet.text, RECORD_TEXT_MAX, "quiet %d", (int)n);
		break;
	case 1:
		record.kind = RECORD_BREAK;
		record.pause =
			(struct record_pause){.type = BREAK_REST, .outcome = BREAK_TAKEN, .taken_s = (uint32_t)n};
		break;
	case 2:
		record.kind = RECORD_TIP_FEEDBACK;
		record.tip.tip = (uint16_t)n;
		record.tip.verdict = 1;
		break;
	default:
		record.kind = RECORD_ANSWERED;
		record.count = 1;
		record.prompt = (struct record_prompt){
			.answers = {{(uint16_t)(1 + n), SCALE_M3, 2}}, .form = FORM_MOMENTARY, .origin = ORIGIN_PROMPT};
	}
	return record;
}

static void append(struct base *base, struct store *store, const struct record *record)
{
	FUZZ_CHECK(store_append(store, record, 1, at(base->count), 60, 0, NULL) == 0);
	record_encode(record, base->rows[base->count]);
	base->sizes[base->count++] = record_size(record);
}

static struct store *open_store(void)
{
	struct store *store = NULL;

	FUZZ_CHECK(store_open(&store, dir, NULL) == 0);
	return store;
}

/* Each call by a process of its own, as far as the chain can tell: a new epoch. */
static void append_some(struct base *base, int count)
{
	struct store *store = open_store();

	for (int i = 0; i < count; i++) {
		struct record record = make_record(base->count);
		append(base, store, &record);
	}
	store_free(store);
}

static void run_sql(const char *sql)
{
	sqlite3 *db = NULL;

	FUZZ_CHECK(sqlite3_open(path_of("store.db"), &db) == SQLITE_OK);
	FUZZ_CHECK(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
}

/* Row 2 goes, and a record of the person's own says so. */
static void erase_one(struct base *base)
{
	struct record record = {.kind = RECORD_ERASE, .wall_ms = at(base->count).wall_ms, .parts = 1, .group = 1};
	struct store *store = open_store();

	record.range.first = record.range.last = 2;
	vault_authority(&vault, RECORD_ERASE, 2, 2, base->count, record.range.mac);
	append(base, store, &record);
	store_free(store);
	run_sql("DELETE FROM entry WHERE n=2");
	base->sizes[2] = 0;
}

static void read_once(void)
{
	struct store *store = open_store();
	struct store_report report;

	FUZZ_CHECK(store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), NULL) == 0);
	FUZZ_CHECK(store_read(store, NULL, NULL, &report, NULL) == 0);
	store_free(store);
}

static void clear_directory(void)
{
	static const char *const all[] = {"store.db", "store.db-wal", "store.db-shm", "seal",     "keys",
					  "keys.bak", "keys.tmp",     "write.lock",   "seal.tmp", "daemon.lock"};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		unlink(path_of(all[i]));
}

/* Sealed boxes; or wrapped ones, a mark and sealed ones behind them; or a chain that began without the person, too. */
static void make_base(struct base *base, int kind)
{
	char code[RECOVERY_CODE_SIZE];
	uint8_t master[VAULT_MASTER_SIZE];

	clear_directory();
	random_state = 1;
	FUZZ_CHECK(store_create(dir, PASSPHRASE, strlen(PASSPHRASE), STORE_TEST_KDF, at(0), code, NULL) == 0);
	FUZZ_CHECK(vault_code_decode(code, master, NULL) == 0);
	vault_derive(master, &vault);
	append_some(base, 4);
	append_some(base, 1);
	if (kind > 0) {
		erase_one(base);
		read_once();
		append_some(base, 3);
	}
	if (kind > 1) {
		unlink(path_of("seal"));
		append_some(base, 3);
	}
	append_some(base, 2);
	base->attested = kind < 2;
	for (int i = 0; i < FILES; i++)
		read_image(names[i], &base->files[i]);
}

static void forget_directory(void)
{
	clear_directory();
	rmdir(dir);
	rmdir(root);
}

static void prepare(void)
{
	const char *parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR");

	randombytes_set_implementation(&fixed_random);
	snprintf(root, sizeof(root), "%s/fuzz-rows.XXXXXX", parent && *parent ? parent : "/tmp");
	FUZZ_CHECK(mkdtemp(root));
	snprintf(dir, sizeof(dir), "%s/store", root);
	atexit(forget_directory);
	for (int kind = 0; kind < KINDS; kind++)
		make_base(&bases[kind], kind);
}

struct input {
	const uint8_t *bytes;
	size_t size;
};

static uint8_t take(struct input *input)
{
	if (input->size == 0)
		return 0;
	input->size--;
	return *input->bytes++;
}

/* Mostly numbers that are there; none that only sends the walk far. */
static sqlite3_int64 take_number(struct input *input)
{
	static const sqlite3_int64 odd[] = {
		-1, INT64_MIN, INT64_MAX, INT64_C(0xffffffff), INT64_C(0x100000000), 1000, INT64_C(0xfffffffe), 33};
	uint8_t byte = take(input);

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
	vault_box_seal(secret, vault.pk, box);
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

static void edit_once(sqlite3 *db, struct input *input)
{
	sqlite3_stmt *statement = NULL;
	uint8_t which = take(input);

	FUZZ_CHECK(sqlite3_prepare_v2(db, edits[which % (sizeof(edits) / sizeof(edits[0]))], -1, &statement, NULL) ==
		   SQLITE_OK);
	int parameters = sqlite3_bind_parameter_count(statement);
	for (int i = 1; i <= 3 && i <= parameters; i++)
		sqlite3_bind_int64(statement, i, take_number(input));
	if (parameters >= 4) {
		size_t size = take(input) % 128;
		size = size < input->size ? size : input->size;
		sqlite3_bind_blob(statement, 4, input->bytes, (int)size, SQLITE_STATIC);
		input->bytes += size;
		input->size -= size;
	}
	sqlite3_step(statement);
	sqlite3_finalize(statement);
}

/* Through SQLite in memory: the file's header says WAL, which memory cannot do. */
static void edit_rows(struct image *image, struct input *input)
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

/* Bytes at places, and perhaps a shorter file: the last edit says so. */
static void edit_file(struct image *image, struct input *input)
{
	while (input->size >= 4) {
		uint8_t what = take(input);
		size_t place = (size_t)take(input) | (size_t)take(input) << 8 | (size_t)(what & 1) << 16;
		uint8_t value = take(input);
		if ((what & 0xf0) == 0xf0)
			image->size = place % (image->size + 1);
		else if (image->size)
			image->bytes[place % image->size] =
				what & 2 ? value : image->bytes[place % image->size] ^ value;
	}
}

struct reader {
	const struct base *base;
	uint64_t delivered, next;
	bool appended; /* a row behind the base's may be the one appended */
	uint8_t extra[RECORD_WORKSHEET_SIZE];
};

static int take_row(void *context, uint64_t n, const struct record *record)
{
	struct reader *reader = context;
	const struct base *base = reader->base;
	uint8_t bytes[RECORD_WORKSHEET_SIZE];
	size_t size = record_size(record);

	FUZZ_CHECK(n >= reader->next);
	reader->next = n + 1;
	record_encode(record, bytes);
	if (n < base->count) {
		FUZZ_CHECK(size == base->sizes[n] && memcmp(bytes, base->rows[n], size) == 0);
		reader->delivered++;
		return 0;
	}
	FUZZ_CHECK(reader->appended);
	bytes[2] &= (uint8_t)~RECORD_DELAYED;
	FUZZ_CHECK(size == RECORD_SIZE && memcmp(bytes, reader->extra, size) == 0);
	return 0;
}

static uint64_t rows_of(const struct base *base)
{
	uint64_t rows = 0;

	for (uint64_t n = 0; n < base->count; n++)
		rows += base->sizes[n] > 0;
	return rows;
}

static void read_and_check(const struct base *base, struct store *store, struct reader *reader)
{
	struct store_report report;
	struct error err = {0};

	reader->base = base;
	reader->delivered = reader->next = 0;
	int r = store_read(store, take_row, reader, &report, &err);
	FUZZ_CHECK(r == 0 || (r == -1 && err.message[0]));
	if (r != 0)
		return;
	FUZZ_CHECK(report.healthy || report.finding_count > 0);
	if (report.healthy)
		FUZZ_CHECK(base->attested && reader->delivered == rows_of(base));
}

static void append_extra(const struct base *base, struct store *store, struct reader *reader)
{
	struct record record = make_record(3);
	struct error err = {0};

	record.wall_ms = at(base->count).wall_ms;
	record_encode(&record, reader->extra);
	int r = store_append(store, &record, 1, at(base->count), 60, 0, &err);
	FUZZ_CHECK(r == 0 || (r == -1 && err.message[0]));
	reader->appended = r == 0;
}

static void use(const struct base *base, bool append_first, bool append_too)
{
	struct store *store = NULL;
	struct reader reader = {0};
	struct error err = {0};
	int r = store_open(&store, dir, &err);

	FUZZ_CHECK(r == 0 || (r == -1 && err.message[0]));
	if (r != 0)
		return;
	FUZZ_CHECK(store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err) == 0);
	if (append_first)
		append_extra(base, store, &reader);
	read_and_check(base, store, &reader);
	/* Boxes are wrapped now, if any were to be. */
	if (append_too && !append_first)
		append_extra(base, store, &reader);
	read_and_check(base, store, &reader);
	store_free(store);
}

int FUZZ_TARGET(fuzz_rows)(const uint8_t *bytes, size_t size)
{
	struct input input = {bytes, size};
	struct image image;

	if (!root[0])
		prepare();
	if (size < 1)
		return 0;
	uint8_t how = take(&input);
	const struct base *base = &bases[how % KINDS];
	random_state = 2;
	image.size = base->files[0].size;
	image.bytes = mem_new(image.size, 1);
	memcpy(image.bytes, base->files[0].bytes, image.size);
	if (how & 0x40)
		edit_file(&image, &input);
	else
		edit_rows(&image, &input);
	clear_directory();
	write_image(names[0], image.bytes, image.size);
	for (int i = 1; i < FILES; i++)
		write_image(names[i], base->files[i].bytes, base->files[i].size);
	mem_free(image.bytes);
	use(base, how & 0x80, how & 0x20);
	return 0;
}
