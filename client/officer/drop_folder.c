#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/error.h>
#include <evenkeel/mem.h>

#include "drop_folder.h"

static const char suffix[] = ".ekr";
enum { HEX_SIZE = 2 * DROP_NAME_SIZE, FILE_NAME_SIZE = HEX_SIZE + sizeof(suffix) };

/* One way to write a name, so that each is found again. */
static bool parse_name(const char *name, uint8_t ret[static DROP_NAME_SIZE])
{
	if (strlen(name) != FILE_NAME_SIZE - 1 || strspn(name, "0123456789abcdef") != HEX_SIZE ||
	    strcmp(name + HEX_SIZE, suffix) != 0)
		return false;
	return sodium_hex2bin(ret, DROP_NAME_SIZE, name, HEX_SIZE, NULL, NULL, NULL) == 0;
}

static void write_name(const uint8_t name[static DROP_NAME_SIZE], char ret[static FILE_NAME_SIZE])
{
	sodium_bin2hex(ret, HEX_SIZE + 1, name, DROP_NAME_SIZE);
	memcpy(ret + HEX_SIZE, suffix, sizeof(suffix));
}

static int compare(const void *one, const void *other)
{
	return memcmp(one, other, DROP_NAME_SIZE);
}

static void take(struct drop_folder *folder, const char *name)
{
	uint8_t bytes[DROP_NAME_SIZE];

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return;
	if (!parse_name(name, bytes)) {
		folder->others++;
		return;
	}
	if (folder->count == folder->room) {
		folder->room = folder->room ? folder->room * 2 : 64;
		folder->names = mem_grow(folder->names, folder->room, DROP_NAME_SIZE);
	}
	memcpy(folder->names[folder->count++], bytes, DROP_NAME_SIZE);
}

static int cannot_read(const struct drop_folder *folder, struct error *err)
{
	return error_set(err, ERROR_FAILED, "cannot read the drop folder '%s': %s", folder->path, strerror(errno));
}

static int list_week(struct drop_folder *folder, int fd, struct error *err)
{
	const struct dirent *entry;
	/* Its own place in the directory: the descriptor stays for the files. */
	int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = own < 0 ? NULL : fdopendir(own);

	if (!directory) {
		cannot_read(folder, err);
		if (own >= 0)
			close(own);
		return -1;
	}
	while ((errno = 0, entry = readdir(directory)))
		take(folder, entry->d_name);
	int r = errno ? cannot_read(folder, err) : 0;
	closedir(directory);
	return r;
}

/* A week of which there is no folder has no files; that one of them is a link or a file does not make it one. */
static int open_week(struct drop_folder *folder, int team, uint64_t place, struct error *err)
{
	size_t before = folder->count;
	char name[24];

	snprintf(name, sizeof(name), "%" PRIu64, folder->window.start + place);
	int fd = openat(team, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
		return cannot_read(folder, err);
	folder->weeks[place] = fd;
	folder->missing += fd < 0;
	if (fd >= 0 && list_week(folder, fd, err))
		return -1;
	if (folder->count > before)
		qsort(folder->names[before], folder->count - before, DROP_NAME_SIZE, compare);
	folder->ends[place] = folder->count;
	return 0;
}

static int no_folder(const char *path, struct error *err)
{
	return error_set(err, ERROR_FAILED,
			 "cannot open the drop folder '%s': %s; look whether it is connected, then run the command "
			 "again",
			 path, strerror(errno));
}

int drop_folder_open(struct drop_folder *ret, const char *drop, const char *task, struct dap_window window,
		     struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};
	int r = 0;

	assert(window.weeks <= DAP_LONG_WEEKS);
	*ret = (struct drop_folder){.window = window, .path = drop, .err = err};
	for (size_t week = 0; week < DAP_LONG_WEEKS; week++)
		ret->weeks[week] = -1;
	text_appendf(&path, "%s/%s", drop, task);
	int team = open(text_string(&path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (team < 0)
		return no_folder(text_string(&path), err);
	for (uint64_t week = 0; week < window.weeks && r == 0; week++)
		r = open_week(ret, team, week, err);
	close(team);
	if (r)
		drop_folder_close(ret);
	return r;
}

void drop_folder_close(struct drop_folder *folder)
{
	for (size_t week = 0; week < DAP_LONG_WEEKS; week++)
		if (folder->weeks[week] >= 0)
			close(folder->weeks[week]);
	folder->names = mem_free(folder->names);
	sodium_memzero(folder->bytes, sizeof(folder->bytes));
	folder->count = 0;
}

/* Is it this file that cannot be had, not the folder? A link, a closed one, one that is gone by now, a socket. */
static bool is_the_files(int reason)
{
	return reason == ENOENT || reason == ELOOP || reason == EACCES || reason == EPERM || reason == ENXIO ||
	       reason == ENODEV || reason == EAGAIN;
}

static int read_all(struct drop_folder *folder, int fd, size_t *ret_size)
{
	size_t size = 0;

	while (size < sizeof(folder->bytes)) {
		ssize_t got = read(fd, folder->bytes + size, sizeof(folder->bytes) - size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		size += (size_t)got;
	}
	*ret_size = size;
	return 0;
}

/* *@ret_size is that of a whole envelope, or 0. -1 with errno. */
static int read_file(struct drop_folder *folder, int week, const uint8_t *name, size_t *ret_size)
{
	char file[FILE_NAME_SIZE];
	struct stat about;
	size_t size = 0;

	write_name(name, file);
	*ret_size = 0;
	int fd = openat(week, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return is_the_files(errno) ? 0 : -1;
	int r = fstat(fd, &about);
	if (r == 0 && S_ISREG(about.st_mode) && about.st_size == DAP_ENVELOPE_SIZE)
		r = read_all(folder, fd, &size);
	int reason = errno;
	close(fd);
	errno = reason;
	*ret_size = size == DAP_ENVELOPE_SIZE ? size : 0;
	return r;
}

static int source_read(void *context, size_t index, uint64_t *ret_week, struct hpke_bytes *ret)
{
	static const uint8_t cut_off[] = {'E', 'K', 'R', '1'};
	struct drop_folder *folder = context;
	size_t week = 0, size;

	while (index >= folder->ends[week])
		week++;
	if (read_file(folder, folder->weeks[week], folder->names[index], &size))
		return cannot_read(folder, folder->err);
	*ret_week = folder->window.start + week;
	*ret = size ? (struct hpke_bytes){folder->bytes, size} : (struct hpke_bytes){cut_off, sizeof(cut_off)};
	return 0;
}

struct role_source drop_folder_source(struct drop_folder *folder)
{
	return (struct role_source){.context = folder, .count = folder->count, .read = source_read};
}
