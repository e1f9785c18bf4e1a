#include "notifier_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

/* --- callbacks --- */

static void outcome(struct world *world)
{
	world->outcomes++;
	if (world->show_next) {
		world->show_next = false;
		notifier_show(world->notifier, &world->next);
	}
	/* What must not come after the last one has a moment to come. */
	if (world->outcomes == world->wanted)
		event_add(world->quiet, &(struct timeval){.tv_usec = 100000});
}

static void on_shown(void *context)
{
	struct world *world = context;
	text_append(&world->said, "shown ");
	world->shown_ms = instant_now().boot_ms;
	if (world->until_shown)
		event_base_loopbreak(world->base);
}

static void on_action(void *context, int action)
{
	struct world *world = context;
	text_appendf(&world->said, "action%d ", action);
	world->action_ms = world->outcomes == 0 ? instant_now().boot_ms : world->action_ms;
	outcome(world);
}

static void on_closed(void *context, enum prompt_closed reason)
{
	struct world *world = context;
	text_append(&world->said, reason == CLOSED_EXPIRED ? "expired " : "closed ");
	outcome(world);
}

static void on_undelivered(void *context, const char *why)
{
	struct world *world = context;
	text_appendf(&world->said, "undelivered:%s ", why);
	outcome(world);
}

static const struct notifier_events events = {
	.shown = on_shown,
	.action = on_action,
	.closed = on_closed,
	.undelivered = on_undelivered,
};

static void on_limit(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct world *world = context;
	text_append(&world->said, "TOO LONG ");
	event_base_loopbreak(world->base);
}

static void on_quiet(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	event_base_loopbreak(((struct world *)context)->base);
}

/* --- a world of its own for each test --- */

int world_set_up(void **state)
{
	struct world *world = mem_new(1, sizeof *world);
	const char *tmp = getenv("TMPDIR");
	snprintf(world->dir, sizeof world->dir, "%.200s/notifier.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(world->dir));
	snprintf(world->helper, sizeof world->helper, "%s/helper", world->dir);
	setenv("WORLD", world->dir, 1); /* must not reach a helper */
	setenv("HOME", world->dir, 1);
	world->base = event_base_new();
	world->quiet = evtimer_new(world->base, on_quiet, world);
	world->limit = evtimer_new(world->base, on_limit, world);
	world->prompt = (struct prompt_text){.summary = "How much strain?",
					     .body = "A line.",
					     .action_count = 2,
					     .actions = {"Not at all", "Somewhat"},
					     .life_s = 60};
	world->next = world->prompt;
	snprintf(world->next.summary, sizeof world->next.summary, "Next?");
	world->wanted = 1;
	world->show_limit_ms = world->close_limit_ms = PATIENT_MS;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, world->terminal), 0);
	assert_int_equal(pipe2(world->log, O_CLOEXEC | O_NONBLOCK), 0);
	*state = world;
	return 0;
}

int world_tear_down(void **state)
{
	struct world *world = *state;
	char command[400];
	notifier_free(world->notifier);
	/* Those that still have to take a notification from the screen end by themselves: their input is closed. */
	while (waitpid(-1, NULL, 0) > 0)
		;
	event_free(world->quiet);
	event_free(world->limit);
	event_base_free(world->base);
	for (int i = 0; i < 2; i++) {
		close(world->terminal[i]);
		close(world->log[i]);
	}
	text_clear(&world->said);
	snprintf(command, sizeof command, "rm -rf '%s'", world->dir);
	assert_int_equal(system(command), 0);
	free(world);
	return 0;
}

void world_write_helper(struct world *world, const char *script)
{
	FILE *file = fopen(world->helper, "we");
	assert_non_null(file);
	fprintf(file,
		"#!/bin/sh\nD='%s'; cd \"$D\"\n"
		"upto() { while read -r l; do case $l in $1) return 0 ;; esac; done; return 1; }\n"
		"if [ \"$1\" = --probe ]; then probe=1; else probe=0; upto end; fi\n%s\n",
		world->dir, script);
	assert_int_equal(fchmod(fileno(file), 0700), 0);
	fclose(file);
}

void world_start(struct world *world, enum notifier_kind kind)
{
	const struct notifier_options options = {
		.kind = kind,
		.helper = world->helper,
		.in_fd = world->terminal[0],
		.out_fd = world->terminal[0],
		.log_fd = world->log[1],
		.show_limit_ms = world->show_limit_ms,
		.close_limit_ms = world->close_limit_ms,
	};
	world->notifier = notifier_new(world->base, &options, &events, world);
}

const char *world_run(struct world *world)
{
	event_add(world->limit, &(struct timeval){.tv_sec = 20});
	event_base_dispatch(world->base);
	event_del(world->limit);
	return text_string(&world->said);
}

const char *world_show_and_run(struct world *world)
{
	notifier_show(world->notifier, &world->prompt);
	return world_run(world);
}

const char *world_file(struct world *world, const char *name)
{
	static char bytes[4096];
	char path[400];
	snprintf(path, sizeof path, "%s/%s", world->dir, name);
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(bytes, 1, sizeof bytes - 1, f) : 0;
	bytes[n] = '\0';
	if (f)
		fclose(f);
	return bytes;
}

void world_wait_for_file(struct world *world, const char *name)
{
	for (int i = 0; i < 500 && !*world_file(world, name); i++) {
		event_add(world->quiet, &(struct timeval){.tv_usec = 20000});
		event_base_dispatch(world->base);
	}
	assert_string_not_equal(world_file(world, name), "");
}
