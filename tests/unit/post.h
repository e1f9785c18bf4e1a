/*
 * An outbox and a drop folder in a directory of their own, of which the tests of what waits and of its way there know each file by its path.
 * TASK/WEEK is there, empty; the outbox is not.
 */
#ifndef TESTS_UNIT_POST_H
#define TESTS_UNIT_POST_H

#include <sys/types.h>

#include <evenkeel/outbox.h>

enum { POST_PATH = 512, WEEK = 2968, WEEK_S = 604800 };
#define TASK "0123456789abcdef"
#define RANDOM "00112233445566778899aabbccddeeff"
#define OTHER_RANDOM "ffeeddccbbaa99887766554433221100"
#define NAME "100-900-2968-" TASK "-" RANDOM ".ekr"

/* @goal is where the item arrives. */
struct post {
	char top[POST_PATH / 4], box[POST_PATH / 2], drop[POST_PATH / 2], folder[POST_PATH], goal[POST_PATH];
};
extern struct post post;
extern const struct outbox_item post_item;
extern const char post_words[13]; /* what is in it */

/* For cmocka_unit_test_setup_teardown. */
int post_begin(void **state);
int post_end(void **state);

/* @name in @dir, until the next call. */
const char *post_at(const char *dir, const char *name);
void post_put(const struct outbox_item *which, const char *bytes);
void post_write(const char *path, size_t size, mode_t mode);
bool post_is_there(const char *path);
int post_files_in(const char *dir);
void post_assert_holds(const char *path, const char *bytes);

size_t post_waiting(struct outbox_item items[static OUTBOX_MOST]);
void post_assert_same(const struct outbox_item *one, const struct outbox_item *other);
/* All that there is, in that state. */
struct outbox_item post_only(enum outbox_state state);

/* What is kept of those that left. */
struct post_kept {
	int count, fails;
	uint64_t week;
	uint8_t record[OUTBOX_RECORD];
};
extern struct post_kept post_kept;
int post_keep(void *context, uint64_t week, const uint8_t record[static OUTBOX_RECORD], struct error *err);
/* So many are to be noted, and are. */
void post_note(int count);
/* It is sent, whole, and noted; the usual one. */
void post_arrives(const struct outbox_item *which);
void post_sent(void);

#endif
