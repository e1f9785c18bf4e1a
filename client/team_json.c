#include <stdlib.h>

#include "json_out.h"
#include "party_digits.h"
#include "team.h"
#include "words.h"

enum { QUARTER_DAYS = DAP_QUARTER_WEEKS * 7 };

static const char *standing_id(enum team_standing standing)
{
	static const char *const ids[] = {"not_joined", "invited", "refused", "ahead", "ready"};

	return ids[standing];
}

static const char *drop_id(enum team_drop drop)
{
	static const char *const ids[] = {"ready", "unset", "away", "closed", "no_week", "silent"};

	return ids[drop];
}

static json_t *moment(const struct client *client, int64_t wall_s)
{
	_cleanup_(text_clear) struct text words = {0};

	words_iso(&words, wall_s * 1000, zone_offset_s(&client->zone, wall_s) / 60);
	return json_string(text_string(&words));
}

static json_t *json_digits(const struct team *team, unsigned party)
{
	char digits[PARTY_DIGITS];

	party_digits_of(&team->cohort, &team->label, party, digits);
	return json_string(digits);
}

/* Null, all of it, where no team was joined. */
static json_t *json_cohort(const struct team *team)
{
	int32_t day = (int32_t)team->cohort.terms.quarter * QUARTER_DAYS;

	if (team->standing == TEAM_NOT_JOINED)
		return json_null();
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:i, s:i, s:o, s:o, s:o}", "team", team->label.team, "office",
			 team->label.party[PARTY_A], "second_party", team->label.party[PARTY_B], "office_digits",
			 json_digits(team, PARTY_A), "second_party_digits", json_digits(team, PARTY_B), "floor",
			 (int)team->cohort.terms.floor, "window_weeks", (int)team->cohort.weeks, "first_day",
			 json_out_date(day), "last_day", json_out_date(day + QUARTER_DAYS - 1), "members",
			 team->cohort.members ? json_integer((json_int_t)team->cohort.members) : json_null());
}

static json_t *json_code(const struct team *team)
{
	char code[ENROL_CODE_SIZE];

	if (team->standing == TEAM_NOT_JOINED || team->cohort.members > 0)
		return json_null();
	enrol_code_encode(team->key, &team->cohort, code);
	return json_string(code);
}

static json_t *json_waiting(const struct client *client, const struct outbox_item *items, size_t count)
{
	return json_pack("{s:I, s:o}", "count", (json_int_t)count, "latest",
			 count > 0 ? moment(client, items[count - 1].due_s) : json_null());
}

static json_t *json_next(const struct team *next)
{
	if (next->standing == TEAM_NOT_JOINED)
		return json_null();
	return json_pack("{s:s, s:o, s:o}", "standing", standing_id(next->standing), "cohort", json_cohort(next),
			 "code", json_code(next));
}

void team_status_json(const struct client *client, const struct team *team, const struct team *next,
		      const struct outbox_item *items, size_t count)
{
	_cleanup_(text_clear) struct text step = {0};
	bool joined = team->standing != TEAM_NOT_JOINED;

	json_out_init();
	team_next_step(team, &step);
	json_out_print(json_pack(
		"{s:b, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "joined", joined, "standing",
		standing_id(team->standing), "refusal",
		json_out_string(team->standing == TEAM_REFUSED ? refusal_name(team->refusal) : NULL), "cohort",
		json_cohort(team), "code", json_code(team), "drop",
		joined ? json_pack("{s:o, s:s}", "path",
				   json_out_string(*client->config.team_drop ? client->config.team_drop : NULL),
				   "state", drop_id(team->drop))
		       : json_null(),
		"waiting", json_waiting(client, items, count), "next_step",
		json_out_string(step.length > 0 ? text_string(&step) : NULL), "next_quarter", json_next(next)));
}

void team_preview_json(const struct client *client, const struct team *team, const struct team_marks *marks)
{
	struct team_mark *list = mem_new(CELL_COUNT, sizeof(*list));

	json_out_init();
	json_t *cells = json_array();
	team_marks_list(marks, client->language, list);
	for (size_t i = 0; i < CELL_COUNT; i++) {
		_cleanup_(text_clear) struct text name = {0};
		cell_name(list[i].cell, &name);
		json_array_append_new(cells, json_pack("{s:i, s:s, s:s, s:o, s:b}", "cell", (int)list[i].cell, "name",
						       text_string(&name), "words", text_string(&list[i].words),
						       "value", marks ? json_integer(list[i].bit) : json_null(),
						       "cleared", list[i].cleared));
	}
	team_marks_wipe(list);
	free(list);
	json_out_print(json_pack("{s:o, s:o}", "cohort", json_cohort(team), "cells", cells));
}
