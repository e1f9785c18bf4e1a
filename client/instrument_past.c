#include "instrument_past.h"

#include <stdlib.h>
#include <string.h>

#include "instrument_questions.h"
#include "instrument_store.h"
#include "json_out.h"

enum { HELP_DAYS = 91 };

bool past_begins(const struct record *record, const char *questions, struct text *ret_id)
{
	_cleanup_(text_clear) struct text link_id = {0};

	if (!record_is_prompt(record) || record->prompt.form != FORM_INSTRUMENT || record->part != 0 ||
	    record->count == 0)
		return false;
	questions_find(questions, record->prompt.answers[0].question, ret_id, &link_id);
	return true;
}

static void add(struct past *past, const struct reading *reading, const struct instrument *instrument,
		const struct record *record)
{
	struct past_answers answers = {.record = record};
	struct problems quiet = {0};

	sheet_init(&answers.sheet, &instrument->questionnaire, false);
	if (!sheet_read(&answers.sheet, reading->records.items, reading->records.count, record)) {
		sheet_clear(&answers.sheet);
		past->others++;
		return;
	}
	/* Where the file's own expression says otherwise, 'instrument check' tells. */
	scores_compute(&instrument->questionnaire, instrument->has_scoring ? &instrument->scoring : NULL,
		       &answers.sheet.answers, &answers.scores, &quiet);
	problems_clear(&quiet);
	past->items = mem_grow(past->items, past->count + 1, sizeof(*past->items));
	past->items[past->count++] = answers;
}

/* Of one that was answered in several goes each go knows only its own answers. */
bool past_is_complete(const struct past_answers *answers)
{
	return answers->record->kind == RECORD_ANSWERED && sheet_is_complete(&answers->sheet);
}

static bool is_taken_back(const struct reading *reading, uint32_t group)
{
	for (size_t i = 0; i < reading->records.count; i++) {
		const struct record *record = &reading->records.items[i];
		if (record->kind == RECORD_WITHDRAWN && record->withdrawn.group == group)
			return true;
	}
	return false;
}

int past_gather(const struct client *client, const struct reading *reading, const struct instrument *instrument,
		struct past *ret, struct error *err)
{
	_cleanup_(text_clear) struct text questions = {0};

	*ret = (struct past){0};
	if (instrument_questions(&client->paths, &questions, err) < 0)
		return -1;
	for (size_t i = 0; i < reading->records.count; i++) {
		_cleanup_(text_clear) struct text id = {0};
		if (past_begins(&reading->records.items[i], text_string(&questions), &id) &&
		    strcmp(text_string(&id), instrument->questionnaire.id) == 0 &&
		    !is_taken_back(reading, reading->records.items[i].group))
			add(ret, reading, instrument, &reading->records.items[i]);
	}
	return 0;
}

void past_clear(struct past *past)
{
	for (size_t i = 0; i < past->count; i++) {
		sheet_clear(&past->items[i].sheet);
		scores_clear(&past->items[i].scores);
	}
	free(past->items);
	*past = (struct past){0};
}

int past_gather_all(const struct client *client, const struct reading *reading, struct past_all *ret, struct error *err)
{
	_cleanup_(instrument_ids_clear) struct instrument_ids ids = {0};

	*ret = (struct past_all){0};
	if (instrument_list(&client->paths, &ids, err) < 0)
		return -1;
	ret->items = mem_new(ids.count + 1, sizeof(*ret->items)); /* sheets point into it: it does not grow */
	for (size_t i = 0; i < ids.count; i++) {
		struct past_of *one = &ret->items[ret->count++];
		if (instrument_open(&client->paths, ids.ids[i], client->language, &one->instrument, err) < 0)
			return -1;
		if (!one->instrument.sound) {
			instrument_clear(&one->instrument);
			ret->count--;
		} else if (past_gather(client, reading, &one->instrument, &one->past, err) < 0) {
			return -1;
		}
	}
	return 0;
}

void past_all_clear(struct past_all *all)
{
	for (size_t i = 0; i < all->count; i++) {
		past_clear(&all->items[i].past);
		instrument_clear(&all->items[i].instrument);
	}
	free(all->items);
	*all = (struct past_all){0};
}

const struct past_answers *past_find(const struct past_all *all, uint32_t group, const struct instrument **ret)
{
	for (size_t i = 0; i < all->count; i++)
		for (size_t k = 0; k < all->items[i].past.count; k++)
			if (all->items[i].past.items[k].record->group == group) {
				*ret = &all->items[i].instrument;
				return &all->items[i].past.items[k];
			}
	return NULL;
}

static bool last_calls(const struct client *client, const struct reading *reading, const char *id)
{
	_cleanup_(instrument_clear) struct instrument instrument = {0};
	_cleanup_(past_clear) struct past past = {0};

	if (instrument_open_sound(&client->paths, id, client->language, &instrument, NULL) < 0 ||
	    past_gather(client, reading, &instrument, &past, NULL) < 0 || past.count == 0)
		return false;
	const struct past_answers *last = &past.items[past.count - 1];
	return last->scores.safety && reading->today - reading_day(reading, last->record) <= HELP_DAYS;
}

static bool has_any(const struct reading *reading)
{
	for (size_t i = reading_since(reading, HELP_DAYS + 1); i < reading->records.count; i++) {
		const struct record *record = &reading->records.items[i];
		if (record_is_prompt(record) && record->prompt.form == FORM_INSTRUMENT)
			return true;
	}
	return false;
}

bool past_calls_for_help(const struct client *client, const struct reading *reading)
{
	_cleanup_(instrument_ids_clear) struct instrument_ids ids = {0};
	bool calls = false;

	if (!has_any(reading) || instrument_list(&client->paths, &ids, NULL) < 0)
		return false;
	json_out_init(); /* it wipes what jansson frees */
	for (size_t i = 0; i < ids.count && !calls; i++)
		calls = last_calls(client, reading, ids.ids[i]);
	return calls;
}
