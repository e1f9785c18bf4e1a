#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>

#include "keyring.h"
#include "last.h"
#include "page.h"
#include "remote.h"
#include "service.h"
#include "stop.h"
#include "sure.h"

enum { DAEMON_WAIT_MS = 5000, STEP_MS = 50 };

static const struct command_option options[] = {
	{"yes", NULL, N_("do not ask")},
	{NULL, NULL, NULL},
};

/* The usual place, without --store: there the directory and the daemon's notes are this store's alone. */
static bool is_usual(const struct client *client)
{
	struct paths usual;

	return paths_find(NULL, &usual, NULL) == 0 && strcmp(usual.store, client->paths.store) == 0;
}

/* The daemon looks for its store at each request, and ends when it is gone. */
static void wake_daemon(void *context)
{
	struct client *client = context;
	struct proto_status *status = mem_new(1, sizeof(*status));

	(void)remote_status(client, status);
	free(status);
}

static bool daemon_holds(const struct client *client)
{
	char path[PATH_SIZE + 16];

	snprintf(path, sizeof(path), "%s/daemon.lock", client->paths.store);
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	bool held = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
	close(fd);
	return held;
}

/* What the daemon noted for itself: when to ask next; nothing of what was answered. */
static int erase_notes(const struct client *client, struct error *err)
{
	char path[PATH_SIZE + 16];

	last_forget(&client->paths);
	stop_forget_all(client);
	if (!is_usual(client))
		return 0;
	snprintf(path, sizeof(path), "%s.new", client->paths.schedule);
	if (erase_file(path, err) || erase_file(client->paths.schedule, err))
		return -1;
	(void)rmdir(client->paths.socket_dir);
	(void)rmdir(client->paths.state);
	return 0;
}

static void end_daemon(void *context)
{
	struct client *client = context;
	struct timespec step = {.tv_nsec = STEP_MS * 1000000L};
	struct error err = {0};

	if (!daemon_holds(client))
		return;
	wake_daemon(client);
	for (int waited_ms = 0; waited_ms < DAEMON_WAIT_MS && daemon_holds(client); waited_ms += STEP_MS)
		nanosleep(&step, NULL);
	if (!daemon_holds(client))
		return;
	error_set(&err, ERROR_FAILED, "the daemon still runs; stop it with '%s'", SERVICE_DISABLE);
	client_fail(&err);
}

/* While the store can still be seen, so that an interrupted one begins again here. */
static void before_rest(void *context)
{
	end_daemon(context);
	(void)erase_notes(context, NULL);
}

static void say_how_to_end(const struct client *client, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	char path[PATH_SIZE];
	bool there;

	if (autostart_find(&client->paths, path, &there, NULL) == 0 && there)
		text_appendf(&words,
			     _("Your settings stay. So that the daemon does not start any more, remove the file '%s'."),
			     path);
	else
		text_appendf(&words, _("Your settings stay. So that the daemon does not start any more: '%s'."),
			     SERVICE_DISABLE);
	page_paragraph(page, text_string(&words), "");
}

static void say_done(const struct client *client)
{
	struct page page = {.color = client->color, .columns = client->columns};

	page_paragraph(&page, _("Forgotten. Your answers and their keys are gone from this computer."), "");
	page_paragraph(
		&page,
		_("What may be left: a disk can keep remnants for a while, and backups that you made yourself are "
		  "still there. Such remnants open with an old 'keys' file and its passphrase, or with the "
		  "recovery code: destroy the paper with the code, too."),
		"");
	say_how_to_end(client, &page);
	page_print(&page);
}

/*
 * The secrets that open the store beside the passphrase, of each key file that is about to go. First of all: once the keys are gone, nobody
 * knows which items were theirs, and without them the passphrase still opens what an interruption leaves.
 */
static void forget_keyring(const struct client *client)
{
	static const char *const places[] = {"", "/" BACKUP_DIRECTORY, "/" BACKUP_DIRECTORY_NEW,
					     "/" BACKUP_DIRECTORY_OLD, "/" BACKUP_ASIDE};

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		char dir[PATH_SIZE + 32];
		struct keyring_item item;
		snprintf(dir, sizeof(dir), "%s%s", client->paths.store, places[i]);
		if (keyring_item(dir, &item) && !keyring_clear(&item))
			client_say(
				_("what lies in the keyring could not be taken out; remove the item 'Evenkeel' there "
				  "by hand"));
	}
}

static int forget(struct client *client, const struct command_call *call, struct error *err)
{
	struct erase_all how = {.whole_directory = is_usual(client), .before_rest = before_rest, .context = client};

	if (client_words(call, 0, 0, err))
		return -1;
	int r = erase_look(client->paths.store, err);
	if (r == STORE_EMPTY)
		return error_set(err, ERROR_FAILED, "there is no store in '%s'; nothing was changed",
				 client->paths.store);
	if (r || sure_typed(call,
			    _("This takes away all your answers and the keys to them. Nobody can bring them back, you "
			      "neither. To go on, type: forget\n>"),
			    "forget", err))
		return -1;
	forget_keyring(client);
	if (erase_store(client->paths.store, &how, err) || erase_notes(client, err))
		return -1;
	return 0;
}

static int run(struct client *client, const struct command_call *call)
{
	struct error err = {0};

	if (forget(client, call, &err))
		return client_fail(&err);
	say_done(client);
	return 0;
}

const struct command cmd_forget = {
	.name = "forget",
	.summary = N_("take away everything: answers, keys, backups kept here"),
	.help = N_("Overwrites and removes the keys, then everything else that Evenkeel keeps of you on this computer "
		   "but the "
		   "settings. Needs no passphrase. A running daemon ends by itself. Asks you to type a word; --yes is "
		   "for scripts.\n"
		   "\n"
		   "  evenkeel forget"),
	.options = options,
	.mends_settings = true,
	.run = run,
};
