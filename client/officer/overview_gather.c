#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "overview.h"

/* Opened, but nothing more: for as long as it is gathered. */
struct opened {
	struct release_sums *sums;
	bool *countersigned;
	size_t count;
};

static void opened_clear(struct opened *opened)
{
	mem_free_all(opened->sums, opened->countersigned);
}

static struct opened opened_new(size_t count)
{
	return (struct opened){.sums = mem_new(count + 1, sizeof(struct release_sums)),
			       .countersigned = mem_new(count + 1, sizeof(bool))};
}

static struct opened open_windows(const struct overview_source *source)
{
	struct opened opened = opened_new(source->count);

	for (; opened.count < source->count; opened.count++) {
		opened.sums[opened.count] = release_open(&source->windows[opened.count]);
		opened.countersigned[opened.count] = source->countersigned[opened.count];
	}
	return opened;
}

static size_t newest_shown(const struct opened *opened)
{
	for (size_t i = opened->count; i > 0; i--)
		if (opened->sums[i - 1].reason == RELEASE_SHOWN)
			return i - 1;
	return opened->count;
}

/* Only windows in which the same cohorts are: else a team that came or went would look like a change. */
static enum release_direction direction(const struct opened *opened, size_t newest, unsigned item)
{
	struct release_sums *alike _cleanup_free_ = mem_new(opened->count + 1, sizeof(*alike));
	size_t count = 0;

	for (size_t i = 0; i <= newest; i++)
		if (opened->sums[i].items[item].missing == opened->sums[newest].items[item].missing)
			alike[count++] = opened->sums[i];
	return release_trend(alike, count, item);
}

static void keep(struct overview_team *team, const struct opened *opened, size_t most)
{
	size_t newest = newest_shown(opened), first = opened->count > most ? opened->count - most : 0;

	first = newest < first ? newest : first;
	team->count = opened->count - first;
	team->newest = newest - first;
	team->windows = mem_new(team->count + 1, sizeof(*team->windows));
	for (size_t i = 0; i < team->count; i++)
		team->windows[i] = (struct overview_window){.countersigned = opened->countersigned[first + i],
							    .figures = release_figures(&opened->sums[first + i])};
	if (newest == opened->count)
		return;
	for (unsigned item = 0; item < RELEASE_ITEMS; item++)
		team->trends[item] = direction(opened, newest, item);
	release_measures_for(&team->windows[team->newest].figures, team->measures);
}

/* Two that have the same name, of two quarters or by chance, are told apart by their tasks. */
static char *own_name(const struct overview_source *sources, size_t count, size_t at)
{
	_cleanup_(text_clear) struct text name = {0};
	bool again = false;

	text_append(&name, sources[at].label.team);
	for (size_t i = 0; i < count; i++)
		again |= i != at && strcmp(sources[i].label.team, sources[at].label.team) == 0;
	if (again)
		text_appendf(&name, " (%s)", sources[at].task);
	return mem_copy_string(text_string(&name));
}

static void add_cohort(const struct overview_source *sources, size_t count, size_t at, const struct opened *opened,
		       size_t most, struct overview *ret)
{
	const struct overview_source *source = &sources[at];
	struct overview_team *team = &ret->teams[ret->count++];

	*team = (struct overview_team){.label = source->label,
				       .name = own_name(sources, count, at),
				       .quarter = source->quarter,
				       .floor = source->floor,
				       .weeks = source->weeks};
	memcpy(team->task, source->task, sizeof(team->task));
	keep(team, opened, most);
}

static bool belong_together(const struct overview_source *a, const struct overview_source *b)
{
	return a->quarter == b->quarter && a->floor == b->floor && a->weeks == b->weeks;
}

/* What a cohort has for the window from @start on; where it has none, one that was never opened. */
static size_t window_at(const struct overview_source *source, const struct opened *opened, uint64_t start,
			struct release_sums *ret)
{
	for (size_t i = 0; i < opened->count; i++)
		if (opened->sums[i].start == start) {
			*ret = opened->sums[i];
			return i;
		}
	*ret = release_open(&(struct release_window){.start = start, .weeks = source->weeks, .floor = source->floor});
	return opened->count;
}

static void together_at(const struct overview_source *sources, const struct opened *opened,
			const struct overview_team *team, uint64_t start, struct opened *ret)
{
	struct release_sums *leaves _cleanup_free_ = mem_new(team->part_count, sizeof(*leaves));
	bool countersigned = true;

	for (size_t i = 0; i < team->part_count; i++) {
		size_t part = team->parts[i], at = window_at(&sources[part], &opened[part], start, &leaves[i]);
		if (leaves[i].reason == RELEASE_SHOWN)
			countersigned &= opened[part].countersigned[at];
	}
	struct release_sums *whole = &ret->sums[ret->count];
	(void)release_rollup(leaves, team->part_count, whole); /* refused: nothing is shown */
	whole->start = start;
	whole->weeks = team->weeks;
	ret->countersigned[ret->count++] = countersigned;
}

static int later(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static size_t all_starts(const struct opened *opened, const struct overview_team *team, uint64_t **ret)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < team->part_count; i++)
		count += opened[team->parts[i]].count;
	uint64_t *starts = mem_new(count + 1, sizeof(*starts));
	count = 0;
	for (size_t i = 0; i < team->part_count; i++)
		for (size_t k = 0; k < opened[team->parts[i]].count; k++)
			starts[count++] = opened[team->parts[i]].sums[k].start;
	qsort(starts, count, sizeof(*starts), later);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || starts[i] != starts[kept - 1])
			starts[kept++] = starts[i];
	*ret = starts;
	return kept;
}

static void add_together(const struct overview_source *sources, const struct opened *opened, size_t count, size_t first,
			 size_t most, struct overview *ret)
{
	struct overview_team *team = &ret->teams[ret->count];
	uint64_t *starts _cleanup_free_ = NULL;

	*team = (struct overview_team){.label = sources[first].label,
				       .quarter = sources[first].quarter,
				       .floor = sources[first].floor,
				       .weeks = sources[first].weeks,
				       .parts = mem_new(count, sizeof(*team->parts))};
	for (size_t i = first; i < count; i++)
		if (belong_together(&sources[first], &sources[i]))
			team->parts[team->part_count++] = i;
	if (team->part_count < 2) {
		team->parts = mem_free(team->parts);
		return;
	}
	_cleanup_(text_clear) struct text name = {0};
	text_appendf(&name, "(all teams, %u-week windows, floor %u)", team->weeks, team->floor);
	team->name = mem_copy_string(text_string(&name));
	size_t start_count = all_starts(opened, team, &starts);
	_cleanup_(opened_clear) struct opened whole = opened_new(start_count);
	for (size_t i = 0; i < start_count; i++)
		together_at(sources, opened, team, starts[i], &whole);
	keep(team, &whole, most);
	ret->count++;
}

static bool is_first_of_its_kind(const struct overview_source *sources, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (belong_together(&sources[i], &sources[at]))
			return false;
	return true;
}

void overview_gather(const struct overview_source *sources, size_t count, size_t most, bool together,
		     struct overview *ret)
{
	struct opened *opened _cleanup_free_ = mem_new(count + 1, sizeof(*opened));

	*ret = (struct overview){.teams = mem_new(2 * count + 1, sizeof(*ret->teams)), .cohorts = count};
	for (size_t i = 0; i < count; i++) {
		opened[i] = open_windows(&sources[i]);
		add_cohort(sources, count, i, &opened[i], most, ret);
	}
	for (size_t i = 0; together && i < count; i++)
		if (is_first_of_its_kind(sources, i))
			add_together(sources, opened, count, i, most, ret);
	for (size_t i = 0; i < count; i++)
		opened_clear(&opened[i]);
}

void overview_clear(struct overview *overview)
{
	for (size_t i = 0; i < overview->count; i++)
		mem_free_all(overview->teams[i].name, overview->teams[i].windows, overview->teams[i].parts);
	free(overview->teams);
	*overview = (struct overview){0};
}

bool overview_empty(const struct overview *overview)
{
	for (size_t i = 0; i < overview->cohorts; i++)
		for (size_t k = 0; k < overview->teams[i].count; k++)
			if (overview->teams[i].windows[k].figures.reason != RELEASE_BELOW_FLOOR)
				return false;
	return true;
}
