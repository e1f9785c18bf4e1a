#include "app_run.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include <event2/event.h>
#include <evenkeel/i18n.h>
#include <evenkeel/locale.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "activity.h"
#include "app.h"
#include "app_keep.h"
#include "bus.h"
#include "control.h"
#include "state.h"
#include "wake.h"

struct run {
	const struct run_options *options;
	struct paths paths;
	struct event_base *base;
	struct app *app;
	struct wake *wake;
	struct control *control;
	struct notifier *notifier;
	struct activity *activity;
	int32_t activity_source; /* enum config_source it was made for */
	struct event *signals[3], *watchdog;
	int lock_fd;
	bool own_socket; /* bound here, so removed at the end */
	char helper[PATH_SIZE];
	int64_t begun_boot_ms;
};

static void write_log(void *context, const char *line)
{
	(void)context;
	fprintf(stderr, "evenkeeld: %s\n", line);
}

/* What happens, in the app's words. */

static void on_wake(void *context, enum wake_reason reason)
{
	struct run *run = context;

	if (reason == WAKE_CLOCK_SET)
		app_clock_set(run->app);
	else
		app_due(run->app);
}

static void on_request(void *context, const struct proto_message *request, struct proto_message *ret_reply)
{
	struct run *run = context;

	app_request(run->app, request, ret_reply);
}

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

static void on_signal(evutil_socket_t number, short what, void *context)
{
	struct run *run = context;
	struct error err = {0};

	(void)what;
	if (number == SIGHUP)
		(void)app_reload(run->app, &err); /* the app logs what is wrong */
	else
		event_base_loopbreak(run->base);
}

static void on_watchdog(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	(void)context;
	bus_watchdog_ping();
}

/* What the app wants done. */

static struct instant port_now(void *context)
{
	(void)context;
	return instant_now();
}

static struct zone port_zone(void *context, int64_t wall_s)
{
	(void)context;
	return zone_probe(wall_s);
}

static void port_show(void *context, const struct prompt_text *prompt)
{
	notifier_show(((struct run *)context)->notifier, prompt);
}

static void port_close(void *context)
{
	notifier_close(((struct run *)context)->notifier);
}

static void port_wake(void *context, int64_t boot_ms, int64_t wall_ms)
{
	wake_arm(((struct run *)context)->wake, boot_ms, wall_ms);
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
	if (!HAVE_SYSTEMD)
		miss(status, _("service manager: built without it"));
}

static void port_describe(void *context, struct proto_status *status)
{
	struct run *run = context;
	struct process_figures figures = process_figures();
	const char *why = activity_why(run->activity);

	snprintf(status->notifier, sizeof status->notifier, "%s", notifier_name(run->notifier));
	snprintf(status->notifier_why, sizeof status->notifier_why, "%s", notifier_why(run->notifier));
	snprintf(status->activity_source, sizeof status->activity_source, "%s%s%s%s", activity_name(run->activity),
		 *why ? " (" : "", why, *why ? ")" : "");
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
	run->activity = activity_free(run->activity);
	run->activity_source = config->activity_source;
	run->activity = activity_new(run->base, config->activity_source == SOURCE_NONE ? ACTIVITY_OFF : ACTIVITY_AUTO,
				     config->activity_idle_after_s, on_activity, run);
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

static void port_configured(void *context, const struct config *config)
{
	struct run *run = context;

	(void)locale_choose((enum config_language)config->language);
	if (config->activity_source != run->activity_source)
		begin_activity(run, config);
	else
		activity_set_idle(run->activity, config->activity_idle_after_s);
}

/* Beginning and end. */

static int get_socket(struct run *run, int *ret_fd, struct error *err)
{
	if (bus_listen_fd(ret_fd, err) != 0)
		return -1;
	if (*ret_fd >= 0)
		return 0;
	run->own_socket = control_bind(&run->paths, ret_fd, err) == 0;
	return run->own_socket ? 0 : -1;
}

static int begin_app(struct run *run, struct error *err)
{
	struct app_options options = {
		.paths = run->paths,
		.seed = app_random_u64(),
		.language = locale_choose(LANGUAGE_AUTO),
		.store_named = run->options->store != NULL,
	};
	struct app_ports ports = {
		.context = run,
		.now = port_now,
		.zone = port_zone,
		.show = port_show,
		.close = port_close,
		.wake = port_wake,
		.describe = port_describe,
		.configured = port_configured,
		.log = write_log,
	};

	return app_new(&run->app, &options, &ports, err);
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

static void begin_signals(struct run *run)
{
	static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
	uint64_t watchdog_us = bus_watchdog_us();

	for (int i = 0; i < 3; i++) {
		run->signals[i] = evsignal_new(run->base, numbers[i], on_signal, run);
		event_add(run->signals[i], NULL);
	}
	if (watchdog_us > 0) {
		struct timeval half = {.tv_sec = (time_t)(watchdog_us / 2000000),
				       .tv_usec = (suseconds_t)(watchdog_us / 2 % 1000000)};
		run->watchdog = event_new(run->base, -1, EV_PERSIST, on_watchdog, run);
		event_add(run->watchdog, &half);
	}
}

/* The lock first, then the socket: whoever holds both is the daemon. Nothing is written before. */
static int begin(struct run *run, struct error *err)
{
	int listen_fd;

	if (paths_find(run->options->store, &run->paths, err) != 0 ||
	    state_lock(run->paths.store, &run->lock_fd, err) != 0)
		return -1;
	run->base = event_base_new();
	if (!run->base)
		return error_set(err, ERROR_FAILED, "cannot make an event loop");
	if (get_socket(run, &listen_fd, err) != 0)
		return -1;
	run->control = control_new(run->base, listen_fd, CONTROL_IDLE_MS, on_request, run);
	if (wake_new(&run->wake, run->base, on_wake, run, err) != 0 || begin_app(run, err) != 0)
		return -1;
	(void)locale_choose((enum config_language)app_config(run->app)->language);
	begin_notifier(run);
	begin_activity(run, app_config(run->app));
	begin_signals(run);
	return 0;
}

static void end(struct run *run)
{
	run->app = app_free(run->app);
	run->activity = activity_free(run->activity);
	run->notifier = run->notifier ? notifier_free(run->notifier) : NULL;
	run->wake = wake_free(run->wake);
	run->control = control_free(run->control);
	for (int i = 0; i < 3; i++) {
		if (run->signals[i])
			event_free(run->signals[i]);
	}
	if (run->watchdog)
		event_free(run->watchdog);
	if (run->base)
		event_base_free(run->base);
	if (run->own_socket)
		(void)unlink(run->paths.socket);
	if (run->lock_fd >= 0)
		close(run->lock_fd);
}

int app_run(const struct run_options *options, struct error *err)
{
	struct run run = {.options = options, .lock_fd = -1, .begun_boot_ms = instant_now().boot_ms};
	int result = begin(&run, err);

	if (result == 0) {
		app_start(run.app);
		bus_ready();
		write_log(NULL, "ready");
		(void)malloc_trim(0);
		(void)event_base_dispatch(run.base);
		bus_stopping();
	}
	end(&run);
	return result;
}
