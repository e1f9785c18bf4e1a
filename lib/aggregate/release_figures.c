#include <math.h>

#include <evenkeel/release.h>

enum { POINTS_STEP = 5, POINTS_MOST = 100, TENTHS_MOST = 40 };

/* The noise of two parties in a cell, and in the sum of steps: 1.92 * sqrt(0 + 1 + 4 + 9 + 16). */
static const double cell_noise = 1.92, mean_noise = 10.5;

static int clamped(int64_t number, int most)
{
	if (number < 0)
		return 0;
	return number > most ? most : (int)number;
}

/* @scale * sum / of, to the nearest; sums that are shown are above 0. */
static int64_t rounded(const struct release_item *item, int64_t scale)
{
	return (2 * scale * item->sum + item->of) / (2 * (int64_t)item->of);
}

/*
 * Of few reports the noise would tell how many exactly: 16 points are those of 12 and of no other count. There it is that of the fewest
 * of a band, a little more than the noise is, so that people stay as roughly known as their own band says.
 */
static double fewest_alike(uint32_t reports)
{
	static const uint32_t bands[] = {39, 28, 20, 13, 10, 8};

	if (reports >= bands[0])
		return reports;
	for (size_t i = 1; i < sizeof(bands) / sizeof(bands[0]); i++)
		if (reports >= bands[i])
			return bands[i];
	return reports;
}

static int margin(const struct release_item *item, double noise, double scale)
{
	return (int)ceil(scale * noise * sqrt(item->parts) / fewest_alike(item->of));
}

static struct release_share share_of(const struct release_item *item)
{
	struct release_share share = {.reason = item->reason, .missing = item->missing};

	if (item->reason != RELEASE_SHOWN)
		return share;
	share.points = POINTS_STEP * clamped(rounded(item, POINTS_MOST / POINTS_STEP), POINTS_MOST / POINTS_STEP);
	share.margin = margin(item, cell_noise, POINTS_MOST);
	return share;
}

static struct release_mean mean_of(const struct release_item *item)
{
	struct release_mean mean = {.reason = item->reason, .missing = item->missing};

	if (item->reason != RELEASE_SHOWN)
		return mean;
	mean.tenths = clamped(rounded(item, 10), TENTHS_MOST);
	mean.margin_tenths = margin(item, mean_noise, 10);
	return mean;
}

static enum release_people people_band(uint32_t people)
{
	static const uint32_t from[RELEASE_PEOPLE_BANDS] = {
		[RELEASE_PEOPLE_UNDER_10] = 1, [RELEASE_PEOPLE_10] = 10, [RELEASE_PEOPLE_15] = 15,
		[RELEASE_PEOPLE_20] = 20,      [RELEASE_PEOPLE_30] = 30, [RELEASE_PEOPLE_50] = 50,
		[RELEASE_PEOPLE_100] = 100,
	};
	enum release_people band = RELEASE_PEOPLE_100;

	while (people < from[band])
		band--;
	return band;
}

static enum release_participation participation_of(uint64_t people, uint64_t members)
{
	if (people == 0)
		return RELEASE_PARTICIPATION_NONE;
	if (2 * people < members)
		return RELEASE_UNDER_HALF;
	return 4 * people <= 3 * members ? RELEASE_TO_THREE_QUARTERS : RELEASE_OVER_THREE_QUARTERS;
}

/* Nearly all is more than any share that is shown, and by how much is not told. */
static bool named_more(const struct release_item *a, const struct release_item *b)
{
	if (a->reason != b->reason)
		return a->reason == RELEASE_NEARLY_ALL;
	return a->reason == RELEASE_SHOWN && a->sum * b->of > b->sum * a->of;
}

static bool leads_at_all(const struct release_item *item)
{
	return item->reason == RELEASE_SHOWN || item->reason == RELEASE_NEARLY_ALL;
}

static struct release_top top_causes(const struct release_item items[static RELEASE_ITEMS])
{
	struct release_top top = {0};

	for (unsigned cell = CELL_CAUSE; cell < CELL_ENERGISING; cell++) {
		unsigned at = top.count;
		if (!leads_at_all(&items[cell]))
			continue;
		while (at > 0 && named_more(&items[cell], &items[top.cells[at - 1]]))
			at--;
		if (at >= RELEASE_TOP)
			continue;
		top.count += top.count < RELEASE_TOP;
		for (unsigned i = top.count - 1; i > at; i--)
			top.cells[i] = top.cells[i - 1];
		top.cells[at] = cell;
	}
	return top;
}

struct release_figures release_figures(const struct release_sums *sums)
{
	struct release_figures figures = {
		.start = sums->start,
		.weeks = sums->weeks,
		.reason = sums->reason,
		.missing = sums->missing,
		.people = people_band(sums->people),
		.participation = participation_of(sums->people, sums->members),
		.stress = mean_of(&sums->items[RELEASE_MEAN]),
		.causes = top_causes(sums->items),
	};

	for (unsigned i = 0; i < RELEASE_CELLS; i++)
		figures.cells[i] = share_of(&sums->items[i]);
	return figures;
}
