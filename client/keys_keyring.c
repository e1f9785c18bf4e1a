/* evenkeel keys keyring on|off */
#include <stdio.h>
#include <string.h>

#include <evenkeel/rotate.h>

#include "keyring.h"
#include "keys_ways.h"

/* The slot comes first, since its item is found by it; without the item it goes again. */
static int store_item(struct client *client, struct store *store, const struct passphrase *secret, struct error *err)
{
	struct keyring_item item;
	int r = keyring_item(client->paths.store, &item)
			? keyring_store(&item, secret, err)
			: error_set(err, ERROR_FAILED, "the key file cannot be read just now");
	if (r < 0) {
		(void)store_keyring_off(store, NULL);
		return error_prefix(err, "%s", _("the keyring stays off"));
	}
	return 0;
}

static int keyring_on(struct client *client, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	_cleanup_(passphrase_free) struct passphrase passphrase = {0}, secret = {0};
	struct keyring_item old;
	if (keys_open_store(client, &store, &passphrase, err) < 0)
		return -1;
	bool had = keyring_item(client->paths.store, &old);
	if (keyring_secret(&secret, err) < 0 ||
	    keys_settle(store_keyring_on(store, passphrase.bytes, passphrase.length, secret.bytes, secret.length, err),
			err) < 0)
		return -1;
	if (had)
		(void)keyring_clear(&old); /* it opens nothing any more */
	if (store_item(client, store, &secret, err) < 0)
		return -1;
	keys_say(client,
		 _("The keyring opens your answers from now on, so you are not asked. So can every program that runs "
		   "in your session while the keyring is unlocked. Your passphrase and the recovery code work as "
		   "before. 'evenkeel keys keyring off' takes it back."));
	return 0;
}

static int keyring_off(struct client *client, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	struct keyring_item item;
	if (client_open(client, &store, err) != 0)
		return -1;
	if (!store_has_keyring(store)) {
		keys_say(client, _("The keyring is off already: only your passphrase and the recovery code open your "
				   "answers."));
		return 0;
	}
	bool had = keyring_item(client->paths.store, &item);
	if (keys_settle(store_keyring_off(store, err), err) < 0)
		return -1;
	if (had && !keyring_clear(&item))
		client_say(_("what lies in the keyring could not be taken out; it opens nothing any more"));
	keys_say(client, _("The keyring is off: only your passphrase and the recovery code open your answers."));
	return 0;
}

int keys_keyring(struct client *client, const struct command_call *call, struct error *err)
{
	if (client_words(call, 2, 2, err) < 0)
		return -1;
	if (strcmp(call->words[1], "on") == 0)
		return keyring_on(client, err);
	if (strcmp(call->words[1], "off") == 0)
		return keyring_off(client, err);
	return error_set(err, ERROR_USAGE, "'%s' is neither 'on' nor 'off'", call->words[1]);
}
