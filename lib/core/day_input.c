/* The inputs of scenario files: one table of words, and the shapes of what follows them. */
#include <stdio.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "day_internal.h"

static int what_word(struct reader *reader, int index, enum schedule_what *ret)
{
	const char *word = index < reader->count ? reader->words[index] : "";

	for (int what = 0; what < WHAT_COUNT; what++)
		if (!strcmp(word, schedule_what_name((enum schedule_what)what))) {
			*ret = (enum schedule_what)what;
			return 0;
		}
	return reader_refuse(reader, _("is none of micro, rest, checkin, review"), word);
}

/* Words @from and on, as they were, for a setting's value. */
static int value_words(struct reader *reader, int from, char ret[static CONFIG_STRING_SIZE])
{
	size_t length = 0;

	ret[0] = '\0';
	for (int i = from; i < reader->count; i++) {
		int more = snprintf(ret + length, CONFIG_STRING_SIZE - length, "%s%s", i > from ? " " : "",
				    reader->words[i]);
		length += (size_t)more;
		if (length >= CONFIG_STRING_SIZE)
			return reader_refuse(reader, _("is too long a value"), reader->words[from - 1]);
	}
	return 0;
}

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
	SHAPE_SPAN,       /* [DATE] FROM TO */
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
	{"shift", INPUT_CALENDAR, SCHEDULE_CONFIG, SHAPE_SPAN},
	{"meeting", INPUT_CALENDAR, SCHEDULE_CONFIG, SHAPE_SPAN},
	{"restart", INPUT_RESTART, SCHEDULE_START, SHAPE_BARE},
};
#define INPUTS (sizeof(inputs) / sizeof(inputs[0]))

static int minutes_word(struct reader *reader, const char *word, struct input *ret)
{
	int64_t seconds;

	if (reader_number(word, 60, &seconds) < 0 || seconds <= 0 || seconds % 60 != 0)
		return reader_refuse(reader, _("is no number of minutes"), word);
	ret->number = seconds / 60;
	return 0;
}

static int on_off_word(struct reader *reader, const char *word, struct input *ret)
{
	if (!strcmp(word, "off"))
		ret->event = ret->event == SCHEDULE_BUSY_ON ? SCHEDULE_BUSY_OFF : SCHEDULE_DND_OFF;
	else if (strcmp(word, "on"))
		return reader_refuse(reader, _("is neither on nor off"), word);
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
	if ((*word != '+' && *word != '-') || reader_number(word + 1, 1, &ret->number) < 0)
		return reader_refuse(reader, _("is no step of the clock, such as +3600 or -3600"), word);
	if (*word == '-')
		ret->number = -ret->number;
	return 0;
}

/* "[2026-03-02] 22:00 06:00": local times, the start's date where none is named; what ends first ends the next day. */
static int span_words(struct reader *reader, int at, struct input *ret)
{
	const struct scenario *scenario = reader->scenario;
	const char *word = reader->words[at - 1];
	int32_t date = scenario->start_date;
	int64_t from, to;

	if (reader->count - at == 3 && date_parse(reader->words[at], &date) < 0)
		return reader_refuse(reader, _("is no date; write it as 2026-03-02"), reader->words[at]);
	if (reader->count - at == 3)
		at++;
	if (reader->count - at != 2 || reader_clock(reader->words[at], &from) < 0 ||
	    reader_clock(reader->words[at + 1], &to) < 0 || from >= 86400 || to > 86400 || from == to)
		return reader_refuse(reader, _("needs two times of day, and perhaps a date before them"), word);
	ret->span.from_s = zone_wall_s(&scenario->zone, date, (int32_t)from);
	ret->span.to_s = zone_wall_s(&scenario->zone, date, (int32_t)(to < from ? to + 86400 : to));
	return 0;
}

/* The words from @at on, which belong to an input of this shape. */
static int arguments(struct reader *reader, enum shape shape, int at, struct input *ret)
{
	static const int most[] = {[SHAPE_BARE] = 0,  [SHAPE_WHAT] = 1, [SHAPE_WHAT_MAYBE] = 1,  [SHAPE_MINUTES] = 1,
				   [SHAPE_PAUSE] = 1, [SHAPE_BUSY] = 2, [SHAPE_ON_OFF] = 1,      [SHAPE_MORE] = 1,
				   [SHAPE_CLOCK] = 1, [SHAPE_ZONE] = 1, [SHAPE_SET] = WORDS_MAX, [SHAPE_SPAN] = 3};
	bool given = at < reader->count;
	const char *word = given ? reader->words[at] : "";

	if (reader->count - at > most[shape])
		return reader_refuse(reader, _("is one word too many"), reader->words[at + most[shape]]);
	ret->what = WHAT_NONE;
	switch (shape) {
	case SHAPE_BARE:
		return 0;
	case SHAPE_WHAT:
		return what_word(reader, at, &ret->what);
	case SHAPE_WHAT_MAYBE:
		return given ? what_word(reader, at, &ret->what) : 0;
	case SHAPE_MINUTES:
		return given ? minutes_word(reader, word, ret) : 0;
	case SHAPE_PAUSE:
		if (strcmp(word, "today"))
			return given ? minutes_word(reader, word, ret) : 0;
		ret->number = -1;
		return 0;
	case SHAPE_BUSY:
		return busy_words(reader, at, ret);
	case SHAPE_ON_OFF:
		return on_off_word(reader, word, ret);
	case SHAPE_MORE:
		ret->more = given;
		return given && strcmp(word, "more") ? reader_refuse(reader, _("is not 'more'"), word) : 0;
	case SHAPE_CLOCK:
		return clock_words(reader, word, ret);
	case SHAPE_ZONE:
		snprintf(ret->key, sizeof(ret->key), "%s", word);
		return given ? 0 : reader_refuse(reader, _("needs the name of a zone"), "zone");
	case SHAPE_SET:
		snprintf(ret->key, sizeof(ret->key), "%s", word);
		if (reader->count - at < 2)
			return reader_refuse(reader, _("needs a key and a value"), "set");
		return value_words(reader, at + 1, ret->value);
	case SHAPE_SPAN:
		ret->busy = !strcmp(reader->words[at - 1], "meeting");
		return span_words(reader, at, ret);
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

int reader_input(struct reader *reader, int64_t second, int at)
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
	return reader_refuse(reader, _("is no input"), word);
}
