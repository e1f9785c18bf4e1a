/*
 * Copies and what follows from them. A backup is the database, the keys and the added questionnaires, without the seal: whoever puts one back
 * has an older store, and the reader is meant to say so until the person, unlocked, accepts it. One weekly backup is kept in the store's
 * own directory, made without any secret of the person's.
 *
 * Restoring is two renames away from undone at every moment: the new files are laid out in full first, and the next open of the store
 * finishes what was begun. The store before it stays aside until the restored one was accepted.
 */
#ifndef EVENKEEL_BACKUP_H
#define EVENKEEL_BACKUP_H

#include <stdbool.h>

#include <evenkeel/error.h>
#include <evenkeel/instant.h>
#include <evenkeel/store.h>

#define BACKUP_DIRECTORY "backup"         /* the weekly one, in the store's directory */
#define BACKUP_DIRECTORY_NEW "backup.new" /* one in the making, or what a crash left of it */
#define BACKUP_DIRECTORY_OLD "backup.old" /* the one before, where a crash came between two renames */
#define BACKUP_DIRECTORY_OFF "backup.off" /* one that was called off, where a crash came before it was gone */
#define BACKUP_ASIDE "before-restore"     /* the store before a restoring; a backup like any other */
#define BACKUP_EVERY_MS (INT64_C(7) * 24 * 3600 * 1000)

/*
 * Copy store, keys and added questionnaires into @dir (made if missing, private); a backup that is there is replaced. Needs no unlock, and
 * holds the lock for a moment only. 0, STORE_BUSY, -1.
 */
int backup_make(struct store *store, const char *dir, struct instant now, int wait_ms, struct error *err);
/*
 * The weekly one, if it is missing or older than 7 days and there is room for it. Takes as long as copying does, so that the daemon leaves
 * it to a process of its own. What others write meanwhile does not wait and is in the next one. 1: made; 0: not due or not now.
 */
int backup_weekly(struct store *store, struct instant now, struct error *err);
/* The same; for the lock to begin with it waits up to @wait_ms. */
int backup_weekly_within(struct store *store, struct instant now, int wait_ms, struct error *err);
bool backup_is_due(const struct store *store, struct instant now);
/* Under the write lock, what a crash left: the one before goes back to its place, one half made goes. store_open does. */
void backup_settle(const struct store *store);
/* Remove what the maker of one left in the store of @dir when it died. Never waits: STORE_BUSY. */
int backup_sweep(const char *dir, struct error *err);
/*
 * After the key file in @dir was changed: copies of it kept there, in the weekly backup and aside, are replaced, so that an old passphrase
 * does not live on in them. Those of other keys are left alone.
 */
struct keys;
int backup_renew_keys(const char *dir, const struct keys *keys, struct error *err);
/* After a rotation: the weekly backup, which the old keys open, is made anew. */
int backup_renew(struct store *store, struct instant now, struct error *err);
/* Whether there is one, or one in the making. */
bool backup_is_kept(const struct store *store);
int backup_drop(struct store *store, struct error *err);

/* Whether @from is a backup at all: a directory of ours with keys that read and a database. @dir: the store's. */
int backup_check(const char *dir, const char *from, struct error *err);
/* Put the backup in @from, its database read through first, in the place of the store in @dir, which need not open any more. */
int backup_restore(const char *dir, const char *from, struct error *err);
/* Finish a restoring that was interrupted; store_open does. 0, STORE_BUSY after @wait_ms, -1. */
int backup_finish(const char *dir, int wait_ms, struct error *err);
bool backup_has_aside(const char *dir);
int backup_drop_aside(const char *dir, struct error *err);

/*
 * The unlocked person accepts the store as it is: generations that began without them become theirs, what is missing gets a RESTORE
 * record, the mark is renewed. What does not open stays named. @ret_changed: whether anything was to accept; @ret_report: the read
 * after it.
 */
int store_accept(struct store *store, struct instant now, bool *ret_changed, struct store_report *ret_report,
		 struct error *err);

#endif
