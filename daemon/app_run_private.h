/* The running daemon's inside, shared by app_run.c and app_desktop.c only. */
#ifndef DAEMON_APP_RUN_PRIVATE_H
#define DAEMON_APP_RUN_PRIVATE_H

#include "activity.h"
#include "app.h"
#include "app_run.h"
#include "control.h"
#include "copier.h"
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
	struct copier *copier;
	int32_t activity_source; /* enum config_source it was made for */
	struct event *signals[3], *watchdog;
	int lock_fd;
	bool own_socket; /* bound here, so removed at the end */
	char helper[PATH_SIZE];
	int64_t begun_boot_ms;
};

/* app_desktop.c: the screen and the keyboard, as the app's ports and events */
void desktop_begin(struct run *run);
void desktop_end(struct run *run);
void desktop_configure(struct run *run, const struct config *config);
void desktop_show(void *context, const struct prompt_text *prompt);
void desktop_close(void *context);
void desktop_describe(void *context, struct proto_status *status);

#endif
