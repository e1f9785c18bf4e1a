#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/blur.h>
#include <evenkeel/ledger.h>
#include <evenkeel/mem.h>

#include "../aggregate/team.h"
#include "figures.h"
#include "roles_step.h"

static const char *const names[ROLES_STEPS] = {"lead", "assist", "finish", "countersign"};
static const char *const messages[] = {"request", "response", "notes", "result", "answer", "A.db", "B.db"};

const char *roles_step_name(enum roles_step step)
{
	return names[step];
}

void roles_path(const char *dir, const char *name, char ret[static PATH_SIZE])
{
	if (snprintf(ret, PATH_SIZE, "%s/%s", dir, name) >= PATH_SIZE)
		figures_die("a longer name than there is room for", NULL);
}

void roles_week_path(const char *dir, size_t count, uint64_t week, char ret[static PATH_SIZE])
{
	char name[64];

	snprintf(name, sizeof(name), "%zu/%" PRIu64, count, week);
	roles_path(dir, name, ret);
}

static void message_path(const char *dir, size_t count, const char *name, char ret[static PATH_SIZE])
{
	char both[64];

	snprintf(both, sizeof(both), "%zu/%s", count, name);
	roles_path(dir, both, ret);
}

void roles_forget(const char *dir, size_t count)
{
	char path[PATH_SIZE];

	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		message_path(dir, count, messages[i], path);
		unlink(path);
	}
}

static int open_message(const char *dir, size_t count, const char *name)
{
	char path[PATH_SIZE];

	message_path(dir, count, name, path);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		figures_die(path, NULL);
	return fd;
}

static int scratch(const char *dir)
{
	char path[PATH_SIZE];

	roles_path(dir, "scratch.XXXXXX", path);
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0 || unlink(path))
		figures_die(path, NULL);
	return fd;
}

/* A drop folder, week after week. */
struct folder {
	const char *dir;
	size_t count;
	uint64_t week, end;
	DIR *open;
	uint8_t bytes[DAP_ENVELOPE_SIZE + 1];
};

static const struct dirent *next_file(struct folder *folder)
{
	char path[PATH_SIZE];
	const struct dirent *entry;

	for (;;) {
		while (folder->open && (entry = readdir(folder->open)))
			if (entry->d_name[0] != '.')
				return entry;
		if (folder->open)
			closedir(folder->open);
		folder->open = NULL;
		if (folder->week == folder->end)
			return NULL;
		roles_week_path(folder->dir, folder->count, folder->week++, path);
		if (!(folder->open = opendir(path)))
			figures_die(path, NULL);
	}
}

static int folder_next(void *context, uint64_t *ret_week, struct hpke_bytes *ret)
{
	struct folder *folder = context;
	const struct dirent *entry = next_file(folder);

	if (!entry)
		return 1;
	int fd = openat(dirfd(folder->open), entry->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, folder->bytes, sizeof(folder->bytes));
	if (size < 0)
		figures_die(entry->d_name, NULL);
	close(fd);
	*ret_week = folder->week - 1;
	*ret = (struct hpke_bytes){folder->bytes, (size_t)size};
	return 0;
}

/* A party, with all that it has. */
struct side {
	const char *dir;
	size_t count;
	unsigned party;
	struct roles_keys keys;
	uint8_t *cohort_bytes;
	struct cohort cohort;
	struct dap_window window;
	struct ledger *ledger;
	struct ledger_session session;
	struct blur_source blur;
	struct folder folder;
	struct role_source source;
	struct role_party role;
	struct role_tally tally;
	struct error err;
};

static uint8_t *read_file(const char *dir, const char *name, size_t *ret_size)
{
	char path[PATH_SIZE];
	struct stat about;

	roles_path(dir, name, path);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &about))
		figures_die(path, NULL);
	uint8_t *bytes = mem_new((size_t)about.st_size, 1);
	if (read(fd, bytes, (size_t)about.st_size) != about.st_size)
		figures_die(path, NULL);
	close(fd);
	*ret_size = (size_t)about.st_size;
	return bytes;
}

static void expect(const struct side *side, int r, const char *what)
{
	if (r)
		figures_die(r > 0 && r < REFUSAL_COUNT_OF ? refusal_words((enum refusal)r) : what, &side->err);
}

static void draw(void *context, uint8_t *ret, size_t size)
{
	(void)context;
	randombytes_buf(ret, size);
}

static void open_ledger(struct side *side)
{
	struct ledger_party owner = {.party = side->party};
	struct ledger_task task;
	char path[PATH_SIZE];

	message_path(side->dir, side->count, side->party == PARTY_A ? "A.db" : "B.db", path);
	memcpy(owner.sign_key, side->cohort.sign[side->party], sizeof(owner.sign_key));
	ledger_task_of(&side->cohort, &task);
	if (access(path, F_OK) != 0)
		expect(side, ledger_create(path, &owner, &side->err), "a ledger");
	expect(side, ledger_open(&side->ledger, path, &owner, TEAM_START, &side->err), "a ledger");
	expect(side, ledger_add_task(side->ledger, &task, &side->err), "a task");
	side->session = (struct ledger_session){side->ledger, side->cohort.task.task_id,
						open_message(side->dir, side->count, "answer"), &side->err};
}

static void side_open(struct side *side)
{
	size_t size;
	uint8_t *keys _cleanup_free_ = read_file(side->dir, "keys", &size);

	memcpy(&side->keys, keys, sizeof(side->keys));
	side->cohort_bytes = read_file(side->dir, "cohort.ekc", &size);
	expect(side, cohort_decode((struct hpke_bytes){side->cohort_bytes, size}, &side->cohort), "a cohort");
	side->window = dap_window_of(TEAM_START, DAP_LONG_WEEKS);
	open_ledger(side);
	side->blur = (struct blur_source){.draw = draw};
	side->folder = (struct folder){
		.dir = side->dir, .count = side->count, .week = TEAM_START, .end = TEAM_START + DAP_LONG_WEEKS};
	side->source = (struct role_source){.context = &side->folder, .next = folder_next};
	side->role = (struct role_party){.cohort = &side->cohort,
					 .verify_key = side->keys.verify,
					 .pair = side->party == PARTY_A ? &side->keys.leader : &side->keys.helper,
					 .collector = side->party == PARTY_A ? &side->keys.collector : NULL,
					 .secret = side->keys.sign[side->party],
					 .ledger = ledger_role(&side->session),
					 .blur = {&side->blur, blur_add},
					 .scratch = {scratch(side->dir), scratch(side->dir)},
					 .err = &side->err};
}

static void lead(struct side *side)
{
	uint8_t random[LEAD_NOTES_HEAD];

	randombytes_buf(random, sizeof(random));
	expect(side,
	       role_lead(&side->role, side->window, &side->source, random,
			 open_message(side->dir, side->count, "notes"), open_message(side->dir, side->count, "request"),
			 &side->tally),
	       "lead");
}

static void assist(struct side *side)
{
	expect(side,
	       role_assist(&side->role, side->window, &side->source, open_message(side->dir, side->count, "request"),
			   open_message(side->dir, side->count, "response"), &side->tally),
	       "assist");
}

static void finish(struct side *side)
{
	_cleanup_(text_clear) struct text result = {0};
	struct role_result figures;

	expect(side,
	       role_finish(&side->role, side->window, open_message(side->dir, side->count, "request"),
			   open_message(side->dir, side->count, "response"),
			   open_message(side->dir, side->count, "notes"), &result, &figures, &side->tally),
	       "finish");
	expect(side,
	       figures.reports != side->count || figures.sums[CELL_ANSWERED] != (int64_t)side->count ||
		       pwrite(open_message(side->dir, side->count, "result"), result.bytes, result.length, 0) !=
			       (ssize_t)result.length,
	       "the result");
}

static void countersign(struct side *side)
{
	_cleanup_(text_clear) struct text result = {0}, message = {0};
	struct role_result figures;

	file_text(open_message(side->dir, side->count, "result"), &result);
	expect(side,
	       role_countersign(&side->role, side->window, open_message(side->dir, side->count, "response"),
				bytes_of_text(&result), &message, &figures),
	       "countersign");
}

static long peak_kib(void)
{
	FILE *file = fopen("/proc/self/status", "re");
	char line[256];
	long kib = -1;

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "VmHWM: %ld", &kib);
	if (file)
		fclose(file);
	return kib;
}

int roles_step_main(const char *dir, int step, size_t count)
{
	static void (*const steps[])(struct side * side) = {lead, assist, finish, countersign};
	struct side side = {
		.dir = dir, .count = count, .party = step == ROLES_LEAD || step == ROLES_FINISH ? PARTY_A : PARTY_B};
	struct took begun = figures_clocks();

	if (sodium_init() < 0 || step < 0 || step >= ROLES_STEPS)
		return 2;
	side_open(&side);
	steps[step](&side);
	ledger_free(side.ledger);
	mem_free(side.cohort_bytes);
	struct took took = figures_between(begun, figures_clocks());
	struct roles_took ret = {took.wall_ms, took.cpu_ms, peak_kib()};
	return write(STDOUT_FILENO, &ret, sizeof(ret)) == sizeof(ret) ? 0 : 2;
}
