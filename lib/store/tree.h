/* Small things with files and directories that backups, restoring and forgetting share. */
#ifndef STORE_TREE_H
#define STORE_TREE_H

#include <stdbool.h>

#include <evenkeel/error.h>

/* Whether DIR/NAME is there, whatever it is. */
bool tree_has(const char *dir, const char *name);
/* Overwrite and unlink key files and seals below @dir first, then unlink everything and @dir itself. Links are not followed; absent is fine. */
int tree_remove(const char *dir, struct error *err);
/* Rename FROM/NAME to TO/NAME; nothing there is no error. */
int tree_move(const char *from, const char *to, const char *name, struct error *err);
/* Copy a regular file of ours into a new, synced file. */
int tree_copy(const char *from, const char *to, struct error *err);
int tree_sync(const char *path, struct error *err);
/* Called for each file below @dir, files before the directory they lie in. */
typedef int (*tree_visit)(const char *path, bool directory, void *context, struct error *err);
int tree_walk(const char *dir, tree_visit visit, void *context, struct error *err);

#endif
