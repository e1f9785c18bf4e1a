#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>

#include "files.h"

enum { SETTINGS_LARGEST = 1 << 20 };

static int cannot_read(const char *path, struct error *err)
{
	return error_set(err, ERROR_FAILED, "cannot read '%s': %s", path, strerror(errno));
}

static int read_all(int fd, const char *path, struct text *ret, struct error *err)
{
	char bytes[4096];
	ssize_t length;
	while ((length = read(fd, bytes, sizeof(bytes))) != 0) {
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return cannot_read(path, err);
		if (ret->length + (size_t)length > SETTINGS_LARGEST)
			return error_set(err, ERROR_FAILED, "'%s' is too long for settings: more than 1 MiB", path);
		text_append_bytes(ret, bytes, (size_t)length);
	}
	return 0;
}

int settings_read_file(const char *path, struct text *ret, bool *ret_found, struct error *err)
{
	struct stat about;
	*ret_found = false;
	/* Not blocking: a named pipe in the place of the file must not hold up every command. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : cannot_read(path, err);
	int result;
	if (fstat(fd, &about) < 0)
		result = cannot_read(path, err);
	else if (!S_ISREG(about.st_mode))
		result = error_set(err, ERROR_FAILED, "cannot read '%s': it is not a regular file", path);
	else
		result = read_all(fd, path, ret, err);
	*ret_found = result == 0;
	close(fd);
	return result;
}

static int lay_over(const char *path, struct config *config, struct error *err)
{
	_cleanup_(text_clear) struct text content = {0};
	bool found;
	if (settings_read_file(path, &content, &found, err) < 0)
		return -1;
	return found ? config_read(config, text_string(&content), content.length, path, err) : 0;
}

int settings_load(const struct paths *paths, struct config *ret, struct error *err)
{
	config_defaults(ret);
	if (lay_over(paths->site_config, ret, err) < 0)
		return -1;
	return lay_over(paths->config, ret, err);
}

static int write_content(void *context, FILE *out, struct error *err)
{
	const char *const *content = context;

	(void)err;
	fputs(*content, out); /* what fails is seen on @out */
	return 0;
}

static int make_directory_of(const char *path, struct error *err)
{
	char directory[PATH_SIZE];
	snprintf(directory, sizeof(directory), "%s", path);
	char *slash = strrchr(directory, '/');
	if (slash == NULL || slash == directory)
		return 0;
	*slash = '\0';
	if (access(directory, F_OK) == 0)
		return 0;
	return paths_make_private(directory, err);
}

int settings_write(const char *path, const char *content, struct error *err)
{
	return make_directory_of(path, err) < 0 ? -1 : file_replace_whole(path, write_content, &content, err);
}
