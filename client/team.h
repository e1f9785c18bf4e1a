/*
 * The person's side of team aggregates (design/AGGREGATION.md): joining a cohort, what would be sent shown before, and the outbox. The
 * functions here neither print nor ask, so that terminal and page do the same.
 *
 * All of it lies in paths.store/team (0700), in no backup: QUARTER/cohort.ekc (the invitation, later the signed roster), QUARTER/key (an
 * Ed25519 secret, random, of that quarter alone), outbox/. Who left keeps QUARTER/left: which cohort it was, so that there is no second
 * one in the quarter. What was sent is remembered by a sealed record alone.
 */
#ifndef CLIENT_TEAM_H
#define CLIENT_TEAM_H

#include <evenkeel/cells.h>
#include <evenkeel/outbox.h>
#include <evenkeel/refusal.h>

#include "cohort_label.h"
#include "command.h"
#include "enrol_code.h"
#include "files.h"
#include "page.h"

enum team_standing {
	TEAM_NOT_JOINED,
	TEAM_INVITED, /* the code was made, and no roster that both signed is there yet */
	TEAM_REFUSED, /* a roster is there, and it is refused: team.refusal */
	TEAM_AHEAD,   /* all in order; its quarter has not begun */
	TEAM_READY,
};
enum team_drop {
	TEAM_DROP_READY,
	TEAM_DROP_UNSET,   /* no setting team.drop */
	TEAM_DROP_AWAY,    /* no such folder, now */
	TEAM_DROP_CLOSED,  /* one may not write to it */
	TEAM_DROP_NO_WEEK, /* it is there, and has no folder for this team and week */
	TEAM_DROP_SILENT   /* it lies on a network, and does not answer in time */
};
enum { TEAM_DELAY_S = 48 * 3600, TEAM_PATH_SIZE = PATH_SIZE + 64 };

struct team {
	enum team_standing standing;
	enum refusal refusal;
	enum team_drop drop;
	uint64_t week; /* now's; where @standing is TEAM_AHEAD, of an earlier quarter */
	bool fresh;    /* the roster is the drop folder's, and not kept here yet */
	struct file_bytes file;
	struct cohort cohort; /* of the file's bytes */
	struct cohort_label label;
	uint8_t key[DAP_KEY_SIZE]; /* the public half */
	char task[OUTBOX_TASK_HEX + 1];
};
/*
 * The membership in this quarter, or else in the next, with the roster that lies in the drop folder. 0 whether joined or not; -1: what lies
 * here cannot be read. Changes nothing.
 */
int team_look(const struct client *client, struct team *ret, struct error *err);
/* The same; a roster in order is kept, and what belongs to quarters that are over is taken away. */
int team_state(const struct client *client, struct team *ret, struct error *err);
/* team_look for one quarter alone. */
int team_look_at(const struct client *client, uint64_t quarter, struct team *ret, struct error *err);
void team_wipe(struct team *team);
/* Without a look at anything else: is there a membership? */
bool team_joined(const struct client *client);
uint64_t team_quarter(const struct client *client);
/* A demo's answers go to no team, unless --store names the demo. -1 with its message. */
int team_refuse_demo(const struct client *client, const struct store *store, struct error *err);

/* A file that was given, looked at but not taken yet. */
struct team_file {
	struct file_bytes file;
	struct cohort cohort;
	struct cohort_label label;
	bool known; /* the cohort is joined already: there is nothing to ask */
};
/* Read and check it by all that a client can check (section 4). -1: refused, with cause and next step. */
int team_file_check(const struct client *client, const char *path, struct team_file *ret, struct error *err);
void team_file_clear(struct team_file *file);
/* Join, or keep the roster of a cohort that is joined. */
int team_join(const struct client *client, const struct team_file *file, struct error *err);
/* What became of contributions that were taken back. */
struct team_taken {
	size_t deleted;  /* they go nowhere */
	size_t left;     /* before that; noted, now or later */
	size_t doubtful; /* were on their way: not sent any more, and looked for once the drop folder answers */
};
/* All that wait. */
int team_take_back(struct client *client, struct team_taken *ret, struct error *err);
/* Take away keys, cohorts and what waits. */
int team_leave(struct client *client, struct team_taken *ret, struct error *err);
/* The words for those that cannot be said to go nowhere; "" where there are none. */
void team_doubtful_words(const struct team_taken *taken, struct text *ret);
/* The records of contributions that left and have none yet. */
struct keep_context;
int team_note(struct client *client, struct keep_context *context, struct error *err);

/* In secret memory. */
struct team_marks {
	uint64_t cells[CELL_COUNT];
	uint64_t whole[CELL_COUNT]; /* before any was cleared at random */
};
/* NULL: the week's stress has no answer. */
struct team_marks *team_marks_new(const struct review *review);
struct team_marks *team_marks_free(struct team_marks *marks);

/* The 48 marks by what they are about, each with what a 1 says: by itself, and below its group's name. */
struct team_mark {
	const char *group; /* translated */
	unsigned cell;
	int bit; /* -1: no answers */
	bool cleared;
	struct text words, own;
};
/* @marks NULL: without bits. */
void team_marks_list(const struct team_marks *marks, enum catalogue_language language,
		     struct team_mark ret[static CELL_COUNT]);
void team_marks_wipe(struct team_mark list[static CELL_COUNT]);

/* Seal the marks for this week and put them into the outbox, due at a random time; the daemon is told that something waits. */
int team_put(struct client *client, const struct team *team, const struct team_marks *marks, struct error *err);
/* What waits and can be taken back. */
int team_waiting(const struct client *client, struct outbox_item ret[static OUTBOX_MOST], size_t *ret_count,
		 struct error *err);
/* The outbox's directory, and the membership's. */
void team_outbox(const struct client *client, char ret[static TEAM_PATH_SIZE]);

/* Words for people: what the figures are worth (section 5, in full), with the parties' names; without, where @team is not joined. */
void team_promise(const struct team *team, struct text *ret);
void team_promise_of(const struct cohort *cohort, const struct cohort_label *label, struct text *ret);
/* Why nothing can be sent now, and what to do; "" where it can. */
void team_next_step(const struct team *team, struct text *ret);
/* "not taken: CAUSE; NEXT STEP" for a file. */
int team_refuse(const char *path, enum refusal refusal, struct error *err);
const char *team_refusal_step(enum refusal refusal);
const char *team_drop_words(enum team_drop drop);

/* Onto a page, of the terminal or of a browser. A @team that is not joined: without names. @marks NULL: what the marks are about. */
void team_terms_page(const struct client *client, const struct cohort *cohort, const struct cohort_label *label,
		     struct page *page);
/* Both parties' digits, and what to compare them with. */
void team_digits_page(const struct cohort *cohort, const struct cohort_label *label, struct page *page);
void team_preview_page(const struct client *client, const struct team *team, const struct team_marks *marks,
		       struct page *page);
void team_waiting_page(const struct client *client, const struct outbox_item *items, size_t count, struct page *page);
void team_status_page(const struct client *client, const struct team *team, struct page *page);

/* For scripts: `team status --json`, `team preview --json`. */
void team_status_json(const struct client *client, const struct team *team, const struct team *next,
		      const struct outbox_item *items, size_t count);
void team_preview_json(const struct client *client, const struct team *team, const struct team_marks *marks);

/* What of team_put is told on a page: that it waits, and how long. */
void team_put_page(struct page *page);

/* The offer at the end of a review on the terminal: nothing where no team was joined. @marks NULL: there is nothing to send. @sure: yes is
 * said already, and that it cannot be done is an error. The exit code. */
int team_offer(struct client *client, const struct store *store, const struct team_marks *marks, bool sure);

#endif
