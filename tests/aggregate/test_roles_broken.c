/* Members whose programs were changed or are broken, and parties that choose whom the figures are of: neither changes what the others open. */
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

static const uint8_t *id_at(size_t index)
{
	return file_at(index) + DAP_ENVELOPE_SIZE - DAP_REPORT_SIZE;
}

/* One whose place in the list is before another's, and whose own report counts before it, too. */
static void find_copier(size_t *ret_copier, size_t *ret_author)
{
	for (size_t copier = 0; copier < drop.count; copier++)
		for (size_t author = 0; author < drop.count; author++)
			if (member_at(copier) < member_at(author) &&
			    memcmp(id_at(copier), id_at(author), DAP_REPORT_ID_SIZE) < 0) {
				*ret_copier = copier;
				*ret_author = author;
				return;
			}
	fail();
}

/* Somebody who can read the folder signs another's report as well: it doesn't count, and its author's does. */
static void copied(void **state)
{
	uint8_t copy[DAP_ENVELOPE_SIZE];
	size_t copier, author;

	(void)state;
	begin(30, 300);
	find_copier(&copier, &author);
	patched_copy(&team.cohort, team_secret(&team, member_at(copier)), file_at(author), copy);
	drop_add(&drop, TEAM_START, copy, sizeof(copy));
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_int_equal(opening.figures.reports, 30);
	assert_int_equal(opening.figures.people, 30);
	assert_memory_equal(opening.figures.sums, sums, sizeof(sums));
	assert_int_equal(opening.lead.outcomes[REFUSAL_SECOND_BY_KEY], 1);
	assert_int_equal(opening.assist.outcomes[REFUSAL_SECOND_BY_KEY], 1);
	assert_int_equal(opening.lead.outcomes[REFUSAL_REPLAYED], 0);
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copied),
	};

	return cmocka_run_group_tests_name("roles_broken", tests, NULL, NULL);
}
