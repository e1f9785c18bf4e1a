#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/checkin.h>
#include <evenkeel/safety.h>

#include "ask.h"
#include "instrument_every.h"
#include "keep.h"
#include "page.h"
#include "passphrase.h"
#include "review.h"
#include "stop.h"
#include "support.h"
#include "term.h"

enum { OFTEN = 3, SYMPTOMS_NAMED = 3 };

static const struct command_option options[] = {
	{"compare", NULL, N_("set this week beside your earlier ones; asks for your passphrase")},
	{NULL, NULL, NULL},
};

/* A review on its way. */
struct job {
	struct client *client;
	struct keep_context context;
	struct review review;
	size_t from;   /* the question that it began with; 0 unless an earlier one is gone on with */
	uint32_t anew; /* the stopped one that this takes the place of, until something is stored; 0 = none */
	size_t next;   /* the question that would come next; the count of them when it is done */
	int32_t day;   /* of its beginning */
	bool interrupted;
	bool told; /* whom to talk to */
};

static int assign(void *form, const char *word, struct error *err)
{
	return review_assign(form, word, err);
}

static size_t item_count(void)
{
	size_t count;
	review_items(&count);
	return count;
}

static bool is_empty(const struct review *review)
{
	return review_answered(review) == 0;
}

/* In one transaction; where it goes on later, under the same group. */
static int seal(struct job *job, bool goes_on, struct error *err)
{
	struct record records[REVIEW_RECORDS_MAX];
	memset(records, 0, sizeof(records));
	int count = review_records(&job->review, RECORD_SKIPPED, records);
	uint32_t anew = job->anew;
	job->anew = 0;
	int result = anew != 0 ? keep_withdrawal(job->client, &job->context, anew, err) : 0;
	if (result == 0)
		result = (goes_on ? keep_part : keep_records)(job->client, &job->context, WHAT_REVIEW, records,
							      (size_t)count, err);
	sodium_memzero(records, sizeof(records));
	return result;
}

static struct stop_form stop_form(void)
{
	return (struct stop_form){.name = STOP_REVIEW, .count = item_count()};
}

static void remember(const struct job *job)
{
	struct stop stop = {job->context.group, job->next, job->day};
	struct stop_form form = stop_form();
	if (job->next < form.count && stop.group != 0)
		stop_keep(job->client, &form, &stop);
	else if (job->next == form.count)
		stop_forget(job->client, &form);
}

/* Where a section ends: a killed program or a lost battery takes one section at most. It is tried again at the end if this fails. */
static void seal_section(void *context, size_t next)
{
	struct job *job = context;
	struct error err = {0};
	job->next = next;
	if (!is_empty(&job->review) && seal(job, true, &err) < 0)
		client_fail(&err);
	remember(job);
}

/* A review that was stopped today or yesterday: go on with it, or begin anew. */
static void offer_to_go_on(struct job *job)
{
	struct stop_form form = stop_form();
	struct stop stop;
	if (!stop_find(job->client, &form, &stop))
		return;
	if (!stop_goes_on(job->client, &stop, stop.next + 1, form.count)) {
		job->anew = stop.group;
		return;
	}
	job->from = job->next = stop.next;
	job->context.group = stop.group;
	job->day = stop.day;
}

static int answer(struct job *job, const struct command_call *call, struct error *err)
{
	if (call->count > 0) {
		job->next = item_count();
		return keep_words(call, assign, &job->review, err);
	}
	term_hold_signals();
	offer_to_go_on(job);
	if (!term_was_interrupted())
		job->next = ask_review(job->client, &job->review, job->from, seal_section, job);
	job->interrupted = term_was_interrupted();
	return 0;
}

static bool is_symptom(uint16_t id)
{
	return id >= ID_SYMPTOM_FIRST && id < ID_SYMPTOM_FIRST + ID_SYMPTOM_COUNT;
}

/* Symptoms answered "often" or more: how many, and the first few in words, the most frequent first. */
static int often(const struct client *client, const struct review *review, struct text *ret)
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
	return found;
}

static void append_causes(const struct client *client, const struct review *review, struct text *ret)
{
	for (int i = 0; i < 3 && review->causes[i] != 0; i++) {
		text_append(ret, i > 0 ? _(", ") : "");
		text_append(ret, catalogue_text(review->causes[i], TEXT_LABEL, client->language));
	}
}

static void count_words(const struct job *job, struct text *ret)
{
	int answered = review_answered(&job->review);
	text_appendf(ret, ngettext("%d answer", "%d answers", (unsigned long)answered), answered);
	if (job->from > 0)
		text_append(ret, _(", and those from before"));
}

static bool calls_for_support(const struct review *review)
{
	struct record records[REVIEW_RECORDS_MAX];
	int count = review_records(review, RECORD_SKIPPED, records);
	bool calls = safety_from_answers(records, (size_t)count) != 0;
	sodium_memzero(records, sizeof(records));
	return calls;
}

static void thank(struct job *job)
{
	const struct client *client = job->client;
	const struct review *review = &job->review;
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_wipe) struct text symptoms = {0}, causes = {0}, count = {0};
	int many = often(client, review, &symptoms);
	job->told = calls_for_support(review);
	append_causes(client, review, &causes);
	count_words(job, &count);
	if (term_interactive())
		page_blank(&page);
	page_paragraph(&page, _("Thank you. Your answers are sealed; only you can open them."), "");
	page_heading(&page, _("This week, in your words"));
	page_row(&page, _("  answered"), 18, text_string(&count));
	if (many > 0)
		page_row(&page, _("  often or more"), 18, text_string(&symptoms));
	if (causes.length > 0)
		page_row(&page, _("  weighs most"), 18, text_string(&causes));
	page_blank(&page);
	if (job->next < item_count())
		page_paragraph(&page, _("'evenkeel review' goes on from here, today and tomorrow."), "");
	page_paragraph(&page, _("'evenkeel tips' has ideas; 'evenkeel trends --review' shows the weeks side by side."),
		       "");
	if (job->told)
		support_notice(client, &page);
	page_print(&page);
}

/* Asked for, or with a passphrase at hand, it is done; else it is offered. The exit code. */
static int offer_to_compare(const struct job *job, bool asked, bool wanted)
{
	struct page page = {.color = job->client->color, .columns = job->client->columns};
	bool open = passphrase_in_environment() || store_is_demo(job->context.store);
	if (wanted || (asked && open))
		return review_compare(job->client, job->told);
	if (!asked || job->next < item_count())
		return 0;
	page_styled(&page, PAGE_QUIET, _("  c compare with your earlier weeks (asks for your passphrase)  ENTER end"));
	text_append(&page.text, "\n");
	page_print(&page);
	fputs("> ", stdout);
	int key = term_key();
	puts(key == 'c' || key == 'C' ? _("compare") : "");
	return key == 'c' || key == 'C' ? review_compare(job->client, job->told) : 0;
}

static int review_week(struct job *job, const struct command_call *call, struct error *err)
{
	review_init(&job->review);
	if (answer(job, call, err) < 0)
		return -1;
	bool empty = is_empty(&job->review);
	if (!empty && seal(job, job->interrupted, err) < 0)
		return -1;
	if (call->count == 0)
		remember(job);
	if (job->interrupted)
		puts("");
	if (job->interrupted && !empty)
		puts(_("Kept as far as you came; 'evenkeel review' goes on from there."));
	else if (empty)
		puts(_("Nothing was answered, so nothing was stored."));
	else
		thank(job);
	return empty ? 1 : 0;
}

static int run(struct client *client, const struct command_call *call)
{
	struct job job = {.client = client, .day = stop_today(client)};
	struct error err = {0};
	int result = keep_begin_asking(client, call, &job.context, &err);
	if (result == 0)
		result = review_week(&job, call, &err);
	sodium_memzero(&job.review, sizeof(job.review));
	term_let_go_signals();
	int code = result == 0 ? offer_to_compare(&job, call->count == 0, command_value(call, "compare") != NULL) : 0;
	keep_end(&job.context);
	/* Whoever gave words, or stopped, is not asked for more. */
	if (result == 0 && code == 0 && call->count == 0 && job.next == item_count())
		code = every_offer(client);
	return result >= 0 ? code : client_fail(&err);
}

const struct command cmd_review = {
	.name = "review",
	.args = "[ID=STEP...|-]",
	.summary = N_("look back on the week, in three minutes"),
	.help = N_(
		"Asks about the week on the terminal: one key an answer, b goes back, s skips, q stops and keeps "
		"what you answered. "
		"Needs no passphrase. At the end it sums up what you just answered, and c sets it beside your earlier "
		"weeks, with your passphrase. What interrupts you takes nothing with it: today and tomorrow it goes "
		"on where you stopped.\n\n"
		"Answers can be given as words, or as lines on stdin with '-'. Steps are 0 never to 4 almost "
		"always; a cause takes its "
		"rank, 1 to 3. Words show in the list of processes and in the shell's history, so on a shared "
		"computer '-' is better.\n"
		"\n"
		"  evenkeel review\n"
		"  evenkeel review week-stress=2 fatigue=3 customer.demands=1\n"
		"  evenkeel review - <answers.txt"),
	.options = options,
	.run = run,
};
