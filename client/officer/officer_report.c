/* `evenkeel officer report`: what was opened, as it may be shown. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "json_out.h"
#include "officer.h"
#include "overview.h"
#include "window.h"

_Static_assert((int)OVERVIEW_TASK_HEX == (int)OFFICE_TASK_HEX && (int)OVERVIEW_WINDOWS == (int)DAP_QUARTER_WEEKS,
	       "an office's");

/* How it is wanted. */
struct asked {
	size_t windows;
	const char *html; /* a file, or "-"; NULL: no page */
	bool csv;
};

static int read_call(const struct client *client, const struct command_call *call, struct asked *ret, struct error *err)
{
	const char *windows = command_value(call, "windows");
	long number = OVERVIEW_WINDOWS;

	ret->html = command_value(call, "html");
	ret->csv = command_value(call, "csv") != NULL;
	if (client->json + ret->csv + (ret->html != NULL) > 1)
		return error_set(err, ERROR_USAGE, "one of --json, --csv and --html at a time");
	if (ret->html && !*ret->html)
		return error_set(err, ERROR_USAGE, "which file? --html FILE, or - for the output");
	if (client_words(call, 1, INT_MAX, err) ||
	    (windows && client_number(windows, "--windows", 1, OVERVIEW_WINDOWS, &number, err)))
		return -1;
	ret->windows = (size_t)number;
	return 0;
}

/* A cohort with its windows, as long as its overview is made. */
struct loaded {
	struct release_window windows[OVERVIEW_WINDOWS];
	bool countersigned[OVERVIEW_WINDOWS];
};

struct teams {
	const struct office *office;
	int64_t now_s;
	struct overview_source *sources;
	struct loaded **loaded;
	size_t count;
	bool opened;     /* any window of any of them */
	uint64_t newest; /* quarter that has a roster */
};

static void teams_clear(struct teams *teams)
{
	for (size_t i = 0; i < teams->count; i++)
		free(teams->loaded[i]);
	mem_free_all(teams->sources, teams->loaded);
	teams->sources = NULL;
	teams->loaded = NULL;
	teams->count = 0;
}

static bool has(const struct teams *teams, const struct office_cohort *cohort)
{
	for (size_t i = 0; i < teams->count; i++)
		if (strcmp(teams->sources[i].task, cohort->task) == 0)
			return true;
	return false;
}

/* All windows that are over, opened or not. */
static int load_windows(const struct teams *teams, const struct office_cohort *cohort, struct loaded *loaded,
			size_t *ret_count, bool *ret_opened, struct error *err)
{
	const uint64_t first = (uint64_t)cohort->cohort.terms.quarter * DAP_QUARTER_WEEKS;
	const uint64_t weeks = cohort->cohort.weeks;

	*ret_count = 0;
	for (uint64_t start = first; start < first + DAP_QUARTER_WEEKS; start += weeks) {
		const struct dap_window window = {.start = start, .weeks = weeks};
		size_t at = *ret_count;
		if (dap_window_over(window, teams->now_s))
			break;
		int r = window_sums(teams->office, cohort, window, &loaded->windows[at], &loaded->countersigned[at],
				    err);
		if (r < 0)
			return -1;
		*ret_opened |= r == 0;
		(*ret_count)++;
	}
	return 0;
}

/* One that was only invited has no members yet, and no windows. */
static int add(struct teams *teams, const struct office_cohort *cohort, struct error *err)
{
	size_t at = teams->count, count;

	if (cohort->cohort.members == 0 || has(teams, cohort))
		return 0;
	if (cohort->cohort.terms.quarter > teams->newest)
		teams->newest = cohort->cohort.terms.quarter;
	teams->sources = mem_grow(teams->sources, at + 1, sizeof(*teams->sources));
	teams->loaded = mem_grow(teams->loaded, at + 1, sizeof(*teams->loaded));
	struct loaded *loaded = teams->loaded[at] = mem_new(1, sizeof(*loaded));
	teams->count++;
	teams->sources[at] = (struct overview_source){0};
	if (load_windows(teams, cohort, loaded, &count, &teams->opened, err))
		return -1;
	teams->sources[at] = (struct overview_source){.label = cohort->label,
						      .quarter = cohort->cohort.terms.quarter,
						      .floor = cohort->cohort.terms.floor,
						      .weeks = cohort->cohort.weeks,
						      .windows = loaded->windows,
						      .countersigned = loaded->countersigned,
						      .count = count};
	memcpy(teams->sources[at].task, cohort->task, sizeof(teams->sources[at].task));
	return 0;
}

/* The team's newest quarter of which something was opened; @named where there is none. NULL: @err is set. */
static const struct office_cohort *with_figures(const struct teams *teams, const struct office_cohort *cohorts,
						size_t count, const struct office_cohort *named, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		struct loaded loaded = {0};
		size_t windows;
		bool opened = false;
		if (strcmp(cohorts[i].label.team, named->label.team) != 0 ||
		    cohorts[i].cohort.terms.quarter > named->cohort.terms.quarter)
			continue;
		if (load_windows(teams, &cohorts[i], &loaded, &windows, &opened, err))
			return NULL;
		if (opened)
			return &cohorts[i];
	}
	return named;
}

/* "NAME@QUARTER" or a task's id is that quarter's; a name alone leaves it open. */
static bool leaves_quarter_open(const char *word, const struct office_cohort *cohort)
{
	return strchr(word, '@') == NULL && strncmp(cohort->task, word, strlen(word)) != 0;
}

static int add_named(struct teams *teams, const struct command_call *call, const struct office_cohort *cohorts,
		     size_t count, struct error *err)
{
	for (int i = 1; i < call->count; i++) {
		struct office_cohort named = {0};
		if (office_cohort(teams->office, call->words[i], &named, err))
			return -1;
		const struct office_cohort *chosen = &named;
		if (leaves_quarter_open(call->words[i], &named))
			chosen = with_figures(teams, cohorts, count, &named, err);
		if (chosen && named.cohort.members > 0 && named.cohort.terms.quarter > teams->newest)
			teams->newest = named.cohort.terms.quarter;
		int r = chosen ? add(teams, chosen, err) : -1;
		office_cohort_clear(&named);
		if (r)
			return r;
	}
	return 0;
}

/* All of the newest quarter of which something was opened. */
static int add_newest(struct teams *teams, const struct office_cohort *cohorts, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		bool another = i > 0 && cohorts[i].cohort.terms.quarter != cohorts[i - 1].cohort.terms.quarter;
		if (another && teams->opened)
			return 0;
		if (another)
			teams_clear(teams);
		if (add(teams, &cohorts[i], err))
			return -1;
	}
	return 0;
}

static int load(struct teams *teams, const struct command_call *call, struct error *err)
{
	struct office_cohort *cohorts = NULL;
	size_t count;

	if (office_cohorts(teams->office, &cohorts, &count, err))
		return -1;
	int r = call->count > 1 ? add_named(teams, call, cohorts, count, err) : add_newest(teams, cohorts, count, err);
	office_cohorts_free(cohorts, count);
	return r;
}

static int write_page(void *context, FILE *out, struct error *err)
{
	const struct text *page = context;

	(void)err;
	fwrite(page->bytes, 1, page->length, out); /* what fails is seen on @out */
	return 0;
}

static int put_html(const struct client *client, const struct overview *overview, const char *path, struct error *err)
{
	_cleanup_(text_clear) struct text page = {0};
	int64_t now_s = instant_floor_div(client->now.wall_ms, 1000);
	int32_t second;
	const struct html_context context = {.language = client->language,
					     .now_ms = client->now.wall_ms,
					     .zone_min = (int)(zone_offset_s(&client->zone, now_s) / 60),
					     .today = zone_date(&client->zone, now_s, &second),
					     .file = true};

	overview_html(overview, &context, &page);
	if (strcmp(path, "-") == 0)
		return write_page(&page, stdout, err);
	if (file_write_whole(path, write_page, &page, err))
		return -1;
	client_tell(_("The teams' figures are in '%s'. It is not sealed: whoever can read the file can read it.\n"),
		    path);
	return 0;
}

static void put_page(const struct client *client, const struct overview *overview)
{
	struct page page = {.color = client->color, .columns = client->columns};
	int32_t second, today = zone_date(&client->zone, instant_floor_div(client->now.wall_ms, 1000), &second);

	overview_page(overview, client->language, today, &page);
	page_print(&page);
}

static int put_json(const struct overview *overview)
{
	enum { DIGITS = 3 }; /* 1.8, and not 1.8000000000000000444 */
	json_t *object = overview_json(overview);

	json_dumpf(object, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(DIGITS));
	putchar('\n');
	json_decref(object);
	return 0;
}

static int put(const struct client *client, const struct overview *overview, const struct asked *asked,
	       struct error *err)
{
	if (asked->html)
		return put_html(client, overview, asked->html, err);
	if (client->json)
		return put_json(overview);
	if (asked->csv)
		overview_csv(overview, stdout);
	else
		put_page(client, overview);
	return 0;
}

static bool is_of_earlier_quarter(const struct teams *teams)
{
	for (size_t i = 0; i < teams->count; i++)
		if (teams->sources[i].quarter != teams->newest)
			return true;
	return false;
}

static int report(const struct client *client, const struct command_call *call, const struct asked *asked,
		  struct teams *teams, struct error *err)
{
	_cleanup_(overview_clear) struct overview overview = {0};

	if (load(teams, call, err))
		return -1;
	if (!teams->opened)
		return error_set(err, ERROR_NOTHING,
				 "no window was opened yet; three days after its end 'evenkeel officer lead' begins");
	if (is_of_earlier_quarter(teams))
		client_say(_("nothing of the newest quarter was opened yet; these figures are of an earlier one"));
	/* Of teams that were picked there is no sum: any that could be picked together would be one to subtract. */
	overview_gather(teams->sources, teams->count, asked->windows, call->count == 1, &overview);
	return put(client, &overview, asked, err);
}

int officer_report(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(office_clear) struct office office = {0};
	_cleanup_(teams_clear) struct teams teams = {.office = &office,
						     .now_s = instant_floor_div(client->now.wall_ms, 1000)};
	struct asked asked = {0};

	json_out_init();
	if (read_call(client, call, &asked, err) || office_find(client, command_value(call, "dir"), &office, err) ||
	    office_open_ledger(&office, teams.now_s, err))
		return -1;
	return report(client, call, &asked, &teams, err);
}
