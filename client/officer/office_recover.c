#include <string.h>

#include <sodium.h>

#include <evenkeel/secret.h>

#include "office_make.h"
#include "office_own.h"

/* The key files where they can be read; else new ones for the same master key. */
static void begin_keys(const struct vault_keys *vault, const char *dir, bool test_kdf, struct keys *ret,
		       uint16_t *ret_flags)
{
	bool have = keys_read(dir, ret, NULL) == 0;

	*ret_flags = test_kdf || (have && keys_have_flag(ret, KEYS_TEST_KDF)) ? KEYS_TEST_KDF : 0;
	*ret = (struct keys){.version = KEYS_VERSION, .slot_count = 1};
	memcpy(ret->pk, vault->pk, sizeof(ret->pk));
}

static int check_code(const struct office *office, const struct vault_keys *vault, struct error *err)
{
	struct keys keys;

	if (keys_read(office->dir, &keys, NULL) == 0 && memcmp(keys.pk, vault->pk, sizeof(keys.pk)) != 0)
		return error_set(err, ERROR_LOCKED, "this is another office's recovery code; nothing was changed");
	return 0;
}

static int rebuild(struct office *office, const uint8_t *master, const struct vault_keys *vault,
		   const struct office_order *order, struct error *err)
{
	struct keys keys;
	uint16_t flags;

	/* It opens the secret keys: nothing else says as surely that the code is this office's. */
	if (check_code(office, vault, err) || office_open_keys(office, master, err))
		return -1;
	begin_keys(vault, office->dir, order->test_kdf, &keys, &flags);
	if (keys_slot_make(&keys, KEYS_PASSPHRASE, flags, order->passphrase, order->length, master, &keys.slots[0],
			   err))
		return -1;
	return keys_write(office->dir, KEYS_FILE, &keys, err) || keys_write(office->dir, KEYS_BACKUP_FILE, &keys, err)
		       ? -1
		       : 0;
}

int office_recover(struct office *office, const char *code, const struct office_order *order, struct error *err)
{
	uint8_t *master = secret_new(VAULT_MASTER_SIZE, NULL);
	struct vault_keys *vault = secret_new(sizeof(*vault), NULL);
	int r = vault_code_decode(code, master, err);

	if (r == 0) {
		vault_derive(master, vault);
		r = rebuild(office, master, vault, order, err);
	}
	sodium_free(vault);
	sodium_free(master);
	return r;
}
