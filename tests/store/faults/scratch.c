/* Directories for the fault tests, and what a store needs around it. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "../fixture.h"
#include "ledger.h"

static _Noreturn void give_up(const char *what)
{
	perror(what);
	abort();
}

/* Tens of thousands of little stores: on a disk their fsyncs would take the time. What is lost is simulated, not waited for. */
static const char *scratch_parent(void)
{
	static const char memory[] = "/dev/shm";
	const char *parent = getenv("TMPDIR");
	struct statvfs status;

	if (statvfs(memory, &status) == 0 && status.f_bavail * status.f_bsize > 256UL << 20 &&
	    access(memory, W_OK | X_OK) == 0)
		return memory;
	return parent && *parent ? parent : "/tmp";
}

void fault_directory(char *ret)
{
	snprintf(ret, FAULT_PATH, "%s/evenkeel-faults.XXXXXX", scratch_parent());
	if (!mkdtemp(ret))
		give_up(ret);
	/* As SQLite names what lies in it. */
	char *real = realpath(ret, NULL);
	if (!real)
		give_up(ret);
	snprintf(ret, FAULT_PATH, "%s", real);
	free(real);
}

void fault_path(char *ret, const char *dir, const char *name)
{
	if (snprintf(ret, FAULT_PATH, "%s/%s", dir, name) >= FAULT_PATH)
		abort();
}

void fault_remove(const char *dir)
{
	char path[FAULT_PATH];
	DIR *list = opendir(dir);

	for (struct dirent *entry; list && (entry = readdir(list));) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		fault_path(path, dir, entry->d_name);
		if (unlink(path))
			fault_remove(path);
	}
	if (list)
		closedir(list);
	rmdir(dir);
}

void fault_create(const char *dir)
{
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	if (store_create(dir, PASSPHRASE, strlen(PASSPHRASE), STORE_TEST_KDF, fixture_instant(START_MS), code, &err)) {
		fprintf(stderr, "store_create: %s\n", err.message);
		abort();
	}
}

struct store *fault_open(const char *dir)
{
	struct store *store = NULL;
	struct error err = {0};

	if (store_open(&store, dir, &err)) {
		fprintf(stderr, "store_open: %s\n", err.message);
		abort();
	}
	return store;
}

static void copy_file(const char *from, const char *to)
{
	static char bytes[1 << 16];
	struct stat status;
	ssize_t size;
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (in < 0 || out < 0 || fstat(in, &status))
		give_up(from);
	while ((size = read(in, bytes, sizeof(bytes))) > 0)
		if (write(out, bytes, (size_t)size) != size)
			give_up(to);
	futimens(out, (struct timespec[2]){status.st_atim, status.st_mtim});
	close(in);
	close(out);
}

void fault_copy(const char *from, const char *to)
{
	char source[FAULT_PATH], target[FAULT_PATH];
	struct stat status;
	DIR *list = opendir(from);

	fault_remove(to);
	if (!list || mkdir(to, 0700))
		give_up(to);
	for (struct dirent *entry; (entry = readdir(list));) {
		if (entry->d_name[0] == '.' || strstr(entry->d_name, "-shm"))
			continue;
		fault_path(source, from, entry->d_name);
		fault_path(target, to, entry->d_name);
		if (lstat(source, &status))
			give_up(source);
		if (S_ISDIR(status.st_mode))
			fault_copy(source, target);
		else
			copy_file(source, target);
	}
	closedir(list);
}

bool fault_is_long(void)
{
	return getenv("FAULTS_LONG") != NULL;
}

void fault_figure(const char *name, long value)
{
	printf("# figure %s %ld\n", name, value);
	fflush(stdout);
}
