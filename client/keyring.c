#include "keyring.h"

#include <string.h>

#include <sodium.h>

#include <evenkeel/secret.h>
#include <evenkeel/keys.h>

#include "child.h"

static bool is_secret(const char *bytes, size_t length)
{
	if (length != KEYRING_SECRET_SIZE)
		return false;
	for (size_t i = 0; i < length; i++)
		if (strchr("0123456789abcdef", bytes[i]) == NULL || bytes[i] == '\0')
			return false;
	return true;
}

bool keyring_item(const char *dir, struct keyring_item *ret)
{
	static const uint8_t label[] = "evenkeel keyring item v1";
	uint8_t hash[sizeof(ret->slot) / 2];
	struct keys keys;

	if (sodium_init() < 0 || keys_read(dir, &keys, NULL) != 0)
		return false;
	for (unsigned i = 0; i < keys.slot_count; i++) {
		const struct keys_slot *slot = &keys.slots[i];
		if (slot->type != KEYS_KEYRING)
			continue;
		crypto_generichash(hash, sizeof(hash), label, sizeof(label) - 1, slot->salt, sizeof(slot->salt));
		sodium_bin2hex(ret->slot, sizeof(ret->slot), hash, sizeof(hash));
		return true;
	}
	return false;
}

int keyring_lookup(const struct keyring_item *item, struct passphrase *ret)
{
	const char *const words[] = {"secret-tool", "lookup", "application", "evenkeel", "slot", item->slot, NULL};
	struct child child;
	if (passphrase_make_room(ret, NULL) < 0)
		return -1;
	ssize_t length = -1;
	int code = -1;
	if (child_start(&child, words) == 0) {
		length = child_read(&child, ret->bytes, KEYRING_SECRET_SIZE + 1);
		code = child_end(&child);
	}
	if (length == KEYRING_SECRET_SIZE + 1 && ret->bytes[KEYRING_SECRET_SIZE] == '\n')
		length--;
	if (code != 0 || length < 0 || !is_secret(ret->bytes, (size_t)length)) {
		passphrase_free(ret);
		return -1;
	}
	ret->length = (size_t)length;
	return 0;
}

int keyring_secret(struct passphrase *ret, struct error *err)
{
	if (passphrase_make_room(ret, err) < 0)
		return -1;
	unsigned char *bytes = secret_new(KEYRING_SECRET_SIZE / 2, NULL);
	randombytes_buf(bytes, KEYRING_SECRET_SIZE / 2);
	sodium_bin2hex(ret->bytes, KEYRING_SECRET_SIZE + 1, bytes, KEYRING_SECRET_SIZE / 2);
	ret->length = KEYRING_SECRET_SIZE;
	sodium_free(bytes);
	return 0;
}

int keyring_store(const struct keyring_item *item, const struct passphrase *secret, struct error *err)
{
	const char *const words[] = {"secret-tool", "store", "--label=Evenkeel", "application",
				     "evenkeel",    "slot",  item->slot,         NULL};
	struct child child;
	int code = -1;
	if (child_start(&child, words) == 0) {
		int sent = child_write(&child, secret->bytes, secret->length);
		code = child_end(&child);
		code = sent < 0 && code == 0 ? -1 : code;
	}
	if (code == 0)
		return 0;
	return code == 127 ? error_set(err, ERROR_FAILED, "there is no 'secret-tool' (package libsecret-tools)")
			   : error_set(err, ERROR_FAILED, "the keyring did not take the secret (is it unlocked?)");
}

bool keyring_clear(const struct keyring_item *item)
{
	const char *const words[] = {"secret-tool", "clear", "application", "evenkeel", "slot", item->slot, NULL};
	struct child child;
	return child_start(&child, words) == 0 && child_end(&child) == 0;
}
