/* A file written whole: without a name until it is, where the file system can (O_TMPFILE), so that nothing of it is ever left behind. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "file_beside.h"
#include "files.h"
#include "unfinished.h"

enum { NO_WAY = 1 }; /* not on this file system */

static int cannot_write(const char *path, struct error *err)
{
	return error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(errno));
}

/* A rename would put a plain file where a device, a pipe or a link was. */
static int check_place(const char *path, struct error *err)
{
	struct stat about;

	if (lstat(path, &about) == 0 && !S_ISREG(about.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is there and is no plain file; name another", path);
	return 0;
}

static int open_directory_of(const char *path, int flags)
{
	_cleanup_(text_clear) struct text dir = {0};
	const char *slash = strrchr(path, '/');

	text_append_bytes(&dir, slash ? path : ".", slash ? (size_t)(slash - path) + 1 : 1);
	return open(text_string(&dir), flags | O_CLOEXEC, 0600);
}

int file_sync_directory_of(const char *path)
{
	int fd = open_directory_of(path, O_RDONLY | O_DIRECTORY);
	/* Some file systems cannot sync a directory and say EINVAL. */
	int r = fd < 0 || (fsync(fd) && errno != EINVAL) ? -1 : 0;

	if (fd >= 0)
		close(fd);
	return r;
}

/* What is to be written, and who may read it. */
struct content {
	file_writer write;
	void *context;
	mode_t mode;
};

/* The writer's bytes, durable. */
static int fill(FILE *out, const char *path, const struct content *content, struct error *err)
{
	if (content->write(content->context, out, err))
		return -1;
	if (fchmod(fileno(out), content->mode) || fflush(out) || ferror(out) || fsync(fileno(out)))
		return cannot_write(path, err);
	return 0;
}

/* A name can be given where there is none; over a file that is there it has to be renamed, and kill -9 between the two leaves it beside. */
static int give_name(int fd, const char *path)
{
	_cleanup_(text_clear) struct text beside = {0};
	char nameless[32];

	snprintf(nameless, sizeof(nameless), "/proc/self/fd/%d", fd);
	if (linkat(AT_FDCWD, nameless, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
		return 0;
	if (errno != EEXIST)
		return -1;
	file_beside_sweep(path);
	file_beside_name(path, &beside);
	file_beside_hold(fd);
	if (linkat(AT_FDCWD, nameless, AT_FDCWD, text_string(&beside), AT_SYMLINK_FOLLOW))
		return -1;
	if (rename(text_string(&beside), path) == 0)
		return 0;
	unlink(text_string(&beside));
	return -1;
}

static int write_nameless(const char *path, const struct content *content, struct error *err)
{
	int fd = open_directory_of(path, O_TMPFILE | O_WRONLY);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

	if (!out) {
		if (fd >= 0)
			close(fd);
		return NO_WAY;
	}
	int r = fill(out, path, content, err);
	unfinished_hold();
	if (r == 0 && give_name(fd, path))
		r = NO_WAY;
	unfinished_let_go();
	fclose(out);
	return r;
}

static FILE *open_beside(const char *path, struct text *beside)
{
	file_beside_sweep(path);
	unfinished_hold();
	int fd = file_beside_open(path, beside);
	if (fd >= 0)
		unfinished_add(text_string(beside));
	unfinished_let_go();
	return fd < 0 ? NULL : fdopen(fd, "w");
}

/* It takes its place, or goes. */
static int settle(const char *beside, const char *path, bool written)
{
	unfinished_hold();
	int r = written && rename(beside, path) == 0 ? 0 : -1;
	int reason = errno;
	if (r)
		unlink(beside);
	unfinished_end();
	unfinished_let_go();
	errno = reason;
	return r;
}

static int write_beside(const char *path, const struct content *content, struct error *err)
{
	_cleanup_(text_clear) struct text beside = {0};

	FILE *out = open_beside(path, &beside);
	if (!out)
		return cannot_write(path, err);
	int r = fill(out, path, content, err);
	bool settled = settle(text_string(&beside), path, r == 0) == 0;
	int reason = errno;
	fclose(out); /* only now: until then it holds the file, whose bytes are durable */
	errno = reason;
	return settled || r ? r : cannot_write(path, err);
}

int file_write_beside(const char *path, file_writer write, void *context, struct error *err)
{
	return write_beside(path, &(struct content){write, context, 0600}, err);
}

static int replace(const char *path, const struct content *content, struct error *err)
{
	int r = write_nameless(path, content, err);

	if (r == NO_WAY)
		r = write_beside(path, content, err);
	if (r)
		return -1;
	return file_sync_directory_of(path) ? cannot_write(path, err) : 0;
}

int file_replace_whole(const char *path, file_writer write, void *context, struct error *err)
{
	return replace(path, &(struct content){write, context, 0600}, err);
}

int file_write_whole(const char *path, file_writer write, void *context, struct error *err)
{
	return check_place(path, err) ? -1 : file_replace_whole(path, write, context, err);
}

struct bytes {
	const void *bytes;
	size_t size;
};

static int put_bytes(void *context, FILE *out, struct error *err)
{
	const struct bytes *bytes = context;

	(void)err;
	fwrite(bytes->bytes, 1, bytes->size, out);
	return 0;
}

int file_write_bytes(const char *path, const void *bytes, size_t size, mode_t mode, struct error *err)
{
	struct bytes content = {bytes, size};

	return check_place(path, err) ? -1 : replace(path, &(struct content){put_bytes, &content, mode}, err);
}

/* All bytes of a file, from its beginning. */
static int put_file(void *context, FILE *out, struct error *err)
{
	const int *fd = context;
	char room[1 << 14];
	ssize_t n;

	for (off_t at = 0; (n = pread(*fd, room, sizeof(room), at)) > 0; at += n)
		fwrite(room, 1, (size_t)n, out);
	return n < 0 ? error_set(err, ERROR_FAILED, "a message or a temporary file cannot be read: %s", strerror(errno))
		     : 0;
}

int file_write_copy(const char *path, int fd, mode_t mode, struct error *err)
{
	return check_place(path, err) ? -1 : replace(path, &(struct content){put_file, &fd, mode}, err);
}
