/* The screen: what the app wants shown goes to the notifier, and what becomes of it to the app. */
#include <stdio.h>
#include <unistd.h>

#include <evenkeel/os.h>

#include "app_run_private.h"

static void on_shown(void *context)
{
	app_shown(((struct run *)context)->app);
}

static void on_action(void *context, int action)
{
	app_pressed(((struct run *)context)->app, action);
}

static void on_closed(void *context, enum prompt_closed reason)
{
	app_closed(((struct run *)context)->app, reason);
}

static void on_undelivered(void *context, const char *why)
{
	fprintf(stderr, "evenkeeld: a prompt could not be shown: %s\n", why);
	app_undelivered(((struct run *)context)->app);
}

static const struct notifier_events notifier_events = {
	.shown = on_shown,
	.action = on_action,
	.closed = on_closed,
	.undelivered = on_undelivered,
};

void desktop_show(void *context, const struct prompt_text *prompt)
{
	notifier_show(((struct run *)context)->notifier, prompt);
}

void desktop_close(void *context)
{
	notifier_close(((struct run *)context)->notifier);
}

void desktop_describe(void *context, struct proto_status *status)
{
	struct run *run = context;
	struct process_figures figures = process_figures();

	snprintf(status->notifier, sizeof status->notifier, "%s", notifier_name(run->notifier));
	snprintf(status->notifier_why, sizeof status->notifier_why, "%s", notifier_why(run->notifier));
	app_sources_describe(run, status);
	status->pss_kib = figures.pss_kib;
	status->uss_kib = figures.uss_kib;
	status->threads = figures.threads;
	status->wakeups = figures.wakeups;
	status->cpu_ms = figures.cpu_ms;
	status->uptime_s = (uint64_t)(instant_now().boot_ms - run->begun_boot_ms) / 1000;
}

static enum notifier_kind notifier_kind(const struct run *run, const struct config *config)
{
	static const enum notifier_kind kinds[] = {
		[NOTIFY_AUTO] = NOTIFIER_AUTO,
		[NOTIFY_DESKTOP] = NOTIFIER_DESKTOP,
		[NOTIFY_TERMINAL] = NOTIFIER_TERMINAL,
		[NOTIFY_LOG] = NOTIFIER_LOG,
	};

	return run->options->notify_named ? run->options->notify : kinds[config->notify];
}

static void begin_notifier(struct run *run)
{
	const struct config *config = app_config(run->app);
	bool found = process_helper("evenkeel-notify", run->helper, sizeof run->helper, NULL) == 0;
	struct notifier_options options = {
		.kind = notifier_kind(run, config),
		.helper = found ? run->helper : NULL,
		.in_fd = STDIN_FILENO,
		.out_fd = STDOUT_FILENO,
		.log_fd = STDERR_FILENO,
	};

	run->notifier = notifier_new(run->base, &options, &notifier_events, run);
}

void desktop_begin(struct run *run)
{
	begin_notifier(run);
	app_sources_begin(run, app_config(run->app));
}

void desktop_end(struct run *run)
{
	app_sources_end(run);
	run->notifier = notifier_free(run->notifier);
}

void desktop_configure(struct run *run, const struct config *config)
{
	app_sources_configure(run, config);
}
