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
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "account.h"
#include "drop_folder.h"

static const char suffix[] = ".ekr";
enum { HEX_SIZE = 32, FILE_NAME_SIZE = HEX_SIZE + sizeof(suffix) };

static bool is_ours(const char *name)
{
	return strlen(name) == FILE_NAME_SIZE - 1 && strspn(name, "0123456789abcdef") == HEX_SIZE &&
	       strcmp(name + HEX_SIZE, suffix) == 0;
}

static void path_of(const struct drop_folder *folder, const char *week, struct text *ret)
{
	text_appendf(ret, "%s/%s", folder->path, folder->task);
	if (week)
		text_appendf(ret, "/%s", week);
}

static int cannot_read(const struct drop_folder *folder, struct error *err)
{
	return error_set(err, ERROR_FAILED, "cannot read the drop folder '%s': %s", folder->path, strerror(errno));
}

/* A week of which there is no folder has no files; that one of them is a link or a file does not make it one. */
static int open_week(struct drop_folder *folder, int team, uint64_t place, struct error *err)
{
	char name[24];

	snprintf(name, sizeof(name), "%" PRIu64, folder->window.start + place);
	int fd = openat(team, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && account_is_refused(errno)) {
		_cleanup_(text_clear) struct text path = {0};
		path_of(folder, name, &path);
		return account_refused(text_string(&path), err);
	}
	if (fd < 0 && errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
		return cannot_read(folder, err);
	folder->missing += fd < 0;
	folder->weeks[place] = fd < 0 ? NULL : fdopendir(fd);
	if (fd < 0 || folder->weeks[place])
		return 0;
	cannot_read(folder, err);
	close(fd);
	return -1;
}

static int no_folder(const char *path, struct error *err)
{
	if (account_is_refused(errno))
		return account_refused(path, err);
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
	*ret = (struct drop_folder){.window = window, .path = drop, .task = task, .err = err};
	path_of(ret, NULL, &path);
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
		if (folder->weeks[week])
			closedir(folder->weeks[week]);
	memset(folder->weeks, 0, sizeof(folder->weeks));
	sodium_memzero(folder->bytes, sizeof(folder->bytes));
}

/* Is it this file that cannot be had, not the folder? A link, a closed one, one that is gone by now, a socket. */
static bool is_the_files(int reason)
{
	return reason == ENOENT || reason == ELOOP || reason == EACCES || reason == EPERM || reason == ENXIO ||
	       reason == ENODEV || reason == EAGAIN;
}

/* *@ret_size is that of a whole envelope, or 0. -1 with errno. */
static int read_file(struct drop_folder *folder, int week, const char *name, size_t *ret_size)
{
	struct stat about;
	ssize_t size = 0;

	*ret_size = 0;
	int fd = openat(week, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		folder->closed += account_is_refused(errno);
		return is_the_files(errno) ? 0 : -1;
	}
	int r = fstat(fd, &about);
	if (r == 0 && S_ISREG(about.st_mode) && about.st_size == DAP_ENVELOPE_SIZE)
		size = fd_read_all(fd, folder->bytes, sizeof(folder->bytes));
	int reason = errno;
	close(fd);
	errno = reason;
	*ret_size = size == DAP_ENVELOPE_SIZE ? (size_t)size : 0;
	return r || size < 0 ? -1 : 0;
}

/* The next name that is one of ours; NULL: there is none left in all weeks, or errno says why it cannot be told. */
static const char *next_name(struct drop_folder *folder)
{
	for (; folder->week < folder->window.weeks; folder->week++) {
		const struct dirent *entry;
		DIR *week = folder->weeks[folder->week];
		while ((errno = 0, entry = week ? readdir(week) : NULL)) {
			if (is_ours(entry->d_name))
				return entry->d_name;
			folder->others += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
		}
		if (errno)
			return NULL;
	}
	return NULL;
}

/* None of them is open to this office. Whose they are is not said: it would be who took part. */
static int all_closed(const struct drop_folder *folder)
{
	_cleanup_(text_clear) struct text path = {0}, own = {0};

	path_of(folder, NULL, &path);
	account_own(&own);
	return error_set(
		folder->err, ERROR_FAILED,
		dngettext("evenkeel",
			  "this office runs as %s, which may not read the %zu contribution in '%s'; what members put "
			  "there has to be readable for the account that both offices are there (Samba 'create mask = "
			  "0644'): set that right, also for what is there already, then run this command again",
			  "this office runs as %s, which may read none of the %zu contributions in '%s'; what members "
			  "put there has to be readable for the account that both offices are there (Samba 'create "
			  "mask = 0644'): set that right, also for what is there already, then run this command again",
			  (unsigned long)folder->closed),
		text_string(&own), folder->closed, text_string(&path));
}

static int source_next(void *context, uint64_t *ret_week, struct hpke_bytes *ret)
{
	static const uint8_t cut_off[] = {'E', 'K', 'R', '1'};
	struct drop_folder *folder = context;
	const char *name = next_name(folder);
	size_t size;

	if (!name && errno)
		return cannot_read(folder, folder->err);
	if (!name)
		return folder->closed && folder->closed == folder->ours ? all_closed(folder) : 1;
	folder->ours++;
	if (read_file(folder, dirfd(folder->weeks[folder->week]), name, &size))
		return cannot_read(folder, folder->err);
	*ret_week = folder->window.start + folder->week;
	*ret = size ? (struct hpke_bytes){folder->bytes, size} : (struct hpke_bytes){cut_off, sizeof(cut_off)};
	return 0;
}

struct role_source drop_folder_source(struct drop_folder *folder)
{
	return (struct role_source){.context = folder, .next = source_next};
}

/* Anybody of the team can make a folder of such a name; it holds nothing that was counted, and stays. */
static int remove_files(struct drop_folder *folder, size_t *ret_count)
{
	const char *name;

	while ((name = next_name(folder)))
		if (unlinkat(dirfd(folder->weeks[folder->week]), name, 0) == 0)
			++*ret_count;
		else if (errno != ENOENT && errno != EISDIR)
			return error_set(
				folder->err, ERROR_FAILED,
				"cannot remove counted contributions from '%s/%s': %s; take them away yourself",
				folder->path, folder->task, strerror(errno));
	return errno ? cannot_read(folder, folder->err) : 0;
}

int drop_folder_empty(const char *drop, const char *task, struct dap_window window, size_t *ret_count,
		      struct error *err)
{
	struct drop_folder folder;

	*ret_count = 0;
	if (drop_folder_open(&folder, drop, task, window, err))
		return -1;
	int r = remove_files(&folder, ret_count);
	drop_folder_close(&folder);
	return r;
}

int drop_folder_check(const char *drop, const char *task, uint32_t quarter, struct error *err)
{
	struct dap_window window = {(uint64_t)quarter * DAP_QUARTER_WEEKS, DAP_LONG_WEEKS};
	struct drop_folder folder;

	for (uint64_t end = window.start + DAP_QUARTER_WEEKS; window.start < end; window.start += window.weeks) {
		if (drop_folder_open(&folder, drop, task, window, err))
			return -1;
		drop_folder_close(&folder);
	}
	return 0;
}
