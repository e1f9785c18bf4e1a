/* The app's inside, shared by app*.c only. */
#ifndef DAEMON_APP_PRIVATE_H
#define DAEMON_APP_PRIVATE_H

#include <evenkeel/checkin.h>
#include <evenkeel/rng.h>

#include "app.h"
#include "app_keep.h"
#include "prompt.h"

/* What an answer could be read from: locked memory, wiped when its record is sealed. */
struct app_secrets {
	struct checkin chain;
	struct symptom_deck deck;
	struct rng rng;     /* draws of symptoms and tips */
	uint16_t tip;       /* to go with the thanks, 0 = none */
	uint16_t shown_tip; /* "Did it help?" is about this one, 0 = none */
};

enum app_screen { SCREEN_NOTHING, SCREEN_PROMPT, SCREEN_NOTICE, SCREEN_TIP, SCREEN_RATING };

#define APP_EVENTS_MAX 16

struct app {
	struct app_options options;
	struct app_ports ports;
	struct config config;
	struct schedule schedule;
	struct zone zone;
	struct store *store; /* NULL while another program is at work on it: what is kept then waits */
	struct app_keep keep;
	struct app_secrets *secrets;

	/* the open prompt, as the schedule sees it */
	enum schedule_what open;
	bool self;                  /* asked for by the person */
	bool chain_begun, invited;  /* invited: the question "now?" stands before the chain */
	bool elsewhere;             /* while SCHEDULE_RECORDED is carried out: its record is in the store already */
	uint32_t group, undo_group; /* undo_group: of the last answers, 0 = none known */
	int64_t open_boot_ms;       /* when it was first shown */

	enum app_screen screen;
	bool offers_page;                      /* what is on it has a button for the person's page */
	bool thanks;                           /* after the next COMMIT */
	int64_t notice_until_ms[NOTICE_COUNT]; /* waiting for the screen until this boot time; 0 = not waiting */
	bool told;                             /* that the store refuses */
	bool gone;                             /* the store was forgotten: nothing is written any more */
	unsigned exposed;                      /* bits of the holds that close each epoch at once */
	bool copy_soon;         /* something was stored, here or by a client: the weekly backup may be due */
	int64_t backup_boot_ms; /* not before */

	bool await_calls;
	bool started, running; /* running: an event is being carried out; those that come from inside a port wait */
	int event_count;
	struct schedule_event events[APP_EVENTS_MAX];

	int64_t wake_boot_ms, wake_wall_ms; /* the schedule's */
	int64_t saved_boot_ms;
	bool save_soon;
	char store_trouble[PROTO_STRING_MAX + 1], settings_trouble[PROTO_STRING_MAX + 1];
	char store_notice[PROTO_STRING_MAX + 1]; /* what an append mended, said until the daemon ends */
};

enum catalogue_language app_language(const struct app *app);
int16_t app_zone_min(const struct app *app, struct instant now);
void app_log(const struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* @message cut to the protocol's length, at a character's end. */
void app_cut(char ret[static PROTO_STRING_MAX + 1], const char *message);

/* app_prompt.c: the open prompt on the screen */
void app_prompt_show(struct app *app, const struct schedule_action *action, struct instant now);
void app_prompt_end(struct app *app);
/* app_record.c: what is kept of it */
void app_record_outcome(struct app *app, const struct schedule_action *action, struct instant now);
/* The daemon stops in the middle of a chain: what was answered so far is kept. */
void app_record_stopped(struct app *app, struct instant now);
void app_record_pause(struct app *app, const struct record_pause *pause, struct instant now);
/* What the person said to "Did it help?". */
void app_record_rating(struct app *app, int button, struct instant now);
void app_record_hard_call(struct app *app, struct instant now);
void app_record_withdraw(struct app *app, struct instant now);
void app_record_flush(struct app *app, struct instant now, int wait_ms, bool urgent);
/* app_notice.c: notices wait for a free screen */
void app_notice_add(struct app *app, enum prompt_notice notice, struct instant now);
void app_notice_next(struct app *app, struct instant now);
/* The person's page, from a button; and whether there can be one. */
bool app_has_page(const struct app *app);
void app_open_page(struct app *app);
/* app_state.c */
void app_restore(struct app *app);
/* app_store.c: what becomes of the store itself */
bool app_store_gone(struct app *app);
/* It was forgotten: nothing is kept any more, and the daemon ends. */
void app_store_end(struct app *app);
/* 0; STORE_EMPTY; STORE_BUSY: another program is at work on it for longer than @wait_ms; -1. */
int app_store_open(struct app *app, int wait_ms, struct error *err);
void app_store_backup(struct app *app, struct instant now);

#endif
