#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <evenkeel/demo.h>

#include "command.h"
#include "page.h"
#include "unfinished.h"
#include "words.h"

#define WEEKS 26

static const struct command_option options[] = {
	{"weeks", "N", N_("how many weeks, 1 to 520; without it 26")},
	{"seed", "N", N_("another made-up agent; the same seed makes the same one")},
	{NULL, NULL, NULL},
};

/* 0: nobody runs on this store; it stays so for as long as *@ret_fd (-1: no lock file) is open. */
static int keep_daemon_out(const char *dir, int *ret_fd, struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};

	text_appendf(&path, "%s/daemon.lock", dir);
	*ret_fd = open(text_string(&path), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (*ret_fd >= 0 && flock(*ret_fd, LOCK_EX | LOCK_NB) != 0) {
		close(*ret_fd);
		return error_set(err, ERROR_FAILED, "a daemon runs on the demo store '%s'; stop it first", dir);
	}
	return 0;
}

/* The keys go first: what is left of an interrupted removal is no store. */
static const char *const files[] = {"keys",
				    "keys.bak",
				    "keys.new",
				    "keys.tmp",
				    "keys.bak.tmp",
				    "seal",
				    "store.db",
				    "store.db-wal",
				    "store.db-shm",
				    "store.db.new",
				    "store.db.new-wal",
				    "store.db.new-shm",
				    "write.lock",
				    "store.db.new-journal",
				    "daemon.lock"};

static int remove_files(const char *dir, struct error *err)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		_cleanup_(text_clear) struct text path = {0};
		text_appendf(&path, "%s/%s", dir, files[i]);
		if (unlink(text_string(&path)) != 0 && errno != ENOENT)
			return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", text_string(&path),
					 strerror(errno));
	}
	return 0;
}

/* Only a demo store gives way to another; a person's own is never touched. */
static int make_room(const char *dir, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	int lock, outcome = store_open(&store, dir, err);

	if (outcome == STORE_EMPTY)
		return 0;
	if (outcome != 0)
		return error_prefix(err, _("'%s' is left as it is"), dir);
	if (!store_is_demo(store))
		return error_set(err, ERROR_FAILED,
				 "'%s' holds somebody's own store; the demo goes elsewhere: --store DIR", dir);
	store = store_free(store);
	if (keep_daemon_out(dir, &lock, err) != 0)
		return -1;
	outcome = remove_files(dir, err);
	if (lock >= 0)
		close(lock);
	return outcome;
}

/* Half a demo would look like a whole one of fewer weeks: stopped with ^C it leaves none. */
static void leave_no_half(const char *dir)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		_cleanup_(text_clear) struct text path = {0};
		text_appendf(&path, "%s/%s", dir, files[i]);
		unfinished_add(text_string(&path));
	}
	unfinished_add(dir);
}

static int append(struct store *store, const struct client *client, const struct record *records, size_t count,
		  struct error *err)
{
	const struct record *last = &records[count - 1];
	struct instant then = {.wall_ms = last->wall_ms, .boot_ms = client->now.boot_ms};
	int outcome = store_append(store, records, count, then, last->zone_min, 5000, err);

	if (outcome == STORE_BUSY)
		return error_set(err, ERROR_FAILED, "another process writes to the demo store just now; try again");
	return outcome;
}

/* A day is one transaction, in order of time. */
static int fill(struct store *store, const struct client *client, struct demo *demo, int64_t *ret_count,
		struct error *err)
{
	struct record records[DEMO_DAY_RECORDS];
	size_t count;

	*ret_count = 0;
	while ((count = demo_next(demo, records)) > 0) {
		if (append(store, client, records, count, err) != 0)
			return -1;
		*ret_count += (int64_t)count;
	}
	return 0;
}

static int create(const struct client *client, const char *dir, int weeks, uint64_t seed, int64_t *ret_count,
		  struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	char code[RECOVERY_CODE_SIZE];
	struct demo demo;

	demo_init(&demo, seed, weeks, client->now.wall_ms, &client->zone);
	struct instant begin = {.wall_ms = zone_wall_s(&client->zone, demo.first, 0) * 1000,
				.boot_ms = client->now.boot_ms};
	if (store_create(dir, "demo", 4, STORE_DEMO, begin, code, err) != 0)
		return -1;
	explicit_bzero(code, sizeof code);
	if (store_open(&store, dir, err) != 0)
		return -1;
	return fill(store, client, &demo, ret_count, err);
}

static void hint(const struct client *client, const char *dir, long weeks, int64_t count)
{
	static const char *const commands_to_see[] = {"trends", "causes", "tips", "history"};
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_clear) struct text number = {0}, line = {0};

	words_number(&number, count);
	text_appendf(&line,
		     dngettext("evenkeel", "%ld week of a made-up agent: %s records in '%s'.",
			       "%ld weeks of a made-up agent: %s records in '%s'.", (unsigned long)weeks),
		     weeks, text_string(&number), dir);
	page_paragraph(&page, text_string(&line), "");
	page_paragraph(&page, _("It opens by itself; its passphrase is \"demo\". Have a look:"), "");
	for (size_t i = 0; i < sizeof commands_to_see / sizeof *commands_to_see; i++)
		text_appendf(&page.text, "  evenkeel --store '%s' %s\n", dir, commands_to_see[i]);
	page_print(&page);
}

static int run(struct client *client, const struct command_call *call)
{
	const char *dir = client->store_dir ? client->paths.store : client->paths.demo_store;
	const char *weeks_word = command_value(call, "weeks"), *seed_word = command_value(call, "seed");
	struct error err = {0};
	long weeks = WEEKS, seed = 1;
	int64_t count;

	if (client_words(call, 0, 0, &err) != 0 ||
	    (weeks_word && client_number(weeks_word, "--weeks", 1, DEMO_WEEKS_MAX, &weeks, &err) != 0) ||
	    (seed_word && client_number(seed_word, "--seed", 0, LONG_MAX, &seed, &err) != 0))
		return client_fail(&err);
	if (make_room(dir, &err) != 0)
		return client_fail(&err);
	leave_no_half(dir);
	int made = create(client, dir, (int)weeks, (uint64_t)seed, &count, &err);
	unfinished_end();
	if (made != 0)
		return client_fail(&err);
	hint(client, dir, weeks, count);
	return ERROR_NONE;
}

const struct command cmd_demo = {
	.name = "demo",
	.summary = N_("fill a separate demo store, to look around"),
	.help = N_("Makes a store of its own with the weeks of a made-up agent: check-ins and the lack of them, "
		   "breaks, reviews, rated "
		   "tips. Your own store is never touched, and every command says when it shows the demo. Made again, "
		   "it replaces "
		   "the demo before it.\n"
		   "\n"
		   "  evenkeel demo --weeks 12\n"
		   "  evenkeel --store ~/look demo"),
	.options = options,
	.run = run,
};
