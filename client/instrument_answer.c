/* 'instrument answer': the questions on the terminal or from a file, sealed, and the score of what was just answered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "instrument_actions.h"
#include "instrument_ask.h"
#include "instrument_check.h"
#include "instrument_store.h"
#include "json_out.h"
#include "keep.h"
#include "page.h"
#include "support.h"
#include "term.h"

/* One answering on its way. */
struct job {
	struct client *client;
	struct instrument instrument;
	struct instrument_sheet sheet;
	struct keep_context context;
	bool walked; /* to the end */
};

static void job_clear(struct job *job)
{
	sheet_clear(&job->sheet);
	instrument_clear(&job->instrument);
	keep_end(&job->context);
}

/* In one transaction: all of it is there, or nothing. */
static int seal(struct job *job, struct error *err)
{
	struct record *records;
	size_t count = sheet_records(&job->sheet, job->walked && sheet_is_complete(&job->sheet), &records);
	int result = keep_records(job->client, &job->context, WHAT_NONE, records, count, err);

	if (result == 0)
		keep_tell_last(job->client, &job->context);
	sodium_memzero(records, count * sizeof(*records));
	free(records);
	return result;
}

static size_t count_texts(const struct questionnaire *questionnaire)
{
	size_t count = 0;

	for (size_t i = 0; i < questionnaire->count; i++)
		count += questionnaire_asks(&questionnaire->items[i]) && questionnaire->items[i].type == ITEM_TEXT;
	return count;
}

static void open_page(const struct job *job, struct page *page)
{
	const struct questionnaire *questionnaire = &job->instrument.questionnaire;
	size_t texts = job->sheet.texts ? 0 : count_texts(questionnaire);
	_cleanup_(text_clear) struct text words = {0};

	page_heading(page, questionnaire->title ? questionnaire->title : questionnaire->id);
	page_paragraph(page, _("Skip whatever you like. It is sealed at the end; only you can open it."), "  ");
	if (texts == 0)
		return;
	text_appendf(
		&words,
		dngettext("evenkeel",
			  "%zu question for words of your own is left out; --texts asks it, and keeps the words.",
			  "%zu questions for words of your own are left out; --texts asks them, and keeps the words.",
			  (unsigned long)texts),
		texts);
	page_paragraph(page, text_string(&words), "  ");
}

static void close_page(const struct job *job, const struct scores *scores, struct page *page)
{
	if (term_interactive())
		page_blank(page);
	page_paragraph(page, _("Thank you. Your answers are sealed; only you can open them."), "");
	instrument_scores_page(page, scores);
	if (scores->safety)
		support_notice(job->client, page);
}

static void tell(struct job *job)
{
	struct page page = {.color = job->client->color, .columns = job->client->columns};
	struct instrument *instrument = &job->instrument;
	_cleanup_(scores_clear) struct scores scores = {0};

	scores_compute(&instrument->questionnaire, instrument->has_scoring ? &instrument->scoring : NULL,
		       &job->sheet.answers, &scores, &instrument->problems);
	if (job->client->json) {
		instrument_json(instrument, &scores);
		return;
	}
	close_page(job, &scores, &page);
	page_print(&page);
	text_wipe(&page.text);
}

static int finish(struct job *job, struct error *err)
{
	sheet_settle(&job->sheet);
	if (job->sheet.answers.count == 0) {
		puts(_("Nothing was answered, so nothing was stored."));
		return 0;
	}
	if (seal(job, err) < 0)
		return -1;
	if (term_was_interrupted())
		printf("\n%s\n", _("Kept as far as you came."));
	else
		tell(job);
	return 0;
}

static int take_file(struct job *job, const char *path, struct error *err)
{
	struct instrument *instrument = &job->instrument;
	_cleanup_(file_bytes_wipe) struct file_bytes bytes = {0};
	struct page page = {.color = job->client->color, .columns = job->client->columns};

	if (file_bytes_read_most(path, QUESTIONNAIRE_BYTES_MAX, &bytes, err) < 0)
		return -1;
	struct questionnaire_file file = {path, (const char *)bytes.bytes, bytes.size};
	instrument->problems.file = path;
	int r = answers_read(&instrument->questionnaire, &file, &job->sheet.answers, &instrument->problems);
	instrument->problems.file = NULL;
	if (r < 0) {
		instrument_problems_page(&page, &instrument->problems);
		page_print(&page);
		return error_set(err, ERROR_FAILED,
				 "'%s' was not accepted; what to mend stands above, and nothing was stored", path);
	}
	job->walked = true;
	return finish(job, err);
}

static int walk(struct job *job, struct error *err)
{
	struct page page = {.color = job->client->color, .columns = job->client->columns};

	open_page(job, &page);
	page_print(&page);
	term_hold_signals();
	job->walked = instrument_ask(job->client, &job->sheet);
	return finish(job, err);
}

static int prepare(struct job *job, const char *id, bool texts, struct error *err)
{
	struct client *client = job->client;

	if (instrument_open_sound(&client->paths, id, client->language, &job->instrument, err) < 0)
		return -1;
	sheet_init(&job->sheet, &job->instrument.questionnaire, texts);
	if (sheet_check(&job->sheet, err) < 0)
		return error_prefix(err, "%s", id);
	return keep_begin(client, &job->context, err);
}

int instrument_answer(struct client *client, const char *id, const char *answers, bool texts, struct error *err)
{
	_cleanup_(job_clear) struct job job = {.client = client};

	if (!answers && client->json)
		return error_set(err, ERROR_USAGE, "--json answers by a file: '--answers FILE', or '-' for stdin");
	if (!answers && !term_interactive())
		return error_set(err, ERROR_USAGE,
				 "there is no terminal to ask on; give '--answers FILE', or '-' for stdin");
	json_out_init(); /* it wipes what jansson frees, answers among it */
	int result = prepare(&job, id, texts, err);
	if (result == 0)
		result = answers ? take_file(&job, answers, err) : walk(&job, err);
	return result;
}
