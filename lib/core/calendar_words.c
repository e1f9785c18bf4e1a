/* What became of the calendar's file, in one line: cause, place, what holds now, next step. */
#include <string.h>

#include <evenkeel/config.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#define DAY_S 86400

static const char *const fault_words[CALENDAR_FAULTS] = {
	[CALENDAR_FINE] = "",
	[CALENDAR_MISSING] = N_("there is no such file; 'evenkeel config set hours.calendar FILE' names another"),
	[CALENDAR_FORBIDDEN] = N_("it may not be read; 'chmod u+r' makes it readable"),
	[CALENDAR_NO_FILE] = N_("it is no file; name the .ics file itself"),
	[CALENDAR_READ] = N_("it cannot be read; is its disk or network there?"),
	[CALENDAR_TOO_LARGE] = N_("it is larger than 16 MiB; export fewer months"),
	[CALENDAR_FOREIGN] = N_("it is no iCalendar file; export the calendar as .ics"),
	[CALENDAR_CUT_OFF] = N_("it ends in the middle; export it again"),
	[CALENDAR_NESTING] = N_("its BEGIN and END do not fit together; export it again"),
	[CALENDAR_TOO_MANY] = N_("it holds more than can be worked out; export fewer months"),
	[CALENDAR_TOO_LONG] = N_("it takes too long to work out; export fewer months"),
	[CALENDAR_CRASHED] = N_("evenkeel-calendar failed on it; export it again"),
	[CALENDAR_NO_PROGRAM] = N_("evenkeel-calendar is not installed; it needs libical when Evenkeel is built"),
	[CALENDAR_LINE] = N_("it cannot be understood"),
	[CALENDAR_TIME] = N_("its time cannot be understood"),
	[CALENDAR_ZONE] = N_("its time zone is not known here"),
	[CALENDAR_RULE] = N_("how it repeats cannot be understood"),
	[CALENDAR_OFTEN] = N_("it repeats too often"),
};

/* The file by its own name: a long path would push what is wrong out of the line. */
static void failed(const struct calendar *calendar, const char *path, struct text *ret)
{
	const char *slash = strrchr(path, '/'), *file = slash && slash[1] ? slash + 1 : path;

	if (calendar->fault_line > 0) /* TRANSLATORS: file, line, what is wrong with it */
		text_appendf(ret, _("'%s', line %d: %s"), file, (int)calendar->fault_line,
			     _(fault_words[calendar->fault]));
	else
		text_appendf(ret, "'%s': %s", file, _(fault_words[calendar->fault]));
	text_append(ret, _(" (the weekday hours hold)"));
}

static void reach(const struct calendar *calendar, const struct zone *zone, int64_t wall_s, struct text *ret)
{
	int32_t today = zone_date(zone, wall_s, NULL), from = zone_date(zone, calendar->covers_from_s, NULL),
		to = zone_date(zone, calendar->covers_to_s, NULL);
	char first[DATE_SIZE], last[DATE_SIZE];

	date_format(from, first);
	date_format(to, last);
	if (to < today)
		text_appendf(ret, _("its last shift began on %s, so the weekday hours hold; export it again"), last);
	else if (from > today)
		text_appendf(ret, _("its first shift begins on %s; until then the weekday hours hold"), first);
	else if (calendar->covers_to_s - wall_s >= (CALENDAR_AHEAD_DAYS - 2) * (int64_t)DAY_S)
		text_append(ret, _("shifts known for the coming fortnight")); /* and perhaps longer: nobody asked */
	else
		text_appendf(ret, _("shifts known up to %s; after that the weekday hours hold"), last);
}

void calendar_words(const struct config *config, const struct zone *zone, int64_t wall_s, struct text *ret)
{
	const struct calendar *calendar = &config->calendar;

	if (calendar->fault != CALENDAR_FINE && calendar->left_out == 0) {
		failed(calendar, config->calendar_file, ret);
		return;
	}
	if (calendar->covers)
		reach(calendar, zone, wall_s, ret);
	else if (config->calendar_shift[0] == '\0')
		text_append(ret, _("busy times only; the weekday hours hold"));
	else
		text_append(ret,
			    _("no shift found, so the weekday hours hold; 'evenkeel config set hours.calendar-shift "
			      "WORD' says what yours are called"));
	if (calendar->left_out > 0) {
		text_append(ret, _("; "));
		text_appendf(ret,
			     ngettext("%d event was left out, at line %d: %s",
				      "%d events were left out, the first at line %d: %s",
				      (unsigned long)calendar->left_out),
			     (int)calendar->left_out, (int)calendar->fault_line, _(fault_words[calendar->fault]));
	}
}

bool calendar_in_trouble(const struct config *config, const struct zone *zone, int64_t wall_s)
{
	const struct calendar *calendar = &config->calendar;
	bool shifts = config->calendar_shift[0] != '\0';

	return calendar->fault != CALENDAR_FINE ||
	       (shifts && !calendar_covers(calendar, zone, zone_date(zone, wall_s, NULL)));
}
