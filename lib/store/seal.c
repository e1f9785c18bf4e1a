#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include <evenkeel/seal.h>

#include "bytes.h"
#include "file.h"
#include "vfs.h"

static const char magic[8] = {'E', 'V', 'K', 'S', 'E', 'A', 'L', '1'};

enum { CHECKED_SIZE = SEAL_SLOT_SIZE - crypto_generichash_BYTES };

void seal_encode(const struct seal *seal, uint8_t ret[static SEAL_SLOT_SIZE])
{
	uint8_t *at = put_u64(put_bytes(ret, magic, sizeof(magic)), seal->counter);

	at = put_u64(put_u32(put_u32(at, seal->g), seal->e), seal->n);
	at = put_bytes(at, seal->chain, sizeof(seal->chain));
	at = put_bytes(at, seal->tail, sizeof(seal->tail));
	at = put_bytes(at, seal->pk, sizeof(seal->pk));
	crypto_generichash(at, crypto_generichash_BYTES, ret, CHECKED_SIZE, NULL, 0);
}

int seal_decode(const uint8_t bytes[static SEAL_SLOT_SIZE], struct seal *ret)
{
	uint8_t checksum[crypto_generichash_BYTES];

	if (memcmp(bytes, magic, sizeof(magic)))
		return -1;
	crypto_generichash(checksum, sizeof(checksum), bytes, CHECKED_SIZE, NULL, 0);
	if (memcmp(checksum, bytes + CHECKED_SIZE, sizeof(checksum)))
		return -1;
	*ret = (struct seal){
		.counter = get_u64(bytes + 8),
		.g = get_u32(bytes + 16),
		.e = get_u32(bytes + 20),
		.n = get_u64(bytes + 24),
	};
	memcpy(ret->chain, bytes + 32, sizeof(ret->chain));
	memcpy(ret->tail, bytes + 64, sizeof(ret->tail));
	memcpy(ret->pk, bytes + 96, sizeof(ret->pk));
	return 0;
}

/* SQLite's one type of file without locks whose directory is synced on creation. */
enum { SEAL_TYPE = SQLITE_OPEN_SUPER_JOURNAL };

/* Keep the whole slot with the highest counter. */
static int read_slots(sqlite3_file *file, struct seal *ret, const char *path, struct error *err)
{
	static const sqlite3_int64 places[2] = {0, SEAL_SECOND_SLOT};
	uint8_t bytes[SEAL_SLOT_SIZE];
	struct seal slot;
	int found = SEAL_ABSENT;

	for (int i = 0; i < 2 && found >= 0; i++) {
		int rc = file->pMethods->xRead(file, bytes, sizeof(bytes), places[i]);
		if (rc == SQLITE_IOERR_SHORT_READ)
			continue; /* filled up with zeros, which may even be what is missing: still no slot */
		if (rc != SQLITE_OK)
			found = error_set(err, ERROR_FAILED, "cannot read '%s'", path);
		else if (seal_decode(bytes, &slot) == 0 && (found == SEAL_ABSENT || slot.counter > ret->counter)) {
			*ret = slot;
			found = 0;
		}
	}
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(&slot, sizeof(slot));
	return found;
}

int seal_read(const char *path, struct seal *ret, int64_t *ret_mtime_ms, struct error *err)
{
	struct stat status;
	int r = file_check(path, err);

	if (r)
		return r == FILE_ABSENT ? SEAL_ABSENT : -1;
	if (ret_mtime_ms && stat(path, &status) == 0)
		*ret_mtime_ms = (int64_t)status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1000000;
	sqlite3_file *file = vfs_open(path, SQLITE_OPEN_READONLY | SEAL_TYPE, err);
	if (!file)
		return -1;
	r = read_slots(file, ret, path, err);
	vfs_close(file);
	return r;
}

static int write_slots(sqlite3_file *file, const uint8_t bytes[static SEAL_SLOT_SIZE], uint64_t counter)
{
	for (unsigned i = 0; i < 2; i++) {
		sqlite3_int64 place = (counter + i) % 2 ? SEAL_SECOND_SLOT : 0;
		if (file->pMethods->xWrite(file, bytes, SEAL_SLOT_SIZE, place) != SQLITE_OK ||
		    file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY) != SQLITE_OK)
			return -1;
	}
	return 0;
}

int seal_write(const char *path, const struct seal *seal, struct instant now, struct error *err)
{
	uint8_t bytes[SEAL_SLOT_SIZE];
	struct timespec time = {
		.tv_sec = (time_t)instant_floor_div(now.wall_ms, 1000),
		.tv_nsec = (long)(now.wall_ms - 1000 * instant_floor_div(now.wall_ms, 1000)) * 1000000,
	};
	int fresh = file_check(path, err);

	if (fresh < 0)
		return -1;
	int create = fresh == FILE_ABSENT ? SQLITE_OPEN_CREATE : 0;
	sqlite3_file *file = vfs_open(path, SQLITE_OPEN_READWRITE | create | SEAL_TYPE, err);
	if (!file)
		return -1;
	/* SQLite creates files under the umask alone. */
	if (fresh == FILE_ABSENT)
		chmod(path, 0600);
	seal_encode(seal, bytes);
	int r = write_slots(file, bytes, seal->counter);
	sodium_memzero(bytes, sizeof(bytes));
	vfs_close(file);
	if (r)
		return error_set(err, ERROR_FAILED, "cannot write '%s': the disk did not take it", path);
	/* The time is only a hint for noticing a clock set back; a file system without it changes nothing else. */
	utimensat(AT_FDCWD, path, (struct timespec[2]){time, time}, AT_SYMLINK_NOFOLLOW);
	return 0;
}
