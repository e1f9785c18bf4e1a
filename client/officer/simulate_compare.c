/* What is published, beside what is true. */
#include <math.h>

#include <evenkeel/mem.h>

#include "simulate.h"

/* What an item of a leaf adds up to. */
static int64_t sum_of(const struct release_window *truth, unsigned item)
{
	int64_t sum = 0;

	if (item != RELEASE_MEAN)
		return truth->cells[item];
	for (unsigned i = 0; i < CELL_STRESS_COUNT; i++)
		sum += i * truth->cells[CELL_STRESS + i];
	return sum;
}

static double scale_of(unsigned item)
{
	return item == RELEASE_MEAN ? 1 : 100;
}

void simulate_exact(struct simulate_window *window)
{
	for (unsigned i = 0; i < RELEASE_ITEMS; i++)
		if (window->sums.items[i].reason == RELEASE_SHOWN)
			window->exact[i] = scale_of(i) * (double)sum_of(&window->truth, i) / window->truth.reports;
}

/* Of just those cohorts that show the item: a figure of all together leaves the others out, and says so. */
static double exact_of(const struct simulate_result *result, const struct simulate_window *whole, unsigned item)
{
	int64_t sum = 0;
	double reports = 0;

	for (size_t i = 0; i < result->company.count; i++) {
		const struct simulate_window *window = simulate_window_of(result, i, whole->index);
		if (whole->sums.items[item].missing >> i & 1)
			continue;
		sum += sum_of(&window->truth, item);
		reports += window->truth.reports;
	}
	return scale_of(item) * (double)sum / reports;
}

static void add_truth(const struct release_window *part, struct release_window *whole)
{
	whole->reports += part->reports;
	whole->people += part->people;
	whole->members += part->members;
	for (int i = 0; i < CELL_COUNT; i++)
		whole->cells[i] += part->cells[i];
}

void simulate_exact_together(const struct simulate_result *result, struct simulate_window *whole)
{
	for (size_t i = 0; i < result->company.count; i++) {
		const struct simulate_window *window = simulate_window_of(result, i, whole->index);
		if (window->sums.reason == RELEASE_SHOWN)
			add_truth(&window->truth, &whole->truth);
	}
	for (unsigned i = 0; i < RELEASE_ITEMS; i++)
		if (whole->sums.items[i].reason == RELEASE_SHOWN)
			whole->exact[i] = exact_of(result, whole, i);
}

bool simulate_error_of(const struct simulate_window *window, unsigned item, struct simulate_error *ret)
{
	const struct release_item *sum = &window->sums.items[item];
	const struct release_mean *mean = &window->figures.stress;
	double exact = window->exact[item];

	if (sum->reason != RELEASE_SHOWN)
		return false;
	*ret = (struct simulate_error){.exact = exact, .noise = scale_of(item) * (double)sum->sum / sum->of - exact};
	if (item == RELEASE_MEAN) {
		ret->published = mean->tenths / 10.0;
		ret->margin = mean->margin_tenths / 10.0;
	} else {
		ret->published = window->figures.cells[item].points;
		ret->margin = window->figures.cells[item].margin;
	}
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
	for (unsigned i = 0; i < RELEASE_ITEMS && window->cohort != SIMULATE_TOGETHER; i++)
		add_trend(synthetic_direction(company, (size_t)window->cohort, window->index, i), window->trends[i],
			  score);
}

const struct simulate_window *simulate_window_of(const struct simulate_result *result, size_t cohort, unsigned index)
{
	return &result->windows[cohort * result->company.windows + index];
}

void simulate_result_clear(struct simulate_result *result)
{
	mem_free_all(result->windows, result->together);
	synthetic_clear(&result->company);
	*result = (struct simulate_result){0};
}
