#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/checkin.h>

#include "ask.h"
#include "keep.h"
#include "page.h"
#include "term.h"

enum { OFTEN = 3, SYMPTOMS_NAMED = 3, SYMPTOMS_MANY = 8 };

static int assign(void *form, const char *word, struct error *err)
{
	return review_assign(form, word, err);
}

static int answer(const struct client *client, const struct command_call *call, struct review *review,
		  struct error *err)
{
	if (call->count > 0)
		return keep_words(call, assign, review, err);
	ask_review(client, review);
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

static void thank(const struct client *client, const struct review *review)
{
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_wipe) struct text symptoms = {0}, causes = {0}, count = {0};
	int many = often(client, review, &symptoms);
	int answered = review_answered(review);
	append_causes(client, review, &causes);
	if (term_interactive())
		page_blank(&page);
	page_paragraph(&page, _("Thank you. Your answers are sealed; only you can open them."), "");
	page_heading(&page, _("This week, in your words"));
	text_appendf(&count, ngettext("%d answer", "%d answers", (unsigned long)answered), answered);
	page_row(&page, _("  answered"), 18, text_string(&count));
	if (many > 0)
		page_row(&page, _("  often or more"), 18, text_string(&symptoms));
	if (causes.length > 0)
		page_row(&page, _("  weighs most"), 18, text_string(&causes));
	page_blank(&page);
	if (many >= SYMPTOMS_MANY)
		page_paragraph(&page,
			       _("That is a lot to carry. Nobody else sees these answers, so consider telling someone "
				 "you trust, or a "
				 "doctor."),
			       "");
	page_paragraph(&page, _("'evenkeel tips' has ideas; 'evenkeel trends --review' shows the weeks side by side."),
		       "");
	page_print(&page);
}

static int review_week(struct client *client, const struct command_call *call, struct keep_context *context,
		       struct review *review, struct error *err)
{
	struct record records[REVIEW_RECORDS_MAX];
	memset(records, 0, sizeof(records));
	review_init(review);
	if (answer(client, call, review, err) < 0)
		return -1;
	if (review_answered(review) == 0 && review->note[0] == '\0') {
		puts(_("Nothing was answered, so nothing was stored."));
		return 0;
	}
	int count = review_records(review, RECORD_SKIPPED, records);
	int result = keep_records(client, context, WHAT_REVIEW, records, (size_t)count, err);
	sodium_memzero(records, sizeof(records));
	if (result == 0)
		thank(client, review);
	return result;
}

static int run(struct client *client, const struct command_call *call)
{
	struct keep_context context = {0};
	struct review review = {0};
	struct error err = {0};
	int result = keep_begin_asking(client, call, &context, &err);
	if (result == 0)
		result = review_week(client, call, &context, &review, &err);
	sodium_memzero(&review, sizeof(review));
	keep_end(&context);
	return result == 0 ? 0 : client_fail(&err);
}

const struct command cmd_review = {
	.name = "review",
	.args = "[ID=STEP...|-]",
	.summary = N_("look back on the week, in three minutes"),
	.help = N_("Asks about the week on the terminal: one key an answer, b goes back, s skips, q stops and keeps "
		   "what you answered. "
		   "Needs no passphrase. At the end it sums up what you just answered.\n\n"
		   "Answers can be given as words, or as lines on stdin with '-'. Steps are 0 never to 4 almost "
		   "always; a cause takes its "
		   "rank, 1 to 3. Words show in the list of processes and in the shell's history, so on a shared "
		   "computer '-' is better.\n"
		   "\n"
		   "  evenkeel review\n"
		   "  evenkeel review week-stress=2 fatigue=3 customer.demands=1\n"
		   "  evenkeel review - <answers.txt"),
	.run = run,
};
