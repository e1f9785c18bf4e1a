#include "note.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

enum { NOTE_PATH_SIZE = PATH_SIZE + 32 };

/* One file a store, so that a demo's answers are never taken for the person's own. */
static bool find_path(const struct paths *paths, const char *name, char ret[static NOTE_PATH_SIZE])
{
	uint8_t hash[16];
	char hex[9];
	if (sodium_init() < 0)
		return false;
	crypto_generichash(hash, sizeof(hash), (const uint8_t *)paths->store, strlen(paths->store), NULL, 0);
	sodium_bin2hex(hex, sizeof(hex), hash, 4);
	return snprintf(ret, NOTE_PATH_SIZE, "%s/%s-%s", paths->socket_dir, name, hex) < NOTE_PATH_SIZE;
}

static bool write_line(int fd, const char *line)
{
	static const struct timespec epoch[2] = {{0}, {0}};
	char bytes[NOTE_MOST + 2];
	int length = snprintf(bytes, sizeof(bytes), "%s\n", line);
	return length < (int)sizeof(bytes) && write(fd, bytes, (size_t)length) == length && futimens(fd, epoch) == 0;
}

void note_keep(const struct paths *paths, const char *name, const char *line)
{
	char path[NOTE_PATH_SIZE];
	if (!find_path(paths, name, path) || paths_make_private(paths->socket_dir, NULL) < 0)
		return;
	unlink(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	if (!write_line(fd, line))
		unlink(path);
	close(fd);
}

bool note_find(const struct paths *paths, const char *name, char ret[static NOTE_MOST + 2])
{
	char path[NOTE_PATH_SIZE];
	if (!find_path(paths, name, path))
		return false;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return false;
	ssize_t length = read(fd, ret, NOTE_MOST + 1);
	close(fd);
	if (length < 1 || ret[length - 1] != '\n')
		return false;
	ret[length - 1] = '\0';
	return true;
}

void note_forget(const struct paths *paths, const char *name)
{
	char path[NOTE_PATH_SIZE];
	if (find_path(paths, name, path))
		unlink(path);
}
