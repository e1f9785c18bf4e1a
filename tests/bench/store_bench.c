/*
 * What the store costs, against the bars of design/STORE.md, section 10. Each ratio is one of medians of measures
 * that took turns, so that a busy machine slows both sides. Time is what a person waits; of the scans, which may use
 * more than one processor, what all of them spent is shown beside it. Usage: store_bench DIR BUILD [--quick], or store_bench
 * --pwhash, which is the bare process that reading commands are held against.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>
#include <sqlite3.h>

#include <evenkeel/keys.h>
#include <evenkeel/mem.h>
#include <evenkeel/paths.h>

#include "store/bulk.h"

#define PASSPHRASE "a passphrase for measuring"
#define START_MS INT64_C(1704096000000) /* 2024-01-01 08:00 UTC */
#define DAY_MS INT64_C(86400000)

enum { PER_DAY = 20, ROUNDS_MAX = 600, PATH = 512 };

static const char *root, *build;
static bool quick;
static int over;

static void die(const char *what, const struct error *err)
{
	fprintf(stderr, "store_bench: %s%s%s\n", what, err ? ": " : "", err ? err->message : "");
	exit(2);
}

static double now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* What a person waits for, and what the processors spent on it in all threads. */
struct took {
	double wall_ms, cpu_ms;
};

static struct took clocks(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (struct took){.wall_ms = now_ms(), .cpu_ms = (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6};
}

static struct took between(struct took begun, struct took end)
{
	return (struct took){.wall_ms = end.wall_ms - begun.wall_ms, .cpu_ms = end.cpu_ms - begun.cpu_ms};
}

/* One side of a comparison. */
struct series {
	double ms[ROUNDS_MAX];
	int count;
};

static void add(struct series *series, double ms)
{
	if (series->count < ROUNDS_MAX)
		series->ms[series->count++] = ms;
}

/* One side of a comparison whose processor time is of interest, too. */
struct pair {
	struct series wall, cpu;
};

static void note(struct pair *pair, struct took took)
{
	add(&pair->wall, took.wall_ms);
	add(&pair->cpu, took.cpu_ms);
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static double median(const struct series *series)
{
	struct series sorted = *series;

	qsort(sorted.ms, (size_t)sorted.count, sizeof(sorted.ms[0]), compare);
	return sorted.count ? sorted.ms[sorted.count / 2] : 0;
}

static double mean(const double *ms, int count)
{
	double sum = 0;

	for (int i = 0; i < count; i++)
		sum += ms[i];
	return count ? sum / count : 0;
}

/*
 * On a busy machine a short measure slips through between two interruptions, while a long one meets its share of them,
 * so that the ratio of their medians grows with the load. Here each round of @shorter becomes the mean of as many
 * rounds as last about as long as one of @longer.
 */
static struct series evened(const struct series *shorter, const struct series *longer)
{
	double times = mean(longer->ms, longer->count) / mean(shorter->ms, shorter->count);
	int group = times > 1 ? (int)(times + 0.5) : 1;
	struct series ret = {0};

	if (group > shorter->count)
		group = shorter->count;
	for (int i = 0; i + group <= shorter->count; i++)
		add(&ret, mean(shorter->ms + i, group));
	return ret;
}

/* @bar 0: only shown. */
static void line(const char *measure, double value, const char *unit, double bar)
{
	char wanted[32] = "", verdict[8] = "shown";

	if (bar > 0) {
		snprintf(wanted, sizeof(wanted), "<= %g%s", bar, unit);
		snprintf(verdict, sizeof(verdict), "%s", value <= bar ? "pass" : "over");
		over += value > bar;
	}
	printf("%-62s %9.2f%-2s %-10s %s\n", measure, value, unit, wanted, verdict);
	fflush(stdout);
}

static void ratio(const char *measure, const struct series *one, const struct series *other, double bar)
{
	char words[128];
	double a = median(one), b = median(other);

	snprintf(words, sizeof(words), "%s (%.*f / %.*f ms)", measure, a < 100, a, b < 10 ? 2 : b < 100, b);
	line(words, a / b, "x", bar);
}

static void ratio_evened(const char *measure, const struct series *longer, const struct series *shorter, double bar)
{
	struct series even = evened(shorter, longer);

	ratio(measure, longer, &even, bar);
}

static void ratios(const char *measure, const struct pair *one, const struct pair *other, double bar)
{
	ratio_evened(measure, &one->wall, &other->wall, bar);
	ratio("   beside it: in processor time", &one->cpu, &other->cpu, 0);
}

static void checkin(uint64_t n, struct record *ret)
{
	uint64_t day = n / PER_DAY, turn = n % PER_DAY;

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

static void worksheet(uint64_t n, struct record *ret)
{
	*ret = (struct record){
		.kind = RECORD_WORKSHEET, .wall_ms = START_MS + (int64_t)n * 60000, .parts = 1, .catalogue = 1};
	ret->worksheet.length = 4;
	memcpy(ret->worksheet.text, "calm", 4);
}

static const char *path_of(const char *name, const char *file)
{
	static char path[2][PATH];
	static int turn;

	turn = !turn;
	snprintf(path[turn], PATH, "%s/%s%s%s", root, name, *file ? "/" : "", file);
	return path[turn];
}

static void make(const char *name, uint64_t rows, unsigned per_epoch, enum store_flag flags,
		 void (*record)(uint64_t n, struct record *ret))
{
	char dir[PATH];
	struct error err;
	struct bulk bulk = {.dir = dir,
			    .passphrase = PASSPHRASE,
			    .flags = flags,
			    .rows = rows,
			    .per_epoch = per_epoch,
			    .record = record};

	snprintf(dir, sizeof(dir), "%s", path_of(name, ""));
	if (bulk_create(&bulk, &err))
		die(name, &err);
}

static struct store *open_store(const char *name, bool unlock)
{
	struct store *store = NULL;
	struct error err = {0};

	if (store_open(&store, path_of(name, ""), &err) ||
	    (unlock && store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err)))
		die(name, &err);
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
		scan->to_last = clocks();
	return 0;
}

static struct took scan_store(struct store *store, uint64_t rows, struct took *ret_to_last)
{
	struct scan scan = {.last = rows - 1};
	struct store_report report;
	struct error err = {0};
	struct took begun = clocks();

	if (store_read(store, take, &scan, &report, &err))
		die("store_read", &err);
	struct took whole = between(begun, clocks());
	if (!report.healthy || report.records != rows)
		die("a store for measuring is not sound", NULL);
	if (ret_to_last)
		*ret_to_last = between(begun, scan.to_last);
	return whole;
}

/* Plain rows of the same size, through the same library with the same settings. */
static const char plain_settings[] = "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
				     "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
				     "PRAGMA cache_size=-512; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL";

/* The functions of a SQLite: ours, or SQLCipher's own. */
struct sql {
	int (*open)(const char *path, sqlite3 **ret);
	int (*exec)(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *context,
		    char **message);
	int (*prepare)(sqlite3 *db, const char *sql, int size, sqlite3_stmt **ret, const char **tail);
	int (*step)(sqlite3_stmt *statement);
	int (*reset)(sqlite3_stmt *statement);
	sqlite3_int64 (*int64)(sqlite3_stmt *statement, int column);
	const void *(*blob)(sqlite3_stmt *statement, int column);
};
static const struct sql plain_sql = {sqlite3_open,  sqlite3_exec,         sqlite3_prepare_v2, sqlite3_step,
				     sqlite3_reset, sqlite3_column_int64, sqlite3_column_blob};

struct plain {
	struct sql sql;
	sqlite3 *db;
	sqlite3_stmt *select;
	bool there;
};

static void open_plain(struct plain *plain, const struct sql *sql, const char *name, uint64_t rows, const char *key)
{
	char fill[256];

	*plain = (struct plain){.sql = *sql, .there = true};
	snprintf(fill, sizeof(fill),
		 "CREATE TABLE entry(n INTEGER PRIMARY KEY, blob BLOB NOT NULL); BEGIN; WITH RECURSIVE i(n) AS (SELECT "
		 "0 UNION ALL "
		 "SELECT n+1 FROM i WHERE n<%llu) INSERT INTO entry SELECT n,randomblob(104) FROM i; COMMIT",
		 (unsigned long long)rows - 1);
	if (sql->open(path_of(name, ""), &plain->db) || (key && sql->exec(plain->db, key, NULL, NULL, NULL)) ||
	    sql->exec(plain->db, plain_settings, NULL, NULL, NULL) || sql->exec(plain->db, fill, NULL, NULL, NULL) ||
	    sql->exec(plain->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL) ||
	    sql->prepare(plain->db, "SELECT n,blob FROM entry ORDER BY n", -1, &plain->select, NULL))
		die("plain rows cannot be made", NULL);
}

/* So that no compiler leaves out what is read. */
static volatile uint64_t kept_sum;

static struct took scan_plain(struct plain *plain, uint64_t rows)
{
	struct took begun = clocks();
	uint64_t count = 0, sum = 0;

	for (; plain->sql.step(plain->select) == SQLITE_ROW; count++) {
		const uint8_t *blob = plain->sql.blob(plain->select, 1);
		sum += (uint64_t)plain->sql.int64(plain->select, 0) + blob[0] + blob[103];
	}
	plain->sql.reset(plain->select);
	struct took whole = between(begun, clocks());
	kept_sum = sum;
	if (count != rows)
		die("plain rows are missing", NULL);
	return whole;
}

/* SQLCipher brings names of SQLite's along: it stays in a room of its own, which sanitizers do not allow. */
static bool find_cipher(struct sql *ret)
{
	static const char *const names[] = {"sqlite3_open",       "sqlite3_exec",  "sqlite3_prepare_v2",
					    "sqlite3_step",       "sqlite3_reset", "sqlite3_column_int64",
					    "sqlite3_column_blob"};
	static const char *const libraries[] = {"libsqlcipher.so.0", "libsqlcipher.so.1", "libsqlcipher.so"};
	void *functions[sizeof(names) / sizeof(names[0])], *library = NULL;

	if (dlsym(RTLD_DEFAULT, "__asan_init") || dlsym(RTLD_DEFAULT, "__tsan_init"))
		return false;
	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]) && !library; i++)
		library = dlopen(libraries[i], RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		functions[i] = library ? dlsym(library, names[i]) : NULL;
		if (!functions[i])
			return false;
	}
	_Static_assert(sizeof(functions) == sizeof(*ret), "one pointer each");
	memcpy(ret, functions, sizeof(*ret));
	return true;
}

static void measure_scan(const char *measure, const char *store_name, uint64_t rows, int rounds, double bar,
			 bool cipher_too)
{
	struct pair ours = {0}, plains = {0}, ciphers = {0};
	struct plain plain, cipher = {0};
	struct store *store = open_store(store_name, true);
	struct sql sql;
	char name[64];

	snprintf(name, sizeof(name), "plain-%s", store_name);
	open_plain(&plain, &plain_sql, name, rows, NULL);
	snprintf(name, sizeof(name), "cipher-%s", store_name);
	if (cipher_too && find_cipher(&sql))
		open_plain(&cipher, &sql, name, rows, "PRAGMA key='a passphrase'");
	/* One round to warm up, which wraps the boxes, too. */
	for (int i = -1; i < rounds; i++) {
		struct took a = scan_store(store, rows, NULL), b = scan_plain(&plain, rows);
		struct took c = cipher.there ? scan_plain(&cipher, rows) : (struct took){0};
		if (i < 0)
			continue;
		note(&ours, a);
		note(&plains, b);
		note(&ciphers, c);
	}
	store_free(store);
	ratios(measure, &ours, &plains, bar);
	if (cipher.there)
		ratio_evened("   beside it: SQLCipher on the same rows", &ciphers.wall, &plains.wall, 0);
	else if (cipher_too)
		printf("   beside it: no SQLCipher here (package libsqlcipher0)\n");
}

static void copy_file(const char *from, const char *to)
{
	char buffer[65536];
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t size;

	if (in < 0 || out < 0)
		die("a file cannot be copied", NULL);
	while ((size = read(in, buffer, sizeof(buffer))) > 0)
		if (write(out, buffer, (size_t)size) != size)
			die("a file cannot be copied", NULL);
	/* Else the disk is still at it while the next measure runs. */
	fsync(out);
	close(in);
	close(out);
}

/* The first unlock's work, again and again: the database as it was before it is laid back each time. */
static void measure_sealed(uint64_t rows, int rounds)
{
	struct pair to_last = {0}, whole = {0}, plains = {0};
	struct plain plain;
	char kept[PATH];

	make("sealed", rows, PER_DAY, STORE_TEST_KDF, checkin);
	snprintf(kept, sizeof(kept), "%s", path_of("sealed.db", ""));
	copy_file(path_of("sealed", "store.db"), kept);
	open_plain(&plain, &plain_sql, "plain-sealed", rows, NULL);
	for (int i = -1; i < rounds; i++) {
		copy_file(kept, path_of("sealed", "store.db"));
		struct store *store = open_store("sealed", true);
		struct took last, all = scan_store(store, rows, &last), other = scan_plain(&plain, rows);
		store_free(store);
		if (i < 0)
			continue;
		note(&to_last, last);
		note(&whole, all);
		note(&plains, other);
	}
	ratios("full scan, sealed boxes, 20 an epoch", &to_last, &plains, 25);
	ratio_evened("   beside it: with wrapping them anew, once", &whole.wall, &plains.wall, 0);
}

static void measure_append(uint64_t rows, int rounds)
{
	struct series bare = {0}, acknowledged = {0}, settled = {0};
	struct store *store = open_store("day15", false);
	int fd = open(path_of("bare", ""), O_RDWR | O_CREAT | O_TRUNC, 0600);
	uint8_t bytes[RECORD_SIZE] = {1};
	struct record record;
	struct error err = {0};

	for (int i = 0; i < rounds; i++) {
		checkin(rows + (uint64_t)i, &record);
		double begun = now_ms();
		if (pwrite(fd, bytes, sizeof(bytes), (off_t)i * (off_t)sizeof(bytes)) != sizeof(bytes) || fdatasync(fd))
			die("pwrite", NULL);
		double written = now_ms();
		if (store_append(store, &record, 1, (struct instant){.wall_ms = record.wall_ms}, 0, 0, &err))
			die("store_append", &err);
		double stored = now_ms();
		store_settle(store);
		add(&bare, written - begun);
		add(&acknowledged, stored - written);
		add(&settled, now_ms() - written);
	}
	close(fd);
	store_free(store);
	ratio("append to acknowledgement / pwrite + fdatasync", &acknowledged, &bare, 8);
	ratio("append with checkpoint / pwrite + fdatasync", &settled, &bare, 40);
}

static int derive(void)
{
	static const uint8_t salt[VAULT_SALT_SIZE] = {1};
	uint8_t key[VAULT_KEY_SIZE];

	return crypto_pwhash(key, sizeof(key), PASSPHRASE, strlen(PASSPHRASE), salt, KEYS_OPS,
			     (size_t)KEYS_MEM_KIB * 1024, crypto_pwhash_ALG_ARGON2ID13);
}

static double time_unlock(uint64_t rows)
{
	double begun = now_ms();
	struct store *store = open_store("real15", true);

	scan_store(store, rows, NULL);
	store_free(store);
	return now_ms() - begun;
}

static void measure_unlock(uint64_t rows, int rounds)
{
	struct series unlock = {0}, bare = {0};

	for (int i = -1; i < rounds; i++) {
		double begun = now_ms();
		if (derive())
			die("not enough memory for crypto_pwhash", NULL);
		double a = now_ms() - begun, b = time_unlock(rows);
		if (i < 0)
			continue;
		add(&bare, a);
		add(&unlock, b);
	}
	ratio("unlock and read 15k / crypto_pwhash", &unlock, &bare, 1.15);
}

static double time_process(char *const arguments[])
{
	double begun = now_ms();
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, 0);
		dup2(null, 1);
		execv(arguments[0], arguments);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status))
		die(arguments[0], NULL);
	return now_ms() - begun;
}

static void measure_trends(const char *measure, const char *name, uint64_t rows, int rounds, double bar)
{
	static char pwhash[] = "--pwhash", trends[] = "trends", option[] = "--store";
	char client[PATH], dir[PATH], self[PATH], at[64];
	struct series ours = {0}, bare = {0};
	struct record last;

	checkin(rows, &last);
	time_t when = (time_t)(last.wall_ms / 1000);
	struct tm broken;
	gmtime_r(&when, &broken);
	strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%SZ", &broken);
	setenv("EVENKEEL_NOW", at, 1);
	snprintf(client, sizeof(client), "%s/evenkeel", build);
	snprintf(self, sizeof(self), "%s/tests/bench/store_bench", build);
	snprintf(dir, sizeof(dir), "%s", path_of(name, ""));
	char *const whole[] = {client, option, dir, trends, NULL};
	char *const alone[] = {self, pwhash, NULL};
	for (int i = -1; i < rounds; i++) {
		double a = time_process(whole), b = time_process(alone);
		if (i < 0)
			continue;
		add(&ours, a);
		add(&bare, b);
	}
	ratio(measure, &ours, &bare, bar);
}

static void set_passphrase_file(void)
{
	const char *path = path_of("passphrase", "");
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, PASSPHRASE "\n", strlen(PASSPHRASE) + 1) < 0)
		die("a passphrase file", NULL);
	close(fd);
	setenv("EVENKEEL_PASSPHRASE_FILE", path, 1);
}

static double size_of(const char *name)
{
	struct stat status;

	return stat(path_of(name, "store.db"), &status) ? 0 : (double)status.st_size;
}

static void measure_disk(const char *measure, const char *name, uint64_t rows, double bar)
{
	line(measure, (size_of(name) - size_of("empty")) / (double)rows, "B", bar);
}

static void read_once(const char *name, uint64_t rows)
{
	struct store *store = open_store(name, true);

	scan_store(store, rows, NULL);
	store_free(store);
}

int main(int argc, char **argv)
{
	if (sodium_init() < 0)
		return 2;
	if (argc == 2 && strcmp(argv[1], "--pwhash") == 0)
		return derive() ? 1 : 0;
	if (argc < 3)
		return fprintf(stderr, "usage: store_bench DIR BUILD [--quick] | --pwhash\n"), 2;
	root = argv[1];
	build = argv[2];
	quick = argc > 3 && strcmp(argv[3], "--quick") == 0;
	uint64_t small = quick ? 1500 : 15000, large = quick ? 3000 : 75000, sheets = quick ? 100 : 1000;
	set_passphrase_file();
	printf("%-62s %11s %-10s\n", "the store, ratios of medians", "measured", "bar");

	make("empty", 0, PER_DAY, STORE_TEST_KDF, checkin);
	make("day15", small, PER_DAY, STORE_TEST_KDF, checkin);
	make("day75", large, PER_DAY, STORE_TEST_KDF, checkin);
	make("one15", small, 1, STORE_TEST_KDF, checkin);
	make("sheets", sheets, PER_DAY, STORE_TEST_KDF, worksheet);
	measure_scan("full scan of 15k, 20 an epoch / plain rows", "day15", small, quick ? 3 : 201, 6.5, true);
	measure_scan("full scan of 75k, 20 an epoch / plain rows", "day75", large, quick ? 3 : 61, 6.5, true);
	measure_scan("full scan of 15k, one an epoch / plain rows", "one15", small, quick ? 3 : 141, 15, false);
	measure_sealed(small, quick ? 3 : 121);
	read_once("sheets", sheets);
	measure_disk("disk, a check-in, 20 an epoch", "day75", large, 128);
	measure_disk("disk, a check-in, one an epoch", "one15", small, 260);
	measure_disk("disk, a worksheet record", "sheets", sheets, 1400);
	measure_append(small, quick ? 20 : 400);

	make("real15", small, PER_DAY, 0, checkin);
	read_once("real15", small);
	measure_unlock(small, quick ? 1 : 9);
	measure_trends("evenkeel trends, 15k / a bare crypto_pwhash process", "real15", small, quick ? 1 : 9, 1.2);
	if (!quick) {
		make("real75", large, PER_DAY, 0, checkin);
		read_once("real75", large);
		measure_trends("evenkeel trends, 75k / a bare crypto_pwhash process", "real75", large, 9, 1.4);
	}
	return over ? 1 : 0;
}
