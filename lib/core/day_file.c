/* Scenario files: one line a setting, an input or a demand. The format is design/SCHEDULE.md's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "day_internal.h"

#define LINE_SIZE 400
#define SECONDS_MAX (INT64_C(3653) * 86400)
/* A Monday. */
#define DEFAULT_DATE 20514 /* 2026-03-02 */
#define DEFAULT_SECOND (9 * 3600)

void scenario_clear(struct scenario *scenario)
{
	free(scenario->inputs);
	free(scenario->demands);
	*scenario = (struct scenario){0};
}

static int known_event(struct reader *reader, const char *word)
{
	static const char *const events[] = {"prompt",    "reprompt",  "expire",    "taken", "given-up",
					     "skipped",   "ignored",   "postponed", "hold",  "release",
					     "limit",     "answered",  "dismissed", "held",  "undelivered",
					     "follow-up", "ask-hours", "recovery"};

	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (!strcmp(word, events[i]))
			return 0;
	return reader_refuse(reader, _("is no event"), word);
}

static void add_demand(struct scenario *scenario, const struct demand *demand)
{
	if (scenario->demand_count == scenario->demand_capacity) {
		scenario->demand_capacity = scenario->demand_capacity ? 2 * scenario->demand_capacity : 32;
		scenario->demands = mem_grow(scenario->demands, scenario->demand_capacity, sizeof(*scenario->demands));
	}
	scenario->demands[scenario->demand_count++] = *demand;
}

static int take_time(struct reader *reader, int64_t second, const char *word)
{
	if (second > SECONDS_MAX)
		return reader_refuse(reader, _("is further away than ten years"), word);
	reader->second = second;
	return 0;
}

/* expect TIME EVENT [WHAT [DETAIL]]; never [TIME] EVENT [WHAT [DETAIL]]. @at: the word after expect or never. */
static int demand_words(struct reader *reader, bool never, int at, bool timed)
{
	struct demand demand = {.never = never, .timed = timed, .line = reader->line, .wanted.second = reader->second};

	if (!timed && at < reader->count && reader_time(reader, reader->words[at], &demand.wanted.second) == 0) {
		demand.timed = true;
		if (take_time(reader, demand.wanted.second, reader->words[at]) < 0)
			return -1;
		at++;
	}
	if (at >= reader->count || (!never && !demand.timed))
		return reader_refuse(reader, _("needs a second and an event"), never ? "never" : "expect");
	if (reader->count - at > 3)
		return reader_refuse(reader, _("is one word too many"), reader->words[at + 3]);
	if (known_event(reader, reader->words[at]) < 0)
		return -1;
	char *const fields[] = {demand.wanted.event, demand.wanted.what, demand.wanted.detail};
	for (int i = 0; at + i < reader->count; i++)
		if (snprintf(fields[i], DAY_WORD_SIZE, "%s", reader->words[at + i]) >= DAY_WORD_SIZE)
			return reader_refuse(reader, _("is too long a word"), reader->words[at + i]);
	add_demand(reader->scenario, &demand);
	return 0;
}

static int end_line(struct reader *reader, int64_t second)
{
	if (reader->ended)
		return reader_refuse(reader, _("stands twice"), "end");
	reader->ended = true;
	reader->scenario->end = second;
	return 0;
}

static int timed_line(struct reader *reader, int64_t second)
{
	const char *word = reader->count > 1 ? reader->words[1] : "";

	if (take_time(reader, second, reader->words[0]) < 0)
		return -1;
	if (!strcmp(word, "end") && reader->count == 2)
		return end_line(reader, second);
	if (!strcmp(word, "expect") || !strcmp(word, "never"))
		return demand_words(reader, *word == 'n', 2, true);
	return reader_input(reader, second, 1);
}

static int one_line(struct reader *reader)
{
	const char *word = reader->words[0];
	int64_t second;

	if (!strcmp(word, "start"))
		return 0; /* read before all others */
	if (!strcmp(word, "set") || !strcmp(word, "shift") || !strcmp(word, "meeting"))
		return reader_input(reader, -1, 0);
	if (!strcmp(word, "expect") || !strcmp(word, "never"))
		return demand_words(reader, *word == 'n', 1, false);
	if (!strcmp(word, "loose") && reader->count == 1) {
		reader->scenario->loose = true;
		return 0;
	}
	if (reader_time(reader, word, &second) < 0)
		return reader_refuse(
			reader, _("is neither a time nor start, set, shift, meeting, expect, never or loose"), word);
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
		return reader_refuse(reader, _("stands twice"), "start");
	if (reader->count < 3 || reader->count > 4 || date_parse(reader->words[1], &date) < 0 ||
	    reader_clock(reader->words[2], &second) < 0 || second >= 86400)
		return reader_refuse(
			reader, _("needs a date, a time and perhaps a zone: start 2026-03-02 09:00:00 Europe/Berlin"),
			"start");
	const char *name = reader->count == 4 ? reader->words[3] : "UTC";
	int64_t about_s = (int64_t)date * 86400 + second;
	if (strcmp(name, "UTC") && !reader->zones)
		return reader_refuse(reader, _("is a zone that is not known here"), name);
	if (strcmp(name, "UTC") && reader->zones(name, about_s, &scenario->zone, reader->err) < 0)
		return -1;
	reader->start_second = second;
	scenario->start_date = date;
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
			return reader_refuse(reader, _("is one word too many"), word);
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

static int first_setting(struct reader *reader, const struct input *input)
{
	struct scenario *scenario = reader->scenario;

	if (config_set(&scenario->config, input->key, input->value, reader->err) < 0)
		return -1;
	if (!strcmp(input->key, "hours.calendar"))
		scenario->calendar_line = input->line;
	return 0;
}

/* `set` lines hold from the start, wherever they stand; so do shifts and meetings, which the player takes first. */
static int first_settings(struct reader *reader)
{
	struct scenario *scenario = reader->scenario;
	size_t kept = 0;

	for (size_t i = 0; i < scenario->input_count; i++) {
		const struct input *input = &scenario->inputs[i];
		reader->line = input->line;
		if (input->second < 0 && input->type == INPUT_SET) {
			if (first_setting(reader, input) < 0)
				return -1;
			continue;
		}
		scenario->inputs[kept++] = *input;
	}
	scenario->input_count = kept;
	return 0;
}

/* Without an end line: the last second that any line names. */
static void find_end(struct reader *reader)
{
	struct scenario *scenario = reader->scenario;

	if (reader->ended)
		return;
	if (scenario->input_count > 0 && scenario->inputs[scenario->input_count - 1].second > 0)
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
	scenario->start_date = DEFAULT_DATE;
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
