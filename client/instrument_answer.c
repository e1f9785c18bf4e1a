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
#include "stop.h"
#include "support.h"
#include "term.h"

/* One answering on its way. */
struct job {
	struct client *client;
	struct instrument instrument;
	struct instrument_sheet sheet;
	struct keep_context context;
	bool asked;    /* on the terminal, and not given in a file */
	bool walked;   /* to the end */
	bool goes_on;  /* with one that was stopped */
	uint32_t anew; /* the stopped one that this takes the place of, until something is stored; 0 = none */
	struct stop_form form;
	struct stop stop; /* where it is stopped, or was */
};

static void job_clear(struct job *job)
{
	sheet_clear(&job->sheet);
	instrument_clear(&job->instrument);
	keep_end(&job->context);
	*job = (struct job){0};
}

/* In one transaction: all of it is there, or nothing. */
static int seal(struct job *job, struct error *err)
{
	struct record *records;
	size_t count = sheet_records(&job->sheet, job->walked && sheet_is_complete(&job->sheet), &records);
	uint32_t anew = job->anew;

	job->anew = 0;
	int result = anew ? keep_withdrawal(job->client, &job->context, anew, err) : 0;
	if (result == 0)
		result = keep_records(job->client, &job->context, WHAT_NONE, records, count, err);
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

static void ways_on(const struct job *job, struct page *page)
{
	const char *id = job->instrument.questionnaire.id;
	_cleanup_(text_clear) struct text words = {0};

	if (!job->walked)
		text_appendf(&words, _("'evenkeel instrument answer %s' goes on from here, today and tomorrow."), id);
	else
		text_appendf(&words,
			     _("With your answers from before: 'evenkeel instrument show %s' adds them up. It asks for "
			       "your passphrase."),
			     id);
	page_paragraph(page, text_string(&words), "");
}

static void close_page(const struct job *job, const struct scores *scores, struct page *page)
{
	if (term_interactive())
		page_blank(page);
	page_paragraph(page, _("Thank you. Your answers are sealed; only you can open them."), "");
	if (!job->goes_on) /* one half of the answers makes no score */
		instrument_scores_page(page, scores);
	if (job->goes_on || !job->walked)
		ways_on(job, page);
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

static void remember(struct job *job)
{
	job->stop.group = job->context.group;
	if (job->asked && job->walked)
		stop_forget(job->client, &job->form);
	else if (job->asked && job->stop.group)
		stop_keep(job->client, &job->form, &job->stop);
}

static void tell_stopped(const struct job *job)
{
	puts("");
	printf(_("Kept as far as you came; 'evenkeel instrument answer %s' goes on from there."),
	       job->instrument.questionnaire.id);
	puts("");
}

static int finish(struct job *job, struct error *err)
{
	sheet_settle(&job->sheet);
	bool any = job->sheet.answers.count > 0;
	if (any && seal(job, err) < 0)
		return -1;
	remember(job);
	if (!any)
		puts(_("Nothing was answered, so nothing was stored."));
	else if (term_was_interrupted())
		tell_stopped(job);
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
	if (r == 0)
		r = sheet_check_room(&job->sheet, &instrument->problems);
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

/* Which questionnaire, in which version, and whether its words are asked for: another one does not go on with its answers. */
static uint32_t print_of(const struct instrument_sheet *sheet)
{
	crypto_generichash_state state;
	uint8_t bytes[crypto_generichash_BYTES_MIN];
	uint32_t print;

	crypto_generichash_init(&state, NULL, 0, sizeof(bytes));
	crypto_generichash_update(&state, (const uint8_t *)&sheet->texts, sizeof(sheet->texts));
	for (size_t i = 0; i < sheet->questionnaire->count; i++)
		crypto_generichash_update(&state, (const uint8_t *)&sheet->questionnaire->items[i].question,
					  sizeof(sheet->questionnaire->items[i].question));
	crypto_generichash_final(&state, bytes, sizeof(bytes));
	memcpy(&print, bytes, sizeof(print));
	return print ? print : 1;
}

static void say_what_comes_again(const struct job *job, size_t again)
{
	struct page page = {.color = job->client->color, .columns = job->client->columns};
	_cleanup_(text_clear) struct text words = {0};

	if (again == 0)
		return;
	text_appendf(
		&words,
		dngettext("evenkeel",
			  "%zu question from before comes again: later ones depend on it, and what you answered is "
			  "sealed.",
			  "%zu questions from before come again: later ones depend on them, and what you answered "
			  "is sealed.",
			  (unsigned long)again),
		again);
	page_paragraph(&page, text_string(&words), "");
	page_print(&page);
}

/* One that was stopped today or yesterday: go on with it, or begin anew. */
static void offer_to_go_on(struct job *job)
{
	struct stop stop;
	size_t at, of;

	job->stop.day = stop_today(job->client);
	if (!stop_find(job->client, &job->form, &stop))
		return;
	sheet_progress(&job->sheet, stop.next, &at, &of);
	if (!stop_goes_on(job->client, &stop, at, of)) {
		job->anew = stop.group;
		return;
	}
	job->goes_on = true;
	job->stop = stop;
	job->context.group = stop.group;
	say_what_comes_again(job, sheet_go_on(&job->sheet, stop.next));
}

static int walk(struct job *job, struct error *err)
{
	struct page page = {.color = job->client->color, .columns = job->client->columns};

	job->asked = true;
	job->form = (struct stop_form){
		.name = STOP_QUESTIONNAIRE, .count = job->sheet.questionnaire->count, .print = print_of(&job->sheet)};
	open_page(job, &page);
	page_print(&page);
	term_hold_signals();
	offer_to_go_on(job);
	if (!term_was_interrupted()) {
		size_t next = instrument_ask(job->client, &job->sheet);
		job->walked = next == job->form.count;
		job->stop.next = next > job->stop.next ? next : job->stop.next;
	}
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
	job_clear(&job); /* the program may end here */
	term_let_go_signals();
	return result;
}
