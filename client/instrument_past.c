#include "instrument_past.h"

#include <stdlib.h>
#include <string.h>

#include "instrument_questions.h"
#include "instrument_store.h"

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
		    strcmp(text_string(&id), instrument->questionnaire.id) == 0)
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
