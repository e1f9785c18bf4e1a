/* The passphrase and what it opens: the office's own key files are in the store's format, its secret keys one sealed file beside them. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/secret.h>

#include "office_own.h"
#include "session.h"

enum { SECRETS_SIZE = DAP_SECRET_SIZE + 4 * HPKE_KEY_SIZE };

void office_seal_key(const struct vault_keys *vault, uint8_t ret[static VAULT_KEY_SIZE])
{
	static const char purpose[] = "evenkeel office seal 1";

	crypto_generichash(ret, VAULT_KEY_SIZE, (const uint8_t *)purpose, sizeof(purpose) - 1, vault->root,
			   sizeof(vault->root));
}

static uint8_t *put_pair(uint8_t *at, const struct hpke_pair *pair)
{
	memcpy(at, pair->private_key, HPKE_KEY_SIZE);
	memcpy(at + HPKE_KEY_SIZE, pair->public_key, HPKE_KEY_SIZE);
	return at + 2 * HPKE_KEY_SIZE;
}

static const uint8_t *take_pair(const uint8_t *at, struct hpke_pair *ret)
{
	memcpy(ret->private_key, at, HPKE_KEY_SIZE);
	memcpy(ret->public_key, at + HPKE_KEY_SIZE, HPKE_KEY_SIZE);
	return at + 2 * HPKE_KEY_SIZE;
}

int office_seal_keys(const struct office_keys *keys, const char *dir, struct error *err)
{
	uint8_t *secrets = secret_new(SECRETS_SIZE, NULL);
	char path[PATH_SIZE];

	memcpy(secrets, keys->sign, DAP_SECRET_SIZE);
	put_pair(put_pair(secrets + DAP_SECRET_SIZE, &keys->input), &keys->collector);
	int r = office_join(dir, OFFICE_SECRETS, path, err);
	if (r == 0)
		r = office_seal_at(keys->seal, path, OFFICE_SECRETS, secrets, SECRETS_SIZE, err);
	sodium_free(secrets);
	return r;
}

/* Public keys that fit: else office.json or the secrets are another office's. */
static bool fit(const struct office_keys *keys, const struct office_public *party)
{
	return memcmp(keys->sign + DAP_SECRET_SIZE - DAP_KEY_SIZE, party->sign, DAP_KEY_SIZE) == 0 &&
	       memcmp(keys->input.public_key, party->input.public_key, HPKE_KEY_SIZE) == 0 &&
	       memcmp(keys->collector.public_key, party->collector.public_key, HPKE_KEY_SIZE) == 0;
}

static int take_secrets(const struct office *office, struct office_keys *keys, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes secrets = {0};
	int r = office_open_file(office, OFFICE_SECRETS, &secrets, err);

	if (r < 0)
		return -1;
	if (r > 0)
		return error_set(err, ERROR_DAMAGED, "the file 'secrets' is gone from '%s'; put it back from a backup",
				 office->dir);
	if (secrets.size == SECRETS_SIZE) {
		memcpy(keys->sign, secrets.bytes, DAP_SECRET_SIZE);
		take_pair(take_pair(secrets.bytes + DAP_SECRET_SIZE, &keys->input), &keys->collector);
	}
	if (secrets.size == SECRETS_SIZE && fit(keys, &office->own))
		return 0;
	return error_set(err, ERROR_DAMAGED,
			 "the files 'secrets' and 'office.json' in '%s' do not belong together; put them back from a "
			 "backup",
			 office->dir);
}

int office_open_keys(struct office *office, const uint8_t master[static VAULT_MASTER_SIZE], struct error *err)
{
	struct vault_keys *vault = secret_new(sizeof(*vault), NULL);

	office->keys = secret_new(sizeof(*office->keys), NULL);
	vault_derive(master, vault);
	office_seal_key(vault, office->keys->seal);
	sodium_free(vault);
	int r = take_secrets(office, office->keys, err);
	if (r) {
		sodium_free(office->keys);
		office->keys = NULL;
	}
	return r;
}

/* Their own words: lib/store's name a command for stores. */
int office_read_keys(const char *dir, struct keys *ret, struct error *err)
{
	struct error why = {0};
	int r = keys_read(dir, ret, &why);

	if (r == 0)
		return 0;
	if (r == KEYS_ABSENT || why.kind == ERROR_DAMAGED)
		return error_set(err, ERROR_DAMAGED,
				 "the key files in '%s' are gone or damaged; make them anew from the recovery code "
				 "with 'evenkeel officer "
				 "init --recover'",
				 dir);
	*err = why;
	return -1;
}

static int try_passphrase(struct office *office, const struct keys *keys, const struct passphrase *passphrase,
			  uint8_t *master, struct error *err)
{
	int r = keys_open(keys, passphrase->bytes, passphrase->length, master, err);

	if (r == KEYS_WRONG_PASSPHRASE)
		return error_set(err, ERROR_LOCKED,
				 "wrong passphrase for this office; try again, or set another with the recovery code: "
				 "'evenkeel officer "
				 "init --recover'");
	return r ? -1 : office_open_keys(office, master, err);
}

int office_unlock(struct office *office, struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase passphrase = {0};
	struct keys keys;

	if (office_read_keys(office->dir, &keys, err) || session_passphrase(&passphrase, err))
		return -1;
	if (keys_have_flag(&keys, KEYS_TEST_KDF))
		client_say(_("this office was made for tests: its passphrase is easy to guess by trying"));
	uint8_t *master = secret_new(VAULT_MASTER_SIZE, NULL);
	int r = try_passphrase(office, &keys, &passphrase, master, err);
	sodium_free(master);
	return r;
}
