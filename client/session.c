/* client_open, client_unlock and client_new_passphrase of command.h: the store, opened the way that all commands open it. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "command.h"
#include "keyring.h"
#include "session.h"

enum { STORE_PATIENCE_MS = 5000 };

int client_open(struct client *client, struct store **ret, struct error *err)
{
	int outcome = client_open_within(client, ret, STORE_PATIENCE_MS, err);
	return outcome == STORE_BUSY ? -1 : outcome;
}

int client_open_within(struct client *client, struct store **ret, int wait_ms, struct error *err)
{
	int outcome = store_open_within(ret, client->paths.store, wait_ms, err);
	if (outcome == STORE_EMPTY)
		return error_set(err, ERROR_FAILED, "no store yet; run 'evenkeel setup'");
	if (outcome == 0 && store_is_demo(*ret))
		client_say(_("this is a demo: a made-up agent's answers"));
	return outcome;
}

int session_passphrase(struct passphrase *ret, struct error *err)
{
	int outcome = passphrase_from_environment(ret, err);
	return outcome == PASSPHRASE_NO_SOURCE ? passphrase_ask(_("Passphrase: "), ret, err) : outcome;
}

/* Where the keyring has nothing that fits, the passphrase is asked for as ever. */
static bool keyring_opens(const struct client *client, struct store *store)
{
	_cleanup_(passphrase_free) struct passphrase secret = {0};
	struct keyring_item item;
	return keyring_item(client->paths.store, &item) && keyring_lookup(&item, &secret) == 0 &&
	       store_unlock_keyring(store, secret.bytes, secret.length, NULL) == 0;
}

int session_open_with(struct store *store, const struct passphrase *passphrase, struct error *err)
{
	int outcome = store_unlock(store, passphrase->bytes, passphrase->length, err);
	if (outcome == STORE_WRONG_KEY)
		error_set(err, ERROR_LOCKED,
			  "wrong passphrase for this store; try again, or set another with the recovery code: "
			  "'evenkeel keys recover'");
	return outcome;
}

/* @ret: the one that opened it, NULL where the caller does not need it; only then is the keyring a help. */
static int unlock_unasked(const struct client *client, struct store *store, struct passphrase *ret, struct error *err)
{
	char demo[] = "demo";
	_cleanup_(passphrase_free) struct passphrase given = {0};
	/* A demo opens by itself; a passphrase given for another store is not for this one. */
	if (store_is_demo(store))
		return session_open_with(store, &(struct passphrase){demo, 4}, err);
	int outcome = passphrase_from_environment(ret != NULL ? ret : &given, err);
	if (outcome == 0)
		return session_open_with(store, ret != NULL ? ret : &given, err);
	return outcome == PASSPHRASE_NO_SOURCE && ret == NULL && keyring_opens(client, store) ? 0 : outcome;
}

int session_open_unasked(const struct client *client, struct store *store, struct error *err)
{
	int outcome = unlock_unasked(client, store, NULL, err);
	return outcome == STORE_WRONG_KEY ? -1 : outcome;
}

static int try_to_unlock(const struct client *client, struct store *store, struct passphrase *ret, bool wanted,
			 struct error *err)
{
	int outcome = unlock_unasked(client, store, wanted ? ret : NULL, err);
	if (outcome != PASSPHRASE_NO_SOURCE)
		return outcome;
	outcome = passphrase_ask(_("Passphrase: "), ret, err);
	return outcome == 0 ? session_open_with(store, ret, err) : outcome;
}

int client_unlock_with(struct client *client, struct store **ret, struct passphrase *ret_passphrase, struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase passphrase = {0};
	struct store *store = NULL;
	if (client_open(client, &store, err) != 0)
		return -1;
	if (try_to_unlock(client, store, &passphrase, ret_passphrase != NULL, err) != 0) {
		store_free(store);
		return -1;
	}
	if (store_is_test_kdf(store) && !store_is_demo(store))
		client_say(_("this store was made for tests: its passphrase is easy to guess by trying"));
	*ret = store;
	if (ret_passphrase != NULL) {
		*ret_passphrase = passphrase;
		passphrase = (struct passphrase){0};
	}
	return 0;
}

int client_unlock(struct client *client, struct store **ret, struct error *err)
{
	return client_unlock_with(client, ret, NULL, err);
}

/* Typed twice, since nobody can see what is typed. */
static int ask_twice(struct passphrase *ret, struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase again = {0};
	if (passphrase_ask(_("New passphrase: "), ret, err) < 0)
		return -1;
	if (passphrase_ask(_("Once more: "), &again, err) < 0)
		return -1;
	if (again.length != ret->length || sodium_memcmp(again.bytes, ret->bytes, ret->length) != 0)
		return error_set(err, ERROR_LOCKED, "the two passphrases differ; nothing was changed");
	return 0;
}

int session_new_passphrase(int fd, bool environment, struct passphrase *ret, struct error *err)
{
	int outcome = fd >= 0       ? passphrase_from_fd(fd, ret, err)
		      : environment ? passphrase_from_environment(ret, err)
				    : PASSPHRASE_NO_SOURCE;
	if (outcome == PASSPHRASE_NO_SOURCE)
		outcome = ask_twice(ret, err);
	if (outcome < 0)
		passphrase_free(ret);
	return outcome;
}

int client_new_passphrase(int fd, char **ret, size_t *ret_length, struct error *err)
{
	struct passphrase passphrase = {0};
	if (session_new_passphrase(fd, true, &passphrase, err) < 0)
		return -1;
	*ret = passphrase.bytes;
	*ret_length = passphrase.length;
	return 0;
}

void client_forget(char *passphrase, size_t length)
{
	struct passphrase gone = {passphrase, length};
	passphrase_free(&gone);
}
