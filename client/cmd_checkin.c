#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/checkin.h>
#include <evenkeel/safety.h>
#include <evenkeel/tip.h>

#include "ask.h"
#include "keep.h"
#include "page.h"
#include "support.h"
#include "term.h"

enum { A_LOT = 2 };

static int assign(void *form, const char *word, struct error *err)
{
	return checkin_assign(form, word, err);
}

/* The same questions as on the desktop, when a check-in stands open there. */
static void begin(const struct keep_context *context, struct rng *rng, struct checkin *ret)
{
	struct symptom_deck deck = {0};
	checkin_init(ret, &deck, rng);
	if (context->open.what == WHAT_CHECKIN && context->open.symptoms[0] != 0 && context->open.symptoms[1] != 0)
		memcpy(ret->symptoms, context->open.symptoms, sizeof(ret->symptoms));
}

static int answer(const struct client *client, const struct command_call *call, struct checkin *checkin,
		  struct error *err)
{
	if (call->count > 0)
		return keep_words(call, assign, checkin, err);
	ask_checkin(client, checkin);
	return 0;
}

/* A one-minute tip, after an answer of "A lot" only. */
static uint16_t fitting_tip(const struct checkin *checkin, struct rng *rng)
{
	uint16_t symptom = checkin->symptom[0] == A_LOT   ? checkin->symptoms[0]
			   : checkin->symptom[1] == A_LOT ? checkin->symptoms[1]
							  : 0;
	uint16_t cause = checkin->stress == A_LOT ? checkin->cause : 0;
	return cause != 0 || symptom != 0 ? tip_for_answer(cause, symptom, rng) : 0;
}

static void thank(const struct client *client, const struct checkin *checkin, bool support, struct rng *rng)
{
	struct page page = {.color = client->color, .columns = client->columns};
	uint16_t tip = fitting_tip(checkin, rng);
	if (term_interactive())
		page_blank(&page);
	page_paragraph(&page, _("Thank you. Your answers are sealed; only you can open them."), "");
	if (tip != 0) {
		page_heading(&page, _("One minute that may help"));
		page_paragraph(&page, catalogue_tip_text(tip, client->language), "  ");
		page_paragraph(&page, catalogue_tip_first_step(tip, client->language), "  ");
	}
	if (support)
		support_notice(client, &page);
	page_print(&page);
}

static int check_in(struct client *client, const struct command_call *call, struct keep_context *context,
		    struct checkin *checkin, struct error *err)
{
	struct record record = {0};
	struct rng rng = keep_rng();
	begin(context, &rng, checkin);
	if (answer(client, call, checkin, err) < 0)
		return -1;
	checkin_record(checkin, RECORD_SKIPPED, &record);
	if (record.kind == RECORD_SKIPPED) {
		puts(_("Nothing was answered, so nothing was stored."));
		return 0;
	}
	int result = keep_records(client, context, WHAT_CHECKIN, &record, 1, err);
	bool support = safety_from_answers(&record, 1) != 0;
	sodium_memzero(&record, sizeof(record));
	if (result == 0)
		thank(client, checkin, support, &rng);
	return result;
}

static int run(struct client *client, const struct command_call *call)
{
	struct keep_context context = {0};
	struct checkin checkin = {0};
	struct error err = {0};
	int result = keep_begin_asking(client, call, &context, &err);
	if (result == 0)
		result = check_in(client, call, &context, &checkin, &err);
	sodium_memzero(&checkin, sizeof(checkin));
	keep_end(&context);
	return result == 0 ? 0 : client_fail(&err);
}

const struct command cmd_checkin = {
	.name = "checkin",
	.args = "[ID=STEP...|-]",
	.summary = N_("say how you are: three short questions or a few more"),
	.help = N_(
		"Asks on the terminal: one key an answer, b goes back, s skips, q stops and keeps what you answered. "
		"Needs no "
		"passphrase: answers are sealed at once. When a check-in stands open on the desktop, this answers "
		"it.\n\n"
		"Answers can be given as words, or as lines on stdin with '-'. Steps are 0 not at all, 1 somewhat, 2 a "
		"lot; a cause "
		"takes 1; valence takes 0 draining or 1 energising. Words show in the list of processes and in the "
		"shell's history, "
		"so on a shared computer '-' is better.\n"
		"\n"
		"  evenkeel checkin\n"
		"  evenkeel checkin stress=1 fatigue=2\n"
		"  echo stress=0 | evenkeel checkin -"),
	.run = run,
};
