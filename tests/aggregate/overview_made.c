#include <stdio.h>

#include "overview_made.h"

enum { PEOPLE = 24, FLOOR = 10 };

void overview_made(struct overview_made *ret, size_t cohorts, uint64_t weeks, size_t count)
{
	static const char *const teams[OVERVIEW_MADE_COHORTS] = {"Billing", "Claims & \"returns\"", "Night <shift>, EN",
								 "Technical help"};

	*ret = (struct overview_made){0};
	for (size_t i = 0; i < cohorts; i++) {
		struct overview_source *source = &ret->sources[i];
		*source = (struct overview_source){.quarter = OVERVIEW_MADE_QUARTER,
						   .floor = FLOOR,
						   .weeks = (unsigned)weeks,
						   .windows = ret->windows[i],
						   .countersigned = ret->countersigned[i],
						   .count = count};
		snprintf(source->label.team, sizeof(source->label.team), "%s", teams[i]);
		snprintf(source->label.party[PARTY_A], sizeof(source->label.party[PARTY_A]), "Wellbeing office");
		snprintf(source->label.party[PARTY_B], sizeof(source->label.party[PARTY_B]), "Works council");
		snprintf(source->task, sizeof(source->task), "%016zx", i + 0xa0);
		for (size_t k = 0; k < count; k++) {
			ret->windows[i][k] = window_made(weeks, (uint32_t)(PEOPLE * weeks));
			ret->windows[i][k].start = OVERVIEW_MADE_QUARTER * 12 + k * weeks;
			ret->windows[i][k].members = PEOPLE + 4;
			ret->countersigned[i][k] = true;
		}
	}
}

void overview_draw(struct overview_made *made, struct rng *rng)
{
	for (size_t i = 0; i < OVERVIEW_MADE_COHORTS; i++)
		for (size_t k = 0; k < made->sources[i].count; k++) {
			struct release_window *window = &made->windows[i][k], before = *window;
			*window = window_drawn(rng, before.weeks, 40 + (uint32_t)rng_below(rng, 90));
			window->start = before.start;
			window->members = window->people + (uint32_t)rng_below(rng, 20);
			made->countersigned[i][k] = rng_below(rng, 2);
			uint64_t fate = rng_below(rng, 12);
			if (fate == 0)
				window->cells[CELL_RESERVED] = -1;
			else if (fate == 1)
				window->people = FLOOR - 1;
		}
}

static void set(struct release_window *window, unsigned cell, int64_t points)
{
	window->cells[cell] = points * window->reports / 100;
}

static void fill(struct release_window *window, size_t cohort, size_t at)
{
	const int64_t grown = cohort == 0 ? 12 * (int64_t)at : 0, reports = window->reports;

	window_steps(window, reports * 18 / 100, reports * 26 / 100, reports * 30 / 100, reports * 16 / 100, 0);
	window->cells[4] = reports - window->cells[0] - window->cells[1] - window->cells[2] - window->cells[3];
	for (unsigned cell = CELL_SYMPTOM; cell < CELL_CAUSE; cell++)
		set(window, cell, 5 + (cell * 7 + (int64_t)cohort * 11) % 45);
	set(window, CELL_SYMPTOM + 4, 32 + grown);
	set(window, CELL_SYMPTOM + 5, 4);
	for (unsigned cell = CELL_CAUSE; cell < CELL_ENERGISING; cell++)
		set(window, cell, (cell * 5 + (int64_t)cohort * 9) % 30);
	set(window, CELL_CAUSE + 6, 48 + grown);
	set(window, CELL_CAUSE + 2, 41);
	set(window, CELL_ENERGISING, 25);
	set(window, CELL_DRAINING, 60);
	set(window, CELL_EFFECTIVE, 45);
	set(window, CELL_FUTILE, 30);
	set(window, CELL_BREAKS, cohort == 1 ? 99 : 55);
	set(window, CELL_HARD_CALL, 35);
}

void overview_story(struct overview_made *made)
{
	for (size_t i = 0; i < OVERVIEW_MADE_COHORTS; i++)
		for (size_t k = 0; k < made->sources[i].count; k++)
			fill(&made->windows[i][k], i, k);
	/* A step with few, which takes another along. */
	window_steps(&made->windows[1][0], 2, 30, 30, 20, 14);
	if (made->sources[2].count > 1) {
		made->windows[2][1].reports = made->windows[2][1].people = 0;
		made->countersigned[0][made->sources[0].count - 1] = false;
	}
}
