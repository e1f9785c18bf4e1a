#include "account.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>

bool account_is_refused(int reason)
{
	return reason == EACCES || reason == EPERM;
}

static void name(uid_t user, struct text *ret)
{
	const struct passwd *known = getpwuid(user);

	if (known)
		text_append(ret, known->pw_name);
	else
		text_appendf(ret, "%lu", (unsigned long)user);
}

void account_own(struct text *ret)
{
	name(geteuid(), ret);
}

/* The last one on the way to @path that can be looked at: it is what is closed. */
static int find_closed(const char *path, struct text *ret, struct stat *ret_about)
{
	char *place _cleanup_free_ = mem_copy_string(path), *slash;

	while (lstat(place, ret_about) != 0) {
		slash = strrchr(place, '/');
		if (!slash || slash == place)
			return -1;
		*slash = '\0';
	}
	text_append(ret, place);
	return 0;
}

int account_refused(const char *path, struct error *err)
{
	_cleanup_(text_clear) struct text place = {0}, owner = {0}, own = {0};
	struct stat about;

	if (find_closed(path, &place, &about))
		return error_set(err, ERROR_FAILED, "cannot use the drop folder '%s': %s", path, strerror(EACCES));
	name(about.st_uid, &owner);
	account_own(&own);
	if (about.st_uid == geteuid())
		return error_set(err, ERROR_FAILED,
				 "cannot use the drop folder: '%s' is closed to its own account, %s (mode %04o); run "
				 "'chmod u+rwx' on it, then this command again",
				 text_string(&place), text_string(&owner), (unsigned)about.st_mode & 07777);
	return error_set(err, ERROR_FAILED,
			 "cannot use the drop folder: '%s' belongs to %s (mode %04o), and this office runs as %s; both "
			 "offices have to reach it as one account: connect it so (Samba 'force user', NFS "
			 "'all_squash'), or run this command as that account",
			 text_string(&place), text_string(&owner), (unsigned)about.st_mode & 07777, text_string(&own));
}
