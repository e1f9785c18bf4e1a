/*
 * Files opened through SQLite's default VFS rather than by hand: so that what a test's VFS does to the database happens
 * to `seal` too, and because closing a descriptor of a database by hand would drop the locks of this process's
 * connections.
 */
#ifndef STORE_VFS_H
#define STORE_VFS_H

#include <sqlite3.h>

#include <evenkeel/error.h>

/*
 * The name of the file system that databases are opened with: the default one, but a read that ends early although the file goes on is
 * an error. SQLite would take what is missing for zeros and, in time, write them back.
 */
const char *vfs_name(void);

/* @flags: SQLITE_OPEN_..., with the type of file. NULL with @err set. */
sqlite3_file *vfs_open(const char *path, int flags, struct error *err);
/* Returns NULL. */
sqlite3_file *vfs_close(sqlite3_file *file);

#endif
