/*
 * What tells the app about the person and the desktop: each source begins, feeds its events to app_handle, and says in `evenkeel
 * status` whether it is there or why not. Another one is its row in app_sources.c, its name here, and its member in struct run.
 */
#ifndef DAEMON_APP_SOURCES_H
#define DAEMON_APP_SOURCES_H

#include <evenkeel/config.h>
#include <evenkeel/proto.h>

struct run;

struct app_source { /* each may be NULL */
	void (*begin)(struct run *run, const struct config *config);
	void (*end)(struct run *run);
	void (*configure)(struct run *run, const struct config *config); /* other settings from now on */
	void (*describe)(const struct run *run, struct proto_status *status);
};

extern const struct app_source app_source_buses, app_source_logind, app_source_dnd, app_source_page; /* app_bus.c */
extern const struct app_source app_source_activity; /* app_activity.c */
extern const struct app_source app_source_calls;    /* app_calls.c */
extern const struct app_source app_source_calendar; /* app_calendar.c */
extern const struct app_source app_source_send;     /* app_send.c; ended by send_end */

/* In the table's order, and back. */
void app_sources_begin(struct run *run, const struct config *config);
void app_sources_end(struct run *run);
void app_sources_configure(struct run *run, const struct config *config);
void app_sources_describe(const struct run *run, struct proto_status *status);

/* For describe: "@name: how it works", or why it does not. */
void app_feature(struct proto_status *status, const char *name, const char *how, ...)
	__attribute__((format(printf, 3, 4)));
void app_feature_missing(struct proto_status *status, const char *name, const char *why, ...)
	__attribute__((format(printf, 3, 4)));

#endif
