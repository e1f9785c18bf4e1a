#include "window.h"

struct release_window window_made(uint64_t weeks, uint32_t reports)
{
	struct release_window window = {
		.start = 2968, .weeks = weeks, .floor = 10, .members = reports, .reports = reports};

	window.people = (uint32_t)((reports + weeks - 1) / weeks);
	for (int i = 0; i < CELL_STRESS_COUNT; i++)
		window.cells[i] = reports / CELL_STRESS_COUNT;
	window.cells[0] += reports % CELL_STRESS_COUNT;
	for (int i = CELL_SYMPTOM; i < RELEASE_CELLS; i++)
		window.cells[i] = reports / 2;
	window.cells[CELL_ANSWERED] = reports;
	return window;
}

void window_steps(struct release_window *window, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e)
{
	const int64_t steps[CELL_STRESS_COUNT] = {a, b, c, d, e};

	for (int i = 0; i < CELL_STRESS_COUNT; i++)
		window->cells[i] = steps[i];
}

struct release_window window_drawn(struct rng *rng, uint64_t weeks, uint32_t reports)
{
	struct release_window window = window_made(weeks, reports);
	uint32_t left = reports;

	for (int i = 0; i + 1 < CELL_STRESS_COUNT; i++) {
		uint32_t part = (uint32_t)rng_below(rng, left / 2 + 1);
		window.cells[i] = part;
		left -= part;
	}
	window.cells[CELL_STRESS_COUNT - 1] = left;
	for (int i = CELL_SYMPTOM; i < RELEASE_CELLS; i++)
		window.cells[i] = (int64_t)rng_below(rng, reports + 1);
	for (int i = 0; i < RELEASE_CELLS; i++)
		window.cells[i] += (int64_t)rng_below(rng, 5) - 2;
	return window;
}
