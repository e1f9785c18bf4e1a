/* evenkeel keys rotate */
#include <stdio.h>
#include <string.h>

#include <evenkeel/backup.h>
#include <evenkeel/keys.h>
#include <evenkeel/rotate.h>

#include "keyring.h"
#include "keys_ways.h"
#include "page.h"
#include "recovery_code.h"
#include "term.h"
#include "words.h"

/* "4,212 records, none missing, mark 5c1e-77a0": what was noted down before counts no longer. */
static int say_mark(struct client *client, struct store *store, struct error *err)
{
	struct store_report report;
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_clear) struct text records = {0};
	if (store_read(store, NULL, NULL, &report, err) != 0)
		return -1;
	if (!report.healthy)
		return error_set(err, ERROR_DAMAGED, "the new keys count, and what was amiss before still is: %s",
				 report.findings[0].words);
	words_number(&records, (int64_t)report.records);
	text_appendf(&page.text,
		     dngettext("evenkeel", "%s record, none missing", "%s records, none missing",
			       (unsigned long)report.records),
		     text_string(&records));
	text_appendf(&page.text, _(", mark %s"), report.mark);
	text_append_char(&page.text, '\n');
	page_print(&page);
	return 0;
}

/* The pk of the key file in a directory of the store's; false: there is none, or it does not read. */
static bool read_pk(const struct client *client, const char *name, char *ret_dir, size_t size,
		    uint8_t ret_pk[static VAULT_KEY_SIZE])
{
	struct keys keys;
	snprintf(ret_dir, size, "%s%s%s", client->paths.store, *name ? "/" : "", name);
	if (keys_read(ret_dir, &keys, NULL) != 0)
		return false;
	memcpy(ret_pk, keys.pk, VAULT_KEY_SIZE);
	return true;
}

enum backup_state { BACKUP_NONE, BACKUP_OLD, BACKUP_CURRENT };

/* The weekly backup, wherever a change of it stopped, and whose keys it opens with. @ret_dir: where that is. */
static enum backup_state look_at_backup(const struct client *client, char *ret_dir, size_t size)
{
	static const char *const names[] = {BACKUP_DIRECTORY_OLD, BACKUP_DIRECTORY_NEW, BACKUP_DIRECTORY};
	uint8_t own[VAULT_KEY_SIZE], pk[VAULT_KEY_SIZE];
	bool have = false;
	if (!read_pk(client, "", ret_dir, size, own))
		return BACKUP_NONE;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		have = read_pk(client, names[i], ret_dir, size, pk);
		if (have && memcmp(pk, own, sizeof(pk)) != 0)
			return BACKUP_OLD;
	}
	return have ? BACKUP_CURRENT : BACKUP_NONE;
}

/* The keys are changed, whatever becomes of the backup: said aloud, and no failure. */
static void renew_backup(struct client *client, struct store *store)
{
	struct error why = {0};
	char dir[PATH_SIZE + 16];
	if (look_at_backup(client, dir, sizeof(dir)) == BACKUP_CURRENT)
		return;
	/* The rotation has tried it already; once more, to learn why not. */
	(void)(backup_is_kept(store) ? backup_renew(store, client->now, &why)
				     : backup_weekly(store, client->now, &why));
	enum backup_state state = look_at_backup(client, dir, sizeof(dir));
	if (state == BACKUP_CURRENT)
		return;
	if (why.kind == ERROR_NONE)
		error_set(&why, ERROR_FAILED, "there is no room for it, or another program writes just now");
	if (state == BACKUP_OLD)
		fprintf(stderr,
			_("evenkeel: the keys are new, but the backup of before is still there and opens with the old "
			  "ones: %s. Remove it with \"rm -r '%s'\", then make one anew with \"evenkeel backup "
			  "'%s/%s'\"\n"),
			why.message, dir, client->paths.store, BACKUP_DIRECTORY);
	else
		fprintf(stderr,
			_("evenkeel: the keys are new, but no backup could be made with them: %s. Make one with "
			  "\"evenkeel backup '%s/%s'\"\n"),
			why.message, client->paths.store, BACKUP_DIRECTORY);
}

/* The keyring's part. Its secret is drawn anew, too: somebody may have had the old one. */
struct keyring_part {
	bool on;
	struct keyring_item old;
	struct passphrase secret;
};

static void keyring_part_clear(struct keyring_part *part)
{
	passphrase_free(&part->secret);
}

static int begin_keyring(const struct client *client, const struct store *store, struct keyring_part *ret,
			 struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase old = {0};
	if (!store_has_keyring(store))
		return 0;
	ret->on = keyring_item(client->paths.store, &ret->old) && keyring_lookup(&ret->old, &old) == 0;
	if (ret->on)
		return keyring_secret(&ret->secret, err);
	client_say(_("the keyring has no secret of ours just now; it is off from here on"));
	return 0;
}

static void end_keyring(const struct client *client, struct store *store, const struct keyring_part *part)
{
	struct error why = {0};
	struct keyring_item item;
	if (!part->on)
		return;
	(void)keyring_clear(&part->old); /* it opens nothing any more */
	if (keyring_item(client->paths.store, &item) && keyring_store(&item, &part->secret, &why) == 0)
		return;
	(void)store_keyring_off(store, NULL);
	client_say(_("the keyring did not take the new secret; it is off from here on, and 'evenkeel keys keyring on' "
		     "tries again"));
}

static int rotate(struct client *client, const struct command_call *call, struct store *store,
		  const struct passphrase *passphrase, struct keyring_part *keyring, struct error *err)
{
	struct recovery_talk talk = {
		.client = client,
		.check = command_value(call, "no-recovery-check") == NULL && term_interactive(),
		.words = _("Your new recovery code. Write it down on paper, and destroy the old one: it opens nothing "
			   "once this is done. It is shown only this once:"),
	};
	struct rotate_order order = {
		.passphrase = passphrase->bytes,
		.length = passphrase->length,
		.keyring = keyring->on ? keyring->secret.bytes : NULL,
		.keyring_length = keyring->secret.length,
		.full = command_value(call, "full") != NULL,
		.now = client->now,
		.zone_min = (int16_t)(zone_offset_s(&client->zone, instant_floor_div(client->now.wall_ms, 1000)) / 60),
		.confirm = recovery_confirm,
		.context = &talk,
	};
	return keys_settle(store_rotate(store, &order, err), err);
}

static void say_done(const struct client *client, bool full)
{
	puts("");
	keys_say(client, full ? _("Everything is sealed anew. The passphrase stays the same; older keys, backups and "
				  "recovery codes open nothing of it.")
			      : _("The keys are new. The passphrase stays the same; an older key file or recovery "
				  "code opens nothing here any more."));
}

int keys_rotate(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	_cleanup_(passphrase_free) struct passphrase passphrase = {0};
	_cleanup_(keyring_part_clear) struct keyring_part keyring = {0};
	if (keys_open_store(client, &store, &passphrase, err) < 0 || begin_keyring(client, store, &keyring, err) < 0)
		return -1;
	bool had_backup = backup_is_kept(store);
	if (rotate(client, call, store, &passphrase, &keyring, err) < 0)
		return -1;
	say_done(client, command_value(call, "full") != NULL);
	end_keyring(client, store, &keyring);
	if (had_backup)
		renew_backup(client, store);
	return say_mark(client, store, err);
}
