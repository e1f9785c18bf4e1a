/*
 * The known answers of tests/store/known, which another implementation computed (make_known.py), against ours: what we make is
 * the same to the last bit, and what it made we open. Formats are final: a figure is never changed, only added.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/keys.h>
#include <evenkeel/record.h>
#include <evenkeel/seal.h>
#include <evenkeel/vault.h>

#include "fixed.h"
#include "fixture.h"

enum { E = 3, G = 5, FIRST_N = 70, KNOWN_MAX = SEAL_FILE_SIZE, LINE = 2 * KNOWN_MAX + 64 };

/* One figure of FILE.hex. */
struct known {
	uint8_t bytes[KNOWN_MAX];
	size_t size;
};

static struct known known(const char *file, const char *name)
{
	static char line[LINE];
	struct known found = {.size = 0};
	char path[64];
	size_t length = strlen(name);
	unsigned value;

	snprintf(path, sizeof(path), "tests/store/known/%s.hex", file);
	FILE *stream = fopen(path, "r");
	if (!stream)
		fail_msg("cannot open %s", path);
	while (!found.size && fgets(line, sizeof(line), stream)) {
		if (strncmp(line, name, length) || line[length] != ' ')
			continue;
		for (const char *hex = line + length + 1; sscanf(hex, "%2x", &value) == 1; hex += 2)
			found.bytes[found.size++] = (uint8_t)value;
	}
	fclose(stream);
	if (!found.size)
		fail_msg("%s has no '%s'", path, name);
	return found;
}

static void same(const char *file, const char *name, const void *bytes, size_t size)
{
	struct known wanted = known(file, name);

	if (wanted.size != size || memcmp(wanted.bytes, bytes, size))
		fail_msg("%s of %s.hex is not what we make", name, file);
}

/* The position of epoch 3's first row. */
static uint8_t epoch_key[VAULT_KEY_SIZE], next_chain[VAULT_KEY_SIZE], tail[VAULT_KEY_SIZE];

static int prepare(void **state)
{
	if (fixed_prepare(state))
		return -1;
	vault_epoch_key(fixed.chain, fixed.seed, E, FIRST_N, epoch_key);
	memcpy(next_chain, fixed.chain, sizeof(next_chain));
	vault_chain_step(next_chain, E, tail);
	return 0;
}

static void derivations(void **state)
{
	uint8_t other[VAULT_KEY_SIZE];

	(void)state;
	same("derived", "root", fixed.vault.root, 32);
	same("derived", "pk", fixed.vault.pk, 32);
	same("derived", "sk", fixed.vault.sk, 32);
	same("derived", "reader", fixed.vault.reader, 32);
	same("derived", "chain.0", fixed.chain, 32);
	vault_chain_start(fixed.vault.root, G, other);
	same("derived", "chain.5", other, 32);
	same("derived", "epoch-key", epoch_key, 32);
	same("derived", "next-chain", next_chain, 32);
	same("derived", "tail", tail, 32);
	memcpy(other, tail, sizeof(other));
	vault_tail_step(other, FIRST_N);
	same("derived", "tail-after", other, 32);
}

static void boxes(void **state)
{
	uint8_t box[VAULT_WRAPPED_SIZE], first[VAULT_KEY_SIZE], second[VAULT_KEY_SIZE];
	struct known sealed = known("boxes", "epoch.sealed"), wrapped = known("boxes", "epoch.wrapped");
	struct known unattested = known("boxes", "chain.sealed"), accepted = known("boxes", "chain.accepted");

	(void)state;
	assert_int_equal(sealed.size, VAULT_SEALED_SIZE);
	assert_int_equal(vault_box_open(&fixed.vault, sealed.bytes, first), 0);
	assert_memory_equal(first, fixed.seed, sizeof(first));
	assert_int_equal(vault_box_open(&fixed.vault, unattested.bytes, first), 0);
	assert_memory_equal(first, fixed.chain, sizeof(first));
	vault_epoch_wrap(&fixed.vault, E, FIRST_N, fixed.nonce, epoch_key, fixed.chain, box);
	same("boxes", "epoch.wrapped", box, sizeof(box));
	assert_int_equal(vault_epoch_unwrap(&fixed.vault, E, FIRST_N, wrapped.bytes, first, second), 0);
	assert_memory_equal(first, epoch_key, sizeof(first));
	assert_memory_equal(second, fixed.chain, sizeof(second));
	vault_chain_wrap(&fixed.vault, G, E, FIRST_N, fixed.nonce, fixed.chain, box);
	same("boxes", "chain.accepted", box, sizeof(box));
	assert_int_equal(vault_chain_unwrap(&fixed.vault, G, E, FIRST_N, accepted.bytes, first), 0);
	assert_memory_equal(first, fixed.chain, sizeof(first));
}

#define HEADER(code, bits, answers)                                                                                    \
	.kind = (code), .flags = (bits), .wall_ms = 1772442000123, .zone_min = -210, .parts = 1, .group = 0xa1b2c3d4,  \
	.count = (answers), .catalogue = 7
#define ASKED(...) .prompt = {.since_prompt_s = 90210, .form = FORM_MOMENTARY, .origin = ORIGIN_PROMPT, __VA_ARGS__}
#define UNANSWERED .answers = {{1, SCALE_M3, RECORD_UNANSWERED}}

static const struct {
	const char *name;
	struct record record;
} records[] = {
	{"answered",
	 {HEADER(RECORD_ANSWERED, 0, 8), ASKED(.answers = {{1, SCALE_M3, 2},
							   {2, SCALE_F5, 4},
							   {3, SCALE_P11, 10},
							   {4, SCALE_YN, 1},
							   {5, SCALE_C, 0},
							   {0x8001, SCALE_V, -100},
							   {7, SCALE_RANK, 3},
							   {8, SCALE_S5, RECORD_UNANSWERED}})}},
	{"partial",
	 {HEADER(RECORD_PARTIAL, RECORD_LATE, 2),
	  ASKED(.answers = {{1, SCALE_M3, 1}, {2, SCALE_M3, RECORD_UNANSWERED}})}},
	{"skipped",
	 {HEADER(RECORD_SKIPPED, 0, 1),
	  .prompt = {.since_prompt_s = 90210, .form = FORM_REVIEW, .origin = ORIGIN_PROMPT, UNANSWERED}}},
	{"dismissed",
	 {HEADER(RECORD_DISMISSED, 0, 1),
	  .prompt = {.since_prompt_s = 90210, .form = FORM_HARD_CALL, .origin = ORIGIN_SELF, UNANSWERED}}},
	{"expired", {HEADER(RECORD_EXPIRED, 0, 1), ASKED(UNANSWERED)}},
	{"held", {HEADER(RECORD_HELD, 0, 1), ASKED(UNANSWERED, .hold = HELD_DND)}},
	{"undelivered", {HEADER(RECORD_UNDELIVERED, RECORD_DELAYED, 1), ASKED(UNANSWERED)}},
	{"withdrawn", {HEADER(RECORD_WITHDRAWN, 0, 0), .withdrawn.group = 0x01020304}},
	{"break",
	 {HEADER(RECORD_BREAK, 0, 0), .pause = {.type = BREAK_REST,
						.held = HELD_CALL,
						.outcome = 0x6f,
						.due_ago_s = 11,
						.planned_s = 300,
						.taken_s = 280,
						.postponed_s = 600,
						.times_postponed = 2}}},
	{"tip-feedback", {HEADER(RECORD_TIP_FEEDBACK, 0, 0), .tip = {.tip = 0x0102, .verdict = 1, .cause = 0x0304}}},
	{"worksheet",
	 {.kind = RECORD_WORKSHEET,
	  .wall_ms = 1772442000123,
	  .zone_min = -210,
	  .part = 1,
	  .parts = 3,
	  .group = 0xa1b2c3d4,
	  .catalogue = 7,
	  .worksheet = {.exercise = 0,
			.field = 2,
			.length = sizeof("Ein ruhiger Tag. 平静。วันนี้ดี") - 1,
			.text = "Ein ruhiger Tag. 平静。วันนี้ดี"}}},
	{"contribution-sent", {HEADER(RECORD_CONTRIBUTION, RECORD_IMPORTED, 0), .contribution = {20514, 28}}},
	{"erase", {HEADER(RECORD_ERASE, 0, 0), .range = {.first = 5, .last = 9}}},
	{"restore", {HEADER(RECORD_RESTORE, 0, 0), .range = {.first = 0, .last = 69}}},
	{"clock",
	 {HEADER(RECORD_CLOCK, 0, 0),
	  .clock = {.jump_ms = -3600000, .old_zone_min = 60, .new_zone_min = -210, .cause = 1}}},
	{"newer", {HEADER(0x5f, 0, 0), .raw = {0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89,
					       0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x90, 0x91, 0x92, 0x93,
					       0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9d,
					       0x9e, 0x9f, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7}}},
};

/* Every kind, sealed in a row of one epoch; ERASE and RESTORE with the mac of their own place. */
static void rows(void **state)
{
	uint8_t key[VAULT_KEY_SIZE], row_key[VAULT_KEY_SIZE], plain[RECORD_WORKSHEET_SIZE],
		opened[RECORD_WORKSHEET_SIZE];
	uint8_t blob[RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA];
	char name[64];

	(void)state;
	memcpy(key, epoch_key, sizeof(key));
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
		struct record record = records[i].record, decoded;
		uint64_t n = FIRST_N + i;
		size_t size = record_size(&record);
		if (record.kind == RECORD_ERASE || record.kind == RECORD_RESTORE)
			vault_authority(&fixed.vault, record.kind, record.range.first, record.range.last, n,
					record.range.mac);
		record_encode(&record, plain);
		snprintf(name, sizeof(name), "%s.record", records[i].name);
		same("rows", name, plain, size);
		vault_row_step(key, n, row_key);
		vault_row_seal(row_key, E, n, fixed.nonce, plain, size, blob);
		snprintf(name, sizeof(name), "%s.blob", records[i].name);
		same("rows", name, blob, size + VAULT_ROW_EXTRA);
		struct known wanted = known("rows", name);
		assert_int_equal(vault_row_open(row_key, E, n, wanted.bytes, wanted.size, opened), 0);
		assert_int_equal(record_decode(opened, size, &decoded, NULL), record.kind == 0x5f ? RECORD_NEWER : 0);
		record_encode(&decoded, plain);
		assert_memory_equal(plain, opened, size);
	}
}

static void the_key_file(void **state)
{
	struct keys keys = {.version = KEYS_VERSION, .slot_count = 1}, decoded;
	struct keys_slot *slot = &keys.slots[0];
	struct keys_mark mark = {.g = G, .e = E + 1, .n = FIRST_N + 1}, found;
	struct known wanted = known("keys", "keys");
	uint8_t bytes[KEYS_SIZE_MAX], key[VAULT_KEY_SIZE], after[VAULT_KEY_SIZE];

	(void)state;
	memcpy(keys.pk, fixed.vault.pk, sizeof(keys.pk));
	*slot = (struct keys_slot){
		KEYS_PASSPHRASE, KEYS_ARGON2ID13, KEYS_TEST_KDF, KEYS_TEST_OPS, KEYS_TEST_MEM_KIB, {0}, {0}, {0}};
	memcpy(slot->salt, fixed.salt, sizeof(fixed.salt));
	memcpy(slot->nonce, fixed.nonce, sizeof(fixed.nonce));
	assert_int_equal(vault_passphrase_key("passphrase", 10, slot->ops, slot->mem_kib, fixed.salt, key, NULL), 0);
	same("keys", "kek", key, sizeof(key));
	keys_slot_seal(&keys, slot, key, fixed.master);
	memcpy(after, tail, sizeof(after));
	vault_tail_step(after, FIRST_N);
	vault_mark_hash(&fixed.vault, mark.g, mark.e, mark.n, next_chain, after, mark.hash);
	same("keys", "mark.hash", mark.hash, sizeof(mark.hash));
	keys_mark_seal(&keys, &fixed.vault, fixed.nonce, &mark);
	same("keys", "mark", keys.mark, sizeof(keys.mark));
	size_t size = keys_encode(&keys, bytes);
	same("keys", "keys", bytes, size);
	same("keys", "slot", bytes + KEYS_HEADER_SIZE + VAULT_MARK_SIZE, KEYS_SLOT_SIZE);
	assert_int_equal(keys_decode(wanted.bytes, wanted.size, &decoded, NULL), 0);
	assert_int_equal(keys_open(&decoded, "passphrase", 10, key, NULL), 0);
	assert_memory_equal(key, fixed.master, sizeof(fixed.master));
	assert_int_equal(keys_mark_open(&decoded, &fixed.vault, &found), 0);
	assert_int_equal(found.n, FIRST_N + 1);
}

static void the_seal(void **state)
{
	struct seal seal = {.counter = 9, .g = G, .e = E + 1, .n = FIRST_N + 1}, found;
	struct known wanted = known("seal", "seal");
	uint8_t slot[SEAL_SLOT_SIZE];
	char dir[512], path[600];
	size_t size;

	(void)state;
	memcpy(seal.chain, next_chain, sizeof(seal.chain));
	memcpy(seal.tail, tail, sizeof(seal.tail));
	vault_tail_step(seal.tail, FIRST_N);
	memcpy(seal.pk, fixed.vault.pk, sizeof(seal.pk));
	seal_encode(&seal, slot);
	same("seal", "slot", slot, sizeof(slot));
	/* The whole file, as it lies on disk; and theirs is read. */
	fixture_directory(dir);
	snprintf(path, sizeof(path), "%s/seal", dir);
	assert_int_equal(seal_write(path, &seal, fixture_instant(START_MS), NULL), 0);
	unsigned char *bytes = fixture_bytes(path, &size);
	same("seal", "seal", bytes, size);
	free(bytes);
	fixture_write(path, wanted.bytes, wanted.size);
	assert_int_equal(seal_read(path, &found, NULL, NULL), 0);
	assert_memory_equal(&found, &seal, sizeof(seal));
	fixture_remove(dir);
}

static void the_recovery_code(void **state)
{
	struct known wanted = known("code", "code");
	char code[VAULT_CODE_SIZE];
	uint8_t got[VAULT_MASTER_SIZE];

	(void)state;
	vault_code_encode(fixed.master, code);
	assert_int_equal(strlen(code), wanted.size);
	assert_memory_equal(code, wanted.bytes, wanted.size);
	assert_int_equal(vault_code_decode(code, got, NULL), 0);
	assert_memory_equal(got, fixed.master, sizeof(fixed.master));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(derivations),  cmocka_unit_test(boxes),    cmocka_unit_test(rows),
		cmocka_unit_test(the_key_file), cmocka_unit_test(the_seal), cmocka_unit_test(the_recovery_code),
	};

	return cmocka_run_group_tests(tests, prepare, NULL);
}
