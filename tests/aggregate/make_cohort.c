/*
 * Cohort files for the tests of commands, both parties' keys made from a seed, so that the same words give the same bytes:
 *
 *   make_cohort SEED QUARTER [WORD...] >FILE
 *
 *   floor=N  weeks=N  label=TEXT  fill=N (that many further members)  unsigned (B's signature is missing)  forged=a|b  one-party
 *   CODE (a member's enrolment code)  tail (a byte too many)  task (print the task's sixteen digits instead)
 *   open=ENVELOPE (as both parties together, which must never be: print its week and its 48 marks instead)
 *
 * Without codes and fill it is an invitation. What the format's own encoder would not make is made by changing bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/cells.h>
#include <evenkeel/envelope.h>
#include <evenkeel/mem.h>
#include <evenkeel/rng.h>

#include "../../client/enrol_code.h"
#include "../../client/files.h"

enum { MEMBERS_MOST = 2000 };

struct made {
	struct rng rng;
	struct cohort cohort;
	uint8_t secret[2][DAP_SECRET_SIZE];
	uint8_t salt[DAP_SALT_SIZE], configuration[DAP_TASK_MAX], task_id[DAP_ID_SIZE];
	uint8_t keys[MEMBERS_MOST * DAP_KEY_SIZE];
	size_t configuration_size;
	struct hpke_pair pairs[3]; /* leader, helper, collector */
	bool not_signed, forged[2], tail, task;
	const char *open;
};

static void draw(struct made *made, void *ret, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)ret)[i] = (uint8_t)rng_next(&made->rng);
}

static void draw_config(struct made *made, uint8_t id, struct hpke_config *ret)
{
	struct hpke_pair *pair = &made->pairs[id - 1];
	uint8_t seed[HPKE_KEY_SIZE];

	draw(made, seed, sizeof(seed));
	hpke_pair_init(pair, seed);
	*ret = (struct hpke_config){.id = id};
	memcpy(ret->public_key, pair->public_key, HPKE_KEY_SIZE);
}

static void draw_party(struct made *made, unsigned party)
{
	uint8_t seed[crypto_sign_SEEDBYTES];

	draw(made, seed, sizeof(seed));
	crypto_sign_seed_keypair(made->cohort.sign[party], made->secret[party], seed);
}

static struct hpke_bytes words(const char *string)
{
	return (struct hpke_bytes){(const uint8_t *)string, strlen(string)};
}

static void make_parties(struct made *made)
{
	draw_config(made, 1, &made->cohort.leader);
	draw_config(made, 2, &made->cohort.helper);
	draw_config(made, 3, &made->cohort.collector);
	draw_party(made, PARTY_A);
	draw_party(made, PARTY_B);
	draw(made, made->salt, sizeof(made->salt));
	made->cohort.label = words("Service desk | Wellbeing office | Works council");
	made->cohort.weeks = DAP_LONG_WEEKS;
	made->cohort.keys = made->keys;
	made->cohort.terms = (struct dap_task){.salt = made->salt,
					       .leader = words("https://leader.example/"),
					       .helper = words("https://helper.example/"),
					       .floor = DAP_FLOOR_USUAL};
}

static int add_code(struct made *made, const char *code)
{
	struct enrol_code got;
	struct error err;

	/* Whichever invitation it was made with. */
	if (enrol_code_decode(code, &got, &err) == 0) {
		memcpy(made->keys + made->cohort.members++ * DAP_KEY_SIZE, got.key, DAP_KEY_SIZE);
		return 0;
	}
	fprintf(stderr, "make_cohort: %s\n", err.message);
	return -1;
}

static int take(struct made *made, const char *word)
{
	struct cohort *cohort = &made->cohort;

	if (strncmp(word, "floor=", 6) == 0)
		cohort->terms.floor = (unsigned)atoi(word + 6);
	else if (strncmp(word, "weeks=", 6) == 0)
		cohort->weeks = (unsigned)atoi(word + 6);
	else if (strncmp(word, "label=", 6) == 0)
		cohort->label = words(word + 6);
	else if (strncmp(word, "fill=", 5) == 0)
		for (int i = atoi(word + 5); i > 0; i--)
			draw(made, made->keys + cohort->members++ * DAP_KEY_SIZE, DAP_KEY_SIZE);
	else if (strcmp(word, "unsigned") == 0)
		made->not_signed = true;
	else if (strcmp(word, "forged=a") == 0 || strcmp(word, "forged=b") == 0)
		made->forged[word[7] == 'a' ? PARTY_A : PARTY_B] = true;
	else if (strcmp(word, "one-party") == 0)
		memcpy(cohort->sign[PARTY_B], cohort->sign[PARTY_A], DAP_KEY_SIZE);
	else if (strcmp(word, "tail") == 0)
		made->tail = true;
	else if (strcmp(word, "task") == 0)
		made->task = true;
	else if (strncmp(word, "open=", 5) == 0)
		made->open = word + 5;
	else
		return add_code(made, word);
	return 0;
}

static int compare_keys(const void *one, const void *other)
{
	return memcmp(one, other, DAP_KEY_SIZE);
}

/* The floor stands in the configuration's last bytes but one field: written by hand where the encoder refuses it. */
static void make_task(struct made *made)
{
	struct dap_task legal = made->cohort.terms;
	unsigned floor = legal.floor;

	if (floor < DAP_FLOOR_LEAST)
		legal.floor = DAP_FLOOR_LEAST;
	made->configuration_size = dap_task_encode(&legal, made->configuration);
	for (size_t i = 8; floor < DAP_FLOOR_LEAST && i + 8 < made->configuration_size; i++) {
		uint64_t week = 0;
		for (size_t k = 0; k < 8; k++)
			week = week << 8 | made->configuration[i + k];
		if (week == DAP_WEEK_S)
			made->configuration[i + 15] = (uint8_t)floor;
	}
	made->cohort.task = (struct dap_binding){made->task_id, {made->configuration, made->configuration_size}};
	dap_task_id(made->cohort.task.configuration, made->task_id);
}

static void sign(struct made *made)
{
	qsort(made->keys, made->cohort.members, DAP_KEY_SIZE, compare_keys);
	cohort_sign(&made->cohort, PARTY_A, made->secret[PARTY_A]);
	if (!made->not_signed)
		cohort_sign(&made->cohort, PARTY_B, made->secret[PARTY_B]);
	for (unsigned party = PARTY_A; party <= PARTY_B; party++)
		if (made->forged[party])
			made->cohort.signatures[party][5] ^= 1;
}

static int open_shares(const struct made *made, const struct dap_report *report, struct prio3_state states[static 2])
{
	static const uint8_t key[PRIO3_KEY_SIZE];
	uint8_t leader[DAP_LEADER_SIZE], helper[DAP_HELPER_SIZE], initialize[512], finish[PRIO3_FINISH_SIZE];
	const struct dap_binding *task = &made->cohort.task;
	struct prio3 prio3;

	dap_prio3(task->task_id, &prio3);
	if (dap_input_open(task, HPKE_LEADER, 1, &made->pairs[0], report->bytes, &report->leader, leader) ||
	    dap_input_open(task, HPKE_HELPER, 2, &made->pairs[1], report->bytes, &report->helper, helper))
		return -1;
	struct prio3_report halves[2] = {
		{report->id, {report->public_share, DAP_PUBLIC_SIZE}, {leader, sizeof(leader)}},
		{report->id, {report->public_share, DAP_PUBLIC_SIZE}, {helper, sizeof(helper)}}};
	return prio3_leader_init(&prio3, key, &halves[0], &states[0], initialize) ||
			       prio3_helper_init(&prio3, key, &halves[1],
						 (struct prio3_bytes){initialize, prio3_initialize_size(&prio3)},
						 &states[1], finish)
		       ? -1
		       : 0;
}

static int print_marks(const struct made *made)
{
	struct field128 outputs[2][CELL_COUNT];
	struct prio3_state states[2] = {{.outputs = outputs[0]}, {.outputs = outputs[1]}};
	struct file_bytes file = {0};
	struct envelope envelope;
	size_t member;

	if (file_bytes_read(made->open, &file, NULL) ||
	    envelope_decode((struct hpke_bytes){file.bytes, file.size}, &envelope) ||
	    envelope_check(&envelope, &made->cohort, dap_window_of(envelope.report.week, made->cohort.weeks),
			   envelope.report.week, &member) ||
	    open_shares(made, &envelope.report, states)) {
		fputs("make_cohort: no envelope of this cohort\n", stderr);
		return 1;
	}
	printf("%llu ", (unsigned long long)envelope.report.week);
	field128_add_vector(outputs[0], outputs[1], CELL_COUNT);
	for (int i = 0; i < CELL_COUNT; i++) {
		int64_t bit = -1;
		field128_to_number(outputs[0][i], &bit);
		printf("%lld", (long long)bit);
	}
	file_bytes_wipe(&file);
	return 0;
}

int main(int argc, char **argv)
{
	_cleanup_(text_clear) struct text file = {0};
	static struct made made;

	if (argc < 3 || sodium_init() < 0) {
		fputs("usage: make_cohort SEED QUARTER [WORD...] >FILE\n", stderr);
		return 2;
	}
	made.rng = rng_seeded(strtoull(argv[1], NULL, 10));
	make_parties(&made);
	made.cohort.terms.quarter = (uint32_t)strtoul(argv[2], NULL, 10);
	for (int i = 3; i < argc; i++)
		if (take(&made, argv[i]) < 0)
			return 1;
	make_task(&made);
	if (made.task) {
		for (int i = 0; i < 8; i++)
			printf("%02x", made.task_id[i]);
		return 0;
	}
	sign(&made);
	if (made.open)
		return print_marks(&made);
	cohort_encode(&made.cohort, &file);
	if (made.tail)
		text_append_char(&file, 'x');
	return fwrite(file.bytes, 1, file.length, stdout) == file.length ? 0 : 1;
}
