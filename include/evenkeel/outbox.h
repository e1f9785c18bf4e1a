/*
 * Contributions on their way to a team's drop folder: opaque files in the person's own outbox/, each with the time at which it is
 * due to go and the time after which it goes nowhere any more. Who puts one in there has built it; who moves it (the daemon, or `evenkeel
 * team send`) can't read it. No state beside the files, so a restart changes nothing.
 *
 * A file's name says all there is to know: DUE-UNTIL-WEEK-TASK-RANDOM.ekr, the first three in decimal (Unix seconds; week = seconds / 604800),
 * TASK and RANDOM in hex. In the drop folder it is DROP/TASK/WEEK/RANDOM.ekr: written under another name, made durable, renamed, its
 * times set to the week's beginning, so that nothing there tells when a person answered.
 */
#ifndef EVENKEEL_OUTBOX_H
#define EVENKEEL_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>

enum {
	OUTBOX_TASK_HEX = 16,
	OUTBOX_RANDOM_HEX = 32,
	OUTBOX_FILE_MOST = 4096, /* bytes; a contribution has 1644 */
	OUTBOX_MOST = 64,        /* files at a time; one a week for a task is usual */
};

struct outbox_item {
	int64_t due_s, until_s; /* wall clock */
	uint64_t week;
	char task[OUTBOX_TASK_HEX + 1], random[OUTBOX_RANDOM_HEX + 1];
};

/* Put a file in, durable, 0600; @dir is made where it is not there. What waits for the same task and week is replaced by it. */
int outbox_put(const char *dir, const struct outbox_item *item, const void *bytes, size_t size, struct error *err);
/*
 * What waits, by due time; files of other names are left alone and not listed. An outbox that is not there has none. @ret has room for OUTBOX_MOST.
 * Of two for the same task and week, which a putting left that was cut off, the older is taken out.
 */
int outbox_list(const char *dir, struct outbox_item *ret, size_t *ret_count, struct error *err);
/* When the next thing is to be done (a file is due, or over); INT64_MAX: nothing waits. */
int64_t outbox_next(const struct outbox_item *items, size_t count);
/*
 * Move one into @drop. 0: it is there, durable, and gone from the outbox. -1: it stays where it is, with cause, place and next step in @err, but
 * neither week, nor task, nor file name in its words: they go to the journal.
 */
int outbox_send(const char *dir, const struct outbox_item *item, const char *drop, struct error *err);
/* Take one out for good. */
int outbox_drop(const char *dir, const struct outbox_item *item, struct error *err);
/* All of them, and the directory. */
int outbox_clear(const char *dir, struct error *err);

#endif
