/*
 * Contributions to the team's figures as a thing of the running daemon: a look at the outbox, a timer for what waits there, the process that takes
 * it to the drop folder, and the record that is the only trace of it. What is logged tells that there was one, never of which team or week.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>
#include <evenkeel/outbox.h>

#include "app_keep.h"
#include "app_run_private.h"
#include "send_plan.h"
#include "sender.h"

/* Between looks of no occasion: a client may have put something in and not said so. */
enum { LOOK_AGAIN_MS = 600000, NOTE_AGAIN_MS = 5000 /* another program writes to the store just now */ };

struct sending {
	struct run *run;
	char outbox[PATH_SIZE + 16];
	struct sender *sender;
	struct wake *wake; /* only while something waits */
	int64_t again_boot_ms, looked_boot_ms;
	char said[512]; /* why it waits, said already */
};

static void say(struct sending *sending, const char *what, const char *why)
{
	if (strcmp(sending->said, why) == 0)
		return;
	snprintf(sending->said, sizeof sending->said, "%s", why);
	fprintf(stderr, "evenkeeld: %s: %s\n", what, why);
}

static void say_waits(struct sending *sending, const char *why)
{
	say(sending, "a contribution waits", why);
}

static int keep(void *context, uint64_t week, const uint8_t record[static OUTBOX_RECORD], struct error *err)
{
	struct sending *sending = context;
	int r = app_contribution_sent(sending->run->app, week, record, err);

	if (r == 0) {
		sending->said[0] = '\0';
		fputs("evenkeeld: a contribution was passed on\n", stderr);
	}
	return r;
}

/* The records of those that left; when to try again, INT64_MAX: it is done. */
static int64_t note(struct sending *sending, struct instant now)
{
	struct error err = {0};
	int r = outbox_note(sending->outbox, keep, sending, &err);

	if (r < 0)
		say(sending, "a contribution was passed on, and is not noted yet", err.message);
	return r == 0 ? INT64_MAX : r < 0 ? send_again(now, app_random_u32()) : now.boot_ms + NOTE_AGAIN_MS;
}

/* 0; 1: it was on its way, and is looked for; -1. */
static int throw_away(struct sending *sending, struct outbox_item *item, struct error *err)
{
	int r = outbox_expire(sending->outbox, item, err);

	if (r == 0)
		fputs("evenkeeld: a contribution could not be passed on in time, so it was thrown away\n", stderr);
	else if (r == OUTBOX_HAS_LEFT)
		fputs("evenkeeld: nobody can tell any more whether a contribution was passed on, so it counts as "
		      "passed "
		      "on\n",
		      stderr);
	if (r != OUTBOX_PERHAPS)
		return r < 0 ? -1 : 0;
	item->state = OUTBOX_WITHDRAWN;
	return 1;
}

/* Those that stay; -1: it cannot be looked at, or nothing taken out. */
static int list(struct sending *sending, struct instant now, struct outbox_item items[static OUTBOX_MOST],
		size_t *ret_count, struct error *err)
{
	size_t count, kept = 0;

	if (outbox_list(sending->outbox, items, &count, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		int r = send_is_over(&items[i], now) ? throw_away(sending, &items[i], err) : 1;
		if (r < 0)
			return -1;
		if (r > 0 && items[i].state != OUTBOX_LEFT)
			items[kept++] = items[i];
	}
	*ret_count = kept;
	return 0;
}

static void on_due(void *context, enum wake_reason reason);

static void arm(struct sending *sending, int64_t boot_ms, int64_t wall_ms)
{
	struct error err = {0};

	if (boot_ms == INT64_MAX && wall_ms == INT64_MAX) {
		sending->wake = wake_free(sending->wake);
		return;
	}
	if (!sending->wake && wake_new(&sending->wake, sending->run->base, on_due, sending, &err) != 0)
		fprintf(stderr, "evenkeeld: %s\n", err.message);
	else
		wake_arm(sending->wake, boot_ms, wall_ms);
}

static void try_now(struct sending *sending, struct instant now)
{
	struct error err = {0};
	int r = sender_start(sending->sender, &err);

	/* What came up since that one began is looked at when it ends. */
	if (r == SENDER_AT_IT)
		return;
	sending->again_boot_ms = send_again(now, app_random_u32());
	if (r < 0)
		say_waits(sending, err.message);
}

static void look(struct sending *sending)
{
	const char *drop = app_config(sending->run->app)->team_drop;
	struct outbox_item items[OUTBOX_MOST];
	struct instant now = instant_now();
	struct error err = {0};
	size_t count;

	sending->looked_boot_ms = now.boot_ms;
	if (list(sending, now, items, &count, &err) != 0) {
		say_waits(sending, err.message);
		arm(sending, send_again(now, app_random_u32()), INT64_MAX);
		return;
	}
	struct send_plan plan = send_plan(items, count, drop[0] != '\0', sending->again_boot_ms, now);
	if (plan.send) {
		try_now(sending, now);
		plan = send_plan(items, count, true, sending->again_boot_ms, now);
	}
	int64_t note_boot_ms = note(sending, now);
	if (note_boot_ms < plan.wake_boot_ms)
		plan.wake_boot_ms = note_boot_ms;
	if (count > 0 && !drop[0])
		say_waits(sending, _("no drop folder is set; 'evenkeel team join FILE --drop DIR' does"));
	arm(sending, plan.wake_boot_ms, plan.wake_wall_ms);
}

static void on_due(void *context, enum wake_reason reason)
{
	(void)reason;
	look(context);
}

static void on_waits(void *context, const char *why)
{
	say_waits(context, why);
}

static void on_ended(void *context)
{
	look(context);
}

static const struct sender_events sender_events = {.waits = on_waits, .ended = on_ended};

static void begin(struct run *run, const struct config *config)
{
	struct sending *sending = mem_new(1, sizeof *sending);

	(void)config;
	*sending = (struct sending){.run = run};
	snprintf(sending->outbox, sizeof sending->outbox, "%s/team/outbox", run->paths.store);
	sending->sender = sender_new(run->base, run->paths.store, &sender_events, sending);
	run->sending = sending;
	/* In a moment: what left before this start is to be noted by an app that has begun. Most people are in no team, and have none of it. */
	if (access(sending->outbox, F_OK) == 0)
		arm(sending, instant_now().boot_ms, INT64_MAX);
}

/* Another folder, or the person looked after the one that there is. */
static void configure(struct run *run, const struct config *config)
{
	(void)config;
	run->sending->again_boot_ms = 0;
	look(run->sending);
}

void send_look(struct run *run, bool recorded)
{
	struct sending *sending = run->sending;

	if (sending && (recorded || instant_now().boot_ms - sending->looked_boot_ms >= LOOK_AGAIN_MS))
		look(sending);
}

void send_end(struct run *run)
{
	struct sending *sending = run->sending;

	if (!sending)
		return;
	run->sending = NULL;
	sending->sender = sender_free(sending->sender);
	(void)note(sending, instant_now()); /* else at the next start */
	sending->wake = wake_free(sending->wake);
	mem_free(sending);
}

const struct app_source app_source_send = {.begin = begin, .configure = configure};
