/* What is published, beside what is true. */
#include <math.h>
#include <stdlib.h>

#include "simulate.h"

static double share_of(const struct release_window *truth, unsigned cell)
{
	return (double)truth->cells[cell] / truth->reports;
}

static int64_t steps_of(const struct release_window *truth)
{
	int64_t sum = 0;

	for (unsigned i = 0; i < CELL_STRESS_COUNT; i++)
		sum += i * truth->cells[CELL_STRESS + i];
	return sum;
}

static struct simulate_error mean_error(const struct simulate_window *window)
{
	const struct release_mean *mean = &window->figures.stress;
	const struct release_item *item = &window->sums.items[RELEASE_MEAN];
	double exact = (double)steps_of(&window->truth) / window->truth.reports;

	return (struct simulate_error){.published = mean->tenths / 10.0,
				       .exact = exact,
				       .noise = (double)item->sum / item->of - exact,
				       .margin = mean->margin_tenths / 10.0};
}

bool simulate_error_of(const struct simulate_window *window, unsigned item, struct simulate_error *ret)
{
	const struct release_item *sum = &window->sums.items[item];

	if (sum->reason != RELEASE_SHOWN)
		return false;
	if (item == RELEASE_MEAN) {
		*ret = mean_error(window);
		return true;
	}
	double exact = 100 * share_of(&window->truth, item);
	*ret = (struct simulate_error){.published = window->figures.cells[item].points,
				       .exact = exact,
				       .noise = 100.0 * (double)sum->sum / sum->of - exact,
				       .margin = window->figures.cells[item].margin};
	return true;
}

static bool is_within(double error, double margin)
{
	return fabs(error) <= margin + 1e-9;
}

static void add_cells(const struct simulate_window *window, struct simulate_score *score)
{
	struct simulate_error error;

	for (unsigned i = 0; i < RELEASE_CELLS; i++) {
		if (!simulate_error_of(window, i, &error)) {
			score->withheld[window->sums.items[i].reason]++;
			continue;
		}
		double off = error.published - error.exact;
		score->shown++;
		score->error += fabs(off);
		score->noise += fabs(error.noise);
		score->largest = fmax(score->largest, fabs(off));
		score->within += is_within(off, error.margin);
		score->within_two += is_within(off, 2 * error.margin);
		score->noise_within += is_within(error.noise, error.margin);
	}
}

static void add_mean(const struct simulate_window *window, struct simulate_score *score)
{
	struct simulate_error error;

	if (!simulate_error_of(window, RELEASE_MEAN, &error))
		return;
	double off = error.published - error.exact;
	score->means++;
	score->mean_error += fabs(off);
	score->means_within += is_within(off, error.margin);
}

/* Fewer than three causes are named more often; one that is named as often as another leads beside it. */
static bool truly_leads(const struct release_window *truth, unsigned cell)
{
	unsigned before = 0;

	for (unsigned i = CELL_CAUSE; i < CELL_ENERGISING; i++)
		before += truth->cells[i] > truth->cells[cell];
	return before < RELEASE_TOP;
}

static void add_causes(const struct simulate_window *window, struct simulate_score *score)
{
	const struct release_top *top = &window->figures.causes;

	for (unsigned i = 0; i < top->count; i++) {
		score->leading++;
		score->led += truly_leads(&window->truth, top->cells[i]);
	}
}

static void add_trend(int truth, enum release_direction told, struct simulate_score *score)
{
	int said = told == RELEASE_HIGHER ? 1 : told == RELEASE_LOWER ? -1 : 0;

	if (told == RELEASE_TOO_EARLY || truth == SYNTHETIC_UNKNOWN)
		return;
	if (truth == 0)
		*(said ? &score->told_nothing : &score->quiet) += 1;
	else
		*(said == truth ? &score->told : said ? &score->told_wrong : &score->missed) += 1;
}

void simulate_score_add(const struct synthetic *company, const struct simulate_window *window,
			struct simulate_score *score)
{
	score->windows++;
	score->opened += window->refusal == REFUSAL_NONE;
	score->refused += window->refusal == REFUSAL_FEW;
	add_cells(window, score);
	add_mean(window, score);
	add_causes(window, score);
	for (unsigned i = 0; i < RELEASE_ITEMS; i++)
		add_trend(synthetic_direction(company, window->cohort, i), window->trends[i], score);
}

const struct simulate_window *simulate_window_of(const struct simulate_result *result, size_t cohort, unsigned index)
{
	return &result->windows[cohort * result->company.windows + index];
}

void simulate_result_clear(struct simulate_result *result)
{
	free(result->windows);
	synthetic_clear(&result->company);
	*result = (struct simulate_result){0};
}
