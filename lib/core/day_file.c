/* Scenario files: one line a setting, an input or a demand. The format is design/SCHEDULE.md's; `evenkeel plan --help` repeats it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "day_internal.h"

#define WORDS_MAX 8
#define LINE_SIZE 400
/* A Monday. */
#define DEFAULT_DATE 20514 /* 2026-03-02 */
#define DEFAULT_SECOND (9 * 3600)

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

void scenario_clear(struct scenario *scenario)
{
	free(scenario->inputs);
	free(scenario->demands);
	*scenario = (struct scenario){0};
}

/* --- words -------------------------------------------------------------------------------------------------------------------- */

static int refuse(struct reader *reader, const char *what, const char *word)
{
	error_set(reader->err, ERROR_FAILED, "'%s' %s", word, what);
	return -1;
}

/* A whole number, or a duration with its unit; @unit_s is what a bare number counts. */
static int number(const char *word, int64_t unit_s, int64_t *ret_s)
{
	int64_t seconds = 0;
	const char *c = word;

	if (*c == '\0')
		return -1;
	for (; *c >= '0' && *c <= '9'; c++) {
		if (seconds > 1000000000)
			return -1;
		seconds = 10 * seconds + (*c - '0');
	}
	if (c != word && *c == '\0') {
		*ret_s = seconds * unit_s;
		return 0;
	}
	return config_duration(word, 0, ret_s);
}

/* Digits at *@cursor as a number below @limit; -1 if there are none or it is more. */
static int64_t digits(const char **cursor, int64_t limit)
{
	int64_t value = -1;

	for (; **cursor >= '0' && **cursor <= '9' && value < limit; (*cursor)++)
		value = (value < 0 ? 0 : 10 * value) + (**cursor - '0');
	return value < limit ? value : -1;
}

/* "12:30:00" or "12:30"; -1 if it is none. */
static int clock_word(const char *word, int64_t *ret_second)
{
	int64_t part[3] = {0}, limits[3] = {1000, 60, 60};

	for (int i = 0; i < 3; i++) {
		part[i] = digits(&word, limits[i]);
		if (part[i] < 0)
			return -1;
		if (*word == '\0' && i > 0)
			break;
		if (*word != (i == 2 ? '\0' : ':'))
			return -1;
		word++;
	}
	*ret_second = part[0] * 3600 + part[1] * 60 + part[2];
	return 0;
}

/*
 * A line's time: seconds since the start, +N after the line before, or HH:MM:SS: the local time of day from the start's own on; one
 * before that counts from the start.
 */
static int time_word(const struct reader *reader, const char *word, int64_t *ret_second)
{
	int64_t second;

	if (*word == '+')
		return number(word + 1, 1, &second) < 0 ? -1 : (*ret_second = reader->second + second, 0);
	if (clock_word(word, &second) == 0) {
		*ret_second = second >= reader->start_second ? second - reader->start_second : second;
		return 0;
	}
	if (*word < '0' || *word > '9' || word[strspn(word, "0123456789")] != '\0')
		return -1;
	return number(word, 1, ret_second);
}

static int what_word(struct reader *reader, int index, enum schedule_what *ret)
{
	const char *word = index < reader->count ? reader->words[index] : "";

	for (int what = 0; what < WHAT_COUNT; what++)
		if (!strcmp(word, schedule_what_name((enum schedule_what)what))) {
			*ret = (enum schedule_what)what;
			return 0;
		}
	return refuse(reader, _("is none of micro, rest, checkin, review"), word);
}

/* Words @from and on, as they were, for a setting's value. */
static int value_words(struct reader *reader, int from, char ret[static CONFIG_STRING_SIZE])
{
	size_t length = 0;

	ret[0] = '\0';
	for (int i = from; i < reader->count; i++) {
		int more = snprintf(ret + length, CONFIG_STRING_SIZE - length, "%s%s", i > from ? " " : "", reader->words[i]);
		length += (size_t)more;
		if (length >= CONFIG_STRING_SIZE)
			return refuse(reader, _("is too long a value"), reader->words[from - 1]);
	}
	return 0;
}

/* --- inputs ------------------------------------------------------------------------------------------------------------------- */

enum shape {
	SHAPE_BARE,
	SHAPE_WHAT,       /* WHAT */
	SHAPE_WHAT_MAYBE, /* [WHAT] */
	SHAPE_MINUTES,    /* [N] */
	SHAPE_PAUSE,      /* [N|today] */
	SHAPE_BUSY,       /* N|on [N]|off */
	SHAPE_ON_OFF,     /* on|off */
	SHAPE_MORE,       /* [more] */
	SHAPE_CLOCK,      /* +N|-N */
	SHAPE_ZONE,       /* NAME */
	SHAPE_SET,        /* KEY VALUE */
};

static const struct {
	const char *word;
	enum input_type type;
	enum schedule_event_type event;
	enum shape shape;
} inputs[] = {
	{"active", INPUT_ACTIVE, SCHEDULE_ACTIVE, SHAPE_BARE},
	{"idle", INPUT_IDLE, SCHEDULE_IDLE, SHAPE_BARE},
	{"lock", INPUT_EVENT, SCHEDULE_LOCK, SHAPE_BARE},
	{"unlock", INPUT_EVENT, SCHEDULE_UNLOCK, SHAPE_BARE},
	{"sleep", INPUT_EVENT, SCHEDULE_SLEEP, SHAPE_BARE},
	{"wake", INPUT_EVENT, SCHEDULE_WAKE, SHAPE_BARE},
	{"call", INPUT_EVENT, SCHEDULE_CALL, SHAPE_BARE},
	{"hangup", INPUT_EVENT, SCHEDULE_HANGUP, SHAPE_BARE},
	{"busy", INPUT_EVENT, SCHEDULE_BUSY_ON, SHAPE_BUSY},
	{"dnd", INPUT_EVENT, SCHEDULE_DND_ON, SHAPE_ON_OFF},
	{"pause", INPUT_EVENT, SCHEDULE_PAUSE, SHAPE_PAUSE},
	{"resume", INPUT_EVENT, SCHEDULE_RESUME, SHAPE_BARE},
	{"snooze", INPUT_EVENT, SCHEDULE_SNOOZE, SHAPE_MINUTES},
	{"start-break", INPUT_EVENT, SCHEDULE_START_BREAK, SHAPE_WHAT_MAYBE},
	{"skip", INPUT_EVENT, SCHEDULE_SKIP, SHAPE_BARE},
	{"dismiss", INPUT_EVENT, SCHEDULE_DISMISS, SHAPE_BARE},
	{"later", INPUT_EVENT, SCHEDULE_LATER, SHAPE_BARE},
	{"answer", INPUT_EVENT, SCHEDULE_ANSWER, SHAPE_MORE},
	{"undelivered", INPUT_EVENT, SCHEDULE_UNDELIVERED, SHAPE_BARE},
	{"now", INPUT_EVENT, SCHEDULE_NOW, SHAPE_WHAT},
	{"recorded", INPUT_EVENT, SCHEDULE_RECORDED, SHAPE_WHAT},
	{"hard-call", INPUT_EVENT, SCHEDULE_HARD_CALL, SHAPE_BARE},
	{"clock", INPUT_CLOCK, SCHEDULE_CLOCK, SHAPE_CLOCK},
	{"zone", INPUT_ZONE, SCHEDULE_CLOCK, SHAPE_ZONE},
	{"set", INPUT_SET, SCHEDULE_CONFIG, SHAPE_SET},
	{"restart", INPUT_RESTART, SCHEDULE_START, SHAPE_BARE},
};
#define INPUTS (sizeof(inputs) / sizeof(inputs[0]))

static int minutes_word(struct reader *reader, const char *word, struct input *ret)
{
	int64_t seconds;

	if (number(word, 60, &seconds) < 0 || seconds <= 0 || seconds % 60 != 0)
		return refuse(reader, _("is no number of minutes"), word);
	ret->number = seconds / 60;
	return 0;
}

static int on_off_word(struct reader *reader, const char *word, struct input *ret)
{
	if (!strcmp(word, "off"))
		ret->event = ret->event == SCHEDULE_BUSY_ON ? SCHEDULE_BUSY_OFF : SCHEDULE_DND_OFF;
	else if (strcmp(word, "on"))
		return refuse(reader, _("is neither on nor off"), word);
	return 0;
}

static int busy_words(struct reader *reader, int at, struct input *ret)
{
	const char *word = at < reader->count ? reader->words[at] : "on";

	if (*word >= '0' && *word <= '9')
		return minutes_word(reader, word, ret);
	if (on_off_word(reader, word, ret) < 0)
		return -1;
	return at + 1 < reader->count ? minutes_word(reader, reader->words[at + 1], ret) : 0;
}

static int clock_words(struct reader *reader, const char *word, struct input *ret)
{
	if ((*word != '+' && *word != '-') || number(word + 1, 1, &ret->number) < 0)
		return refuse(reader, _("is no step of the clock, such as +3600 or -3600"), word);
	if (*word == '-')
		ret->number = -ret->number;
	return 0;
}

/* The words from @at on, which belong to an input of this shape. */
static int arguments(struct reader *reader, enum shape shape, int at, struct input *ret)
{
	static const int most[] = {[SHAPE_BARE] = 0,   [SHAPE_WHAT] = 1,   [SHAPE_WHAT_MAYBE] = 1, [SHAPE_MINUTES] = 1,
	                           [SHAPE_PAUSE] = 1,  [SHAPE_BUSY] = 2,   [SHAPE_ON_OFF] = 1,     [SHAPE_MORE] = 1,
	                           [SHAPE_CLOCK] = 1,  [SHAPE_ZONE] = 1,   [SHAPE_SET] = WORDS_MAX};
	bool given = at < reader->count;
	const char *word = given ? reader->words[at] : "";

	if (reader->count - at > most[shape])
		return refuse(reader, _("is one word too many"), reader->words[at + most[shape]]);
	ret->what = WHAT_NONE;
	switch (shape) {
	case SHAPE_BARE: return 0;
	case SHAPE_WHAT: return what_word(reader, at, &ret->what);
	case SHAPE_WHAT_MAYBE: return given ? what_word(reader, at, &ret->what) : 0;
	case SHAPE_MINUTES: return given ? minutes_word(reader, word, ret) : 0;
	case SHAPE_PAUSE:
		if (strcmp(word, "today"))
			return given ? minutes_word(reader, word, ret) : 0;
		ret->number = -1;
		return 0;
	case SHAPE_BUSY: return busy_words(reader, at, ret);
	case SHAPE_ON_OFF: return on_off_word(reader, word, ret);
	case SHAPE_MORE:
		ret->more = given;
		return given && strcmp(word, "more") ? refuse(reader, _("is not 'more'"), word) : 0;
	case SHAPE_CLOCK: return clock_words(reader, word, ret);
	case SHAPE_ZONE:
		snprintf(ret->key, sizeof(ret->key), "%s", word);
		return given ? 0 : refuse(reader, _("needs the name of a zone"), "zone");
	case SHAPE_SET:
		snprintf(ret->key, sizeof(ret->key), "%s", word);
		if (reader->count - at < 2)
			return refuse(reader, _("needs a key and a value"), "set");
		return value_words(reader, at + 1, ret->value);
	}
	return 0;
}

static void add_input(struct scenario *scenario, const struct input *input)
{
	if (scenario->input_count == scenario->input_capacity) {
		scenario->input_capacity = scenario->input_capacity ? 2 * scenario->input_capacity : 32;
		scenario->inputs = mem_grow(scenario->inputs, scenario->input_capacity, sizeof(*scenario->inputs));
	}
	size_t i = scenario->input_count++;
	for (; i > 0 && scenario->inputs[i - 1].second > input->second; i--)
		scenario->inputs[i] = scenario->inputs[i - 1];
	scenario->inputs[i] = *input;
}

static int input_words(struct reader *reader, int64_t second, int at)
{
	const char *word = at < reader->count ? reader->words[at] : "";

	for (size_t i = 0; i < INPUTS; i++) {
		if (strcmp(word, inputs[i].word))
			continue;
		struct input input = {
			.second = second, .line = reader->line, .type = inputs[i].type, .event = inputs[i].event};
		if (arguments(reader, inputs[i].shape, at + 1, &input) < 0)
			return -1;
		add_input(reader->scenario, &input);
		return 0;
	}
	return refuse(reader, _("is no input"), word);
}

/* --- demands ------------------------------------------------------------------------------------------------------------------ */

static int known_event(struct reader *reader, const char *word)
{
	static const char *const events[] = {"prompt",    "reprompt", "expire",  "taken",    "given-up",    "skipped",
	                                     "ignored",   "postponed", "hold",   "release",  "limit",       "answered",
	                                     "dismissed", "held",     "undelivered", "follow-up", "ask-hours", "recovery"};

	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (!strcmp(word, events[i]))
			return 0;
	return refuse(reader, _("is no event"), word);
}

static void add_demand(struct scenario *scenario, const struct demand *demand)
{
	if (scenario->demand_count == scenario->demand_capacity) {
		scenario->demand_capacity = scenario->demand_capacity ? 2 * scenario->demand_capacity : 32;
		scenario->demands = mem_grow(scenario->demands, scenario->demand_capacity, sizeof(*scenario->demands));
	}
	scenario->demands[scenario->demand_count++] = *demand;
}

/* expect TIME EVENT [WHAT [DETAIL]]; never [TIME] EVENT [WHAT [DETAIL]]. @at: the word after expect or never. */
static int demand_words(struct reader *reader, bool never, int at, bool timed)
{
	struct demand demand = {.never = never, .timed = timed, .line = reader->line, .wanted.second = reader->second};

	if (!timed && at < reader->count && time_word(reader, reader->words[at], &demand.wanted.second) == 0) {
		demand.timed = true;
		reader->second = demand.wanted.second;
		at++;
	}
	if (at >= reader->count || (!never && !demand.timed))
		return refuse(reader, _("needs a second and an event"), never ? "never" : "expect");
	if (reader->count - at > 3)
		return refuse(reader, _("is one word too many"), reader->words[at + 3]);
	if (known_event(reader, reader->words[at]) < 0)
		return -1;
	char *const fields[] = {demand.wanted.event, demand.wanted.what, demand.wanted.detail};
	for (int i = 0; at + i < reader->count; i++)
		if (snprintf(fields[i], DAY_WORD_SIZE, "%s", reader->words[at + i]) >= DAY_WORD_SIZE)
			return refuse(reader, _("is too long a word"), reader->words[at + i]);
	add_demand(reader->scenario, &demand);
	return 0;
}

/* --- lines -------------------------------------------------------------------------------------------------------------------- */

static int end_line(struct reader *reader, int64_t second)
{
	if (reader->ended)
		return refuse(reader, _("stands twice"), "end");
	reader->ended = true;
	reader->scenario->end = second;
	return 0;
}

static int timed_line(struct reader *reader, int64_t second)
{
	const char *word = reader->count > 1 ? reader->words[1] : "";

	reader->second = second;
	if (!strcmp(word, "end") && reader->count == 2)
		return end_line(reader, second);
	if (!strcmp(word, "expect") || !strcmp(word, "never"))
		return demand_words(reader, *word == 'n', 2, true);
	return input_words(reader, second, 1);
}

static int one_line(struct reader *reader)
{
	const char *word = reader->words[0];
	int64_t second;

	if (!strcmp(word, "start"))
		return 0; /* read before all others */
	if (!strcmp(word, "set"))
		return input_words(reader, -1, 0);
	if (!strcmp(word, "expect") || !strcmp(word, "never"))
		return demand_words(reader, *word == 'n', 1, false);
	if (!strcmp(word, "loose") && reader->count == 1) {
		reader->scenario->loose = true;
		return 0;
	}
	if (time_word(reader, word, &second) < 0)
		return refuse(reader, _("is neither a time nor start, set, expect, never or loose"), word);
	return timed_line(reader, second);
}

static int start_line(struct reader *reader)
{
	struct scenario *scenario = reader->scenario;
	int32_t date;
	int64_t second;

	if (strcmp(reader->words[0], "start"))
		return 0;
	if (reader->start_second >= 0)
		return refuse(reader, _("stands twice"), "start");
	if (reader->count < 3 || reader->count > 4 || date_parse(reader->words[1], &date) < 0 ||
	    clock_word(reader->words[2], &second) < 0 || second >= 86400)
		return refuse(reader, _("needs a date, a time and perhaps a zone: start 2026-03-02 09:00:00 Europe/Berlin"),
		              "start");
	const char *name = reader->count == 4 ? reader->words[3] : "UTC";
	int64_t about_s = (int64_t)date * 86400 + second;
	if (strcmp(name, "UTC") && !reader->zones)
		return refuse(reader, _("is a zone that is not known here"), name);
	if (strcmp(name, "UTC") && reader->zones(name, about_s, &scenario->zone, reader->err) < 0)
		return -1;
	reader->start_second = second;
	scenario->start_wall_s = zone_wall_s(&scenario->zone, date, (int32_t)second);
	return 0;
}

static int split(struct reader *reader, char *line)
{
	char *comment = strchr(line, '#'), *state;

	if (comment)
		*comment = '\0';
	reader->count = 0;
	for (char *word = strtok_r(line, " \t\r", &state); word; word = strtok_r(NULL, " \t\r", &state)) {
		if (reader->count == WORDS_MAX)
			return refuse(reader, _("is one word too many"), word);
		reader->words[reader->count++] = word;
	}
	return 0;
}

/* Hand each line that isn't empty to @take. */
static int each_line(struct reader *reader, const char *content, size_t length, int (*take)(struct reader *reader))
{
	char line[LINE_SIZE];

	reader->line = 0;
	for (const char *cursor = content, *end = content + length; cursor < end;) {
		const char *newline = memchr(cursor, '\n', (size_t)(end - cursor));
		size_t bytes = (size_t)((newline ? newline : end) - cursor);
		reader->line++;
		if (bytes >= sizeof(line) || memchr(cursor, '\0', bytes)) {
			error_set(reader->err, ERROR_FAILED, "the line is too long, or no text");
			return -1;
		}
		memcpy(line, cursor, bytes);
		line[bytes] = '\0';
		cursor += bytes + 1;
		if (split(reader, line) < 0 || (reader->count > 0 && take(reader) < 0))
			return -1;
	}
	return 0;
}

/* Without a start line a scenario is about breaks alone: hours all day, no check-ins, nothing delayed. */
static void bare_settings(struct config *config)
{
	for (int i = 0; i < 7; i++)
		config->hours[i] = (struct config_hours){.count = 1, .spans[0] = {.from_min = 0, .to_min = 24 * 60}};
	config->checkin_per_day = 0;
	config->review_day = REVIEW_DAY_OFF;
	config->call_debounce_s = 0;
	config->activity_idle_after_s = 0;
}

/* `set` lines hold from the start, wherever they stand. */
static int first_settings(struct reader *reader)
{
	struct scenario *scenario = reader->scenario;
	size_t count = 0;

	for (; count < scenario->input_count && scenario->inputs[count].second < 0; count++) {
		const struct input *input = &scenario->inputs[count];
		reader->line = input->line;
		if (config_set(&scenario->config, input->key, input->value, reader->err) < 0)
			return -1;
	}
	scenario->input_count -= count;
	memmove(scenario->inputs, scenario->inputs + count, scenario->input_count * sizeof(*scenario->inputs));
	return 0;
}

/* Without an end line: the last second that any line names. */
static void find_end(struct reader *reader)
{
	struct scenario *scenario = reader->scenario;

	if (reader->ended)
		return;
	if (scenario->input_count > 0)
		scenario->end = scenario->inputs[scenario->input_count - 1].second;
	for (size_t i = 0; i < scenario->demand_count; i++)
		if (scenario->demands[i].timed && scenario->demands[i].wanted.second > scenario->end)
			scenario->end = scenario->demands[i].wanted.second;
}

static int check_end(struct reader *reader)
{
	const struct scenario *scenario = reader->scenario;

	for (size_t i = 0; i < scenario->input_count; i++)
		if (scenario->inputs[i].second > scenario->end) {
			reader->line = scenario->inputs[i].line;
			error_set(reader->err, ERROR_FAILED, "this input comes after the scenario's end");
			return -1;
		}
	return 0;
}

static int read_all(struct reader *reader, const char *content, size_t length)
{
	struct scenario *scenario = reader->scenario;

	config_defaults(&scenario->config);
	scenario->start_wall_s = (int64_t)DEFAULT_DATE * 86400 + DEFAULT_SECOND;
	reader->start_second = -1;
	if (each_line(reader, content, length, start_line) < 0)
		return -1;
	if (reader->start_second < 0) {
		reader->start_second = DEFAULT_SECOND;
		bare_settings(&scenario->config);
	}
	if (each_line(reader, content, length, one_line) < 0 || first_settings(reader) < 0)
		return -1;
	find_end(reader);
	return check_end(reader);
}

int scenario_read(const char *file, const char *content, size_t length, day_zone_fn zones, struct scenario *ret,
                  struct error *err)
{
	struct scenario scenario = {.file = file, .zone = zone_fixed(0)};
	struct reader reader = {.scenario = &scenario, .zones = zones, .err = err};

	if (read_all(&reader, content, length) < 0) {
		scenario_clear(&scenario);
		return error_prefix(err, "%s:%d", file, reader.line);
	}
	*ret = scenario;
	return 0;
}
