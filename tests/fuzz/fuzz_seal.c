/*
 * The seal's two slots, both in a stranger's hand: the whole slot with the higher counter is what is read, bit for
 * bit, or there is none; and a seal written over them is the one read afterwards.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/seal.h>

#include "fuzz/fuzz.h"

enum { CHECKED = SEAL_SLOT_SIZE - 32, HEADER = 4 };

static char path[256];

static void forget_directory(void)
{
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
}

static void prepare(void)
{
	const char *parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR");

	FUZZ_CHECK(sodium_init() >= 0);
	snprintf(path, sizeof(path) - 8, "%s/fuzz-seal.XXXXXX", parent && *parent ? parent : "/tmp");
	FUZZ_CHECK(mkdtemp(path));
	strcat(path, "/seal");
	atexit(forget_directory);
}

/* By the design's own words, not by the code's. */
static bool is_whole(const uint8_t slot[static SEAL_SLOT_SIZE])
{
	uint8_t sum[32];

	crypto_generichash(sum, sizeof(sum), slot, CHECKED, NULL, 0);
	return memcmp(slot, "EVKSEAL1", 8) == 0 && memcmp(sum, slot + CHECKED, sizeof(sum)) == 0;
}

static uint64_t counter_of(const uint8_t *slot)
{
	uint64_t counter = 0;

	for (int i = 7; i >= 0; i--)
		counter = counter << 8 | slot[8 + i];
	return counter;
}

static const uint8_t *best_slot(const uint8_t *bytes, size_t size)
{
	const uint8_t *first = size >= SEAL_SLOT_SIZE && is_whole(bytes) ? bytes : NULL;
	const uint8_t *second =
		size >= SEAL_FILE_SIZE && is_whole(bytes + SEAL_SECOND_SLOT) ? bytes + SEAL_SECOND_SLOT : NULL;

	if (first && second)
		return counter_of(second) > counter_of(first) ? second : first;
	return first ? first : second;
}

static void write_file(const uint8_t *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	FUZZ_CHECK(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	close(fd);
}

static void check(const uint8_t *bytes, size_t size)
{
	const uint8_t *best = best_slot(bytes, size);
	uint8_t again[SEAL_SLOT_SIZE];
	struct seal seal = {0}, back = {0};

	write_file(bytes, size);
	int r = seal_read(path, &seal, NULL, NULL);
	FUZZ_CHECK(r == (best ? 0 : SEAL_ABSENT));
	if (best) {
		seal_encode(&seal, again);
		FUZZ_CHECK(memcmp(again, best, sizeof(again)) == 0);
	}
	if (seal.counter > UINT64_MAX - 2)
		return;
	seal.counter++;
	seal.n++;
	FUZZ_CHECK(seal_write(path, &seal, (struct instant){.wall_ms = 1}, NULL) == 0);
	FUZZ_CHECK(seal_read(path, &back, NULL, NULL) == 0);
	/* No slot that was there before stands against it. */
	seal_encode(&back, again);
	FUZZ_CHECK(back.counter == seal.counter && back.n == seal.n && is_whole(again));
}

/* One byte says which slots to give a magic and a checksum, three say how long the file is and how it is parted. */
static size_t lay_out(const uint8_t *bytes, size_t size, uint8_t ret[static SEAL_FILE_SIZE])
{
	size_t body = size - HEADER, first = body < SEAL_SLOT_SIZE ? body : SEAL_SLOT_SIZE;

	memset(ret, 0, SEAL_FILE_SIZE);
	memcpy(ret, bytes + HEADER, first);
	if (body > first)
		memcpy(ret + SEAL_SECOND_SLOT, bytes + HEADER + first,
		       body - first < SEAL_SLOT_SIZE ? body - first : SEAL_SLOT_SIZE);
	for (int i = 0; i < 2; i++) {
		uint8_t *slot = ret + i * SEAL_SECOND_SLOT;
		if (bytes[0] & 1 << i) {
			memcpy(slot, "EVKSEAL1", 8);
			crypto_generichash(slot + CHECKED, 32, slot, CHECKED, NULL, 0);
		}
		if (bytes[0] & 4 << i)
			slot[bytes[1] % SEAL_SLOT_SIZE] ^= bytes[2];
	}
	return bytes[0] & 16 ? (size_t)(bytes[1] | bytes[3] << 8) % (SEAL_FILE_SIZE + 1) : SEAL_FILE_SIZE;
}

int FUZZ_TARGET(fuzz_seal)(const uint8_t *bytes, size_t size)
{
	static uint8_t file[SEAL_FILE_SIZE];

	if (!path[0])
		prepare();
	if (size > 0 && !(bytes[0] & 32)) {
		check(bytes, size);
	} else if (size >= HEADER) {
		size_t length = lay_out(bytes, size, file);
		check(file, length);
	}
	return 0;
}
