#include <stdio.h>

#include <evenkeel/mem.h>
#include <evenkeel/paths.h>

#include "vfs.h"

sqlite3_file *vfs_open(const char *path, int flags, struct error *err)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	/* The name has to outlive the file, and SQLite wants more than one NUL behind it: both in one piece of memory.
	 */
	size_t head = vfs ? ((size_t)vfs->szOsFile + 15) / 16 * 16 : 0;

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
