#include "instrument_check.h"
#include "instrument_past.h"
#include "instrument_store.h"
#include "json_out.h"
#include "report_scores.h"
#include "term.h"

enum { QUESTIONNAIRE, SCORE, VALUE };

static void add(const struct reading *reading, const struct instrument *instrument, const struct past_answers *last,
		const struct score *score, struct report_scores *ret)
{
	if (ret->count == REPORT_SCORES_MAX)
		return;
	struct text *words = ret->words[ret->count];
	const char *title = instrument->questionnaire.title;
	text_append(&words[QUESTIONNAIRE], title ? title : instrument->questionnaire.id);
	text_append(&words[SCORE], score->title ? score->title : score->name);
	instrument_value_words(score, &words[VALUE]);
	ret->rows[ret->count++] = (struct html_score){.questionnaire = text_string(&words[QUESTIONNAIRE]),
						      .score = text_string(&words[SCORE]),
						      .value = text_string(&words[VALUE]),
						      .date = reading_day(reading, last->record)};
}

static void add_last(const struct client *client, const struct reading *reading, const char *id,
		     struct report_scores *ret)
{
	_cleanup_(instrument_clear) struct instrument instrument = {0};
	_cleanup_(past_clear) struct past past = {0};

	if (instrument_open_sound(&client->paths, id, client->language, &instrument, NULL) < 0 ||
	    past_gather(client, reading, &instrument, &past, NULL) < 0 || past.count == 0)
		return;
	const struct past_answers *last = &past.items[past.count - 1];
	for (size_t i = 0; i < last->scores.count; i++)
		add(reading, &instrument, last, &last->scores.items[i], ret);
}

void report_scores(const struct client *client, const struct reading *reading, struct report_scores *ret)
{
	_cleanup_(instrument_ids_clear) struct instrument_ids ids = {0};

	json_out_init(); /* it wipes what jansson frees */
	if (instrument_list(&client->paths, &ids, NULL) < 0)
		return;
	for (size_t i = 0; i < ids.count; i++)
		add_last(client, reading, ids.ids[i], ret);
}

void report_scores_clear(struct report_scores *scores)
{
	for (size_t i = 0; i < scores->count; i++)
		for (size_t w = 0; w <= VALUE; w++)
			text_wipe(&scores->words[i][w]);
	*scores = (struct report_scores){0};
}
