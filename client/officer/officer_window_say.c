#include "officer_window.h"

#include <stdio.h>

#include <evenkeel/i18n.h>

#include "officer_words.h"
#include "words.h"

/* What a run is said with. */
struct saying {
	const struct window_work *work;
	const struct office_cohort *cohort;
	const struct window_run *run;
};

void officer_window_days(const struct client *client, struct dap_window window, struct text *ret)
{
	int32_t today = (int32_t)(client->now.wall_ms / 1000 / 86400);
	_cleanup_(text_clear) struct text from = {0}, to = {0};

	words_day(&from, (int32_t)(window.start * 7), today);
	words_day(&to, (int32_t)((window.start + window.weeks) * 7 - 1), today);
	/* TRANSLATORS: two days in words */
	text_appendf(ret, _("%s to %s"), text_string(&from), text_string(&to));
}

void officer_window_from(const struct client *client, const char *team, struct dap_window window, struct text *ret)
{
	int32_t today = (int32_t)(client->now.wall_ms / 1000 / 86400);
	_cleanup_(text_clear) struct text day = {0};
	char name[DAP_WINDOW_NAME];

	dap_window_name(window, name);
	words_day(&day, (int32_t)((window.start + window.weeks) * 7 + DAP_LEAD_S / 86400), today);
	/* TRANSLATORS: a team, a window's name (2968-4), a day in words */
	text_appendf(ret, _("'%s': the window %s can be opened from %s on."), team, name, text_string(&day));
}

static void members(const struct saying *saying, struct text *ret)
{
	const struct cohort *cohort = &saying->cohort->cohort;

	/* TRANSLATORS: how many members a team has */
	text_appendf(ret, _("%zu of at least %u"), cohort->members, cohort->terms.floor);
}

static void ended(const struct saying *saying, struct text *ret)
{
	const struct dap_window *window = &saying->run->window;
	int64_t end = (int64_t)((window->start + window->weeks) * DAP_WEEK_S);
	long days = (long)((saying->work->now_s - end) / 86400);

	text_appendf(ret, dngettext("evenkeel", "ended %ld day ago", "ended %ld days ago", (unsigned long)days), days);
}

static void message(const struct saying *saying, struct text *ret)
{
	const char *sender = saying->cohort->label.party[1 - saying->work->office->own.party];

	/* TRANSLATORS: a party's name; its message */
	text_appendf(ret, _("from %s, whole, signed, of this window"), sender);
}

static void ledger(const struct saying *saying, struct text *ret)
{
	_cleanup_(text_clear) struct text spent = {0}, most = {0};

	words_number(&spent, (int64_t)saying->run->epsilon);
	words_number(&most, DAP_EPSILON_YEAR);
	/* TRANSLATORS: what a year's windows cost, and the most that they may */
	text_appendf(ret,
		     saying->run->again ? _("opened before for this very message, %s of %s this year")
					: _("not opened before, in order, %s of %s this year"),
		     text_string(&spent), text_string(&most));
}

/* "74 read, 71 count: 1 ..., 2 ..." */
static void envelopes(const struct saying *saying, struct text *ret)
{
	const struct role_tally *tally = &saying->run->tally;
	const char *separator = ": ";

	/* TRANSLATORS: how many files there were, and how many of them count */
	text_appendf(ret, _("%zu read, %zu count"), tally->files, tally->accepted);
	for (int i = 1; i < REFUSAL_COUNT_OF; i++) {
		if (tally->outcomes[i] == 0)
			continue;
		text_appendf(ret, "%s%zu %s", separator, tally->outcomes[i], refusal_words((enum refusal)i));
		separator = _("; ");
	}
}

static void lists(const struct saying *saying, struct text *ret)
{
	(void)saying;
	text_append(ret, _("both parties list the same contributions"));
}

static void people(const struct saying *saying, struct text *ret)
{
	/* TRANSLATORS: how many people contributed */
	text_appendf(ret, _("%zu of at least %u"), saying->run->tally.people, saying->cohort->cohort.terms.floor);
}

static void sums(const struct saying *saying, struct text *ret)
{
	(void)saying;
	text_append(ret, _("both shares fit: the control marks are exact, the others in range"));
}

static void signatures(const struct saying *saying, struct text *ret)
{
	(void)saying;
	text_append(ret, _("both"));
}

static const struct row {
	const char *name, *label;
	void (*words)(const struct saying *saying, struct text *ret);
	bool figures; /* the words stand also where it was refused */
} rows[WINDOW_CHECKS] = {
	[WINDOW_SIGNATURES] = {"signatures", N_("signatures"), signatures, false},
	[WINDOW_MEMBERS] = {"members", N_("members"), members, true},
	[WINDOW_ENDED] = {"ended", N_("window"), ended, false},
	[WINDOW_MESSAGE] = {"message", N_("message"), message, false},
	[WINDOW_LEDGER] = {"ledger", N_("the ledger"), ledger, false},
	[WINDOW_ENVELOPES] = {"envelopes", N_("envelopes"), envelopes, true},
	[WINDOW_LISTS] = {"lists", N_("lists"), lists, false},
	[WINDOW_PEOPLE] = {"people", N_("people"), people, true},
	[WINDOW_SUMS] = {"sums", N_("sums"), sums, false},
};

const char *officer_window_check_name(enum window_check check)
{
	return rows[check].name;
}

static void say_check(const struct saying *saying, enum window_check check)
{
	enum window_checked checked = saying->run->checks[check];
	_cleanup_(text_clear) struct text words = {0};

	if (checked == WINDOW_UNCHECKED)
		return;
	if (checked == WINDOW_HOLDS || rows[check].figures)
		rows[check].words(saying, &words);
	else
		text_append(&words, refusal_words(saying->run->refusal));
	/* TRANSLATORS: what was checked, and what was found */
	officer_line(saying->work->client, checked == WINDOW_HOLDS ? _("%s: %s, ok") : _("%s: %s, refused"),
		     _(rows[check].label), text_string(&words));
}

/* Files that are none of ours, weeks without a folder. */
static void say_folder(const struct saying *saying)
{
	const struct window_run *run = saying->run;

	if (run->other_files)
		officer_line(saying->work->client,
			     dngettext("evenkeel", "%zu other file in the drop folder was left alone",
				       "%zu other files in the drop folder were left alone",
				       (unsigned long)run->other_files),
			     run->other_files);
	if (run->missing_weeks)
		officer_line(saying->work->client,
			     dngettext("evenkeel", "%zu week has no folder in the drop folder",
				       "%zu weeks have no folder in the drop folder",
				       (unsigned long)run->missing_weeks),
			     run->missing_weeks);
}

static void say_next(const struct saying *saying)
{
	const struct client *client = saying->work->client;
	const struct office_cohort *cohort = saying->cohort;
	const char *office = cohort->label.party[PARTY_A], *second = cohort->label.party[PARTY_B];

	if (saying->run->countersigned)
		officer_next(client, _("'evenkeel officer report' shows the figures."));
	else if (saying->work->way->step == window_lead)
		/* TRANSLATORS: a party's name */
		officer_next(client, _("%s runs 'evenkeel officer assist'."), second);
	else if (saying->work->way->step == window_assist)
		officer_next(client, _("%s runs 'evenkeel officer finish'."), office);
	else
		officer_next(client,
			     _("%s runs 'evenkeel officer assist' once more, which countersigns the result; 'evenkeel "
			       "officer report' shows it."),
			     second);
}

static void say_done(const struct saying *saying)
{
	const struct window_run *run = saying->run;

	if (run->again)
		officer_say(saying->work->client, _("This was done before; it is the same, byte for byte."));
	/* A path is not broken into lines. TRANSLATORS: a path */
	printf(_("Written: %s"), run->written);
	putchar('\n');
	say_next(saying);
}

static void say_heading(const struct saying *saying)
{
	_cleanup_(text_clear) struct text days = {0}, heading = {0};
	char name[DAP_WINDOW_NAME];

	dap_window_name(saying->run->window, name);
	officer_window_days(saying->work->client, saying->run->window, &days);
	/* TRANSLATORS: a team, a window's name (2968-4), its days */
	text_appendf(&heading, _("%s, window %s (%s)"), saying->cohort->label.team, name, text_string(&days));
	officer_say(saying->work->client, text_string(&heading));
}

static void say_refused(const struct saying *saying)
{
	const struct client *client = saying->work->client;
	enum refusal refusal = saying->run->refusal;
	_cleanup_(text_clear) struct text from = {0};

	officer_say(client, _("Nothing was written."));
	if (refusal == REFUSAL_EARLY)
		officer_window_from(client, saying->cohort->label.team, saying->run->window, &from);
	else
		text_append(&from, window_next(saying->work->office->own.party, refusal));
	officer_next(client, "%s", text_string(&from));
}

void officer_window_say(const struct window_work *work, const struct office_cohort *cohort,
			const struct window_run *run, const struct error *err, int r)
{
	const struct saying saying = {work, cohort, run};

	/* Nothing to do yet is one line among those of other teams. */
	if (r > 0 && !work->named) {
		officer_say(work->client, err->message);
		return;
	}
	if (work->said > 1)
		officer_say(work->client, "\n");
	say_heading(&saying);
	for (int check = 0; check < WINDOW_CHECKS; check++) {
		say_check(&saying, (enum window_check)check);
		if (check == WINDOW_ENVELOPES)
			say_folder(&saying);
	}
	if (r == 0 && run->refusal == REFUSAL_NONE)
		say_done(&saying);
	else if (r == 0)
		say_refused(&saying);
}
