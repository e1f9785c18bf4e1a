/*
 * Keeping answers: the same for a check-in, a review and a hard call, whether typed as keys or as words. No unlock: the store is only
 * appended to. Thanks are said after COMMIT, and only then is the daemon told, so that it closes its own prompt.
 */
#ifndef CLIENT_KEEP_H
#define CLIENT_KEEP_H

#include <stdbool.h>
#include <stddef.h>

#include <evenkeel/record.h>
#include <evenkeel/rng.h>

#include "remote.h"

/* The prompt that stands open on the desktop, if the daemon is up and writes to this same store. */
struct keep_context {
	struct store *store;
	bool daemon; /* it is up, and its store is this one's kind */
	struct proto_open open;
	uint32_t group; /* of what was stored; set before, it is the one to store under */
};
/* Opens the store first: nobody answers in vain. */
int keep_begin(struct client *client, struct keep_context *ret, struct error *err);
/* The same for a command that asks on the terminal unless it was given words: without either it is wrong usage. */
int keep_begin_asking(struct client *client, const struct command_call *call, struct keep_context *ret,
		      struct error *err);
void keep_end(struct keep_context *context);
/* What the last append found amiss and mended, to stderr. The log is emptied by store_free, behind the answer. */
void keep_notice(const struct store *store);

/* Time, group, origin and lateness into @records, and into the store. @since_prompt_s applies when @what is open. */
int keep_records(struct client *client, struct keep_context *context, enum schedule_what what, struct record *records,
		 size_t count, struct error *err);

/* The same for a part of answers that go on: what follows comes under the same group, and a prompt on the desktop stays open. */
int keep_part(struct client *client, struct keep_context *context, enum schedule_what what, struct record *records,
	      size_t count, struct error *err);

/*
 * A daemon that is up learns which answers were the last, for `undo`. keep_records does so itself where it tells the daemon of them; who
 * tells it in another way (a hard call) does it behind that.
 */
void keep_tell_last(struct client *client, const struct keep_context *context);

/* The answers of @group no longer count. */
int keep_withdrawal(struct client *client, struct keep_context *context, uint32_t group, struct error *err);

/* A contribution for @week was sent: the sealed record that is its only trace, stored once by its name (store_append_once). No answers, so `undo` still takes back what it did before. */
int keep_contribution(struct client *client, struct keep_context *context, uint64_t week,
		      const uint8_t name[static STORE_NAME_SIZE], struct error *err);

/* A generator seeded from the system's random numbers: for which questions are put and which tip is shown. */
struct rng keep_rng(void);

/* ID=STEP words: from the command's words, or from stdin's lines where the only word is "-". @assign is called for each. */
typedef int (*keep_assign)(void *form, const char *word, struct error *err);
int keep_words(const struct command_call *call, keep_assign assign, void *form, struct error *err);

#endif
