/*
 * The folders that the parties share, EXCHANGE and DROP. Whatever lies there may be another's: a file is opened once, without following links,
 * only if it is a plain one and not too long (file_bytes_read_plain), and decoded exactly. What is written there comes into its place whole.
 */
#ifndef CLIENT_OFFICER_SHARE_H
#define CLIENT_OFFICER_SHARE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "files.h"
#include "office.h"

/* A folder that is there: its real path, and that one may write there. */
int share_find(const char *word, char ret[static PATH_SIZE], struct error *err);
/* PARENT/TASK, or with @name a file in it. */
int share_path(const char *parent, const char *task, const char *name, char ret[static PATH_SIZE], struct error *err);
/* EXCHANGE/TASK or a folder in it: made where it is not there yet, open to whomever @parent is open to. No link. */
int share_make_folder(const char *parent, const char *name, struct error *err);
/* A file of the exchange folder, for whomever the folder @dir is open to. */
int share_put(const char *dir, const char *name, const void *bytes, size_t size, struct error *err);
/* The same unless just these bytes lie there; *@ret_written may be NULL. */
int share_keep(const char *dir, const char *name, const void *bytes, size_t size, bool *ret_written, struct error *err);

/* The same of all bytes of @fd, which may be more than memory has room for. */
int share_keep_file(const char *dir, const char *name, int fd, struct error *err);

/*
 * DROP/TASK and the weeks in it. Members pass through the first, and write in the second without seeing or removing what others wrote;
 * a week that is over is shut. They are made shut; one that another account made is refused: it could do all that.
 */
enum {
	SHARE_TASK_MODE = S_IRWXU | S_IXGRP,
	SHARE_WEEK_MODE = S_ISVTX | S_IRWXU | S_IWGRP | S_IXGRP,
	SHARE_SHUT_MODE = S_IRWXU,
};
int share_make_drop(const char *parent, const char *name, struct error *err);
/* *@ret_open: the mode could not be set. */
int share_set_drop(const char *parent, const char *name, mode_t mode, bool *ret_open, struct error *err);

/* .ekc from a shared folder, decoded: 0; 1: there is none; -1, also where it is refused: @err then says which file and why. */
int share_read_cohort(const char *path, struct office_cohort *ret, struct error *err);

#endif
