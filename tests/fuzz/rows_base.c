#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>
#include <sqlite3.h>

#include <evenkeel/mem.h>

#include "fuzz.h"
#include "rows_base.h"

#define START_MS INT64_C(1772442000000)

enum { PATH = 300 };

static uint64_t random_state;

void rows_random_from(uint64_t seed)
{
	random_state = seed;
}

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

static const char *const names[ROWS_FILES] = {"store.db", "seal", "keys"};
static struct rows_base bases[ROWS_KINDS];
static char root[PATH], dir[PATH + 8];
static struct vault_keys vault;

const struct vault_keys *rows_keys(void)
{
	return &vault;
}

const char *rows_dir(void)
{
	return dir;
}

static const char *path_of(const char *name)
{
	static char path[PATH + 32];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void read_image(const char *name, struct rows_image *ret)
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

struct instant rows_at(uint64_t n)
{
	return (struct instant){.wall_ms = START_MS + (int64_t)n * 60000, .boot_ms = (int64_t)n * 60000};
}

struct record rows_record(uint64_t n)
{
	struct record record = {
		.wall_ms = rows_at(n).wall_ms, .parts = 1, .group = (uint32_t)(100 + n), .catalogue = 1};

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

static void append(struct rows_base *base, struct store *store, const struct record *record)
{
	FUZZ_CHECK(store_append(store, record, 1, rows_at(base->count), 60, 0, NULL) == 0);
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
static void append_some(struct rows_base *base, int count)
{
	struct store *store = open_store();

	for (int i = 0; i < count; i++) {
		struct record record = rows_record(base->count);
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
static void erase_one(struct rows_base *base)
{
	struct record record = {.kind = RECORD_ERASE, .wall_ms = rows_at(base->count).wall_ms, .parts = 1, .group = 1};
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

	FUZZ_CHECK(store_unlock(store, ROWS_PASSPHRASE, strlen(ROWS_PASSPHRASE), NULL) == 0);
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

static int keep_clock(void *context, uint64_t n, const struct record *record)
{
	struct rows_base *base = context;

	if (record->kind == RECORD_CLOCK) {
		record_encode(record, base->rows[n]);
		base->sizes[n] = record_size(record);
	}
	return 0;
}

static void keep_images(struct rows_base *base)
{
	for (int i = 0; i < ROWS_FILES; i++) {
		mem_free(base->files[i].bytes);
		read_image(names[i], &base->files[i]);
	}
}

/* A chain that begins without a seal begins with a CLOCK of the store's own; what it says is read from a store that is then put back. */
static void append_without_seal(struct rows_base *base)
{
	struct store_report report;

	unlink(path_of("seal"));
	base->count++;
	append_some(base, 3);
	keep_images(base);
	struct store *store = open_store();
	FUZZ_CHECK(store_unlock(store, ROWS_PASSPHRASE, strlen(ROWS_PASSPHRASE), NULL) == 0);
	FUZZ_CHECK(store_read(store, keep_clock, base, &report, NULL) == 0);
	store_free(store);
	rows_lay(base, &base->files[0]);
}

static void make_base(struct rows_base *base, int kind)
{
	char code[RECOVERY_CODE_SIZE];
	uint8_t master[VAULT_MASTER_SIZE];

	clear_directory();
	rows_random_from(1);
	FUZZ_CHECK(store_create(dir, ROWS_PASSPHRASE, strlen(ROWS_PASSPHRASE), STORE_TEST_KDF, rows_at(0), code,
				NULL) == 0);
	FUZZ_CHECK(vault_code_decode(code, master, NULL) == 0);
	vault_derive(master, &vault);
	append_some(base, 4);
	append_some(base, 1);
	if (kind > 0) {
		erase_one(base);
		read_once();
		append_some(base, 3);
	}
	if (kind > 1)
		append_without_seal(base);
	append_some(base, 2);
	base->attested = kind < 2;
	keep_images(base);
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
	for (int kind = 0; kind < ROWS_KINDS; kind++)
		make_base(&bases[kind], kind);
}

const struct rows_base *rows_base(unsigned kind)
{
	if (!root[0])
		prepare();
	return &bases[kind % ROWS_KINDS];
}

void rows_lay(const struct rows_base *base, const struct rows_image *database)
{
	clear_directory();
	write_image(names[0], database->bytes, database->size);
	for (int i = 1; i < ROWS_FILES; i++)
		write_image(names[i], base->files[i].bytes, base->files[i].size);
}
