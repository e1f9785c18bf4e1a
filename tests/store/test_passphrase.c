/* Another passphrase and the keyring's slot: which opens the store then, and that none of it stays in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/keys.h>
#include <evenkeel/vault.h>

#include "fixture.h"
#include "rekey.h"

enum { PATH = 512 };

static void another_passphrase(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	rekey_create(dir, code);
	rekey_assert_whole(dir, PASSPHRASE, 40);
	struct store *store = fixture_open(dir);
	assert_int_equal(store_change_passphrase(store, "wrong", 5, OTHER, strlen(OTHER), &err), STORE_WRONG_KEY);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), "", 0, &err), -1);
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), &err), 0);
	store_free(store);
	assert_false(rekey_opens(dir, PASSPHRASE));
	rekey_assert_whole(dir, OTHER, 40);
	/* The second copy does not know the old one any more, either. */
	fixture_delete(dir, "keys");
	assert_false(rekey_opens(dir, PASSPHRASE));
	assert_true(rekey_opens(dir, OTHER));
}

static void the_mark_outlives_a_change(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};
	struct keys before, after;
	char path[PATH];

	rekey_create(dir, code);
	rekey_assert_whole(dir, PASSPHRASE, 40);
	fixture_path(dir, "", path);
	assert_int_equal(keys_read(path, &before, &err), 0);
	struct store *store = fixture_open(dir);
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), &err), 0);
	store_free(store);
	assert_int_equal(keys_read(path, &after, &err), 0);
	assert_memory_equal(before.mark, after.mark, sizeof(before.mark));
	assert_memory_not_equal(before.slots[0].salt, after.slots[0].salt, sizeof(before.slots[0].salt));
	assert_memory_not_equal(before.slots[0].nonce, after.slots[0].nonce, sizeof(before.slots[0].nonce));
	assert_memory_equal(before.pk, after.pk, sizeof(before.pk));
}

static void an_unlock_brings_the_second_copy_up(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	rekey_create(dir, code);
	fixture_save(dir, "keys.bak", "old.bak");
	struct store *store = fixture_open(dir);
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), &err), 0);
	store_free(store);
	/* As after a kill between the two files. */
	fixture_restore(dir, "old.bak", "keys.bak");
	assert_true(rekey_opens(dir, OTHER));
	fixture_delete(dir, "keys");
	assert_false(rekey_opens(dir, PASSPHRASE));
	assert_true(rekey_opens(dir, OTHER));
}

static void the_keyring_opens_beside_the_passphrase(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	rekey_create(dir, code);
	struct store *store = fixture_open(dir);
	assert_false(store_has_keyring(store));
	assert_int_equal(store_keyring_on(store, "wrong", 5, "secret", 6, &err), STORE_WRONG_KEY);
	assert_int_equal(store_keyring_on(store, PASSPHRASE, strlen(PASSPHRASE), "secret", 6, &err), 0);
	assert_int_equal(store_keyring_on(store, PASSPHRASE, strlen(PASSPHRASE), "secret", 6, &err), 0);
	assert_true(store_has_keyring(store));
	store_free(store);

	store = fixture_open(dir);
	assert_int_equal(store_unlock_keyring(store, "other!", 6, &err), STORE_WRONG_KEY);
	/* Each slot by its own way only. */
	assert_int_equal(store_unlock(store, "secret", 6, &err), STORE_WRONG_KEY);
	assert_int_equal(store_unlock_keyring(store, PASSPHRASE, strlen(PASSPHRASE), &err), STORE_WRONG_KEY);
	assert_int_equal(store_unlock_keyring(store, "secret", 6, &err), 0);
	assert_true(rekey_read(store, 40).healthy);
	/* A changed passphrase leaves it as it is. */
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), &err), 0);
	store_free(store);
	store = fixture_open(dir);
	assert_int_equal(store_unlock_keyring(store, "secret", 6, &err), 0);
	assert_int_equal(store_keyring_off(store, &err), 0);
	assert_false(store_has_keyring(store));
	store_free(store);
	store = fixture_open(dir);
	assert_int_equal(store_unlock_keyring(store, "secret", 6, &err), STORE_WRONG_KEY);
	store_free(store);
	rekey_assert_whole(dir, OTHER, 40);
}

extern char **environ;
extern char __data_start, _end;

/* Where the heap begins: below a piece of it, as far as there is memory. */
static const uint8_t *heap_start(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *piece = malloc(1);
	uint8_t *at = (uint8_t *)((uintptr_t)piece / page * page);
	unsigned char there;

	while (mincore(at - page, page, &there) == 0)
		at -= page;
	free(piece);
	return at;
}

/* Data, heap and the stack above this frame; needs no /proc. @mask keeps the needle itself from being found. */
static bool found_in_memory(const uint8_t *masked, size_t size, uint8_t mask)
{
	const volatile uint8_t *ranges[3][2] = {
		{(const uint8_t *)&__data_start, (const uint8_t *)&_end},
		{heap_start(), sbrk(0)},
		{(const uint8_t *)__builtin_frame_address(0) - 16384, (const uint8_t *)environ},
	};

	for (int r = 0; r < 3; r++)
		for (const volatile uint8_t *at = ranges[r][0]; at + size <= ranges[r][1]; at++) {
			size_t same = 0;
			while (same < size && (at[same] ^ mask) == masked[same])
				same++;
			if (same == size)
				return true;
		}
	return false;
}

static void nothing_stays_in_memory(void **state)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	(void)state;
	skip();
#else
	const char *dir = *state;
	uint8_t masked_master[VAULT_MASTER_SIZE], masked_pass[24], mask = 0xa5;
	char path[PATH], *pass = sodium_malloc(32), *code = sodium_malloc(RECOVERY_CODE_SIZE);
	struct error err = {0};

	/* Drawn, not written in the source: a literal would be found where the program's constants lie. */
	for (int i = 0; i < 24; i++)
		pass[i] = (char)('a' + randombytes_uniform(26));
	fixture_path(dir, "", path);
	assert_int_equal(store_create(path, pass, 24, STORE_TEST_KDF, fixture_instant(START_MS), code, &err), 0);
	uint8_t *master = sodium_malloc(VAULT_MASTER_SIZE);
	assert_int_equal(vault_code_decode(code, master, &err), 0);
	for (int i = 0; i < 24; i++)
		masked_pass[i] = (uint8_t)pass[i] ^ mask;
	for (int i = 0; i < VAULT_MASTER_SIZE; i++)
		masked_master[i] = master[i] ^ mask;
	sodium_free(master);
	struct store *store = fixture_open(dir);
	fixture_append(store, 0, 3);
	assert_int_equal(store_unlock(store, pass, 24, &err), 0);
	rekey_read(store, 3);
	assert_int_equal(store_change_passphrase(store, pass, 24, pass, 24, &err), 0);
	store_free(store);
	assert_int_equal(store_recover(path, code, pass, 24, STORE_TEST_KDF, &err), 0);
	sodium_free(pass);
	sodium_free(code);
	assert_false(found_in_memory(masked_pass, 24, mask));
	assert_false(found_in_memory(masked_master, VAULT_MASTER_SIZE, mask));
	/* The search finds what is there. */
	uint8_t *planted = malloc(VAULT_MASTER_SIZE);
	for (int i = 0; i < VAULT_MASTER_SIZE; i++)
		((volatile uint8_t *)planted)[i] = masked_master[i] ^ mask;
	assert_true(found_in_memory(masked_master, VAULT_MASTER_SIZE, mask));
	free(planted);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(another_passphrase),
		IN_DIRECTORY(the_mark_outlives_a_change),
		IN_DIRECTORY(an_unlock_brings_the_second_copy_up),
		IN_DIRECTORY(the_keyring_opens_beside_the_passphrase),
		IN_DIRECTORY(nothing_stays_in_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
