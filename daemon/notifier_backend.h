/*
 * One way to show a prompt: what notifier.c asks of desktop, terminal and log, and what they tell it. notifier.c keeps the rules
 * (one open prompt, its life, what still counts); a backend reports through notifier_said_* what happens, never from inside show.
 */
#ifndef DAEMON_NOTIFIER_BACKEND_H
#define DAEMON_NOTIFIER_BACKEND_H

#include "notifier.h"

struct notifier_backend {
	const char *name;
	void *(*new)(struct notifier *notifier, struct event_base *base, const struct notifier_options *options);
	void (*free)(void *handle);
	void (*show)(void *handle, const struct prompt_text *prompt);
	void (*close)(void *handle); /* may be called with nothing open */
};

void notifier_said_caps(struct notifier *notifier, const char *server, const char *version);
void notifier_said_shown(struct notifier *notifier);
void notifier_said_action(struct notifier *notifier, int action);
void notifier_said_closed(struct notifier *notifier, enum prompt_closed reason);
void notifier_said_undelivered(struct notifier *notifier, const char *why);

extern const struct notifier_backend notifier_desktop, notifier_terminal, notifier_log;
bool notifier_terminal_usable(int in_fd); /* a terminal, and ours to read from */

/* What `auto` asks first: a helper with --probe. @done is called once, from the loop. */
struct notifier_probe;
struct notifier_probe_result {
	bool answers;
	char server[64], version[32];
	const char *why; /* "no-server", "timeout", ... when it does not answer */
};
typedef void notifier_probe_done(struct notifier *notifier, const struct notifier_probe_result *result);
struct notifier_probe *notifier_probe_new(struct event_base *base, const struct notifier_options *options,
					  notifier_probe_done *done, struct notifier *notifier);
struct notifier_probe *notifier_probe_free(struct notifier_probe *probe);

/* Why a prompt was not delivered, in words for `evenkeel status`. */
const char *notifier_words(const char *why);

#endif
