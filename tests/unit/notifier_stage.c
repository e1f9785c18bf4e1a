#include "notifier_stage.h"

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

static void outcome(struct stage *stage)
{
	stage->outcomes++;
	if (stage->show_next) {
		stage->show_next = false;
		notifier_show(stage->notifier, &stage->next);
	}
	/* What must not come after the last one has a moment to come. */
	if (stage->outcomes == stage->wanted)
		event_add(stage->quiet, &(struct timeval){.tv_usec = 100000});
}

static void on_shown(void *context)
{
	struct stage *stage = context;
	text_append(&stage->said, "shown ");
	stage->shown_ms = instant_now().boot_ms;
}

static void on_action(void *context, int action)
{
	struct stage *stage = context;
	text_appendf(&stage->said, "action%d ", action);
	stage->action_ms = stage->outcomes == 0 ? instant_now().boot_ms : stage->action_ms;
	outcome(stage);
}

static void on_closed(void *context, enum prompt_closed reason)
{
	struct stage *stage = context;
	text_append(&stage->said, reason == CLOSED_EXPIRED ? "expired " : "closed ");
	outcome(stage);
}

static void on_undelivered(void *context, const char *why)
{
	struct stage *stage = context;
	text_appendf(&stage->said, "undelivered:%s ", why);
	outcome(stage);
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
	struct stage *stage = context;
	text_append(&stage->said, "TOO LONG ");
	event_base_loopbreak(stage->base);
}

static void on_quiet(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	event_base_loopbreak(((struct stage *)context)->base);
}

int stage_set_up(void **state)
{
	struct stage *stage = mem_new(1, sizeof *stage);
	const char *tmp = getenv("TMPDIR");
	snprintf(stage->dir, sizeof stage->dir, "%.200s/notifier.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(stage->dir));
	snprintf(stage->helper, sizeof stage->helper, "%s/helper", stage->dir);
	setenv("STAGE", stage->dir, 1); /* must not reach a helper */
	setenv("HOME", stage->dir, 1);
	stage->base = event_base_new();
	stage->quiet = evtimer_new(stage->base, on_quiet, stage);
	stage->limit = evtimer_new(stage->base, on_limit, stage);
	stage->prompt = (struct prompt_text){.summary = "How much strain?",
					     .body = "A line.",
					     .action_count = 2,
					     .actions = {"Not at all", "Somewhat"},
					     .life_s = 60};
	stage->next = stage->prompt;
	snprintf(stage->next.summary, sizeof stage->next.summary, "Next?");
	stage->wanted = 1;
	stage->show_limit_ms = stage->close_limit_ms = PATIENT_MS;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, stage->terminal), 0);
	assert_int_equal(pipe2(stage->log, O_CLOEXEC | O_NONBLOCK), 0);
	*state = stage;
	return 0;
}

int stage_tear_down(void **state)
{
	struct stage *stage = *state;
	char command[300];
	notifier_free(stage->notifier);
	/* Those that still have to take a notification from the screen end by themselves: their input is closed. */
	while (waitpid(-1, NULL, 0) > 0)
		;
	event_free(stage->quiet);
	event_free(stage->limit);
	event_base_free(stage->base);
	for (int i = 0; i < 2; i++) {
		close(stage->terminal[i]);
		close(stage->log[i]);
	}
	text_clear(&stage->said);
	snprintf(command, sizeof command, "rm -rf '%s'", stage->dir);
	assert_int_equal(system(command), 0);
	free(stage);
	return 0;
}

void stage_write_helper(struct stage *stage, const char *script)
{
	FILE *file = fopen(stage->helper, "we");
	assert_non_null(file);
	fprintf(file,
		"#!/bin/sh\nD='%s'; cd \"$D\"\n"
		"upto() { while read -r l; do case $l in $1) return 0 ;; esac; done; return 1; }\n"
		"if [ \"$1\" = --probe ]; then probe=1; else probe=0; upto end; fi\n%s\n",
		stage->dir, script);
	assert_int_equal(fchmod(fileno(file), 0700), 0);
	fclose(file);
}

void stage_start(struct stage *stage, enum notifier_kind kind)
{
	const struct notifier_options options = {
		.kind = kind,
		.helper = stage->helper,
		.in_fd = stage->terminal[0],
		.out_fd = stage->terminal[0],
		.log_fd = stage->log[1],
		.show_limit_ms = stage->show_limit_ms,
		.close_limit_ms = stage->close_limit_ms,
	};
	stage->notifier = notifier_new(stage->base, &options, &events, stage);
}

const char *stage_run(struct stage *stage)
{
	event_add(stage->limit, &(struct timeval){.tv_sec = 2 * PATIENT_MS / 1000});
	event_base_dispatch(stage->base);
	event_del(stage->limit);
	return text_string(&stage->said);
}

const char *stage_show_and_run(struct stage *stage)
{
	notifier_show(stage->notifier, &stage->prompt);
	return stage_run(stage);
}

const char *stage_file(struct stage *stage, const char *name)
{
	static char bytes[4096];
	char path[400];
	snprintf(path, sizeof path, "%s/%s", stage->dir, name);
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(bytes, 1, sizeof bytes - 1, f) : 0;
	bytes[n] = '\0';
	if (f)
		fclose(f);
	return bytes;
}

void stage_run_for_ms(struct stage *stage, int ms)
{
	event_add(stage->quiet, &(struct timeval){.tv_usec = ms * 1000});
	event_base_dispatch(stage->base);
}

void stage_wait_for_file(struct stage *stage, const char *name)
{
	for (int i = 0; i < 500 && !*stage_file(stage, name); i++)
		stage_run_for_ms(stage, 20);
	assert_string_not_equal(stage_file(stage, name), "");
}
