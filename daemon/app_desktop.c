/* The screen and the keyboard: what they say becomes an event, what the app wants shown goes to the notifier. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/i18n.h>
#include <evenkeel/os.h>

#include "app_run_private.h"

static void on_activity(void *context, enum activity_state state, int64_t since_boot_ms)
{
	static const enum schedule_event_type types[] = {
		[ACTIVITY_ACTIVE] = SCHEDULE_ACTIVE,
		[ACTIVITY_IDLE] = SCHEDULE_IDLE,
		[ACTIVITY_NONE] = SCHEDULE_NO_ACTIVITY,
	};
	struct run *run = context;

	app_handle(run->app, (struct schedule_event){.type = types[state], .since_boot_ms = since_boot_ms});
}

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

static void miss(struct proto_status *status, const char *feature)
{
	if (status->feature_count < PROTO_FEATURES_MAX)
		snprintf(status->missing_features[status->feature_count++], PROTO_STRING_MAX + 1, "%s", feature);
}

static void describe_features(struct proto_status *status)
{
	miss(status, _("call detection: not available; 'evenkeel busy on' does it by hand"));
	miss(status, _("screen lock, sleep and do-not-disturb: not available"));
	if (!HAVE_WAYLAND)
		miss(status, _("activity on Wayland: built without it"));
	if (!HAVE_X11)
		miss(status, _("activity on X11: built without it"));
	if (!HAVE_SYSTEMD)
		miss(status, _("service manager: built without it"));
}

void desktop_describe(void *context, struct proto_status *status)
{
	struct run *run = context;
	struct process_figures figures = process_figures();
	const char *name = activity_name(run->activity), *why = activity_why(run->activity);

	snprintf(status->notifier, sizeof status->notifier, "%s", notifier_name(run->notifier));
	snprintf(status->notifier_why, sizeof status->notifier_why, "%s", notifier_why(run->notifier));
	if (strcmp(name, "none") == 0)
		name = _("none: working hours count as active");
	snprintf(status->activity_source, sizeof status->activity_source, "%s%s%s%s", name, *why ? " (" : "", why,
		 *why ? ")" : "");
	describe_features(status);
	status->pss_kib = figures.pss_kib;
	status->uss_kib = figures.uss_kib;
	status->threads = figures.threads;
	status->wakeups = figures.wakeups;
	status->cpu_ms = figures.cpu_ms;
	status->uptime_s = (uint64_t)(instant_now().boot_ms - run->begun_boot_ms) / 1000;
}

static void begin_activity(struct run *run, const struct config *config)
{
	static const enum activity_kind kinds[] = {
		[SOURCE_AUTO] = ACTIVITY_AUTO,
		[SOURCE_WAYLAND] = ACTIVITY_WAYLAND,
		[SOURCE_X11] = ACTIVITY_X11,
		[SOURCE_NONE] = ACTIVITY_OFF,
	};

	run->activity = activity_free(run->activity);
	run->activity_source = config->activity_source;
	run->activity = activity_new(run->base, kinds[config->activity_source], config->activity_idle_after_s,
				     on_activity, run);
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
	begin_activity(run, app_config(run->app));
}

void desktop_end(struct run *run)
{
	run->activity = run->activity ? activity_free(run->activity) : NULL;
	run->notifier = run->notifier ? notifier_free(run->notifier) : NULL;
}

void desktop_configure(struct run *run, const struct config *config)
{
	if (config->activity_source != run->activity_source)
		begin_activity(run, config);
	else
		activity_set_idle(run->activity, config->activity_idle_after_s);
}
