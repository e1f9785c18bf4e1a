/*
 * A world for the app: the real app, schedule and store in a directory of their own, with a screen that remembers, and a clock that
 * moves when the test says so. Nothing here sleeps; a day takes as long as its events.
 */
#ifndef TESTS_APP_WORLD_H
#define TESTS_APP_WORLD_H

#include <stdbool.h>

#include "../../daemon/app.h"

#define WORLD_RECORDS_MAX 64
#define WORLD_DIR_SIZE 64

struct world {
	char dir[WORLD_DIR_SIZE];
	struct app_options options;
	struct app *app;
	struct instant now;
	struct zone zone;
	int64_t wake_boot_ms, wake_wall_ms;
	/* the screen */
	struct prompt_text screen; /* what is on it; summary empty = nothing */
	int shows, closes;
	char log[4096];
	bool has_page; /* can be opened */
	int pages;     /* how often it was */
	/* what the store holds, after world_read */
	struct record records[WORLD_RECORDS_MAX];
	int record_count;
};

/* A Monday, 09:00 UTC, an empty store, settings @config (may be NULL). The app is not started yet. */
void world_init(struct world *world, const char *config);
/* Without hours and check-ins of its own, so that only what the test asks for comes. */
extern const char world_quiet[];
void world_configure(struct world *world, const char *config);
int world_begin(struct world *world, struct error *err); /* app_new, app_start, SCHEDULE_ACTIVE */
void world_end(struct world *world);                     /* as SIGTERM does */
void world_clear(struct world *world);                   /* ends, and removes the directory */

extern const char world_passphrase[];
/* When the app asked to be woken, on the boot-time clock; and moving both clocks on, without waking it. */
int64_t world_next_wake(const struct world *world);
void world_go_to(struct world *world, int64_t boot_ms);
/* Let time pass, waking the app when it asked for it. */
void world_pass(struct world *world, int64_t seconds);
/* Until the screen shows something new, at most @seconds. */
bool world_wait_for_screen(struct world *world, int64_t seconds);
bool world_showing(const struct world *world);
void world_press(struct world *world, int button);
void world_press_label(struct world *world, const char *label);

struct proto_message world_request(struct world *world, enum proto_type type, int what, int minutes, bool on);
/* Unlock the store and read all of it. The app must have ended, or have nothing to write. */
void world_read(struct world *world);
/* How many of the records read are of @kind; the last of them in *@ret if not NULL. */
int world_count(const struct world *world, enum record_kind kind, const struct record **ret);
/* Hold the store's lock, as another writer does. */
int world_lock_store(const struct world *world);

/* Have a check-in asked for and shown. */
void world_ask_checkin(struct world *world);
/* Answer the question on the screen; the next one is shown at once. */
void world_answer(struct world *world, const char *label);
void world_end_and_read(struct world *world);

/* A quiet world of its own for each test, in *@state, the app begun. */
int world_set_up(void **state);
int world_tear_down(void **state);
#define IN_A_WORLD(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)

#endif
