/*
 * One evenkeel-notify process: started with a bare environment, spoken to in lines, never waited for.
 *
 * The owner gets each well-formed line and, once, that the process is gone (after its last line). What it writes is not
 * trusted: a line that is none ends it. helper_close gives it a while to take its notification from the screen.
 * Both callbacks come from the loop; inside @line, helper_free is not allowed.
 */
#ifndef DAEMON_HELPER_H
#define DAEMON_HELPER_H

#include <stdbool.h>

#include <evenkeel/promptline.h>

struct event_base;
struct helper;

struct helper_events {
	void (*line)(void *context, const struct prompt_event *event);
	void (*gone)(void *context); /* reaped; call helper_free now or later */
};

/* NULL when it cannot be started. @option may be NULL; @input is written to it at once. */
struct helper *helper_new(struct event_base *base, const char *path, const char *option, const struct text *input,
			  const struct helper_events *events, void *context);
/* Nothing is reported any more; a process that still runs finds its input closed, and ends by itself. */
struct helper *helper_free(struct helper *helper);
void helper_close(struct helper *helper, int limit_ms); /* "close", and SIGKILL @limit_ms later */
void helper_kill(struct helper *helper);

#endif
