/* Contributions from client to figures: without noise the sums are those of the marks, whatever lies in the folder beside them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "opening_stage.h"

static void assert_figures(const struct role_result *figures, size_t reports)
{
	assert_int_equal(figures->reports, reports);
	assert_int_equal(figures->window.start, TEAM_START);
	assert_memory_equal(figures->sums, sums, sizeof(sums));
}

static void plain_sums(void **state)
{
	static const size_t sizes[] = {10, 11, 29, 30, 97, 300};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		opening_stage_begin(sizes[i], i);
		assert_int_equal(opening_run(&opening, &team), 0);
		assert_figures(&opening.figures, drop.count);
		assert_figures(&opening.figures_b, drop.count);
		assert_int_equal(opening.figures.people, sizes[i]);
		assert_int_equal(opening.assist.people, sizes[i]);
		assert_int_equal(opening.lead.outcomes[REFUSAL_NONE], drop.count);
		assert_int_equal(role_countersigned(&team.cohort, team.window, bytes_of_text(&opening.result),
						    bytes_of_text(&opening.countersignature)),
				 0);
		opening_stage_end();
	}
}

/* The formats' sizes, as the design has them. */
static void sizes(void **state)
{
	struct exchange message;

	(void)state;
	assert_int_equal(DAP_REPORT_SIZE, 1544);
	assert_int_equal(DAP_ENVELOPE_SIZE, 1644);
	assert_int_equal(DAP_LEADER_SEALED, 1325);
	assert_int_equal(DAP_HELPER_SEALED, 125);
	opening_stage_begin(12, 50);
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_int_equal(exchange_decode(bytes_of_text(&opening.request), &message), 0);
	assert_int_equal(message.body.size, 2 + 7 + 516 * 48);
	assert_int_equal(exchange_decode(bytes_of_text(&opening.response), &message), 0);
	assert_int_equal(message.body.size, 4 + 58 * 48 + 8 + 32 + DAP_AGGREGATE_SIZE);
	opening_stage_end();
}

/* Nobody can do with less than both halves: a party's own is not the sum. */
static void halves(void **state)
{
	struct exchange message;
	struct exchange_result result;
	int64_t alone[CELL_COUNT];

	(void)state;
	opening_stage_begin(10, 51);
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_int_equal(exchange_decode(bytes_of_text(&opening.result), &message), 0);
	assert_int_equal(exchange_result_decode(message.body, &result), 0);
	assert_int_equal(dap_sums(result.shares[PARTY_A], team.window.weeks, result.count, alone), REFUSAL_ALTERED);
	assert_int_equal(dap_sums(result.shares[PARTY_B], team.window.weeks, result.count, alone), REFUSAL_ALTERED);
	opening_stage_end();
}

/* The order of a folder plays no part, nor does what doesn't belong there; each is named. */
static void odd_files(void **state)
{
	uint8_t envelope[DAP_ENVELOPE_SIZE];
	int64_t ignored[CELL_COUNT] = {0};
	static struct drop other;
	struct team strangers;

	(void)state;
	opening_stage_begin(10, 52);
	size_t good = drop.count;
	drop_add(&drop, TEAM_START, "not an envelope", 15);
	drop_add(&drop, TEAM_START, drop.files[0].bytes, DAP_ENVELOPE_SIZE - 1);
	drop_add(&drop, TEAM_START, NULL, 0);
	drop_add(&drop, TEAM_START + 1, drop.files[0].bytes, DAP_ENVELOPE_SIZE);
	drop_add(&drop, TEAM_START, drop.files[0].bytes, DAP_ENVELOPE_SIZE);
	team_contribute(&team, 3, TEAM_START + 4, ignored, envelope);
	drop_add(&drop, TEAM_START + 4, envelope, sizeof(envelope));
	team_contribute(&team, 3, TEAM_START, ignored, envelope);
	envelope[DAP_ENVELOPE_SIZE - 1] ^= 1;
	drop_add(&drop, TEAM_START, envelope, sizeof(envelope));
	team_init(&strangers, 10, 53);
	team_contribute(&strangers, 3, TEAM_START, ignored, envelope);
	drop_add(&drop, TEAM_START, envelope, sizeof(envelope));
	for (size_t i = drop.count; i-- > 0;)
		drop_add(&other, drop.weeks[i], drop.files[i].bytes, drop.files[i].length);
	opening.folder_b = &other;
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_figures(&opening.figures, good);
	const struct role_tally *tallies[] = {&opening.lead, &opening.assist};
	for (int i = 0; i < 2; i++) {
		assert_int_equal(tallies[i]->files, drop.count);
		assert_int_equal(tallies[i]->outcomes[REFUSAL_NONE], good);
		assert_int_equal(tallies[i]->outcomes[REFUSAL_VERSION], 2);
		assert_int_equal(tallies[i]->outcomes[REFUSAL_MALFORMED], 1);
		assert_int_equal(tallies[i]->outcomes[REFUSAL_FOLDER_WEEK], 1);
		assert_int_equal(tallies[i]->outcomes[REFUSAL_REPLAYED], 1);
		assert_int_equal(tallies[i]->outcomes[REFUSAL_OUTSIDE], 1);
		assert_int_equal(tallies[i]->outcomes[REFUSAL_SIGNATURE], 1);
		assert_int_equal(tallies[i]->outcomes[REFUSAL_UNKNOWN_KEY], 1);
	}
	drop_clear(&other);
	team_clear(&strangers);
	opening_stage_end();
}

/* Of two by one key in a week the smaller report id counts, for both parties. */
static void two_by_one_key(void **state)
{
	int64_t more[CELL_COUNT] = {0};
	uint8_t envelope[DAP_ENVELOPE_SIZE];
	enum { ID = DAP_ENVELOPE_SIZE - DAP_REPORT_SIZE };

	(void)state;
	opening_stage_begin(30, 54);
	size_t good = drop.count;
	team_contribute(&team, 0, TEAM_START, more, envelope);
	drop_add(&drop, TEAM_START, envelope, sizeof(envelope));
	bool first = memcmp(drop.files[0].bytes + ID, envelope + ID, DAP_REPORT_ID_SIZE) < 0;
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_int_equal(opening.figures.reports, good);
	assert_int_equal(opening.figures.people, 30);
	assert_int_equal(opening.lead.outcomes[REFUSAL_SECOND_BY_KEY], 1);
	assert_int_equal(opening.assist.outcomes[REFUSAL_SECOND_BY_KEY], 1);
	/* Without the second of them the sums are the same if the first counted. */
	struct role_result with = opening.figures;
	if (!first) {
		memcpy(drop.files[0].bytes, envelope, sizeof(envelope));
	}
	text_clear(&drop.files[--drop.count]);
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_memory_equal(opening.figures.sums, with.sums, sizeof(with.sums));
	opening_stage_end();
}

/* The same answers and the same randomness give the same bytes, whatever else there is; other randomness gives others. */
static void nothing_else_goes_in(void **state)
{
	uint8_t one[DAP_ENVELOPE_SIZE], other[DAP_ENVELOPE_SIZE];
	uint64_t cells[CELL_COUNT];
	struct role_random random;
	struct review review;

	(void)state;
	team_init(&team, 10, 55);
	team_random(&team, &random, sizeof(random));
	review_init(&review);
	assert_int_equal(review_assign(&review, "week-stress=3", NULL), 0);
	assert_int_equal(cells_from_review(&review, random.leader, cells), 0);
	assert_int_equal(role_contribute(&team.cohort, TEAM_START, cells, team_secret(&team, 4), &random, one), 0);
	assert_int_equal(review_assign(&review, "note=of nobody's business", NULL), 0);
	assert_int_equal(cells_from_review(&review, random.leader, cells), 0);
	assert_int_equal(role_contribute(&team.cohort, TEAM_START, cells, team_secret(&team, 4), &random, other), 0);
	assert_memory_equal(one, other, sizeof(one));
	random.leader[0] ^= 1;
	assert_int_equal(role_contribute(&team.cohort, TEAM_START, cells, team_secret(&team, 4), &random, other), 0);
	assert_memory_not_equal(one, other, sizeof(one));
	team_clear(&team);
}

struct added {
	int cell;
	uint64_t much;
};

static int add_to_cell(void *context, struct field128 share[static CELL_COUNT])
{
	const struct added *added = context;

	if (added->cell < 0)
		return -1;
	share[added->cell] = field128_add(share[added->cell], field128_from(added->much));
	return 0;
}

/* Each party's blur is on its share before it leaves; on the last cells it would show: more than one person's marks come to. */
static void blur(void **state)
{
	struct added added = {CELL_CAUSE, 1};

	(void)state;
	opening_stage_begin(10, 56);
	opening.a.blur = opening.b.blur = (struct role_blur){&added, add_to_cell};
	assert_int_equal(opening_run(&opening, &team), 0);
	sums[CELL_CAUSE] += 2;
	assert_figures(&opening.figures, drop.count);
	assert_figures(&opening.figures_b, drop.count);
	static const int exact[] = {CELL_RESERVED, CELL_RESERVED + 3, CELL_ANSWERED};
	for (int i = 0; i < 3; i++) {
		added = (struct added){exact[i], 3};
		assert_int_equal(opening_run(&opening, &team), REFUSAL_ALTERED);
		assert_int_equal(opening.result.length, 0);
	}
	added.cell = -1;
	assert_int_equal(opening_run(&opening, &team), -1);
	opening_stage_end();
}

struct ledger_calls {
	int settled, opened, refuse;
	size_t count, answer;
	uint8_t replayed[DAP_REPORT_ID_SIZE], hash[DAP_HASH_SIZE];
};

static int settle(void *context, const struct role_reports *reports)
{
	struct ledger_calls *calls = context;
	struct role_report report;
	int r;

	calls->settled++;
	while ((r = reports->next(reports->context, &report)) == 0)
		if (memcmp(report.id, calls->replayed, DAP_REPORT_ID_SIZE) == 0)
			assert_int_equal(reports->refuse(reports->context, REFUSAL_REPLAYED), 0);
	return r < 0 ? -1 : 0;
}

static int commit(void *context, const struct role_opening *made)
{
	struct ledger_calls *calls = context;
	struct role_report report;
	uint8_t before[DAP_REPORT_ID_SIZE] = {0};

	calls->opened++;
	calls->count = 0;
	while (made->reports->next(made->reports->context, &report) == 0) {
		assert_true(memcmp(before, report.id, sizeof(before)) < 0);
		memcpy(before, report.id, sizeof(before));
		assert_true(cohort_member(&team.cohort, report.key) != COHORT_NO_MEMBER);
		calls->count++;
	}
	calls->answer = made->answer.size;
	memcpy(calls->hash, made->request_hash, sizeof(calls->hash));
	return calls->refuse;
}

/* What the ledger says holds, and nothing leaves before it has said yes. */
static void ledger(void **state)
{
	struct ledger_calls a = {0}, b = {0};
	uint8_t hash[DAP_HASH_SIZE];
	enum { ID = DAP_ENVELOPE_SIZE - DAP_REPORT_SIZE };

	(void)state;
	opening_stage_begin(12, 57);
	opening.a.ledger = (struct role_ledger){&a, settle, commit};
	opening.b.ledger = (struct role_ledger){&b, settle, commit};
	memcpy(b.replayed, drop.files[5].bytes + ID, sizeof(b.replayed));
	/* B alone knows it from an earlier window: it is rejected, the others count. */
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_int_equal(opening.figures.reports, drop.count - 1);
	assert_int_equal(opening.finish.outcomes[REFUSAL_REPLAYED], 1);
	/* A does, too: it isn't asked for. */
	memcpy(a.replayed, b.replayed, sizeof(a.replayed));
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_int_equal(opening.figures.reports, drop.count - 1);
	assert_int_equal(opening.lead.outcomes[REFUSAL_REPLAYED], 1);
	assert_int_equal(a.settled, 2);
	assert_int_equal(b.opened, 2);
	assert_int_equal(b.count, drop.count);
	assert_int_equal(b.answer, opening.response.length);
	crypto_hash_sha256(hash, (const uint8_t *)opening.request.bytes, opening.request.length);
	assert_memory_equal(b.hash, hash, sizeof(hash));
	crypto_hash_sha256(hash, (const uint8_t *)opening.response.bytes, opening.response.length);
	assert_memory_equal(a.hash, hash, sizeof(hash));
	b.refuse = REFUSAL_OPENED;
	assert_int_equal(opening_assist(&opening, &team), REFUSAL_OPENED);
	assert_int_equal(opening.response.length, 0);
	b.refuse = 0;
	a.refuse = REFUSAL_EPSILON;
	assert_int_equal(opening_run(&opening, &team), REFUSAL_EPSILON);
	assert_int_equal(opening.result.length, 0);
	opening_stage_end();
}

/* A folder that cannot be read is no smaller folder. */
static void unreadable(void **state)
{
	(void)state;
	opening_stage_begin(30, 58);
	for (int at = 1; at <= 30; at += 29) {
		drop.fail_at = at;
		assert_int_equal(opening_lead(&opening, &team), -1);
		assert_int_equal(opening.request.length, 0);
	}
	opening_stage_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_sums), cmocka_unit_test(sizes),          cmocka_unit_test(halves),
		cmocka_unit_test(odd_files),  cmocka_unit_test(two_by_one_key), cmocka_unit_test(nothing_else_goes_in),
		cmocka_unit_test(blur),       cmocka_unit_test(ledger),         cmocka_unit_test(unreadable),
	};

	return cmocka_run_group_tests_name("roles", tests, NULL, NULL);
}
