/*
 * Known answers for every byte format: M, S0, salts and nonces fixed, the rest computed by an implementation in another
 * language (read_store.py's primitives). Formats are final: a vector is never changed, only added.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/keys.h>
#include <evenkeel/seal.h>
#include <evenkeel/vault.h>

#include "fixed.h"

/* clang-format off */
static const char vector_root[] =
	"c444c94f8f9bfb44908a162f2e83e0c2c9039e2d4854a6d64e46d9adff006502";
static const char vector_pk[] =
	"430321ba94f4a10cd3252d3559a0b4d84a3c2b17a3a3fdb7eda1da5221c03b1b";
static const char vector_sk[] =
	"5df6b295ecd9938a0f06d1d94b5c5e6f6eeecd4542d85176e5f38a4022f57a35";
static const char vector_reader[] =
	"6cd7227492d1c12baad8d24ac448cb210ede5f7f0fd867d6d3b046e1366336b0";
static const char vector_chain_start[] =
	"3f59c2a5fecf8f56eb0d9a18b3189400c0249510193a77cb6f7f198387f259d4";
static const char vector_chain_start_5[] =
	"86b5270eaf4a96d480f76a8109ac45cd2a5f82abf033e096eaae142f51699676";
static const char vector_epoch_key[] =
	"89b977929507b9ba0017f439942b83715a7c54b9b719faca3a8df542d10b3d73";
static const char vector_chain_4[] =
	"8d73389d6ce2779eac3090aaa78215fdbeaeff6c676c2cb235967ea2a1f541d2";
static const char vector_tail[] =
	"848d738d49bda56411d4d7c6d3db28660e5e3e548c218c746b3b8cd31ea6f4c9";
static const char vector_tail_70[] =
	"cac8d62dfccb42000fc9287800a7b9ecf78201492536f1b6cb331f9785bc7106";
static const char vector_epoch_key_70[] =
	"816481d74117a7bdcf4179ceae7ca915fd27a742049715af099edde9096f82f8";
static const char vector_row_key[] =
	"d9c81d63472e9e2e2b3435accce80dc0b179086f21098b8392ad9d0884303c9f";
static const char vector_row[] =
	"404142434445464748494a4b4c4d4e4f5051525354555657e0cc02fb978f4dcea76bf0539de2e19fb5f9d23ecdd24001"
	"33f4da184d43eb4b459d0fd30627058c5d8f96a408788a309091bc68da3d2fc1b75f1b0d1b046263508149005033a27f"
	"71b1847670cf3811";
static const char vector_epoch_wrap[] =
	"02404142434445464748494a4b4c4d4e4f505152535455565793e3b76e4218e421eecf58de565a0bfebc666536479b4b"
	"6e06d9099e0f87c1801dd17a92dc35a09b53841e715af91c7d6c6038753eca58f9c6ab8b7b68831c74c8bca5af0ed03d"
	"2484575186cfe7a9a0";
static const char vector_chain_wrap[] =
	"02404142434445464748494a4b4c4d4e4f50515253545556572503025929d0d2cd05d536ff71691c8f263ea49fe9b8c6"
	"6f532be55f597ea5272188b83722fa2fcdb8898469e9e1887dac44ad6527f02f32a9d492f8ef7145a028386ebcf4f453"
	"022eb32b6b6a876868";
static const char vector_mark_hash[] =
	"6e5b2ffdd611dff5a5702d9ceca89377abb3ec3871a0ca8d00f7f1edf8690163";
static const char vector_authority[] =
	"ef96b5f3a8da083e0d3199cf6dd54fca";
static const char vector_passphrase_key[] =
	"ea76fdf339a171b9438c07aad10c27156fd7b89e023c886b5d6bd1f6142e5f57";
static const char vector_keys[] =
	"45564b4b455953310100010000000000430321ba94f4a10cd3252d3559a0b4d84a3c2b17a3a3fdb7eda1da5221c03b1b"
	"404142434445464748494a4b4c4d4e4f50515253545556571f5ac0fcd31f5d9ba9d8ace7c271888f88411e7226936e51"
	"9924d14032246f84893b540f535ae540b87e75841188891efc59534275bb5e37c469b069d4bafe9a0102010001000000"
	"0800000000000000606162636465666768696a6b6c6d6e6f404142434445464748494a4b4c4d4e4f5051525354555657"
	"c9c36c9e0753b11c9a8c2fb2ef4cd287ef2f91c2c3d9862c1253d6d158335f217a7c65891ab2d6011bc2ebc127df308d";
static const char vector_seal[] =
	"45564b5345414c310900000000000000050000000400000047000000000000008d73389d6ce2779eac3090aaa78215fd"
	"beaeff6c676c2cb235967ea2a1f541d2cac8d62dfccb42000fc9287800a7b9ecf78201492536f1b6cb331f9785bc7106"
	"430321ba94f4a10cd3252d3559a0b4d84a3c2b17a3a3fdb7eda1da5221c03b1beae1ee5ebaf396fecdc790c68389c997"
	"5d464d6a3806c89cedc0a4dc57f8211a";
static const char vector_code[] =
	"000G-40R4-0M30-E209-185G-R38E-1WPH";
static const char vector_box[] =
	"01605a725d2a4adfeeb1a29e17edd621c1b7593ee8cdbc44ac6c4ab6e2f805d23c631ba2b8c879eeb1282befe5320f38"
	"ad48e9a308a95fb7597ab285aa96d27b5efc29afe93e388fcbc8788cd4fec74807";
/* clang-format on */

/* The row is 80 81 ...; e = 3, n = 70, g = 5. */
static uint8_t row[64];

static int prepare(void **state)
{
	fixed_count_up(row, sizeof(row), 0x80);
	return fixed_prepare(state);
}

static void assert_hex_at(const uint8_t *bytes, size_t size, const char *wanted, const char *name)
{
	char hex[2 * KEYS_SIZE_MAX + 1];

	for (size_t i = 0; i < size; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	if (strcmp(hex, wanted))
		fail_msg("%s\n  got:    %s\n  wanted: %s", name, hex, wanted);
}
#define assert_hex(bytes, size, name) assert_hex_at(bytes, size, vector_##name, #name)

static void unhex(const char *hex, uint8_t *ret)
{
	unsigned value;

	for (; hex[0] && sscanf(hex, "%2x", &value) == 1; hex += 2)
		*ret++ = (uint8_t)value;
}

static void what_follows_from_m(void **state)
{
	uint8_t other[VAULT_KEY_SIZE];

	(void)state;
	assert_hex(fixed.vault.root, 32, root);
	assert_hex(fixed.vault.pk, 32, pk);
	assert_hex(fixed.vault.sk, 32, sk);
	assert_hex(fixed.vault.reader, 32, reader);
	assert_hex(fixed.chain, 32, chain_start);
	vault_chain_start(fixed.vault.root, 5, other);
	assert_hex(other, 32, chain_start_5);
}

static void an_epoch_and_a_row(void **state)
{
	uint8_t next[VAULT_KEY_SIZE], tail[VAULT_KEY_SIZE], epoch_key[VAULT_KEY_SIZE], row_key[VAULT_KEY_SIZE];
	uint8_t blob[sizeof(row) + VAULT_ROW_EXTRA], plain[sizeof(row)];

	(void)state;
	vault_epoch_key(fixed.chain, fixed.seed, 3, 70, epoch_key);
	assert_hex(epoch_key, 32, epoch_key);
	memcpy(next, fixed.chain, sizeof(next));
	vault_chain_step(next, 3, tail);
	assert_hex(next, 32, chain_4);
	assert_hex(tail, 32, tail);
	vault_tail_step(tail, 70);
	assert_hex(tail, 32, tail_70);
	vault_row_step(epoch_key, 70, row_key);
	assert_hex(epoch_key, 32, epoch_key_70);
	assert_hex(row_key, 32, row_key);
	vault_row_seal(row_key, 3, 70, fixed.nonce, row, sizeof(row), blob);
	assert_hex(blob, sizeof(blob), row);
	assert_int_equal(vault_row_open(row_key, 3, 70, blob, sizeof(blob), plain), 0);
	assert_memory_equal(plain, row, sizeof(row));
	/* Position is part of what is authenticated. */
	assert_int_equal(vault_row_open(row_key, 3, 71, blob, sizeof(blob), plain), -1);
	assert_int_equal(vault_row_open(row_key, 4, 70, blob, sizeof(blob), plain), -1);
}

static void boxes(void **state)
{
	uint8_t box[VAULT_WRAPPED_SIZE], key[VAULT_KEY_SIZE], epoch_key[VAULT_KEY_SIZE], other[VAULT_KEY_SIZE];

	(void)state;
	unhex(vector_box, box);
	assert_int_equal(sizeof(vector_box) - 1, 2 * VAULT_SEALED_SIZE);
	assert_int_equal(vault_box_open(&fixed.vault, box, key), 0);
	assert_memory_equal(key, fixed.seed, sizeof(key));
	box[0] = 2;
	assert_int_equal(vault_box_open(&fixed.vault, box, key), -1);
	vault_box_seal(fixed.seed, fixed.vault.pk, box);
	assert_int_equal(box[0], 1);
	memset(key, 0, sizeof(key));
	assert_int_equal(vault_box_open(&fixed.vault, box, key), 0);
	assert_memory_equal(key, fixed.seed, sizeof(key));

	vault_epoch_key(fixed.chain, fixed.seed, 3, 70, epoch_key);
	vault_epoch_wrap(&fixed.vault, 3, 70, fixed.nonce, epoch_key, fixed.chain, box);
	assert_hex(box, sizeof(box), epoch_wrap);
	assert_int_equal(vault_epoch_unwrap(&fixed.vault, 3, 70, box, key, other), 0);
	assert_memory_equal(key, epoch_key, sizeof(key));
	assert_memory_equal(other, fixed.chain, sizeof(other));
	assert_int_equal(vault_epoch_unwrap(&fixed.vault, 3, 71, box, key, other), -1);
	assert_int_equal(vault_chain_unwrap(&fixed.vault, 3, 0, 70, box, other), -1);

	vault_chain_wrap(&fixed.vault, 5, 3, 70, fixed.nonce, fixed.chain, box);
	assert_hex(box, sizeof(box), chain_wrap);
	assert_int_equal(vault_chain_unwrap(&fixed.vault, 5, 3, 70, box, other), 0);
	assert_memory_equal(other, fixed.chain, sizeof(other));
	assert_int_equal(vault_chain_unwrap(&fixed.vault, 5, 4, 70, box, other), -1);
}

static void set_position(uint8_t next[static VAULT_KEY_SIZE], uint8_t tail[static VAULT_KEY_SIZE])
{
	memcpy(next, fixed.chain, VAULT_KEY_SIZE);
	vault_chain_step(next, 3, tail);
	vault_tail_step(tail, 70);
}

static void mark_and_authority(void **state)
{
	uint8_t next[VAULT_KEY_SIZE], tail[VAULT_KEY_SIZE], hash[VAULT_KEY_SIZE], mac[VAULT_AUTHORITY_SIZE];

	(void)state;
	set_position(next, tail);
	vault_mark_hash(&fixed.vault, 5, 4, 71, next, tail, hash);
	assert_hex(hash, 32, mark_hash);
	vault_authority(&fixed.vault, 0x40, 5, 9, 12, mac);
	assert_hex(mac, sizeof(mac), authority);
}

static void make_keys(struct keys *ret, struct keys_mark *ret_mark)
{
	uint8_t key[VAULT_KEY_SIZE], next[VAULT_KEY_SIZE], tail[VAULT_KEY_SIZE];

	*ret = (struct keys){.version = KEYS_VERSION, .slot_count = 1};
	memcpy(ret->pk, fixed.vault.pk, sizeof(ret->pk));
	ret->slots[0] = (struct keys_slot){.type = KEYS_PASSPHRASE,
					   .algorithm = KEYS_ARGON2ID13,
					   .flags = KEYS_TEST_KDF,
					   .ops = KEYS_TEST_OPS,
					   .mem_kib = KEYS_TEST_MEM_KIB};
	memcpy(ret->slots[0].salt, fixed.salt, sizeof(fixed.salt));
	memcpy(ret->slots[0].nonce, fixed.nonce, sizeof(fixed.nonce));
	assert_int_equal(
		vault_passphrase_key("passphrase", 10, KEYS_TEST_OPS, KEYS_TEST_MEM_KIB, fixed.salt, key, NULL), 0);
	assert_hex(key, 32, passphrase_key);
	keys_slot_seal(ret, &ret->slots[0], key, fixed.master);
	set_position(next, tail);
	*ret_mark = (struct keys_mark){.g = 5, .e = 4, .n = 71};
	vault_mark_hash(&fixed.vault, 5, 4, 71, next, tail, ret_mark->hash);
	keys_mark_seal(ret, &fixed.vault, fixed.nonce, ret_mark);
}

static void the_key_file(void **state)
{
	struct keys keys, decoded;
	struct keys_mark mark, found;
	uint8_t bytes[KEYS_SIZE_MAX], got[VAULT_MASTER_SIZE];
	struct error err;

	(void)state;
	make_keys(&keys, &mark);
	assert_int_equal(keys_encode(&keys, bytes), 240);
	assert_hex(bytes, 240, keys);
	assert_int_equal(keys_decode(bytes, 240, &decoded, &err), 0);
	assert_int_equal(keys_mark_open(&decoded, &fixed.vault, &found), 0);
	assert_int_equal(found.n, 71);
	assert_memory_equal(found.hash, mark.hash, sizeof(mark.hash));
	assert_int_equal(keys_open(&decoded, "passphrase", 10, got, &err), 0);
	assert_memory_equal(got, fixed.master, sizeof(fixed.master));
	assert_int_equal(keys_open(&decoded, "passphrasf", 10, got, &err), KEYS_WRONG_PASSPHRASE);
	/* Another slot does not touch the first: the number of slots is not authenticated with it. */
	decoded.slots[1] = decoded.slots[0];
	decoded.slot_count = 2;
	assert_int_equal(keys_encode(&decoded, bytes), 240 + 88);
	assert_int_equal(keys_decode(bytes, 240 + 88, &keys, &err), 0);
	assert_int_equal(keys_open(&keys, "passphrase", 10, got, &err), 0);
	for (size_t size = 0; size < 240 + 88; size++)
		assert_int_equal(keys_decode(bytes, size, &keys, &err), -1);
}

static void every_bad_bit_of_the_key_file_is_damage(void **state)
{
	struct keys keys;
	uint8_t bytes[KEYS_SIZE_MAX];
	struct error err;

	(void)state;
	unhex(vector_keys, bytes);
	for (size_t bit = 0; bit < 240 * 8; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(keys_decode(bytes, 240, &keys, &err), -1);
		assert_int_equal(err.kind, ERROR_DAMAGED);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_int_equal(keys_decode(bytes, 240, &keys, &err), 0);
}

static void the_seal(void **state)
{
	struct seal seal = {.counter = 9, .g = 5, .e = 4, .n = 71}, decoded;
	uint8_t bytes[SEAL_SLOT_SIZE];

	(void)state;
	set_position(seal.chain, seal.tail);
	memcpy(seal.pk, fixed.vault.pk, sizeof(seal.pk));
	seal_encode(&seal, bytes);
	assert_hex(bytes, sizeof(bytes), seal);
	assert_int_equal(seal_decode(bytes, &decoded), 0);
	assert_memory_equal(&decoded, &seal, sizeof(seal));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] ^= 0x80;
		assert_int_equal(seal_decode(bytes, &decoded), -1);
		bytes[i] ^= 0x80;
	}
}

static void the_recovery_code(void **state)
{
	static const char *const bad[] = {
		"", "0000", "U0G4-0R40", "0004-1061-050R-3GG2-8Z1R-30P1-40F", "the whole of it is not a code !!!",
	};
	char code[VAULT_CODE_SIZE], typed[64] = "  ";
	uint8_t got[VAULT_MASTER_SIZE];
	struct error err;

	(void)state;
	vault_code_encode(fixed.master, code);
	assert_string_equal(code, vector_code);
	/* As people type: small letters, o and l for 0 and 1, no hyphens. */
	for (char *c = code, *at = typed + 2; *c; c++) {
		if (*c != '-')
			*at++ = *c == '0' ? 'o' : *c == '1' ? 'l' : *c >= 'A' ? (char)(*c | 0x20) : *c;
		*at = '\0';
	}
	assert_int_equal(vault_code_decode(typed, got, &err), 0);
	assert_memory_equal(got, fixed.master, sizeof(fixed.master));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(vault_code_decode(bad[i], got, &err), -1);
	/* One wrong character is found with 1023 in 1024: here each single change of these is. */
	int missed = 0, tried = 0;
	for (size_t i = 0; code[i]; i++) {
		char original = code[i];
		if (original == '-')
			continue;
		for (const char *c = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *c; c++) {
			code[i] = *c;
			tried += *c != original;
			missed += *c != original && vault_code_decode(code, got, &err) == 0;
		}
		code[i] = original;
	}
	assert_int_equal(tried, 28 * 31);
	assert_true(missed <= 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_follows_from_m),
		cmocka_unit_test(an_epoch_and_a_row),
		cmocka_unit_test(boxes),
		cmocka_unit_test(mark_and_authority),
		cmocka_unit_test(the_key_file),
		cmocka_unit_test(every_bad_bit_of_the_key_file_is_damage),
		cmocka_unit_test(the_seal),
		cmocka_unit_test(the_recovery_code),
	};

	return cmocka_run_group_tests(tests, prepare, NULL);
}
