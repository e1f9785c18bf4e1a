/* What scenarios and plans share: a player that steps a schedule along a clock of its own. */
#ifndef DAY_INTERNAL_H
#define DAY_INTERNAL_H

#include <evenkeel/day.h>

struct player {
	struct schedule schedule;
	struct config config;
	struct zone zone;
	struct instant start, now;
	struct schedule_out out; /* of the last step */
	struct day_log *log;     /* NULL = none is kept */
	/* what the desktop would tell a new process */
	enum { RAW_UNKNOWN, RAW_ACTIVE, RAW_IDLE } activity;
	int64_t input_ms; /* boot: input began, or ended */
	bool locked, asleep, call, dnd;
};

/* Begin at @wall_s; the first event is sent. config and zone are set by the caller. */
void player_start(struct player *player, int64_t wall_s, uint64_t seed);
/* Step at every wake up to and at @boot_ms, then be there. */
void player_run(struct player *player, int64_t boot_ms);
/* The next wake as a boot time. */
int64_t player_wake_ms(const struct player *player);
void player_send(struct player *player, struct schedule_event event);
void player_active(struct player *player);
void player_idle(struct player *player);
/* Save, throw away, restore; then tell the new process what the desktop says. */
int player_restart(struct player *player, struct error *err);

/* One line of a scenario file that isn't a setting of the whole. */
enum input_type {
	INPUT_EVENT,
	INPUT_ACTIVE,
	INPUT_IDLE,
	INPUT_SET,
	INPUT_CLOCK,
	INPUT_ZONE,
	INPUT_RESTART,
	INPUT_CALENDAR
};
#define INPUT_WORD_SIZE 64
struct input {
	int64_t second;
	int line;
	enum input_type type;
	enum schedule_event_type event;
	int64_t number;
	enum schedule_what what;
	bool more;
	bool busy; /* INPUT_CALENDAR: a meeting, else a shift */
	struct calendar_span span;
	char key[INPUT_WORD_SIZE];
	char value[CONFIG_STRING_SIZE];
};

struct demand { /* expect and never */
	bool never;
	bool met;
	bool timed;
	int line;
	struct day_line wanted; /* "" matches anything */
};

struct scenario {
	const char *file;
	struct config config;
	struct zone zone;
	int32_t start_date;
	int64_t start_wall_s;
	int calendar_line; /* where hours.calendar is set from the start */
	int64_t end;       /* second */
	bool loose;
	struct input *inputs;
	size_t input_count, input_capacity;
	struct demand *demands;
	size_t demand_count, demand_capacity;
};
int scenario_read(const char *file, const char *content, size_t length, day_zone_fn zones, struct scenario *ret,
		  struct error *err);
void scenario_clear(struct scenario *scenario);

/* A file being read: day_file.c takes its lines, day_input.c the inputs among them, day_words.c their numbers and times. */
#define WORDS_MAX 8
struct reader {
	struct scenario *scenario;
	day_zone_fn zones;
	struct error *err;
	int line;
	int64_t second;       /* of the line before */
	int64_t start_second; /* local time of day at the start */
	int count;
	char *words[WORDS_MAX];
	bool ended;
};
/* "'WORD' WHAT" into err; -1. @what is translated already. */
int reader_refuse(struct reader *reader, const char *what, const char *word);
/* A whole number, or a duration with its unit; @unit_s is what a bare number counts. */
int reader_number(const char *word, int64_t unit_s, int64_t *ret_s);
/* "12:30:00" or "12:30"; -1 if it is none. */
int reader_clock(const char *word, int64_t *ret_second);
/*
 * A line's time: seconds since the start, +N after the line before, or HH:MM:SS: the local time of day from the
 * start's own on; one before that counts from the start.
 */
int reader_time(const struct reader *reader, const char *word, int64_t *ret_second);
/* Add the input whose words begin with number @at; @second -1: it holds from the start. */
int reader_input(struct reader *reader, int64_t second, int at);

#endif
