/* Both parties with ledgers and blur of their own, from the drop folder to what the officer is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/blur.h>
#include <evenkeel/mem.h>
#include <evenkeel/release.h>

#include "ledger_stage.h"
#include "team.h"

struct side {
	struct ledger *ledger;
	struct ledger_session session;
	int answer_fd;
	struct text answer;
	struct error err;
	struct blur_stream stream;
	struct blur_source source;
	char path[400];
};

static void side_open(struct side *side, const struct ledger_stage *stage, const struct team *team, unsigned party,
		      struct role_party *role)
{
	struct ledger_party owner = {.party = party, .sign_key = {(uint8_t)(party + 1)}};
	struct ledger_task task;
	uint8_t seed[BLUR_SEED_SIZE] = {(uint8_t)(party + 1)};

	*side = (struct side){0};
	snprintf(side->path, sizeof(side->path), "%s/%u.db", stage->dir, party);
	assert_int_equal(ledger_create(side->path, &owner, &side->err), 0);
	assert_int_equal(ledger_open(&side->ledger, side->path, &owner, TEAM_START, &side->err), 0);
	ledger_task_of(&team->cohort, &task);
	assert_int_equal(task.members, team->members);
	assert_int_equal(ledger_add_task(side->ledger, &task, &side->err), 0);
	assert_int_equal(ledger_fix_key(side->ledger, team->task_id, team->verify_key, &side->err), 0);
	side->answer_fd = file_of((struct hpke_bytes){(const uint8_t *)"", 0});
	side->session = (struct ledger_session){side->ledger, team->task_id, side->answer_fd, &side->err};
	blur_stream_init(&side->stream, seed);
	side->source = blur_stream_source(&side->stream);
	role->ledger = ledger_role(&side->session);
	role->blur.context = &side->source;
	role->blur.add = blur_add;
}

static void side_close(struct side *side)
{
	ledger_free(side->ledger);
	close(side->answer_fd);
	text_clear(&side->answer);
}

/* The people that a ledger counted, with the outcomes of the folder. */
static uint64_t people_of(const struct side *side, const struct team *team, uint64_t *ret_accepted)
{
	struct ledger_past *past = NULL;
	struct error err = {0};
	size_t count;

	assert_int_equal(ledger_openings(side->ledger, team->task_id, &past, &count, &err), 0);
	assert_int_equal(count, 1);
	uint64_t people = past[0].people;
	*ret_accepted = past[0].outcomes[REFUSAL_NONE];
	mem_free(past);
	return people;
}

static void assert_figures(const struct opening *opening, const struct team *team, const int64_t *sums)
{
	const struct role_result *result = &opening->figures;
	struct release_window window = {.start = result->window.start,
					.weeks = result->window.weeks,
					.floor = TEAM_FLOOR,
					.members = (unsigned)team->members,
					.reports = (uint32_t)result->reports,
					.people = (uint32_t)result->people};
	int blurred = 0, shown = 0;

	memcpy(window.cells, result->sums, sizeof(window.cells));
	struct release_sums released = release_open(&window);
	struct release_figures figures = release_figures(&released);
	assert_int_equal(figures.reason, RELEASE_SHOWN);
	assert_string_equal(release_people_name(figures.people), "30-49");
	for (int i = 0; i < CELL_COUNT; i++) {
		int64_t noise = result->sums[i] - sums[i];
		assert_true(i < CELL_RESERVED ? llabs(noise) < 40 : noise == 0);
		blurred += noise != 0;
	}
	for (int i = 0; i < RELEASE_CELLS; i++)
		shown += figures.cells[i].reason == RELEASE_SHOWN;
	assert_true(blurred > 20);
	assert_true(shown > 5);
}

static void a_window_from_end_to_end(void **state)
{
	struct team team;
	struct drop folder = {0};
	struct opening opening;
	struct side a, b;
	int64_t sums[CELL_COUNT] = {0};
	uint64_t accepted;

	opening_begin(&opening, &team, &folder, 40, 7, sums);
	side_open(&a, *state, &team, PARTY_A, &opening.a);
	side_open(&b, *state, &team, PARTY_B, &opening.b);
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_int_equal(people_of(&a, &team, &accepted), 40);
	assert_int_equal(people_of(&b, &team, &accepted), 40);
	assert_int_equal(accepted, 40);
	assert_figures(&opening, &team, sums);
	/* Once more: B draws other noise, and what leaves is what left; nothing else is ever returned. */
	char *first _cleanup_free_ = mem_new(opening.response.length + 1, 1);
	size_t size = opening.response.length;
	memcpy(first, opening.response.bytes, size);
	assert_int_equal(opening_assist(&opening, &team), REFUSAL_OPENED);
	file_text(b.answer_fd, &b.answer);
	assert_int_equal(b.answer.length, size);
	assert_memory_equal(b.answer.bytes, first, size);
	/* Another request for the same window, made by A anew: it gets nothing. */
	text_clear(&b.answer);
	assert_int_equal(opening_lead(&opening, &team), 0);
	int r = opening_assist(&opening, &team);
	file_text(b.answer_fd, &b.answer);
	assert_true(r == REFUSAL_CHANGED || (r == REFUSAL_OPENED && b.answer.length == size));
	side_close(&a);
	side_close(&b);
	opening_end(&opening, &team);
	drop_clear(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_window_from_end_to_end, ledger_stage_setup, ledger_stage_teardown),
	};

	return cmocka_run_group_tests_name("ledger_roles", tests, NULL, NULL);
}
