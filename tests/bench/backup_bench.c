/*
 * How long the daemon keeps people waiting while its weekly backup is made: it is asked for its status again and again, from the moment
 * that the backup falls due until it is there. Usage: backup_bench DIR BUILD [--quick]
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "../../client/remote.h"
#include "store/bulk.h"

#define PASSPHRASE "a passphrase for measuring"

enum { PER_DAY = 20, ROUNDS = 5, CALM = 300, PATIENCE_MS = 60000, PATH = 512 };

static const char *root;
static char store_dir[PATH];

static void die(const char *what, const struct error *err)
{
	fprintf(stderr, "backup_bench: %s%s%s\n", what, err ? ": " : "", err ? err->message : "");
	exit(2);
}

static double now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* Up to now: the daemon is of today, too. */
static void checkin(uint64_t n, struct record *ret)
{
	*ret = (struct record){
		.kind = RECORD_ANSWERED,
		.wall_ms = INT64_C(1704096000000) + (int64_t)n * 1200000,
		.parts = 1,
		.group = (uint32_t)n + 1,
		.count = 1,
		.catalogue = 1,
		.prompt = {.answers = {{1, SCALE_M3, (int8_t)(n % 3)}},
			   .form = FORM_MOMENTARY,
			   .origin = ORIGIN_PROMPT},
	};
}

static pid_t start(const char *build)
{
	static char option[] = "--notify=log", store[] = "--store";
	char program[PATH];

	snprintf(program, sizeof(program), "%s/evenkeeld", build);
	char *const arguments[] = {program, option, store, store_dir, NULL};
	pid_t child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, 0);
		dup2(null, 1);
		dup2(null, 2);
		execv(program, arguments);
		_exit(127);
	}
	return child;
}

/* One status, start to end; -1 when nobody answers. */
static double ask(struct client *client)
{
	struct proto_status *status = mem_new(1, sizeof(*status));
	double begun = now_ms();
	bool up = remote_status(client, status);

	free(status);
	return up ? now_ms() - begun : -1;
}

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static bool backup_is_there(void)
{
	char path[PATH + 16];
	struct stat status;

	snprintf(path, sizeof(path), "%s/backup/keys", store_dir);
	return stat(path, &status) == 0;
}

static void drop_backup(void)
{
	char command[PATH + 32];

	snprintf(command, sizeof(command), "rm -rf '%s/backup'", store_dir);
	if (system(command))
		die(command, NULL);
}

struct waits {
	double longest_ms, made_ms;
	int asked;
};

/* Something was recorded elsewhere, after which the daemon looks to its backup. */
static double record(struct client *client)
{
	struct proto_message request = {.type = PROTO_RECORDED, .what = WHAT_CHECKIN};
	struct proto_message *reply = mem_new(1, sizeof(*reply));
	struct error err = {0};
	double begun = now_ms();

	if (remote_call(client, &request, reply, &err))
		die("the daemon", &err);
	free(reply);
	return now_ms() - begun;
}

static void note(struct waits *waits, double ms)
{
	waits->longest_ms = ms > waits->longest_ms ? ms : waits->longest_ms;
	waits->asked++;
}

static struct waits watch_backup(struct client *client)
{
	struct waits waits = {0};

	drop_backup();
	double begun = now_ms(), recorded = 0;
	for (int after = 0; after<20; after += waits.made_ms> 0) {
		/* Again, should the process of the round before just be ending. */
		if (waits.made_ms == 0 && now_ms() - recorded > 2000) {
			recorded = now_ms();
			note(&waits, record(client));
		}
		double ms = ask(client);
		if (ms < 0 || now_ms() - begun > PATIENCE_MS)
			die("no backup came, or the daemon went", NULL);
		note(&waits, ms);
		if (waits.made_ms == 0 && backup_is_there())
			waits.made_ms = now_ms() - recorded;
	}
	return waits;
}

static void measure(const char *build, const char *name, uint64_t rows)
{
	struct bulk bulk = {.dir = store_dir,
			    .passphrase = PASSPHRASE,
			    .flags = STORE_TEST_KDF,
			    .rows = rows,
			    .per_epoch = PER_DAY,
			    .record = checkin};
	struct client client = {.store_dir = store_dir};
	struct waits worst = {0}, calm = {0};
	struct error err = {0};

	snprintf(store_dir, sizeof(store_dir), "%.300s/%.50s", root, name);
	if (bulk_create(&bulk, &err) || paths_find(store_dir, &client.paths, &err))
		die(name, &err);
	pid_t daemon = start(build);
	for (int i = 0; i < 200 && ask(&client) < 0; i++)
		pause_ms(50);
	watch_backup(&client);
	for (int i = 0; i < CALM; i++)
		note(&calm, i % 60 ? ask(&client) : record(&client));
	for (int i = 0; i < ROUNDS; i++) {
		struct waits waits = watch_backup(&client);
		worst.longest_ms = waits.longest_ms > worst.longest_ms ? waits.longest_ms : worst.longest_ms;
		worst.made_ms = waits.made_ms > worst.made_ms ? waits.made_ms : worst.made_ms;
		worst.asked += waits.asked;
	}
	kill(daemon, SIGTERM);
	waitpid(daemon, NULL, 0);
	printf("weekly backup, %-8s longest wait %7.1f ms (of %d; without one %.1f ms), made within %.0f ms\n", name,
	       worst.longest_ms, worst.asked, calm.longest_ms, worst.made_ms);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	if (argc < 3 || sodium_init() < 0)
		return fprintf(stderr, "usage: backup_bench DIR BUILD [--quick]\n"), 2;
	bool quick = argc > 3 && strcmp(argv[3], "--quick") == 0;
	root = argv[1];
	measure(argv[2], "15k", quick ? 1500 : 15000);
	measure(argv[2], "75k", quick ? 3000 : 75000);
	return 0;
}
