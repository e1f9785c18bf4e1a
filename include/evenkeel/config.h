/*
 * Settings: one table of options, one plain struct.
 *
 * A new option is one row in lib/core/config_table.c (key, type, range, unit, default as the user would write it, help), one field
 * here, and its use. The struct is pointer-free, so settings are compared and swapped whole: loading builds a new set aside
 * and the caller takes it only when all of it is valid. Files are INI, read by inih one line at a time; the site's file lies
 * below the person's. Durations are written N(s|min|h); a bare N in a file is refused with what is allowed.
 */
#ifndef EVENKEEL_CONFIG_H
#define EVENKEEL_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/calendar.h>
#include <evenkeel/error.h>
#include <evenkeel/text.h>

#define CONFIG_SPANS_MAX 4
#define CONFIG_DATES_MAX 64
#define CONFIG_STRING_SIZE 200
#define CONFIG_COUNTRY_SIZE 4 /* "DE", or empty = auto */
#define CONFIG_LINE_MAX 199   /* bytes of a line; Debian's inih reads 200 with the NUL */

/* Hours of one weekday: minutes since local midnight; to_min may pass 1440 where they cross midnight, and spans after one that
 * reached midnight lie past 1440 whole ("22:00-02:00,03:00-06:00"). */
struct config_hours {
	int32_t count; /* 0 = off */
	struct {
		int32_t from_min, to_min;
	} spans[CONFIG_SPANS_MAX]; /* ascending, not overlapping */
};

/* Days off, from...to inclusive, as days since 1970-01-01. */
struct config_dates {
	int32_t count;
	struct {
		int32_t from, to;
	} ranges[CONFIG_DATES_MAX];
};

enum config_review_day { REVIEW_DAY_OFF = 0, /* 1 Monday ... 7 Sunday */ REVIEW_DAY_LAST = 8 };
enum config_notify { NOTIFY_AUTO, NOTIFY_DESKTOP, NOTIFY_TERMINAL, NOTIFY_LOG };
enum config_source { SOURCE_AUTO, SOURCE_WAYLAND, SOURCE_X11, SOURCE_NONE };
enum config_detect { DETECT_AUTO, DETECT_OFF };
enum config_language { LANGUAGE_AUTO, LANGUAGE_EN, LANGUAGE_ZH_CN, LANGUAGE_TH };

/* Durations in seconds; 0 = off where the table allows off. */
struct config {
	int64_t micro_every_s, micro_for_s, micro_postpone_s;
	int64_t rest_every_s, rest_for_s, rest_postpone_s;
	int64_t daily_limit_s, daily_repeat_s;
	int64_t activity_idle_after_s;
	int64_t prompts_gap_s;
	int64_t prompts_per_hour;
	int64_t checkin_per_day;
	int64_t checkin_expire_s, checkin_remind_s, checkin_later_s;
	int64_t call_grace_s, call_debounce_s;
	int64_t day_start_min; /* minutes after midnight */
	bool checkin_invite;
	int32_t review_day;                     /* enum config_review_day or a weekday */
	int32_t notify;                         /* enum config_notify */
	int32_t activity_source;                /* enum config_source */
	int32_t call_detect;                    /* enum config_detect */
	int32_t language;                       /* enum config_language */
	struct config_hours hours[7];           /* Monday first */
	struct config_dates holidays, days_off; /* the site's or a country's; those taken with `evenkeel off` */
	char calendar_file[CONFIG_STRING_SIZE];
	char calendar_shift[CONFIG_STRING_SIZE];   /* words by comma, or "all" */
	char team_drop[CONFIG_STRING_SIZE];        /* of the team's figures; empty = none */
	char support_country[CONFIG_COUNTRY_SIZE]; /* whose help lines; empty = the locale's */
	/* No setting: what the file says, put here by whoever read it. */
	struct calendar calendar;
};

enum config_type {
	CONFIG_DURATION,
	CONFIG_NUMBER,
	CONFIG_SWITCH,
	CONFIG_CHOICE,
	CONFIG_CLOCK,
	CONFIG_HOURS,
	CONFIG_DATES,
	CONFIG_PATH,
	CONFIG_WORDS,
	CONFIG_COUNTRY
};

struct config_option {
	const char *key; /* "micro.every"; section before the dot; "language" has none */
	enum config_type type;
	size_t offset;              /* of the field in struct config */
	int64_t minimum, maximum;   /* seconds for durations, else the number's own unit */
	bool may_be_off;            /* "off" is allowed and stored as 0 */
	const char *const *choices; /* CONFIG_CHOICE: NULL-terminated, the stored number is the index */
	const char *initial;        /* default, as the user would write it */
	const char *help;           /* one line, marked for translation */
};

const struct config_option *config_options(size_t *ret_count);
const struct config_option *config_find(const char *key);
/* The allowed values in words: "a duration from 1min to 24h, or off". */
void config_allowed(const struct config_option *option, struct text *ret);

void config_defaults(struct config *ret);
/* Set one option from its written form. -1: unknown key or bad value; the message names the key and what is allowed. */
int config_set(struct config *config, const char *key, const char *value, struct error *err);
/* The written form of an option's value; reading it back gives the same. */
void config_get(const struct config *config, const struct config_option *option, struct text *ret);

/*
 * Lay the settings of @content (a file's bytes) over @config. -1: @config is unchanged and the message begins
 * "FILE:LINE: " with the name given as @file. The last line of a key holds, but days of several lines add up, since a
 * line holds sixteen at most.
 */
int config_read(struct config *config, const char *content, size_t length, const char *file, struct error *err);
/* @content with @key set to @value (both as config_set takes them): the line replaced, or added under its section; comments and
 * order kept. A list too long for one line becomes several. */
void config_edit(const char *content, const char *key, const char *value, struct text *ret);

/* Put the days from @from to @to into @dates, one range where they touch others; or take them out. -1: more than CONFIG_DATES_MAX. */
int config_dates_put(struct config_dates *dates, int32_t from, int32_t to);
int config_dates_take(struct config_dates *dates, int32_t from, int32_t to);
bool config_dates_have(const struct config_dates *dates, int32_t date);

/* "90s", "25min", "8h" in seconds. -1 if it is no such thing. A bare number counts @bare_unit_s (0 = refuse it). */
int config_duration(const char *string, int64_t bare_unit_s, int64_t *ret_s);

#endif
