#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>

#include "ledger_db.h"
#include "wire.h"

enum { APPLICATION_ID = 0x45564C47, VERSION = 1, HEADER_SIZE = 100 };

static int check_header(const uint8_t *header, ssize_t size, const char *path, struct error *err)
{
	if (size < HEADER_SIZE || memcmp(header, "SQLite format 3", 16) || wire_get(header + 68, 4) != APPLICATION_ID)
		return error_set(err, ERROR_DAMAGED,
				 "'%s' is not a ledger of Evenkeel; it was not touched; put the ledger back from a "
				 "backup",
				 path);
	if (wire_get(header + 60, 4) > VERSION)
		return error_set(err, ERROR_FAILED,
				 "the ledger '%s' was written by a newer version of Evenkeel; update it", path);
	if (wire_get(header + 60, 4) < VERSION)
		return error_set(err, ERROR_DAMAGED,
				 "the ledger '%s' is damaged; nothing is opened until it is put back from a backup",
				 path);
	return 0;
}

static int check_status(int fd, const char *path, struct error *err)
{
	struct stat status;

	if (fstat(fd, &status))
		return error_set(err, ERROR_FAILED, "cannot look at '%s': %s", path, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is not a regular file", path);
	if (status.st_uid != geteuid())
		return error_set(err, ERROR_FAILED, "'%s' belongs to another user", path);
	if (status.st_mode & 077)
		return error_set(err, ERROR_FAILED, "others may look into '%s'; run 'chmod 600' on it", path);
	return 0;
}

/*
 * Before SQLite may write anything beside it. Only where this process has no connection to the file yet: closing a descriptor of
 * it drops their locks.
 */
static int check_file(const char *path, struct error *err)
{
	uint8_t header[HEADER_SIZE];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0 && errno == ENOENT)
		return error_set(err, ERROR_FAILED,
				 "there is no ledger '%s'; without it nothing is opened: put it back from a backup",
				 path),
		       LEDGER_ABSENT;
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", path, strerror(errno));
	int r = check_status(fd, path, err);
	if (r == 0)
		r = check_header(header, read(fd, header, sizeof(header)), path, err);
	close(fd);
	return r;
}

static char role_of(const struct ledger_party *party)
{
	return party->party == PARTY_A ? 'A' : 'B';
}

static int check_party(struct ledger *ledger, const struct ledger_party *party, const char *path, struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_PARTY, err);
	int r = statement ? ledger_step(ledger, statement, err) : -1;

	if (r < 0)
		return -1;
	bool same = r == 1 && sqlite3_column_bytes(statement, 1) == DAP_KEY_SIZE &&
		    *(const char *)sqlite3_column_text(statement, 0) == role_of(party) &&
		    memcmp(sqlite3_column_blob(statement, 1), party->sign_key, DAP_KEY_SIZE) == 0;
	sqlite3_reset(statement);
	return same ? 0 : error_set(err, ERROR_FAILED, "the ledger '%s' is another party's; name your own", path);
}

static int forget_at_opening(struct ledger *ledger, struct error *err)
{
	if (ledger_begin(ledger, err))
		return -1;
	return ledger_end(ledger, ledger_forget(ledger, err), err);
}

int ledger_open(struct ledger **ret, const char *path, const struct ledger_party *party, uint64_t now,
		struct error *err)
{
	struct ledger ledger;
	int r = check_file(path, err);

	if (r)
		return r;
	if (ledger_connect(&ledger, path, err))
		return -1;
	ledger.now = now;
	if (ledger_check_all(&ledger, path, err) || check_party(&ledger, party, path, err) ||
	    forget_at_opening(&ledger, err)) {
		ledger_disconnect(&ledger);
		return -1;
	}
	*ret = mem_new(1, sizeof(ledger));
	**ret = ledger;
	return 0;
}

struct ledger *ledger_free(struct ledger *ledger)
{
	if (ledger)
		ledger_disconnect(ledger);
	return mem_free(ledger);
}

void ledger_free_pointer(struct ledger **ledger)
{
	*ledger = ledger_free(*ledger);
}

static int set_party(struct ledger *ledger, const struct ledger_party *party, struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_SET_PARTY, err);
	char role = role_of(party);

	if (!statement)
		return -1;
	sqlite3_bind_text(statement, 1, &role, 1, SQLITE_TRANSIENT);
	ledger_bind_blob(statement, 2, party->sign_key, sizeof(party->sign_key));
	return ledger_run(ledger, statement, err);
}

static int make(const char *path, const struct ledger_party *party, struct error *err)
{
	struct ledger ledger;

	if (ledger_connect(&ledger, path, err))
		return -1;
	int r = ledger_make_tables(&ledger, err) || set_party(&ledger, party, err) ? -1 : 0;
	ledger_disconnect(&ledger);
	return r;
}

static int sync_parent(const char *path, struct error *err)
{
	char *copy _cleanup_free_ = mem_copy_string(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Some file systems cannot sync a directory and say EINVAL; there is nothing more to do there. */
	int r = fd < 0 || (fsync(fd) && errno != EINVAL) ? -1 : 0;

	if (r)
		error_set(err, ERROR_FAILED, "cannot write '%s' to disk: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return r;
}

static int is_there(const char *path, struct error *err)
{
	error_set(err, ERROR_FAILED, "there is a ledger '%s' already; it was not touched", path);
	return LEDGER_PRESENT;
}

/* Never over another one. */
static int publish(const char *fresh, const char *path, struct error *err)
{
	struct stat status;
	int r = renameat2(AT_FDCWD, fresh, AT_FDCWD, path, RENAME_NOREPLACE);

	/* Some file systems cannot promise that; then it is as good as a look before. */
	if (r && errno == EINVAL)
		r = lstat(path, &status) == 0 ? (errno = EEXIST, -1) : rename(fresh, path);
	if (r && errno == EEXIST)
		return is_there(path, err);
	return r ? error_set(err, ERROR_FAILED, "cannot create '%s': %s", path, strerror(errno))
		 : sync_parent(path, err);
}

int ledger_create(const char *path, const struct ledger_party *party, struct error *err)
{
	struct text fresh _cleanup_(text_clear) = {0};
	struct stat status;

	if (lstat(path, &status) == 0)
		return is_there(path, err);
	text_appendf(&fresh, "%s.XXXXXX", path);
	int fd = mkostemp(fresh.bytes, O_CLOEXEC);
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot create '%s': %s", path, strerror(errno));
	close(fd);
	int r = make(fresh.bytes, party, err);
	if (r == 0)
		r = publish(fresh.bytes, path, err);
	if (r)
		unlink(fresh.bytes);
	return r;
}
