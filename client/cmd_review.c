#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/checkin.h>

#include "ask.h"
#include "instrument_every.h"
#include "keep.h"
#include "page.h"
#include "passphrase.h"
#include "review.h"
#include "support.h"
#include "team.h"
#include "term.h"

static const struct command_option options[] = {
	{"compare", NULL, N_("set this week beside your earlier ones; asks for your passphrase")},
	{"send", NULL, N_("yes to what is sent for the team's figures; it is still shown")},
	{NULL, NULL, NULL},
};

/* A review on the terminal. */
struct job {
	struct client *client;
	struct review_run run;
	bool interrupted;
	bool told; /* whom to talk to */
};

static int assign(void *form, const char *word, struct error *err)
{
	return review_assign(form, word, err);
}

/* Where a section ends: a killed program or a lost battery takes one section at most. It is tried again at the end if this fails. */
static void seal_section(void *context, size_t next)
{
	struct job *job = context;
	struct error err = {0};
	job->run.next = next;
	if (!review_is_empty(&job->run.review) && review_run_seal(job->client, &job->run, true, &err) < 0)
		client_fail(&err);
	review_run_remember(job->client, &job->run);
}

/* A review that was stopped today or yesterday: go on with it, or begin anew. */
static void offer_to_go_on(struct job *job)
{
	struct stop stop;
	if (!review_run_stopped(job->client, &stop))
		return;
	if (stop_goes_on(job->client, &stop, stop.next + 1, review_count()))
		review_run_go_on(&job->run, &stop);
	else
		job->run.anew = stop.group;
}

static int answer(struct job *job, const struct command_call *call, struct error *err)
{
	if (call->count > 0) {
		job->run.next = review_count();
		return keep_words(call, assign, &job->run.review, err);
	}
	term_hold_signals();
	offer_to_go_on(job);
	if (!term_was_interrupted())
		job->run.next = ask_review(job->client, &job->run.review, job->run.from, seal_section, job);
	job->interrupted = term_was_interrupted();
	return 0;
}

static void thank(struct job *job)
{
	const struct client *client = job->client;
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(review_said_wipe) struct review_said said = {0};
	review_run_said(client, &job->run, &said);
	job->told = review_calls_for_support(&job->run.review);
	if (term_interactive())
		page_blank(&page);
	page_paragraph(&page, _("Thank you. Your answers are sealed; only you can open them."), "");
	page_heading(&page, _("This week, in your words"));
	page_row(&page, _("  answered"), 18, text_string(&said.count));
	if (said.symptoms.length > 0)
		page_row(&page, _("  often or more"), 18, text_string(&said.symptoms));
	if (said.causes.length > 0)
		page_row(&page, _("  weighs most"), 18, text_string(&said.causes));
	page_blank(&page);
	if (job->run.next < review_count())
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
	bool open = passphrase_in_environment() || store_is_demo(job->run.context.store);
	if (wanted || (asked && open))
		return review_compare(job->client, job->told);
	if (!asked || job->run.next < review_count())
		return 0;
	page_styled(&page, PAGE_QUIET, _("  c compare with your earlier weeks (asks for your passphrase)  ENTER end"));
	text_append(&page.text, "\n");
	page_print(&page);
	fputs("> ", stdout);
	int key = term_key();
	puts(key == 'c' || key == 'C' ? _("compare") : "");
	return key == 'c' || key == 'C' ? review_compare(job->client, job->told) : 0;
}

/* A whole review's marks, where a team was joined: after its questions, or with --send, which words need. The exit code. */
static int offer_to_team(const struct job *job, const struct command_call *call, const struct team_marks *marks)
{
	bool sure = command_value(call, "send") != NULL, whole = job->run.next == review_count();
	if (!whole || (call->count > 0 && !sure))
		return 0;
	return team_offer(job->client, job->run.context.store, marks, sure);
}

static int review_week(struct job *job, const struct command_call *call, struct error *err)
{
	if (answer(job, call, err) < 0)
		return -1;
	bool empty = review_is_empty(&job->run.review);
	if (!empty && review_run_seal(job->client, &job->run, job->interrupted, err) < 0)
		return -1;
	if (call->count == 0)
		review_run_remember(job->client, &job->run);
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
	struct job job = {.client = client};
	struct error err = {0};
	review_run_init(client, &job.run);
	int result = keep_begin_asking(client, call, &job.run.context, &err);
	if (result == 0)
		result = review_week(&job, call, &err);
	struct team_marks *marks = result == 0 ? team_marks_new(&job.run.review) : NULL;
	sodium_memzero(&job.run.review, sizeof(job.run.review));
	term_let_go_signals();
	int team = result == 0 ? offer_to_team(&job, call, marks) : 0;
	team_marks_free(marks);
	int code = result == 0 ? offer_to_compare(&job, call->count == 0, command_value(call, "compare") != NULL) : 0;
	keep_end(&job.run.context);
	/* Whoever gave words, or stopped, is not asked for more. */
	if (result == 0 && code == 0 && call->count == 0 && job.run.next == review_count())
		code = every_offer(client);
	return result < 0 ? client_fail(&err) : code != 0 ? code : team;
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
		"on where you stopped. Who joined a team sees at the end what would be sent for its figures, and is "
		"asked; "
		"answers given as words are sent with --send alone.\n\n"
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
