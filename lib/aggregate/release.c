#include <evenkeel/dap.h>
#include <evenkeel/release.h>

static bool is_altered(const struct release_window *window)
{
	for (unsigned i = 0; i < CELL_COUNT; i++) {
		struct dap_range range = dap_sum_range(i, window->weeks, window->reports);
		if (window->cells[i] < range.low || window->cells[i] > range.high)
			return true;
	}
	/* Nor can there be more people than reports or members, or more reports than a week each. */
	return window->people > window->reports || window->people > window->members ||
	       window->reports > window->people * window->weeks;
}

static enum release_reason window_reason(const struct release_window *window)
{
	if (window->reports == 0 || window->people == 0 || window->people < window->floor)
		return RELEASE_BELOW_FLOOR;
	return is_altered(window) ? RELEASE_ALTERED : RELEASE_SHOWN;
}

/* One person can be as many reports as the window has weeks, and three people are few. */
static enum release_reason cell_reason(const struct release_window *window, int64_t sum)
{
	int64_t few = 3 * (int64_t)window->weeks;

	if (sum < few)
		return RELEASE_FEW;
	return sum > (int64_t)window->reports - few ? RELEASE_NEARLY_ALL : RELEASE_SHOWN;
}

static void withhold(struct release_item *item, enum release_reason reason)
{
	*item = (struct release_item){.reason = reason};
}

/* The five steps add up to the reports: one alone that is withheld would be what the others leave. */
static void complete_steps(struct release_item *steps)
{
	unsigned withheld = 0;
	struct release_item *smallest = NULL;

	for (unsigned i = 0; i < CELL_STRESS_COUNT; i++) {
		if (steps[i].reason != RELEASE_SHOWN)
			withheld++;
		else if (!smallest || steps[i].sum < smallest->sum)
			smallest = &steps[i];
	}
	if (withheld == 1 && smallest)
		withhold(smallest, RELEASE_COMPLEMENTARY);
}

/*
 * The steps' number and their mean are two equations: one or two steps that are withheld could be told by them, three or more can't. Where
 * one step is nearly all, the mean would say how nearly.
 */
static bool mean_tells_a_step(const struct release_item *steps)
{
	unsigned withheld = 0;

	for (unsigned i = 0; i < CELL_STRESS_COUNT; i++) {
		if (steps[i].reason == RELEASE_NEARLY_ALL)
			return true;
		withheld += steps[i].reason != RELEASE_SHOWN;
	}
	return withheld == 1 || withheld == 2;
}

static struct release_item open_mean(const struct release_window *window, const struct release_item *steps)
{
	struct release_item mean = {.of = window->reports, .parts = 1};

	if (mean_tells_a_step(steps)) {
		withhold(&mean, RELEASE_COMPLEMENTARY);
		return mean;
	}
	for (unsigned i = 0; i < CELL_STRESS_COUNT; i++)
		mean.sum += (int64_t)i * window->cells[i];
	return mean;
}

static struct release_item open_cell(const struct release_window *window, unsigned cell)
{
	struct release_item item = {.reason = cell_reason(window, window->cells[cell])};

	if (item.reason != RELEASE_SHOWN)
		return item;
	item.sum = window->cells[cell];
	item.of = window->reports;
	item.parts = 1;
	return item;
}

struct release_sums release_open(const struct release_window *window)
{
	struct release_sums sums = {
		.start = window->start,
		.weeks = window->weeks,
		.floor = window->floor,
		.members = window->members,
		.reason = window_reason(window),
	};

	if (sums.reason != RELEASE_SHOWN) {
		for (unsigned i = 0; i < RELEASE_ITEMS; i++)
			withhold(&sums.items[i], sums.reason);
		return sums;
	}
	sums.people = window->people;
	for (unsigned i = 0; i < RELEASE_CELLS; i++)
		sums.items[i] = open_cell(window, i);
	complete_steps(sums.items);
	sums.items[RELEASE_MEAN] = open_mean(window, sums.items);
	return sums;
}
