/* DAP's reports and shares: what is encoded is decoded and gives the same bytes again; what is sealed opens in its place alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/mem.h>

#include "team_stage.h"

static void make_envelope(uint8_t ret[static DAP_ENVELOPE_SIZE])
{
	int64_t sums[CELL_COUNT] = {0};

	team_contribute(&team, 2, TEAM_START, sums, ret);
}

static void report_round(void **state)
{
	uint8_t file[DAP_ENVELOPE_SIZE], again[DAP_REPORT_SIZE], longer[DAP_REPORT_SIZE + 1] = {0};
	uint8_t share[DAP_REPORT_SHARE_SIZE], made[DAP_ENVELOPE_SIZE];
	struct envelope envelope;
	struct dap_report report;
	struct dap_report_share passed;

	(void)state;
	make_envelope(file);
	assert_int_equal(envelope_decode(bytes_of(file, sizeof(file)), &envelope), 0);
	dap_report_encode(&envelope.report, again);
	assert_memory_equal(again, envelope.report.bytes, sizeof(again));
	envelope_encode(team.task_id, team_secret(&team, 2), again, made);
	assert_memory_equal(made, file, sizeof(made));
	memcpy(longer, again, sizeof(again));
	assert_int_equal(dap_report_decode(bytes_of(longer, sizeof(longer)), &report), REFUSAL_MALFORMED);
	for (size_t size = 0; size < sizeof(again); size++)
		assert_int_equal(dap_report_decode(bytes_of(again, size), &report), REFUSAL_MALFORMED);
	dap_report_share_of(&envelope.report, share);
	assert_int_equal(dap_report_share_decode(bytes_of(share, sizeof(share)), &passed), 0);
	assert_memory_equal(share, again, DAP_REPORT_HEAD);
	assert_memory_equal(share + DAP_REPORT_HEAD, again + DAP_REPORT_SIZE - DAP_HELPER_SEALED, DAP_HELPER_SEALED);
	/* Extensions, another size of the public share, of a key, of what is sealed. */
	static const size_t places[] = {24, 25, 29, 94 + 2, 94 + 38, 94 + 1325 + 2, 94 + 1325 + 38};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		again[places[i]] ^= 1;
		assert_int_equal(dap_report_decode(bytes_of(again, sizeof(again)), &report), REFUSAL_MALFORMED);
		again[places[i]] ^= 1;
	}
	assert_int_equal(dap_report_decode(bytes_of(again, sizeof(again)), &report), 0);
}

/* A half opens for its party, in its task and report, and nowhere else. */
static void input_shares(void **state)
{
	uint8_t file[DAP_ENVELOPE_SIZE], share[DAP_LEADER_SIZE], head[DAP_REPORT_HEAD];
	struct dap_binding other = team.cohort.task;
	struct envelope envelope;

	(void)state;
	make_envelope(file);
	envelope_decode(bytes_of(file, sizeof(file)), &envelope);
	const struct dap_report *report = &envelope.report;
	assert_int_equal(dap_input_open(&other, HPKE_LEADER, 1, &team.leader, report->bytes, &report->leader, share),
			 0);
	assert_int_equal(dap_input_open(&other, HPKE_HELPER, 2, &team.helper, report->bytes, &report->helper, share),
			 0);
	assert_int_equal(dap_input_open(&other, HPKE_HELPER, 2, &team.leader, report->bytes, &report->helper, share),
			 REFUSAL_DECRYPT);
	assert_int_equal(dap_input_open(&other, HPKE_HELPER, 1, &team.helper, report->bytes, &report->helper, share),
			 REFUSAL_CONFIG_ID);
	assert_int_equal(dap_input_open(&other, HPKE_LEADER, 2, &team.helper, report->bytes, &report->helper, share),
			 REFUSAL_SHARE);
	for (size_t i = 0; i < DAP_REPORT_HEAD; i++) {
		memcpy(head, report->bytes, sizeof(head));
		head[i] ^= 0x10;
		assert_int_equal(dap_input_open(&other, HPKE_HELPER, 2, &team.helper, head, &report->helper, share),
				 REFUSAL_DECRYPT);
	}
	uint8_t id[DAP_ID_SIZE] = {0}, configuration[DAP_TASK_MAX];
	other.task_id = id;
	assert_int_equal(dap_input_open(&other, HPKE_HELPER, 2, &team.helper, report->bytes, &report->helper, share),
			 REFUSAL_DECRYPT);
	other = team.cohort.task;
	memcpy(configuration, other.configuration.bytes, other.configuration.size);
	configuration[20] ^= 1;
	other.configuration.bytes = configuration;
	assert_int_equal(dap_input_open(&other, HPKE_HELPER, 2, &team.helper, report->bytes, &report->helper, share),
			 REFUSAL_DECRYPT);
}

/* What is opened but isn't a PlaintextInputShare: with an extension, or of another length than it says. */
static void plaintext(void **state)
{
	uint8_t seed[HPKE_KEY_SIZE] = {9}, head[DAP_REPORT_HEAD] = {0}, sealed[DAP_HELPER_SEALED];
	uint8_t share[DAP_HELPER_SIZE], out[DAP_HELPER_SIZE], short_share[DAP_HELPER_SIZE - 1] = {0};
	uint8_t short_sealed[DAP_HELPER_SEALED];
	struct hpke_ciphertext ciphertext;
	size_t size;

	(void)state;
	memset(share, 0xab, sizeof(share));
	assert_int_equal(dap_input_seal(&team.cohort.task, HPKE_HELPER, &team.cohort.helper, head,
					bytes_of(share, sizeof(share)), seed, sealed),
			 0);
	assert_int_equal(hpke_ciphertext_decode(bytes_of(sealed, sizeof(sealed)), &ciphertext, &size), 0);
	assert_int_equal(dap_input_open(&team.cohort.task, HPKE_HELPER, 2, &team.helper, head, &ciphertext, out), 0);
	assert_memory_equal(out, share, sizeof(out));
	assert_int_equal(dap_input_seal(&team.cohort.task, HPKE_HELPER, &team.cohort.helper, head,
					bytes_of(short_share, sizeof(short_share)), seed, short_sealed),
			 0);
	assert_int_equal(hpke_ciphertext_decode(bytes_of(short_sealed, sizeof(short_sealed) - 1), &ciphertext, &size),
			 0);
	assert_int_equal(dap_input_open(&team.cohort.task, HPKE_HELPER, 2, &team.helper, head, &ciphertext, out),
			 REFUSAL_SHARE);
}

static void aggregate_share(void **state)
{
	uint8_t seed[HPKE_KEY_SIZE] = {3}, bytes[DAP_AGGREGATE_SIZE + 1] = {0};
	struct field128 share[CELL_COUNT], opened[CELL_COUNT];
	const struct dap_binding *task = &team.cohort.task;
	struct dap_window next = {team.window.start + 4, 4};

	(void)state;
	for (unsigned i = 0; i < CELL_COUNT; i++)
		share[i] = field128_subtract(field128_from(i), field128_from(1000));
	assert_int_equal(dap_aggregate_seal(task, team.window, &team.cohort.collector, share, seed, bytes), 0);
	assert_int_equal(
		dap_aggregate_open(task, team.window, 3, &team.collector, bytes_of(bytes, DAP_AGGREGATE_SIZE), opened),
		0);
	assert_memory_equal(opened, share, sizeof(share));
	assert_int_equal(
		dap_aggregate_open(task, next, 3, &team.collector, bytes_of(bytes, DAP_AGGREGATE_SIZE), opened),
		REFUSAL_DECRYPT);
	assert_int_equal(
		dap_aggregate_open(task, team.window, 3, &team.leader, bytes_of(bytes, DAP_AGGREGATE_SIZE), opened),
		REFUSAL_DECRYPT);
	assert_int_equal(
		dap_aggregate_open(task, team.window, 1, &team.collector, bytes_of(bytes, DAP_AGGREGATE_SIZE), opened),
		REFUSAL_CONFIG_ID);
	assert_int_equal(
		dap_aggregate_open(task, team.window, 3, &team.collector, bytes_of(bytes, sizeof(bytes)), opened),
		REFUSAL_MALFORMED);
	assert_int_equal(dap_aggregate_open(task, team.window, 3, &team.collector,
					    bytes_of(bytes, DAP_AGGREGATE_SIZE - 1), opened),
			 REFUSAL_MALFORMED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report_round),
		cmocka_unit_test(input_shares),
		cmocka_unit_test(plaintext),
		cmocka_unit_test(aggregate_share),
	};

	return cmocka_run_group_tests_name("dap_report", tests, team_stage_begin, team_stage_end);
}
