#include "last.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

enum {
	GROUP_DIGITS = 8,
	PLACE_DIGITS = 2 * sizeof(((struct store_place *)0)->print),
	NOTE_SIZE = GROUP_DIGITS + PLACE_DIGITS + 2
};

/* One file a store, so that a demo's answers are never taken back from the person's own. */
static int find_path(const struct paths *paths, char ret[static PATH_SIZE + 32])
{
	uint8_t hash[16];
	char hex[9];
	crypto_generichash(hash, sizeof(hash), (const uint8_t *)paths->store, strlen(paths->store), NULL, 0);
	sodium_bin2hex(hex, sizeof(hex), hash, 4);
	return snprintf(ret, PATH_SIZE + 32, "%s/last-%s", paths->socket_dir, hex);
}

static void place_digits(struct store_place place, char ret[static PLACE_DIGITS + 1])
{
	sodium_bin2hex(ret, PLACE_DIGITS + 1, place.print, sizeof(place.print));
}

static bool write_note(int fd, uint32_t group, struct store_place place)
{
	static const struct timespec epoch[2] = {{0}, {0}};
	char line[NOTE_SIZE + 1], digits[PLACE_DIGITS + 1];
	place_digits(place, digits);
	snprintf(line, sizeof(line), "%08x %s\n", group, digits);
	return write(fd, line, NOTE_SIZE) == NOTE_SIZE && futimens(fd, epoch) == 0;
}

void last_keep(const struct paths *paths, uint32_t group, struct store_place place)
{
	char path[PATH_SIZE + 32];
	if (sodium_init() < 0 || paths_make_private(paths->socket_dir, NULL) < 0)
		return;
	find_path(paths, path);
	unlink(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	if (!write_note(fd, group, place))
		unlink(path);
	close(fd);
}

/* The note's line, taken apart; false where it is none. */
static bool read_note(const struct paths *paths, char ret_place[static PLACE_DIGITS + 1], uint32_t *ret_group)
{
	char path[PATH_SIZE + 32], line[NOTE_SIZE + 1] = "", *end;
	if (sodium_init() < 0)
		return false;
	find_path(paths, path);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return false;
	ssize_t length = read(fd, line, NOTE_SIZE);
	close(fd);
	if (length != NOTE_SIZE || strspn(line, "0123456789abcdef") != GROUP_DIGITS || line[GROUP_DIGITS] != ' ')
		return false;
	memcpy(ret_place, line + GROUP_DIGITS + 1, PLACE_DIGITS);
	ret_place[PLACE_DIGITS] = '\0';
	*ret_group = (uint32_t)strtoul(line, &end, 16);
	return true;
}

enum last_state last_find(const struct paths *paths, struct store_place now, uint32_t *ret_group)
{
	char place[PLACE_DIGITS + 1], digits[PLACE_DIGITS + 1];
	place_digits(now, digits);
	if (!read_note(paths, place, ret_group) || strcmp(place, digits) != 0)
		return LAST_UNKNOWN;
	return *ret_group != 0 ? LAST_KNOWN : LAST_TAKEN_BACK;
}

void last_carry(const struct paths *paths, struct store_place before, struct store_place after)
{
	uint32_t group;
	if (last_find(paths, before, &group) != LAST_UNKNOWN)
		last_keep(paths, group, after);
}

void last_forget(const struct paths *paths)
{
	char path[PATH_SIZE + 32];
	if (sodium_init() < 0)
		return;
	find_path(paths, path);
	unlink(path);
}
