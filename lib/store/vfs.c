#include <stdio.h>

#include <evenkeel/mem.h>
#include <evenkeel/paths.h>

#include "vfs.h"

/* Lies behind a database file of the default VFS, whose other methods go on working on the same object. */
struct whole_reads {
	sqlite3_io_methods methods; /* first: the file's own, but for reading */
	const sqlite3_io_methods *real;
};

static size_t file_size(const sqlite3_vfs *vfs)
{
	return ((size_t)vfs->szOsFile + 15) / 16 * 16;
}

static int read_whole(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
	const sqlite3_io_methods *real = ((const struct whole_reads *)file->pMethods)->real;
	sqlite3_int64 length;
	int rc = real->xRead(file, bytes, size, offset);

	if (rc != SQLITE_IOERR_SHORT_READ)
		return rc;
	if (real->xFileSize(file, &length) != SQLITE_OK || offset + size <= length)
		return SQLITE_IOERR_READ;
	return rc;
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *ret_flags)
{
	sqlite3_vfs *base = vfs->pAppData;
	struct whole_reads *whole = (struct whole_reads *)((char *)file + file_size(base));
	int rc = base->xOpen(base, path, file, flags, ret_flags);

	if (rc != SQLITE_OK || !(flags & SQLITE_OPEN_MAIN_DB))
		return rc;
	*whole = (struct whole_reads){.methods = *file->pMethods, .real = file->pMethods};
	whole->methods.xRead = read_whole;
	file->pMethods = &whole->methods;
	return rc;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int sync)
{
	sqlite3_vfs *base = vfs->pAppData;

	return base->xDelete(base, path, sync);
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *ret)
{
	sqlite3_vfs *base = vfs->pAppData;

	return base->xAccess(base, path, flags, ret);
}

static int full_pathname(sqlite3_vfs *vfs, const char *path, int size, char *ret)
{
	sqlite3_vfs *base = vfs->pAppData;

	return base->xFullPathname(base, path, size, ret);
}

static int randomness(sqlite3_vfs *vfs, int size, char *ret)
{
	sqlite3_vfs *base = vfs->pAppData;

	return base->xRandomness(base, size, ret);
}

static int sleep_us(sqlite3_vfs *vfs, int microseconds)
{
	sqlite3_vfs *base = vfs->pAppData;

	return base->xSleep(base, microseconds);
}

static int current_time(sqlite3_vfs *vfs, double *ret)
{
	sqlite3_vfs *base = vfs->pAppData;

	return base->xCurrentTime(base, ret);
}

static int last_error(sqlite3_vfs *vfs, int size, char *ret)
{
	sqlite3_vfs *base = vfs->pAppData;

	return base->xGetLastError ? base->xGetLastError(base, size, ret) : 0;
}

const char *vfs_name(void)
{
	static sqlite3_vfs whole = {
		.iVersion = 1,
		.zName = "evenkeel",
		.xOpen = open_file,
		.xDelete = delete_file,
		.xAccess = access_file,
		.xFullPathname = full_pathname,
		.xRandomness = randomness,
		.xSleep = sleep_us,
		.xCurrentTime = current_time,
		.xGetLastError = last_error,
	};
	sqlite3_vfs *base = sqlite3_vfs_find(NULL);

	if (!base)
		return NULL;
	/* A test may have put another one there since. */
	if (whole.pAppData != base) {
		whole.pAppData = base;
		whole.mxPathname = base->mxPathname;
		whole.szOsFile = (int)(file_size(base) + sizeof(struct whole_reads));
		sqlite3_vfs_register(&whole, 0);
	}
	return whole.zName;
}

sqlite3_file *vfs_open(const char *path, int flags, struct error *err)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	/* The name has to outlive the file, and SQLite wants more than one NUL behind it: both in one piece of memory.
	 */
	size_t head = vfs ? file_size(vfs) : 0;

	if (!vfs) {
		error_set(err, ERROR_FAILED, "the database library has no file system");
		return NULL;
	}
	sqlite3_file *file = mem_new(1, head + PATH_SIZE + 4);
	char *name = (char *)file + head;
	snprintf(name, PATH_SIZE, "%s", path);
	if (vfs->xOpen(vfs, name, file, flags, NULL) == SQLITE_OK)
		return file;
	error_set(err, ERROR_FAILED, "cannot open '%s'", path);
	return vfs_close(file);
}

sqlite3_file *vfs_close(sqlite3_file *file)
{
	if (file && file->pMethods)
		file->pMethods->xClose(file);
	return mem_free(file);
}
