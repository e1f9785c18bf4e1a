#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/backup.h>

#include "page.h"
#include "sure.h"

enum { PATIENCE_MS = 5000 };

static const struct command_option restore_options[] = {
	{"yes", NULL, N_("do not ask")},
	{NULL, NULL, NULL},
};

static void say(const struct client *client, const char *format, const char *name)
{
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_clear) struct text line = {0};

	text_appendf(&line, format, name);
	page_paragraph(&page, text_string(&line), "");
	page_print(&page);
}

static int backup(struct client *client, const char *dir, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;

	if (client_open(client, &store, err))
		return -1;
	return backup_make(store, dir, client->now, PATIENCE_MS, err) ? -1 : 0;
}

static int run_backup(struct client *client, const struct command_call *call)
{
	struct error err = {0};

	if (client_words(call, 1, 1, &err) || backup(client, call->words[0], &err))
		return client_fail(&err);
	say(client,
	    _("Copied to '%s'. It opens with your passphrase or the recovery code, and with nothing else. Put it back "
	      "with "
	      "'evenkeel restore'."),
	    call->words[0]);
	return 0;
}

static int restore(struct client *client, const struct command_call *call, struct error *err)
{
	const char *from = call->words[0];

	if (backup_check(client->paths.store, from, err) ||
	    sure_confirm(call,
			 _("Put this backup in the place of your store? What was recorded since is not in it; the "
			   "present store is kept aside."),
			 err))
		return -1;
	return backup_restore(client->paths.store, from, err);
}

static int run_restore(struct client *client, const struct command_call *call)
{
	struct error err = {0};

	if (client_words(call, 1, 1, &err) || restore(client, call, &err))
		return client_fail(&err);
	say(client,
	    _("Restored. 'evenkeel verify' now says that the seal is gone and records may be missing: that is meant to "
	      "be, "
	      "since a thief could put an old copy there, too. It was you, so accept it: 'evenkeel verify --accept'."),
	    "");
	if (backup_has_aside(client->paths.store))
		say(client,
		    _("Until then the store from before lies in '%s/before-restore'; 'evenkeel restore' with that "
		      "directory "
		      "brings it back."),
		    client->paths.store);
	return 0;
}

const struct command cmd_backup = {
	.name = "backup",
	.args = "DIR",
	.summary = N_("copy your store to another directory"),
	.help = N_(
		"Copies your answers, sealed as they are, the keys that your passphrase opens, and the "
		"questionnaires that you added. Needs no passphrase. A "
		"backup that is in DIR already is replaced. The daemon keeps a weekly one of its own, in the store's "
		"directory.\n"
		"\n"
		"  evenkeel backup ~/backup/evenkeel"),
	.run = run_backup,
};

const struct command cmd_restore = {
	.name = "restore",
	.args = "DIR",
	.summary = N_("put a backup in your store's place"),
	.help = N_("Puts the backup in DIR in the place of your store, which is kept aside. 'evenkeel verify' then "
		   "says that "
		   "the store is older, as it must; 'evenkeel verify --accept' says that it was you. Asks first; "
		   "--yes is for scripts.\n"
		   "\n"
		   "  evenkeel restore ~/backup/evenkeel\n"
		   "  evenkeel verify --accept"),
	.options = restore_options,
	.run = run_restore,
};
