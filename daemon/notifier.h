/*
 * The notifier: puts one prompt before the person and says what became of it.
 *
 * At most one prompt is open. It is given as text (the notifier knows nothing of questions, schedules or stores) and comes back
 * as the number of a button, as "closed", or as "undelivered". Each prompt that notifier_show accepted ends with exactly one of
 * action, closed and undelivered, unless notifier_close or another notifier_show took it back before: then nothing more is said
 * about it. No callback is made from inside these functions; a callback may call notifier_show and notifier_close.
 * Without an action, any "closed" means "not answered": servers' reasons are not to be trusted.
 *
 * Three ways to show it, one file each: desktop (the helper evenkeel-notify, one process a prompt), terminal, log. Source:
 * design/DESKTOP.md, section 2. Nothing here waits for another process.
 */
#ifndef DAEMON_NOTIFIER_H
#define DAEMON_NOTIFIER_H

#include <evenkeel/error.h>
#include <evenkeel/promptline.h>

struct event_base;
struct notifier;

enum notifier_kind {
	NOTIFIER_AUTO, /* desktop if a server answers, else terminal if there is one, else undelivered: status names the log */
	NOTIFIER_DESKTOP,
	NOTIFIER_TERMINAL,
	NOTIFIER_LOG,
};
/* "auto", "desktop", "terminal", "log": 0 and *ret, or -1 */
int notifier_kind_parse(const char *word, enum notifier_kind *ret);

struct notifier_events {
	void (*shown)(void *context); /* it is on the screen; at most once a prompt, before the next three */
	void (*action)(void *context, int action); /* button 0 ... 2, in the order given */
	void (*closed)(void *context, enum prompt_closed reason);
	/* Never seen by anyone, as far as we know, or lost while open. @why: "no-server", "timeout", ...; for the log. */
	void (*undelivered)(void *context, const char *why);
	void (*changed)(void *context); /* notifier_name or notifier_why says something new; may be NULL */
};

struct notifier_options {
	enum notifier_kind kind;
	const char *helper;                /* the path of evenkeel-notify; NULL = there is none */
	int in_fd, out_fd;                 /* terminal: where a line is read and the question is written (0 and 1) */
	int log_fd;                        /* log: where "prompt 3 shown" is written (2) */
	int show_limit_ms, close_limit_ms; /* for a helper to show and to close; 0 = 3000 and 2000. Tests hurry. */
};

/* @events, and what it is given as @context, must live as long as the notifier. Sets SIGPIPE to be ignored. Never NULL. */
struct notifier *notifier_new(struct event_base *base, const struct notifier_options *options,
			      const struct notifier_events *events, void *context);
/* Takes an open prompt from the screen, without waiting for it. */
struct notifier *notifier_free(struct notifier *notifier);

/* Show @prompt (copied) for @prompt->life_s seconds; one that is still open is taken back. */
void notifier_show(struct notifier *notifier, const struct prompt_text *prompt);
/* Take the open prompt back, if there is one. */
void notifier_close(struct notifier *notifier);
/* A notification server came or went: auto decides again, now, or once the open prompt has ended. */
void notifier_redecide(struct notifier *notifier);

/* For `evenkeel status`: "desktop (dunst 1.9.0)", "desktop", "terminal", "log"; why it is not the desktop: "no notification
 * server answered", or "". Valid until the next callback. */
const char *notifier_name(const struct notifier *notifier);
const char *notifier_why(const struct notifier *notifier);

#endif
