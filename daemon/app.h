/*
 * The app: the one path that every event takes. Callbacks turn what happened into an event and hand it over; the app reads the
 * clock, asks schedule_step, and is the only place that carries out what it says: show or take back a prompt, seal a record, wake
 * again, save the state. Sealed first, thanked after. It can write answers, never read earlier ones.
 *
 * What lies outside (clock, zone files, screen, timers) comes in as struct app_ports, so that a test drives whole days through the
 * real app and the real store with a fake screen and instants of its own.
 */
#ifndef DAEMON_APP_H
#define DAEMON_APP_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/config.h>
#include <evenkeel/error.h>
#include <evenkeel/paths.h>
#include <evenkeel/promptline.h>
#include <evenkeel/proto.h>
#include <evenkeel/schedule.h>
#include <evenkeel/store.h>

struct app;

struct app_ports {
	void *context;
	struct instant (*now)(void *context);
	struct zone (*zone)(void *context, int64_t wall_s);
	void (*show)(void *context,
		     const struct prompt_text *prompt); /* replaces what is shown; answers by app_shown ... */
	void (*close)(void *context);                   /* nothing more is said about it */
	void (*wake)(void *context, int64_t boot_ms,
		     int64_t wall_ms); /* call app_due then; INT64_MAX = nothing planned */
	void (*describe)(void *context, struct proto_status *status);   /* notifier, activity, features, figures */
	void (*configured)(void *context, const struct config *config); /* other settings from now on */
	void (*quit)(void *context);                                    /* the store was forgotten: end; may be NULL */
	int (*backup)(void *context,
		      struct error *err);             /* begin the weekly backup, and call app_backed_up; may be NULL */
	bool (*has_page)(void *context);              /* can the person's page be opened? NULL = no */
	void (*open_page)(void *context);             /* do; app_page_failed if it does not */
	void (*log)(void *context, const char *line); /* never an answer, an id or the time of an answer */
};

struct app_options {
	struct paths paths;
	uint64_t seed;                    /* 8 random bytes */
	enum catalogue_language language; /* of the locale; the setting `language` goes before it */
	bool store_named;                 /* --store: even a demo may be written to */
};

/*
 * Open the store (STORE_EMPTY and a demo that was not named are errors with their message), read the settings (bad ones: the defaults
 * and a trouble line in the status), restore the schedule. Where another program is at work on the store, nobody waits for it: what is to
 * be recorded is kept in memory until it can be opened.
 */
int app_new(struct app **ret, const struct app_options *options, const struct app_ports *ports, struct error *err);
/* Try once more, for a few seconds, to store what waits; save the state; wipe. */
struct app *app_free(struct app *app);
/* SCHEDULE_START, and the first wake. */
void app_start(struct app *app);
/* Before app_start: whether a call goes on will be told in a moment. */
void app_await_calls(struct app *app);

/* @event without `at`, which is read here. May be called from inside a port: it's then done next, in order. */
void app_handle(struct app *app, struct schedule_event event);
void app_due(struct app *app);       /* a timer fired */
void app_clock_set(struct app *app); /* somebody set the clock, or the machine woke up */

void app_page_failed(struct app *app);          /* the page that was to be opened did not */
void app_backed_up(struct app *app, bool well); /* the weekly backup's process has ended */

/*
 * A contribution to the team's figures left: its record, by its name in the store (store_append_once). 0: it is stored, now or before;
 * positive: another program is at work on the store; -1.
 */
int app_contribution_sent(struct app *app, uint64_t week, const uint8_t name[static STORE_NAME_SIZE],
			  struct error *err);

/* What became of the prompt that was shown last. */
void app_shown(struct app *app);
void app_pressed(struct app *app, int button);
void app_closed(struct app *app, enum prompt_closed reason);
void app_undelivered(struct app *app);

/* The settings' files, without an app: the site's, and the person's over it. */
int app_settings_read(const struct paths *paths, struct config *ret, struct error *err);
/* Read the settings again. -1: the old ones stay, @err begins "FILE:LINE: ". */
int app_reload(struct app *app, struct error *err);
/* One request of the control socket. */
void app_request(struct app *app, const struct proto_message *request, struct proto_message *ret_reply);

/* What the calendar's file says now. Before app_start: the schedule begins with it. */
void app_set_calendar(struct app *app, const struct calendar *calendar);

const struct config *app_config(const struct app *app);
const struct zone *app_zone(const struct app *app);
void app_save(struct app *app);

#endif
