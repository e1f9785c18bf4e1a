/* Members whose programs send control marks that are off: the window of all others opens, with the sums as they are, and both parties are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "patched.h"
#include "team.h"

static struct team team;
static struct drop drop;
static struct opening opening;
static int64_t sums[CELL_COUNT];

static void begin(size_t members, uint64_t seed)
{
	opening_begin(&opening, &team, &drop, members, seed, sums);
}

static void end(void)
{
	opening_end(&opening, &team);
}

static uint8_t *file_at(size_t index)
{
	return (uint8_t *)drop.files[index].bytes;
}

static size_t member_at(size_t index)
{
	return cohort_member(&team.cohort, file_at(index) + 4);
}

/* In each week @member sends what the marks @first to @last are off in; all else is a review's. */
static void send_off(size_t member, unsigned first, unsigned last)
{
	uint64_t cells[CELL_COUNT];
	struct role_random random;

	for (size_t i = 0; i < drop.count; i++) {
		if (member_at(i) != member)
			continue;
		team_cells(&team, cells);
		team_random(&team, &random, sizeof(random));
		for (unsigned cell = first; cell <= last; cell++)
			cells[cell] = !cells[cell];
		assert_int_equal(patched_marks(&team.cohort, drop.weeks[i], cells, team_secret(&team, member), &random,
					       file_at(i)),
				 0);
	}
}

/* One member's control marks are off in all that it sends: the others' window opens all the same, and both parties are told. */
static void control_marks(void **state)
{
	static const struct {
		unsigned first, last;
		uint64_t off;
	} cases[] = {{CELL_RESERVED, CELL_RESERVED, 4},
		     {CELL_ANSWERED - 1, CELL_ANSWERED - 1, 4},
		     {CELL_ANSWERED, CELL_ANSWERED, 4},
		     {CELL_RESERVED, CELL_ANSWERED, 20}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(12, 340 + i);
		send_off(0, cases[i].first, cases[i].last);
		assert_int_equal(opening_run(&opening, &team), 0);
		assert_int_equal(opening.figures.control_off, cases[i].off);
		assert_int_equal(opening.figures_b.control_off, cases[i].off);
		assert_int_equal(opening.figures.reports, 48);
		assert_int_equal(opening.figures.people, 12);
		assert_int_equal(opening.figures.sums[CELL_ANSWERED], cases[i].last == CELL_ANSWERED ? 44 : 48);
		assert_memory_equal(opening.figures.sums, opening.figures_b.sums, sizeof(opening.figures.sums));
		send_off(1, cases[i].first, cases[i].last);
		assert_int_equal(opening_run(&opening, &team), REFUSAL_ALTERED);
		end();
	}
	begin(12, 344);
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_int_equal(opening.figures.control_off, 0);
	end();
}

/* Sums are what was sent, whatever a member's control marks are: none is corrected for them. */
static void sums_stay_exact(void **state)
{
	int64_t sent[CELL_COUNT] = {0};
	uint64_t cells[CELL_COUNT];
	struct role_random random;

	(void)state;
	begin(12, 345);
	for (size_t i = 0; i < drop.count; i++) {
		team_cells(&team, cells);
		team_random(&team, &random, sizeof(random));
		cells[CELL_RESERVED + 1] = member_at(i) == 5;
		cells[CELL_ANSWERED] = member_at(i) != 5;
		assert_int_equal(patched_marks(&team.cohort, drop.weeks[i], cells, team_secret(&team, member_at(i)),
					       &random, file_at(i)),
				 0);
		for (int cell = 0; cell < CELL_COUNT; cell++)
			sent[cell] += (int64_t)cells[cell];
	}
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_memory_equal(opening.figures.sums, sent, sizeof(sent));
	assert_int_equal(opening.figures.control_off, 8);
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_marks),
		cmocka_unit_test(sums_stay_exact),
	};

	return cmocka_run_group_tests_name("roles_control", tests, NULL, NULL);
}
