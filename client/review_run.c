/* A review on its way: kept, left and gone on with, and what it says in a few words. */
#include <string.h>

#include <sodium.h>

#include <evenkeel/safety.h>

#include "review.h"
#include "term.h"

enum { OFTEN = 3, SYMPTOMS_NAMED = 3 };

void review_run_init(const struct client *client, struct review_run *ret)
{
	*ret = (struct review_run){.day = stop_today(client)};
	review_init(&ret->review);
}

void review_run_go_on(struct review_run *run, const struct stop *stop)
{
	run->from = run->next = stop->next;
	run->context.group = stop->group;
	run->day = stop->day;
}

int review_run_seal(struct client *client, struct review_run *run, bool goes_on, struct error *err)
{
	struct record records[REVIEW_RECORDS_MAX];
	memset(records, 0, sizeof(records));
	int count = review_records(&run->review, RECORD_SKIPPED, records);
	uint32_t anew = run->anew;
	run->anew = 0;
	int result = anew != 0 ? keep_withdrawal(client, &run->context, anew, err) : 0;
	if (result == 0)
		result = (goes_on ? keep_part : keep_records)(client, &run->context, WHAT_REVIEW, records,
							      (size_t)count, err);
	sodium_memzero(records, sizeof(records));
	return result;
}

static struct stop_form stop_form(void)
{
	return (struct stop_form){.name = STOP_REVIEW, .count = review_count()};
}

bool review_run_stopped(const struct client *client, struct stop *ret)
{
	struct stop_form form = stop_form();
	return stop_find(client, &form, ret);
}

void review_run_remember(const struct client *client, const struct review_run *run)
{
	struct stop stop = {run->context.group, run->next, run->day};
	struct stop_form form = stop_form();
	if (run->next < form.count && stop.group != 0)
		stop_keep(client, &form, &stop);
	else if (run->next == form.count)
		stop_forget(client, &form);
}

bool review_is_empty(const struct review *review)
{
	return review_answered(review) == 0;
}

bool review_calls_for_support(const struct review *review)
{
	struct record records[REVIEW_RECORDS_MAX];
	int count = review_records(review, RECORD_SKIPPED, records);
	bool calls = safety_from_answers(records, (size_t)count) != 0;
	sodium_memzero(records, sizeof(records));
	return calls;
}

static bool is_symptom(uint16_t id)
{
	return id >= ID_SYMPTOM_FIRST && id < ID_SYMPTOM_FIRST + ID_SYMPTOM_COUNT;
}

/* Symptoms answered "often" or more: the first few in words, the most frequent first. */
static void often(const struct client *client, const struct review *review, struct text *ret)
{
	size_t count;
	const struct review_item *items = review_items(&count);
	int found = 0;
	for (int step = 4; step >= OFTEN; step--) {
		for (size_t i = 0; i < count; i++) {
			if (!is_symptom(items[i].question) || review->answers[i] != step)
				continue;
			if (found++ >= SYMPTOMS_NAMED)
				continue;
			text_append(ret, found > 1 ? _(", ") : "");
			text_append(ret, catalogue_text(items[i].question, TEXT_LABEL, client->language));
		}
	}
}

static void append_causes(const struct client *client, const struct review *review, struct text *ret)
{
	for (int i = 0; i < 3 && review->causes[i] != 0; i++) {
		text_append(ret, i > 0 ? _(", ") : "");
		text_append(ret, catalogue_text(review->causes[i], TEXT_LABEL, client->language));
	}
}

void review_run_said(const struct client *client, const struct review_run *run, struct review_said *ret)
{
	int answered = review_answered(&run->review);
	text_appendf(&ret->count, ngettext("%d answer", "%d answers", (unsigned long)answered), answered);
	if (run->from > 0)
		text_append(&ret->count, _(", and those from before"));
	often(client, &run->review, &ret->symptoms);
	append_causes(client, &run->review, &ret->causes);
}

void review_said_wipe(struct review_said *said)
{
	text_wipe(&said->count);
	text_wipe(&said->symptoms);
	text_wipe(&said->causes);
}
