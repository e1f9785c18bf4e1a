#include <string.h>

#include <evenkeel/config.h>
#include <evenkeel/i18n.h>

#define FIELD(name) offsetof(struct config, name)
#define MIN 60
#define HOUR 3600

static const char *const switch_words[] = {"off", "on", NULL};
static const char *const review_days[] = {"off", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "last", NULL};
static const char *const notifiers[] = {"auto", "desktop", "terminal", "log", NULL};
static const char *const sources[] = {"auto", "wayland", "x11", "none", NULL};
static const char *const detections[] = {"auto", "off", NULL};
static const char *const languages[] = {"auto", "en", "zh_CN", "th", NULL};

#define DURATION(key, field, least, most, off, initial, help)                                                          \
	key, CONFIG_DURATION, FIELD(field), least, most, off, NULL, initial, help
#define NUMBER(key, field, least, most, off, initial, help)                                                            \
	key, CONFIG_NUMBER, FIELD(field), least, most, off, NULL, initial, help
#define CHOICE(key, type, field, choices, initial, help) key, type, FIELD(field), 0, 0, false, choices, initial, help
#define HOURS(day, index, initial, help)                                                                               \
	"hours." day, CONFIG_HOURS, FIELD(hours[index]), 0, 0, true, NULL, initial, help

/* The order is that of `evenkeel config list`. Defaults and ranges: design/SCHEDULE.md; the low ends let a day be played quickly. */
static const struct config_option options[] = {
	{DURATION("micro.every", micro_every_s, MIN, 8 * HOUR, true, "30min", N_("active time before a micro break"))},
	{DURATION("micro.for", micro_for_s, 5, 10 * MIN, false, "30s", N_("how long a micro break is"))},
	{DURATION("micro.postpone", micro_postpone_s, 10, 4 * HOUR, false, "5min",
		  N_("active time that Later puts it off by"))},
	{DURATION("rest.every", rest_every_s, MIN, 12 * HOUR, true, "60min", N_("active time before a rest break"))},
	{DURATION("rest.for", rest_for_s, 10, 2 * HOUR, false, "5min", N_("how long a rest break is"))},
	{DURATION("rest.postpone", rest_postpone_s, 10, 4 * HOUR, false, "5min",
		  N_("active time that Later puts it off by"))},
	{DURATION("daily.limit", daily_limit_s, MIN, 24 * HOUR, true, "off",
		  N_("active time in a day before a notice"))},
	{DURATION("daily.repeat", daily_repeat_s, MIN, 8 * HOUR, false, "30min", N_("until that notice comes again"))},
	{DURATION("activity.idle-after", activity_idle_after_s, 0, 10 * MIN, false, "10s",
		  N_("time without input that counts as idle"))},
	{CHOICE("activity.source", CONFIG_CHOICE, activity_source, sources, "auto", N_("what tells active from idle"))},
	{DURATION("prompts.gap", prompts_gap_s, 1, 8 * HOUR, true, "15min", N_("least time between two prompts"))},
	{NUMBER("prompts.per-hour", prompts_per_hour, 1, 60, true, "2", N_("most new prompts in any 60 minutes"))},
	{NUMBER("checkin.per-day", checkin_per_day, 0, 6, false, "2", N_("check-ins on a working day"))},
	{DURATION("checkin.expire", checkin_expire_s, MIN, 8 * HOUR, false, "30min",
		  N_("how long a check-in can be answered"))},
	{DURATION("checkin.remind", checkin_remind_s, MIN, 8 * HOUR, false, "15min", N_("until its one reminder"))},
	{DURATION("checkin.later", checkin_later_s, MIN, 8 * HOUR, false, "15min",
		  N_("until it comes back after Later"))},
	{CHOICE("checkin.invite", CONFIG_SWITCH, checkin_invite, switch_words, "off",
		N_("ask Answer, Later or Skip today first"))},
	{CHOICE("review.day", CONFIG_CHOICE, review_day, review_days, "last",
		N_("day of the weekly review; last working day"))},
	{CHOICE("call.detect", CONFIG_CHOICE, call_detect, detections, "auto",
		N_("a microphone that is in use counts as a call"))},
	{DURATION("call.grace", call_grace_s, 0, HOUR, false, "60s", N_("quiet time after a call or busy ends"))},
	{DURATION("call.debounce", call_debounce_s, 0, 5 * MIN, false, "4s",
		  N_("a shorter sound recording is no call"))},
	{HOURS("mon", 0, "09:00-18:00", N_("working hours on Monday"))},
	{HOURS("tue", 1, "09:00-18:00", N_("working hours on Tuesday"))},
	{HOURS("wed", 2, "09:00-18:00", N_("working hours on Wednesday"))},
	{HOURS("thu", 3, "09:00-18:00", N_("working hours on Thursday"))},
	{HOURS("fri", 4, "09:00-18:00", N_("working hours on Friday"))},
	{HOURS("sat", 5, "off", N_("working hours on Saturday"))},
	{HOURS("sun", 6, "off", N_("working hours on Sunday"))},
	{"hours.holidays", CONFIG_DATES, FIELD(holidays), 0, 0, true, NULL, "off",
	 N_("days off; further lines add to them")},
	{"hours.days-off", CONFIG_DATES, FIELD(days_off), 0, 0, true, NULL, "off",
	 N_("days off as 'evenkeel off' notes them")},
	{"hours.calendar", CONFIG_PATH, FIELD(calendar_file), 0, 0, true, NULL, "off",
	 N_("iCalendar file with shifts and busy times")},
	{"hours.calendar-shift", CONFIG_WORDS, FIELD(calendar_shift), 0, 0, true, NULL, "shift,schicht,班,กะ",
	 N_("an event with one of these words is a shift")},
	{"day.start", CONFIG_CLOCK, FIELD(day_start_min), 0, 12 * 60, false, NULL, "04:00",
	 N_("when a new day begins")},
	{CHOICE("notify.via", CONFIG_CHOICE, notify, notifiers, "auto", N_("where prompts are shown"))},
	{"team.drop", CONFIG_PATH, FIELD(team_drop), 0, 0, true, NULL, "off",
	 N_("folder where marks for your team's figures are put")},
	{"support.country", CONFIG_COUNTRY, FIELD(support_country), 0, 0, false, NULL, "auto",
	 N_("whose help lines: DE, TH, ...; auto = the locale's")},
	{CHOICE("language", CONFIG_CHOICE, language, languages, "auto", N_("language of questions and tips"))},
};

const struct config_option *config_options(size_t *ret_count)
{
	*ret_count = sizeof(options) / sizeof(options[0]);
	return options;
}

const struct config_option *config_find(const char *key)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (!strcmp(options[i].key, key))
			return &options[i];
	return NULL;
}
