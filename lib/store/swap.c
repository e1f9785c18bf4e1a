#include "swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "tree.h"

bool swap_is_there(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

int swap_name(const char *place, const char *end, char ret[static PATH_SIZE], struct error *err)
{
	int length = snprintf(ret, PATH_SIZE, "%s%s", place, end);

	return length < PATH_SIZE ? 0 : error_set(err, ERROR_FAILED, "the path of '%s' is too long", place);
}

static int move(const char *from, const char *to, struct error *err)
{
	return rename(from, to) ? error_set(err, ERROR_FAILED, "cannot move '%s': %s", from, strerror(errno)) : 0;
}

int swap_settle(const char *place, struct error *err)
{
	char old[PATH_SIZE];

	if (swap_name(place, SWAP_OLD, old, err))
		return -1;
	if (!swap_is_there(old))
		return 0;
	return (swap_is_there(place) ? tree_remove(old, err) : move(old, place, err)) || file_sync_parent(place, err)
		       ? -1
		       : 0;
}

static int change_places(const char *work, const char *place, struct error *err)
{
	char old[PATH_SIZE];

	if (!swap_is_there(place))
		return move(work, place, err);
	if (renameat2(AT_FDCWD, work, AT_FDCWD, place, RENAME_EXCHANGE) == 0)
		return 0;
	/* Not every file system can, and not each that cannot says so in the same way. */
	return swap_name(place, SWAP_OLD, old, err) || move(place, old, err) || move(work, place, err) ? -1 : 0;
}

int swap_directories(const char *work, const char *place, struct error *err)
{
	if (change_places(work, place, err)) {
		swap_settle(place, NULL);
		return -1;
	}
	/* From here on the old one has the other name. As long as it is not sure which of the two the disk holds, both stay. */
	return file_sync_parent(place, err) || swap_settle(place, err) || tree_remove(work, err) ? -1 : 0;
}
