#include "officer_window.h"

#include <stdio.h>
#include <string.h>

#include <evenkeel/i18n.h>

#include "json_out.h"
#include "officer_words.h"
#include "register.h"

static int say(struct window_work *work, const struct office_cohort *cohort, const struct window_run *run,
	       const struct error *err, int r)
{
	bool failed = r < 0 || run->refusal || (r > 0 && work->named);

	work->said++;
	if (work->windows)
		json_array_append_new(work->windows, officer_window_json(work, cohort, run, err, r));
	else
		officer_window_say(work, cohort, run, err, r);
	if (failed)
		work->code = client_fail(err);
	return r >= 0 && (run->refusal == REFUSAL_NONE || run->refusal == REFUSAL_FEW) ? WENT_ON : WENT_NO_FURTHER;
}

int officer_window_run(struct window_work *work, const struct office_cohort *cohort, struct dap_window window,
		       window_function *step)
{
	struct window_run run = {.window = window};
	struct error err = {0};
	int r = step(work->office, cohort, window, work->now_s, &run, &err);

	return say(work, cohort, &run, &err, r);
}

void officer_window_restore(struct window_work *work, const struct office_cohort *cohort, struct dap_window window)
{
	struct window_run run = {.window = window};
	struct error err = {0};
	int r = window_restore(work->office, cohort, window, &run, &err);

	if (r <= 0)
		say(work, cohort, &run, &err, r);
}

void officer_window_empty(struct window_work *work, const struct office_cohort *cohort, struct dap_window window)
{
	char name[DAP_WINDOW_NAME];
	struct error err = {0};
	size_t count;

	if (window_empty(work->office, cohort, window, &count, &err)) {
		work->code = client_fail(&err);
		return;
	}
	if (count == 0 || work->windows)
		return;
	dap_window_name(window, name);
	officer_line(work->client,
		     dngettext("evenkeel",
			       "%s, window %s: both parties have signed its sums, so %zu contribution was removed from "
			       "the drop folder",
			       "%s, window %s: both parties have signed its sums, so %zu contributions were removed "
			       "from the drop folder",
			       (unsigned long)count),
		     cohort->label.team, name, count);
}

/* What was opened: a message that got lost, a result that waits for a signature. */
static int mend(struct window_work *work, const struct office_cohort *cohort, struct error *err)
{
	struct ledger_past *past _cleanup_free_ = NULL;
	struct window_messages messages;
	size_t count;

	if (!work->way->mend)
		return 0;
	if (window_opened(work->office, cohort, &past, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		window_messages(work->office, cohort, past[i].window, &messages);
		work->way->mend(work, cohort, past[i].window, &messages);
	}
	return 0;
}

static void note_next(struct window_work *work, const struct office_cohort *cohort, struct dap_window next)
{
	if (next.weeks == 0 || (work->next.weeks && work->next.start + work->next.weeks <= next.start + next.weeks))
		return;
	work->next = next;
	snprintf(work->next_team, sizeof(work->next_team), "%s", cohort->label.team);
}

/*
 * The oldest first, as far as they go: where too few took part in one, or the other party has nothing for it, the next can be opened all the
 * same, which closes it. Any other refusal is to be looked at first.
 */
static int go_through(struct window_work *work, const struct office_cohort *cohort, struct error *err)
{
	struct dap_window due[WINDOW_DUE_MOST], next;
	size_t count;

	if (mend(work, cohort, err) || window_due_list(work->office, cohort, work->now_s, due, &count, &next, err))
		return -1;
	note_next(work, cohort, next);
	for (size_t i = 0; i < count; i++)
		if (officer_window_run(work, cohort, due[i], work->way->step) != WENT_ON)
			break;
	return 0;
}

/* Old quarters that nobody came back to are not asked about for ever. */
static bool is_current(const struct window_work *work, const struct office_cohort *cohort)
{
	return cohort->cohort.members > 0 && cohort_signed(&cohort->cohort) == 0 &&
	       dap_quarter(dap_week(work->now_s)) <= (uint64_t)cohort->cohort.terms.quarter + 1;
}

static int go_through_all(struct window_work *work, const struct office_cohort *cohorts, size_t count,
			  struct error *err)
{
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++)
		if (is_current(work, &cohorts[i]))
			r = go_through(work, &cohorts[i], err);
	return r;
}

static int all_teams(struct window_work *work, struct error *err)
{
	struct office_cohort *cohorts = NULL;
	size_t count = 0;
	int r = office_cohorts(work->office, &cohorts, &count, err);

	if (r == 0)
		r = go_through_all(work, cohorts, count, err);
	office_cohorts_free(cohorts, count);
	return r;
}

static int one_window(struct window_work *work, const struct office_cohort *cohort, const char *word, struct error *err)
{
	struct dap_window window;

	if (dap_window_parse(word, &window))
		return error_set(err, ERROR_USAGE, "'%s' is no window: START-WEEKS, as in 2968-4", word);
	if (work->way->one)
		work->way->one(work, cohort, window);
	else
		officer_window_run(work, cohort, window, work->way->step);
	return 0;
}

static int one_team(struct window_work *work, const struct command_call *call, struct error *err)
{
	struct office_cohort cohort = {0};
	int r = office_cohort(work->office, call->words[1], &cohort, err);

	if (r)
		return r;
	r = call->count > 2 ? one_window(work, &cohort, call->words[2], err) : go_through(work, &cohort, err);
	office_cohort_clear(&cohort);
	return r;
}

/* There was nothing to do for any team. */
static void say_nothing(const struct window_work *work)
{
	_cleanup_(text_clear) struct text from = {0};

	officer_say(work->client, _("No window is due."));
	if (work->next.weeks == 0)
		return;
	officer_window_from(work->client, work->next_team, work->next, &from);
	officer_next(work->client, "%s", text_string(&from));
}

static void end(struct window_work *work)
{
	if (!work->windows) {
		if (work->said == 0)
			say_nothing(work);
		return;
	}
	json_t *next = work->next.weeks ? json_pack("{s:s, s:I, s:I}", "team", work->next_team, "start",
						    (json_int_t)work->next.start, "weeks", (json_int_t)work->next.weeks)
					: json_null();
	json_out_print(json_pack("{s:s, s:o, s:o}", "step", work->way->name, "windows", work->windows, "next", next));
}

static int begin(struct client *client, const struct command_call *call, unsigned party, struct office *ret,
		 int *ret_lock, struct error *err)
{
	if (client_words(call, 1, 3, err) || office_find(client, command_value(call, "dir"), ret, err) ||
	    window_party(ret, party, err))
		return -1;
	*ret_lock = officer_lock(ret, err);
	if (*ret_lock < 0 || office_unlock(ret, err) ||
	    register_prune(ret, (uint32_t)dap_quarter(officer_week(client)), err))
		return -1;
	return office_open_ledger(ret, client->now.wall_ms / 1000, err);
}

int officer_windows(struct client *client, const struct command_call *call, const struct window_way *way,
		    struct error *err)
{
	_cleanup_(officer_unlock) int lock = -1;
	_cleanup_(office_clear) struct office office = {0};
	struct window_work work = {.client = client,
				   .way = way,
				   .office = &office,
				   .now_s = client->now.wall_ms / 1000,
				   .named = call->count > 1};

	if (begin(client, call, way->party, &office, &lock, err))
		return -1;
	json_out_init();
	work.windows = client->json ? json_array() : NULL;
	int r = call->count > 1 ? one_team(&work, call, err) : all_teams(&work, err);
	if (r == 0)
		end(&work);
	else
		json_decref(work.windows);
	return r ? r : work.code;
}
