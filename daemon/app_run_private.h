/* The running daemon's inside, shared by app_run.c, app_desktop.c and the files of the sources only. */
#ifndef DAEMON_APP_RUN_PRIVATE_H
#define DAEMON_APP_RUN_PRIVATE_H

#include "activity.h"
#include "app.h"
#include "app_run.h"
#include "app_sources.h"
#include "calls.h"
#include "control.h"
#include "copier.h"
#include "notifier.h"
#include "wake.h"

struct run {
	const struct run_options *options;
	struct paths paths;
	struct event_base *base;
	struct app *app;
	struct wake *wake;
	struct control *control;
	struct notifier *notifier;
	struct activity_desktop desktop; /* the session bus and logind */
	struct bus *system;
	struct dnd *dnd;
	struct open_page *page;
	struct activity *activity;
	struct calls *calls; /* NULL while the setting is off */
	struct copier *copier;
	struct calendar_source *calendar;
	struct sending *sending;
	int32_t activity_source; /* enum config_source it was made for */
	struct event *signals[3], *watchdog;
	int lock_fd, listen_fd;
	bool own_socket; /* bound here, so removed at the end */
	char helper[PATH_SIZE];
	int64_t begun_boot_ms;
};

/* app_desktop.c: the screen, as the app's ports and events, and the sources with it */
void desktop_begin(struct run *run);
void desktop_end(struct run *run);
void desktop_configure(struct run *run, const struct config *config);
void desktop_show(void *context, const struct prompt_text *prompt);
void desktop_close(void *context);
void desktop_describe(void *context, struct proto_status *status);

/* app_bus.c: what activity means for the screen's lock; the app's ports for the person's page */
#if HAVE_SYSTEMD
void app_bus_input(struct run *run, enum activity_state state);
bool app_bus_has_page(void *context);
void app_bus_open_page(void *context);
#else
#define app_bus_has_page NULL
#define app_bus_open_page NULL
static inline void app_bus_input(struct run *run, enum activity_state state)
{
	(void)run;
	(void)state;
}
#endif
/* app_calendar.c: a new day, another zone */
void calendar_look(struct run *run);
/* app_send.c: a client recorded something, or some time has passed */
void send_look(struct run *run, bool recorded);
/* Before the app ends: what was sent is recorded. */
void send_end(struct run *run);

#endif
