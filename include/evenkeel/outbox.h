/*
 * Contributions on their way to a team's drop folder: opaque files in the person's own outbox/, each with the time at which it is
 * due to go and the time after which it goes nowhere any more. Who puts one in there has built it; who moves it (the daemon, or `evenkeel
 * team send`) can't read it. No state beside the files, so a restart changes nothing.
 *
 * A file's name says all there is to know: DUE-UNTIL-WEEK-TASK-RANDOM.ekr, the first three in decimal (Unix seconds; week = seconds / 604800),
 * TASK and RANDOM in hex. In the drop folder it is DROP/TASK/WEEK/RANDOM.ekr: written under another name, made durable, renamed, its
 * times set to the week's beginning, so that nothing there tells when a person answered.
 *
 * Each that left has one record in the person's store, and none has one that did not. So a file takes another name, durably, before the drop
 * folder is touched, DUE-UNTIL-WEEK-TASK-RANDOM-RECORD.leaving, and .left in place of .leaving when it is there; only with its record
 * stored it goes. RECORD, hex, names that record from then on, so that storing it again changes nothing. Wherever this is cut off, what
 * surely waits is .ekr, what surely left is .left, and of the rest the drop folder tells; taken back meanwhile it is .withdrawn, which is
 * only looked for there.
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
	OUTBOX_RECORD = 16,      /* bytes that name a record */
	/* So long after its time nobody can tell any more whether one left that was cut off: it counts as having left. */
	OUTBOX_DOUBT_S = 28 * 86400,
};

enum outbox_state {
	OUTBOX_WAITS,
	OUTBOX_LEAVING,   /* it may be there already */
	OUTBOX_WITHDRAWN, /* so may this one; if it is not, it goes nowhere */
	OUTBOX_LEFT,      /* its record is to be stored */
};

struct outbox_item {
	int64_t due_s, until_s; /* wall clock */
	uint64_t week;
	char task[OUTBOX_TASK_HEX + 1], random[OUTBOX_RANDOM_HEX + 1];
	enum outbox_state state;
	char record[2 * OUTBOX_RECORD + 1]; /* "" while it waits */
};

/* Put a file in, durable, 0600; @dir is made where it is not there. What waits for the same task and week is replaced by it. */
int outbox_put(const char *dir, const struct outbox_item *item, const void *bytes, size_t size, struct error *err);
/*
 * What is there, by due time; files of other names are left alone and not listed. An outbox that is not there has none. @ret has room for OUTBOX_MOST.
 * Of two that wait for the same task and week, which a putting left that was cut off, the older is taken out.
 */
int outbox_list(const char *dir, struct outbox_item *ret, size_t *ret_count, struct error *err);
/* When the next thing is to be done (a file is due, or over); INT64_MAX: nothing waits. */
int64_t outbox_next(const struct outbox_item *items, size_t count);
/*
 * Move one into @drop, or go on with it. 0: it is there, durable, and its record is to be stored (outbox_note). OUTBOX_NOT_THERE: it was taken
 * back, is not there, and is gone. -1: it stays where it is, with cause, place and next step in @err, but neither week, nor task, nor file
 * name in its words: they go to the journal.
 */
int outbox_send(const char *dir, const struct outbox_item *item, const char *drop, struct error *err);
/* Take one out for good, at once, also while another program passes it on. 0: it goes nowhere. */
int outbox_drop(const char *dir, const struct outbox_item *item, struct error *err);
#define OUTBOX_NOT_THERE 1
#define OUTBOX_PERHAPS 2  /* it was on its way: it is not sent any more, and outbox_send tells whether it had left */
#define OUTBOX_HAS_LEFT 3 /* it cannot be taken back */
#define OUTBOX_GONE 4     /* somebody else took it out meanwhile, or its record is stored already */
/* Nobody is to have it any more, or nobody can tell whether somebody has. */
bool outbox_is_over(const struct outbox_item *item, int64_t now_s);
/* What becomes of one then: outbox_drop, and OUTBOX_HAS_LEFT for one that is in doubt to the end. */
int outbox_expire(const char *dir, const struct outbox_item *item, struct error *err);
/*
 * Those that left: @keep stores the record of each, the very same one when it is asked again (store_append_once), and 0 of it takes the file
 * out. Else it stays, and what @keep returned is returned.
 */
typedef int (*outbox_keep)(void *context, uint64_t week, const uint8_t record[static OUTBOX_RECORD], struct error *err);
int outbox_note(const char *dir, outbox_keep keep, void *context, struct error *err);
/* All that wait, and the directory. What may have left is taken back, and stays like what has left, until that is known and noted. */
int outbox_clear(const char *dir, struct error *err);

#endif
