#include <stdlib.h>
#include <string.h>

#include "shim.h"

struct shim shim;

static sqlite3_vfs *base;
static bool inside; /* of a hook */

struct shim_file {
	sqlite3_file file; /* first: SQLite sees only this */
	sqlite3_file *real;
	const char *path;
	unsigned long file_number;
	bool new_log; /* not synced yet: its directory will be with it */
};

static struct shim_file *self(sqlite3_file *file)
{
	return (struct shim_file *)file;
}

bool shim_is_change(const struct shim_event *event)
{
	return event->op & SHIM_CHANGES && (event->op != SHIM_OPEN || event->created);
}

unsigned long shim_next_file(void)
{
	static unsigned long count;

	return ++count;
}

static void call(void (*hook)(void *, const struct shim_event *), const struct shim_event *event)
{
	if (!hook || inside)
		return;
	inside = true;
	hook(shim.context, event);
	inside = false;
}

/* Whether this operation is to fail; what a hook does is left alone. */
bool shim_fails(const struct shim_event *event)
{
	call(shim.before, event);
	if (inside || !(shim.ops & event->op))
		return false;
	shim.count++;
	if (!shim.at || (shim.for_good ? shim.count < shim.at : shim.count != shim.at))
		return false;
	shim.hits++;
	return true;
}

void shim_done(const struct shim_event *event)
{
	call(shim.after, event);
}

static int done(int rc, const struct shim_event *event)
{
	if (rc == SQLITE_OK)
		shim_done(event);
	return rc;
}

static int file_close(sqlite3_file *file)
{
	sqlite3_file *real = self(file)->real;
	int rc = real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;

	file->pMethods = NULL;
	return rc;
}

static struct shim_event event_of(sqlite3_file *file, enum shim_op op)
{
	const struct shim_file *f = self(file);

	return (struct shim_event){.op = op, .path = f->path, .file = f->file_number};
}

static int file_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
	sqlite3_file *real = self(file)->real;
	struct shim_event event = event_of(file, SHIM_READ);

	event.offset = offset;
	event.size = size;
	if (!shim_fails(&event))
		return real->pMethods->xRead(real, bytes, size, offset);
	if (!shim.short_reads)
		return SQLITE_IOERR_READ;
	real->pMethods->xRead(real, bytes, size / 2, offset);
	memset((char *)bytes + size / 2, 0, (size_t)(size - size / 2));
	return SQLITE_IOERR_SHORT_READ;
}

/* A write that fails has come half way. */
static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
	sqlite3_file *real = self(file)->real;
	struct shim_event event = event_of(file, SHIM_WRITE);

	event.bytes = bytes;
	event.offset = offset;
	event.size = size;
	if (!shim_fails(&event))
		return done(real->pMethods->xWrite(real, bytes, size, offset), &event);
	real->pMethods->xWrite(real, bytes, size / 2, offset);
	return shim.full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	sqlite3_file *real = self(file)->real;
	struct shim_event event = event_of(file, SHIM_TRUNCATE);

	event.offset = size;
	if (shim_fails(&event))
		return SQLITE_IOERR_TRUNCATE;
	return done(real->pMethods->xTruncate(real, size), &event);
}

/*
 * What a sync is good for is modelled (disk.c); a real one would only take time. SQLite's own rule: the directory is synced with a
 * new journal or log, at its first sync.
 */
static int file_sync(sqlite3_file *file, int flags)
{
	struct shim_event event = event_of(file, SHIM_SYNC);

	(void)flags;
	event.directory = self(file)->new_log;
	if (shim_fails(&event))
		return SQLITE_IOERR_FSYNC;
	self(file)->new_log = false;
	return done(SQLITE_OK, &event);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *ret)
{
	sqlite3_file *real = self(file)->real;
	struct shim_event event = event_of(file, SHIM_SIZE);

	return shim_fails(&event) ? SQLITE_IOERR_FSTAT : real->pMethods->xFileSize(real, ret);
}

static int file_lock(sqlite3_file *file, int level)
{
	return self(file)->real->pMethods->xLock(self(file)->real, level);
}

static int file_unlock(sqlite3_file *file, int level)
{
	return self(file)->real->pMethods->xUnlock(self(file)->real, level);
}

static int file_check_lock(sqlite3_file *file, int *ret)
{
	return self(file)->real->pMethods->xCheckReservedLock(self(file)->real, ret);
}

static int file_control(sqlite3_file *file, int op, void *argument)
{
	/* PRAGMA comes by here first: what connections ask for is not what they get. */
	if (op == SQLITE_FCNTL_PRAGMA && shim.normal_synchronous) {
		char **words = argument;
		if (words[1] && sqlite3_stricmp(words[1], "synchronous") == 0 && words[2] &&
		    sqlite3_stricmp(words[2], "normal") != 0)
			return SQLITE_OK;
	}
	return self(file)->real->pMethods->xFileControl(self(file)->real, op, argument);
}

static int file_sector(sqlite3_file *file)
{
	return self(file)->real->pMethods->xSectorSize(self(file)->real);
}

static int file_device(sqlite3_file *file)
{
	return self(file)->real->pMethods->xDeviceCharacteristics(self(file)->real);
}

static int file_map(sqlite3_file *file, int page, int size, int extend, void volatile **ret)
{
	struct shim_event event = event_of(file, SHIM_MAP);

	if (shim_fails(&event))
		return SQLITE_IOERR_SHMMAP;
	return self(file)->real->pMethods->xShmMap(self(file)->real, page, size, extend, ret);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	struct shim_event event = event_of(file, SHIM_LOCK);

	if (shim_fails(&event))
		return SQLITE_IOERR_SHMLOCK;
	return self(file)->real->pMethods->xShmLock(self(file)->real, offset, count, flags);
}

static void file_barrier(sqlite3_file *file)
{
	self(file)->real->pMethods->xShmBarrier(self(file)->real);
}

static int file_unmap(sqlite3_file *file, int remove)
{
	return self(file)->real->pMethods->xShmUnmap(self(file)->real, remove);
}

/* Version 2: no memory mapping, so that nothing passes us by. */
static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_check_lock,
	.xFileControl = file_control,
	.xSectorSize = file_sector,
	.xDeviceCharacteristics = file_device,
	.xShmMap = file_map,
	.xShmLock = file_shm_lock,
	.xShmBarrier = file_barrier,
	.xShmUnmap = file_unmap,
};

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *ret_flags)
{
	struct shim_file *f = self(file);
	int there = 0;

	(void)vfs;
	*f = (struct shim_file){
		.real = (sqlite3_file *)(f + 1), .path = path ? path : "", .file_number = shim_next_file()};
	if (path)
		base->xAccess(base, path, SQLITE_ACCESS_EXISTS, &there);
	struct shim_event event = event_of(file, SHIM_OPEN);
	event.created = path && !there && (flags & SQLITE_OPEN_CREATE);
	f->new_log =
		event.created && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL));
	if (shim_fails(&event))
		return SQLITE_CANTOPEN;
	int rc = base->xOpen(base, path, f->real, flags, ret_flags);
	/* A file whose opening failed is closed by whoever sees methods on it. */
	file->pMethods = rc == SQLITE_OK || f->real->pMethods ? &methods : NULL;
	return done(rc, &event);
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int sync)
{
	struct shim_event event = {.op = SHIM_DELETE, .path = path, .directory = sync != 0};

	(void)vfs;
	if (shim_fails(&event))
		return SQLITE_IOERR_DELETE;
	return done(base->xDelete(base, path, sync), &event);
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *ret)
{
	struct shim_event event = {.op = SHIM_ACCESS, .path = path};

	(void)vfs;
	return shim_fails(&event) ? SQLITE_IOERR_ACCESS : base->xAccess(base, path, flags, ret);
}

static int full_pathname(sqlite3_vfs *vfs, const char *path, int size, char *ret)
{
	(void)vfs;
	return base->xFullPathname(base, path, size, ret);
}

/* Whoever waits inside a hook waits for one that will not move before the hook returns. */
static int sleep_us(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	return inside ? microseconds : base->xSleep(base, microseconds);
}

/* Runs for each new connection, before it asks for anything itself. */
static int weaken(sqlite3 *db, char **ret_message, const struct sqlite3_api_routines *unused)
{
	(void)ret_message, (void)unused;
	return shim.normal_synchronous ? sqlite3_exec(db, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL) : SQLITE_OK;
}

void shim_register(void)
{
	static sqlite3_vfs vfs;

	if (base)
		return;
	base = sqlite3_vfs_find(NULL);
	vfs = *base;
	vfs.zName = "shim";
	vfs.szOsFile = (int)sizeof(struct shim_file) + base->szOsFile;
	vfs.xOpen = open_file;
	vfs.xDelete = delete_file;
	vfs.xAccess = access_file;
	vfs.xFullPathname = full_pathname;
	vfs.xSleep = sleep_us;
	if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK || sqlite3_auto_extension((void (*)(void))weaken) != SQLITE_OK)
		abort();
}
