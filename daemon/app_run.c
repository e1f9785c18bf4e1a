#include "app_run_private.h"

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

#include "app_keep.h"
#include "manager.h"
#include "state.h"

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
	calendar_look(run);
	send_look(run, false);
}

static void on_request(void *context, const struct proto_message *request, struct proto_message *ret_reply)
{
	struct run *run = context;

	app_request(run->app, request, ret_reply);
	if (request->type == PROTO_RECORDED)
		send_look(run, true);
}

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
	manager_watchdog_ping();
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

static void port_wake(void *context, int64_t boot_ms, int64_t wall_ms)
{
	wake_arm(((struct run *)context)->wake, boot_ms, wall_ms);
}

static void port_quit(void *context)
{
	/* After what is being done: a reply may be on its way. */
	struct timeval soon = {.tv_usec = 20000};

	event_base_loopexit(((struct run *)context)->base, &soon);
}

static int port_backup(void *context, struct error *err)
{
	return copier_start(((struct run *)context)->copier, err);
}

static void on_copied(void *context, bool well)
{
	app_backed_up(((struct run *)context)->app, well);
}

static void port_configured(void *context, const struct config *config)
{
	struct run *run = context;

	(void)locale_choose((enum config_language)config->language);
	desktop_configure(run, config);
}

/* Beginning and end. */

static int get_socket(struct run *run, struct error *err)
{
	if (run->listen_fd >= 0)
		return 0;
	run->own_socket = control_bind(&run->paths, &run->listen_fd, err) == 0;
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
		.show = desktop_show,
		.close = desktop_close,
		.wake = port_wake,
		.describe = desktop_describe,
		.configured = port_configured,
		.quit = port_quit,
		.backup = port_backup,
		.has_page = app_bus_has_page,
		.open_page = app_bus_open_page,
		.log = write_log,
	};

	return app_new(&run->app, &options, &ports, err);
}

static void begin_signals(struct run *run)
{
	static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
	uint64_t watchdog_us = manager_watchdog_us();

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

/* A service manager that listens starts its own daemon, which must find the lock free: so before it is taken. */
static int look_around(struct run *run, struct error *err)
{
	if (manager_listen_fd(&run->listen_fd, err) != 0 || paths_find(run->options->store, &run->paths, err) != 0)
		return -1;
	if (run->options->autostart && run->listen_fd < 0 && control_is_served(&run->paths))
		return error_set(err, ERROR_INSTANCE, "evenkeeld is already running");
	return 0;
}

/* The lock first, then the socket: whoever holds both is the daemon. Nothing is written before. */
static int begin(struct run *run, struct error *err)
{
	if (look_around(run, err) != 0 || state_lock(run->paths.store, &run->lock_fd, err) != 0)
		return -1;
	run->base = event_base_new();
	if (!run->base)
		return error_set(err, ERROR_FAILED, "cannot make an event loop");
	if (get_socket(run, err) != 0)
		return -1;
	run->control = control_new(run->base, run->listen_fd, CONTROL_IDLE_MS, on_request, run);
	run->copier = copier_new(run->base, run->paths.store, on_copied, run);
	if (wake_new(&run->wake, run->base, on_wake, run, err) != 0 || begin_app(run, err) != 0)
		return -1;
	(void)locale_choose((enum config_language)app_config(run->app)->language);
	desktop_begin(run);
	begin_signals(run);
	return 0;
}

static void end(struct run *run)
{
	run->copier = copier_free(run->copier);
	send_end(run);
	run->app = app_free(run->app);
	desktop_end(run);
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
	struct run run = {.options = options, .lock_fd = -1, .listen_fd = -1, .begun_boot_ms = instant_now().boot_ms};
	int result = begin(&run, err);

	if (result == 0) {
		app_start(run.app);
		manager_ready();
		write_log(NULL, "ready");
		(void)malloc_trim(0);
		(void)event_base_dispatch(run.base);
		manager_stopping();
	} else if (run.listen_fd >= 0) {
		control_refuse(run.listen_fd, err);
	}
	end(&run);
	return result;
}
