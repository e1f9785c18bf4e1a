#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/os.h>

/* The leak checker attaches to its own process, which must not be undumpable then. */
#if defined(__SANITIZE_ADDRESS__)
#define DUMPABLE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DUMPABLE 1
#endif
#endif
#ifndef DUMPABLE
#define DUMPABLE 0
#endif

void process_harden(void)
{
	const struct rlimit none = {0, 0};

	prctl(PR_SET_DUMPABLE, DUMPABLE, 0, 0, 0);
	setrlimit(RLIMIT_CORE, &none);
	umask(077);
}

/* A small file whole, as a string; "" where it is not there. */
static void read_file(const char *path, char *ret, size_t size)
{
	size_t length = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && length < size - 1) {
		ssize_t got = read(fd, ret + length, size - 1 - length);
		if (got <= 0)
			break;
		length += (size_t)got;
	}
	if (fd >= 0)
		close(fd);
	ret[length] = '\0';
}

/* The number behind "NAME:" at a line's start; 0 if there is none. */
static uint64_t number_of(const char *content, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = content; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, length) && line[length] == ':')
			return strtoull(line + length + 1, NULL, 10);
	}
	return 0;
}

static uint64_t cpu_ms(void)
{
	struct rusage usage = {0};

	getrusage(RUSAGE_SELF, &usage);
	return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
	       (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

struct process_figures process_figures(void)
{
	struct process_figures figures = {0};
	char content[4096];

	read_file("/proc/self/smaps_rollup", content, sizeof(content));
	figures.pss_kib = (uint32_t)number_of(content, "Pss");
	figures.uss_kib = (uint32_t)(number_of(content, "Private_Clean") + number_of(content, "Private_Dirty"));
	read_file("/proc/self/status", content, sizeof(content));
	figures.threads = (uint32_t)number_of(content, "Threads");
	figures.wakeups = number_of(content, "voluntary_ctxt_switches");
	/* Without /proc all are zeros: half a measurement would be taken for a whole one. */
	if (content[0])
		figures.cpu_ms = cpu_ms();
	return figures;
}

/* @name in the directory of @program; false if it is not there or cannot be run. */
static bool beside(const char *program, const char *name, char *ret, size_t ret_size)
{
	const char *slash = strrchr(program, '/');
	int directory = slash ? (int)(slash - program) : 0;

	if (!slash || (size_t)snprintf(ret, ret_size, "%.*s/%s", directory, program, name) >= ret_size)
		return false;
	return access(ret, X_OK) == 0;
}

int process_helper(const char *name, char *ret, size_t ret_size, struct error *err)
{
	char running[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", running, sizeof(running) - 1);

	if (length > 0) {
		running[length] = '\0';
		if (beside(running, name, ret, ret_size))
			return 0;
	} else {
		/* As the program was called; relative paths hold as long as nobody has changed the directory. */
		const char *called = (const char *)getauxval(AT_EXECFN);
		if (called && beside(called, name, ret, ret_size))
			return 0;
	}
	if ((size_t)snprintf(ret, ret_size, "%s/%s", LIBEXECDIR, name) < ret_size && access(ret, X_OK) == 0)
		return 0;
	if (ret_size)
		ret[0] = '\0';
	return error_set(err, ERROR_FAILED, "cannot find the program '%s'; it belongs into '%s'", name, LIBEXECDIR);
}
