#include "keyring.h"

#include <string.h>

#include <sodium.h>

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

int keyring_lookup(struct passphrase *ret)
{
	static const char *const words[] = {"secret-tool", "lookup", "application", "evenkeel", NULL};
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
	if (keyring_lookup(ret) == 0)
		return 0;
	if (passphrase_make_room(ret, err) < 0)
		return -1;
	unsigned char *bytes = sodium_malloc(KEYRING_SECRET_SIZE / 2);
	if (bytes == NULL) {
		passphrase_free(ret);
		return error_set(err, ERROR_FAILED, "no memory for the keyring's secret");
	}
	randombytes_buf(bytes, KEYRING_SECRET_SIZE / 2);
	sodium_bin2hex(ret->bytes, KEYRING_SECRET_SIZE + 1, bytes, KEYRING_SECRET_SIZE / 2);
	ret->length = KEYRING_SECRET_SIZE;
	sodium_free(bytes);
	return 0;
}

int keyring_store(const struct passphrase *secret, struct error *err)
{
	static const char *const words[] = {"secret-tool", "store",    "--label=Evenkeel",
					    "application", "evenkeel", NULL};
	struct child child;
	int code = -1;
	if (child_start(&child, words) == 0) {
		int sent = child_write(&child, secret->bytes, secret->length);
		code = child_end(&child);
		code = sent < 0 && code == 0 ? -1 : code;
	}
	if (code == 0)
		return 0;
	return code == 127 ? error_set(err, ERROR_FAILED,
				       "there is no 'secret-tool' (package libsecret-tools); nothing was changed")
			   : error_set(err, ERROR_FAILED,
				       "the keyring did not take the secret (is it unlocked?); nothing was changed");
}

bool keyring_clear(void)
{
	static const char *const words[] = {"secret-tool", "clear", "application", "evenkeel", NULL};
	struct child child;
	return child_start(&child, words) == 0 && child_end(&child) == 0;
}
