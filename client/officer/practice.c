#include "practice.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/rng.h>

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ENDING_SIGNALS = sizeof(ending_signals) / sizeof(*ending_signals), OPEN_FILES = 16 };
static sigset_t mask_before;

/* Blocked they wait. What is ignored (nohup) stays ignored. */
static void hold_signals(void)
{
	struct sigaction before;
	sigset_t set;

	sigemptyset(&set);
	for (int i = 0; i < ENDING_SIGNALS; i++) {
		sigaction(ending_signals[i], NULL, &before);
		if (before.sa_handler != SIG_IGN)
			sigaddset(&set, ending_signals[i]);
	}
	sigprocmask(SIG_BLOCK, &set, &mask_before);
}

bool practice_interrupted(void)
{
	sigset_t waiting;

	sigpending(&waiting);
	for (int i = 0; i < ENDING_SIGNALS; i++)
		if (sigismember(&waiting, ending_signals[i]) && !sigismember(&mask_before, ending_signals[i]))
			return true;
	return false;
}

static bool is_empty(const char *path)
{
	DIR *stream = opendir(path);
	bool empty = stream != NULL;
	struct dirent *entry;

	while (empty && (entry = readdir(stream)))
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	if (stream)
		closedir(stream);
	return empty;
}

/* Whole, since an office notes its folders so. */
static int make_kept(const char *keep, struct practice_folder *ret, struct error *err)
{
	struct stat about;

	if (lstat(keep, &about) == 0 && !is_empty(keep))
		return error_set(err, ERROR_FAILED, "'%s' is there and not empty; name a new folder", keep);
	if (paths_make_private(keep, err))
		return -1;
	char *whole = realpath(keep, NULL);
	int length = snprintf(ret->path, sizeof(ret->path), "%s", whole ? whole : "");
	free(whole);
	if (length <= 0 || length >= (int)sizeof(ret->path))
		return error_set(err, ERROR_FAILED, "cannot use the folder '%s'", keep);
	ret->made = true;
	return 0;
}

static int make_own(struct practice_folder *ret, struct error *err)
{
	const char *place = getenv("TMPDIR");
	int length =
		snprintf(ret->path, sizeof(ret->path), "%s/evenkeel-practice.XXXXXX", place && *place ? place : "/tmp");

	if (length >= (int)sizeof(ret->path) || !mkdtemp(ret->path))
		return error_set(err, ERROR_FAILED, "cannot make a temporary folder in '%s': %s",
				 place && *place ? place : "/tmp", strerror(errno));
	ret->made = true;
	return 0;
}

int practice_folder_begin(const char *keep, struct practice_folder *ret, struct error *err)
{
	*ret = (struct practice_folder){0};
	hold_signals();
	int r = keep ? make_kept(keep, ret, err) : make_own(ret, err);
	if (r)
		sigprocmask(SIG_SETMASK, &mask_before, NULL);
	return r;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
	(void)about;
	(void)type;
	(void)place;
	return remove(path) && errno != ENOENT ? -1 : 0;
}

int practice_folder_end(struct practice_folder *folder, bool keep, struct error *err)
{
	int r = 0;

	if (folder->made && !keep && nftw(folder->path, remove_one, OPEN_FILES, FTW_DEPTH | FTW_PHYS))
		r = error_set(err, ERROR_FAILED, "cannot remove '%s': %s; nothing in it is anybody's", folder->path,
			      strerror(errno));
	folder->made = false;
	sigprocmask(SIG_SETMASK, &mask_before, NULL);
	return r;
}

static struct rng chance;
static uint64_t chance_seed;

static const char *chance_name(void)
{
	return "evenkeel practice";
}

static uint32_t chance_number(void)
{
	return (uint32_t)(rng_next(&chance) >> 32);
}

static void chance_fill(void *const ret, const size_t size)
{
	uint8_t *bytes = ret;

	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(rng_next(&chance) >> 32);
}

static struct randombytes_implementation repeatable = {
	.implementation_name = chance_name, .random = chance_number, .buf = chance_fill};

void practice_random_begin(uint64_t seed)
{
	chance_seed = seed;
	practice_random_step(0);
	randombytes_set_implementation(&repeatable);
}

void practice_random_step(uint64_t stream)
{
	/* Apart from the company's own streams. */
	chance = rng_stream(~chance_seed, stream);
}

void practice_random_end(void)
{
	randombytes_set_implementation(&randombytes_sysrandom_implementation);
}
