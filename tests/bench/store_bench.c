/*
 * What the store costs, against the bars of design/STORE.md, section 10. Each ratio is one of medians of measures
 * that took turns, so that a busy machine slows both sides. Time is what a person waits; of the scans, which may use
 * more than one processor, what all of them spent is shown beside it. Usage: store_bench DIR BUILD [--quick], or store_bench
 * --pwhash, which is the bare process that reading commands are held against.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/keys.h>
#include <evenkeel/mem.h>
#include <evenkeel/paths.h>

#include "plain.h"
#include "stores.h"

enum { PATH = STORES_PATH, PER_DAY = STORES_PER_DAY };

static const char *build;
static bool quick;

static void measure_scan(const char *measure, const char *store_name, uint64_t rows, int rounds, double bar,
			 bool cipher_too)
{
	struct pair ours = {0}, plains = {0}, ciphers = {0};
	struct store *store = stores_open(store_name, true);
	char name[64];

	snprintf(name, sizeof(name), "plain-%s", store_name);
	struct plain *plain = plain_open(name, rows);
	snprintf(name, sizeof(name), "cipher-%s", store_name);
	struct plain *cipher = cipher_too ? plain_open_cipher(name, rows) : NULL;
	/* One round to warm up, which wraps the boxes, too. */
	for (int i = -1; i < rounds; i++) {
		struct took a = stores_scan(store, rows, NULL), b = plain_scan(plain, rows);
		struct took c = cipher ? plain_scan(cipher, rows) : (struct took){0};
		if (i < 0)
			continue;
		figures_note(&ours, a);
		figures_note(&plains, b);
		figures_note(&ciphers, c);
	}
	figures_ratio_both(measure, &ours, &plains, bar);
	if (cipher)
		figures_ratio_evened("   beside it: SQLCipher on the same rows", &ciphers.wall, &plains.wall, 0);
	else if (cipher_too)
		printf("   beside it: no SQLCipher here (package libsqlcipher0)\n");
	store_free(store);
	plain_free(plain);
	plain_free(cipher);
}

static void copy_file(const char *from, const char *to)
{
	char buffer[65536];
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t size;

	if (in < 0 || out < 0)
		figures_die("a file cannot be copied", NULL);
	while ((size = read(in, buffer, sizeof(buffer))) > 0)
		if (write(out, buffer, (size_t)size) != size)
			figures_die("a file cannot be copied", NULL);
	/* Else the disk is still at it while the next measure runs. */
	fsync(out);
	close(in);
	close(out);
}

/* The first unlock's work, again and again: the database as it was before it is laid back each time. */
static void measure_sealed(uint64_t rows, int rounds)
{
	struct pair to_last = {0}, whole = {0}, plains = {0};
	char kept[PATH];

	stores_make("sealed", rows, PER_DAY, STORE_TEST_KDF, stores_checkin);
	snprintf(kept, sizeof(kept), "%s", stores_path("sealed.db", ""));
	copy_file(stores_path("sealed", "store.db"), kept);
	struct plain *plain = plain_open("plain-sealed", rows);
	for (int i = -1; i < rounds; i++) {
		copy_file(kept, stores_path("sealed", "store.db"));
		struct store *store = stores_open("sealed", true);
		struct took last, all = stores_scan(store, rows, &last), other = plain_scan(plain, rows);
		store_free(store);
		if (i < 0)
			continue;
		figures_note(&to_last, last);
		figures_note(&whole, all);
		figures_note(&plains, other);
	}
	plain_free(plain);
	figures_ratio_both("full scan, sealed boxes, 20 an epoch", &to_last, &plains, 25);
	figures_ratio_evened("   beside it: with wrapping them anew, once", &whole.wall, &plains.wall, 0);
}

static void measure_append(uint64_t rows, int rounds)
{
	struct series bare = {0}, acknowledged = {0}, settled = {0};
	struct store *store = stores_open("day15", false);
	int fd = open(stores_path("bare", ""), O_RDWR | O_CREAT | O_TRUNC, 0600);
	uint8_t bytes[RECORD_SIZE] = {1};
	struct record record;
	struct error err = {0};

	for (int i = 0; i < rounds; i++) {
		stores_checkin(rows + (uint64_t)i, &record);
		double begun = figures_now_ms();
		if (pwrite(fd, bytes, sizeof(bytes), (off_t)i * (off_t)sizeof(bytes)) != sizeof(bytes) || fdatasync(fd))
			figures_die("pwrite", NULL);
		double written = figures_now_ms();
		if (store_append(store, &record, 1, (struct instant){.wall_ms = record.wall_ms}, 0, 0, &err))
			figures_die("store_append", &err);
		double stored = figures_now_ms();
		store_settle(store);
		figures_add(&bare, written - begun);
		figures_add(&acknowledged, stored - written);
		figures_add(&settled, figures_now_ms() - written);
	}
	close(fd);
	store_free(store);
	figures_ratio("append to acknowledgement / pwrite + fdatasync", &acknowledged, &bare, 8);
	figures_ratio("append with checkpoint / pwrite + fdatasync", &settled, &bare, 40);
}

static int derive(void)
{
	static const uint8_t salt[VAULT_SALT_SIZE] = {1};
	uint8_t key[VAULT_KEY_SIZE];

	return crypto_pwhash(key, sizeof(key), STORES_PASSPHRASE, strlen(STORES_PASSPHRASE), salt, KEYS_OPS,
			     (size_t)KEYS_MEM_KIB * 1024, crypto_pwhash_ALG_ARGON2ID13);
}

static double time_unlock(uint64_t rows)
{
	double begun = figures_now_ms();
	struct store *store = stores_open("real15", true);

	stores_scan(store, rows, NULL);
	store_free(store);
	return figures_now_ms() - begun;
}

static void measure_unlock(uint64_t rows, int rounds)
{
	struct series unlock = {0}, bare = {0};

	for (int i = -1; i < rounds; i++) {
		double begun = figures_now_ms();
		if (derive())
			figures_die("not enough memory for crypto_pwhash", NULL);
		double a = figures_now_ms() - begun, b = time_unlock(rows);
		if (i < 0)
			continue;
		figures_add(&bare, a);
		figures_add(&unlock, b);
	}
	figures_ratio("unlock and read 15k / crypto_pwhash", &unlock, &bare, 1.15);
}

static void measure_trends(const char *measure, const char *name, uint64_t rows, int rounds, double bar)
{
	static char pwhash[] = "--pwhash", trends[] = "trends", option[] = "--store";
	char client[PATH], dir[PATH], self[PATH], at[64];
	struct series ours = {0}, bare = {0};
	struct record last;

	stores_checkin(rows, &last);
	time_t when = (time_t)(last.wall_ms / 1000);
	struct tm broken;
	gmtime_r(&when, &broken);
	strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%SZ", &broken);
	setenv("EVENKEEL_NOW", at, 1);
	snprintf(client, sizeof(client), "%s/evenkeel", build);
	snprintf(self, sizeof(self), "%s/tests/bench/store_bench", build);
	snprintf(dir, sizeof(dir), "%s", stores_path(name, ""));
	char *const whole[] = {client, option, dir, trends, NULL};
	char *const alone[] = {self, pwhash, NULL};
	for (int i = -1; i < rounds; i++) {
		double a = figures_process_ms(whole, NULL), b = figures_process_ms(alone, NULL);
		if (i < 0)
			continue;
		figures_add(&ours, a);
		figures_add(&bare, b);
	}
	figures_ratio(measure, &ours, &bare, bar);
}

static void set_passphrase_file(void)
{
	const char *path = stores_path("passphrase", "");
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, STORES_PASSPHRASE "\n", strlen(STORES_PASSPHRASE) + 1) < 0)
		figures_die("a passphrase file", NULL);
	close(fd);
	setenv("EVENKEEL_PASSPHRASE_FILE", path, 1);
}

static double size_of(const char *name)
{
	struct stat status;

	return stat(stores_path(name, "store.db"), &status) ? 0 : (double)status.st_size;
}

static void measure_disk(const char *measure, const char *name, uint64_t rows, double bar)
{
	figures_line(measure, (size_of(name) - size_of("empty")) / (double)rows, "B", bar);
}

int main(int argc, char **argv)
{
	if (sodium_init() < 0)
		return 2;
	if (argc == 2 && strcmp(argv[1], "--pwhash") == 0)
		return derive() ? 1 : 0;
	if (argc < 3)
		return fprintf(stderr, "usage: store_bench DIR BUILD [--quick] | --pwhash\n"), 2;
	stores_begin(argv[1]);
	build = argv[2];
	quick = argc > 3 && strcmp(argv[3], "--quick") == 0;
	uint64_t small = quick ? 1500 : 15000, large = quick ? 3000 : 75000, sheets = quick ? 100 : 1000;
	set_passphrase_file();
	printf("%-62s %11s %-10s\n", "the store, ratios of medians", "measured", "bar");

	stores_make("empty", 0, PER_DAY, STORE_TEST_KDF, stores_checkin);
	stores_make("day15", small, PER_DAY, STORE_TEST_KDF, stores_checkin);
	stores_make("day75", large, PER_DAY, STORE_TEST_KDF, stores_checkin);
	stores_make("one15", small, 1, STORE_TEST_KDF, stores_checkin);
	stores_make("sheets", sheets, PER_DAY, STORE_TEST_KDF, stores_worksheet);
	measure_scan("full scan of 15k, 20 an epoch / plain rows", "day15", small, quick ? 3 : 201, 6.5, true);
	measure_scan("full scan of 75k, 20 an epoch / plain rows", "day75", large, quick ? 3 : 61, 6.5, true);
	measure_scan("full scan of 15k, one an epoch / plain rows", "one15", small, quick ? 3 : 141, 15, false);
	measure_sealed(small, quick ? 3 : 121);
	stores_read_once("sheets", sheets);
	measure_disk("disk, a check-in, 20 an epoch", "day75", large, 128);
	measure_disk("disk, a check-in, one an epoch", "one15", small, 260);
	measure_disk("disk, a worksheet record", "sheets", sheets, 1400);
	measure_append(small, quick ? 20 : 400);

	stores_make("real15", small, PER_DAY, 0, stores_checkin);
	stores_read_once("real15", small);
	measure_unlock(small, quick ? 1 : 9);
	measure_trends("evenkeel trends, 15k / a bare crypto_pwhash process", "real15", small, quick ? 1 : 9, 1.2);
	if (!quick) {
		stores_make("real75", large, PER_DAY, 0, stores_checkin);
		stores_read_once("real75", large);
		measure_trends("evenkeel trends, 75k / a bare crypto_pwhash process", "real75", large, 9, 1.4);
	}
	figures_line_busy();
	return figures_over() ? 1 : 0;
}
