#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/paths.h>

#include "file.h"

/* Unset, empty and relative values count as unset (XDG Base Directory Specification). */
static const char *directory_variable(const char *name)
{
	const char *value = getenv(name);

	return value && value[0] == '/' ? value : NULL;
}

static const char *home(void)
{
	const char *value = directory_variable("HOME");

	if (value)
		return value;
	const struct passwd *entry = getpwuid(geteuid());
	return entry && entry->pw_dir && entry->pw_dir[0] == '/' ? entry->pw_dir : NULL;
}

static int join(char ret[static PATH_SIZE], const char *base, const char *rest, struct error *err)
{
	int length = snprintf(ret, PATH_SIZE, "%s%s", base, rest);

	if (length < 0 || length >= PATH_SIZE)
		return error_set(err, ERROR_FAILED, "the path '%.60s…%s' is too long", base, rest);
	return 0;
}

/* $VARIABLE, else HOME/@below. */
static int base_directory(const char *variable, const char *below, char ret[static PATH_SIZE], struct error *err)
{
	const char *value = directory_variable(variable);

	if (value)
		return join(ret, value, "", err);
	value = home();
	if (!value)
		return error_set(err, ERROR_FAILED, "there is no home directory; set HOME or %s", variable);
	return join(ret, value, below, err);
}

static int find_socket(struct paths *ret, struct error *err)
{
	const char *runtime = directory_variable("XDG_RUNTIME_DIR");
	int r = runtime ? join(ret->socket_dir, runtime, "/evenkeel", err)
			: join(ret->socket_dir, ret->state, "/run", err);

	return r ? r : join(ret->socket, ret->socket_dir, "/ctl.sock", err);
}

int paths_find(const char *store, struct paths *ret, struct error *err)
{
	char base[PATH_SIZE];
	struct paths paths;

	if (base_directory("XDG_DATA_HOME", "/.local/share", base, err) ||
	    join(paths.store, store ? store : base, store ? "" : "/evenkeel", err) ||
	    join(paths.demo_store, base, "/evenkeel-demo", err) || join(paths.office, base, "/evenkeel-officer", err) ||
	    base_directory("XDG_STATE_HOME", "/.local/state", base, err) || join(paths.state, base, "/evenkeel", err) ||
	    join(paths.schedule, paths.state, "/schedule", err) ||
	    base_directory("XDG_CONFIG_HOME", "/.config", base, err) ||
	    join(paths.config, base, "/evenkeel/evenkeel.conf", err) ||
	    join(paths.site_config, SYSCONFDIR, "/evenkeel/evenkeel.conf", err) ||
	    join(paths.support, base, "/evenkeel/support.ini", err) ||
	    join(paths.site_support, SYSCONFDIR, "/evenkeel/support.ini", err) || find_socket(&paths, err))
		return -1;
	*ret = paths;
	return 0;
}

/* Durable at once: what is stored in it is not to vanish with it. */
static int make_one(const char *dir, struct error *err)
{
	if (mkdir(dir, 0700) == 0)
		return file_sync_parent(dir, err);
	return errno == EEXIST ? 0 : error_set(err, ERROR_FAILED, "cannot create '%s': %s", dir, strerror(errno));
}

int paths_make_private(const char *dir, struct error *err)
{
	char path[PATH_SIZE];
	size_t length = strlen(dir);

	while (length > 1 && dir[length - 1] == '/')
		length--;
	if (length == 0 || length >= sizeof(path))
		return error_set(err, ERROR_FAILED, "the path '%.60s' is too long or empty", dir);
	memcpy(path, dir, length);
	path[length] = '\0';
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		/* What is there already may be unwritable, or not ours, on the way to what is. */
		if (access(path, F_OK) && make_one(path, err))
			return -1;
		*slash = '/';
	}
	int r = file_check_directory(path, err);
	if (r != FILE_ABSENT)
		return r;
	return make_one(path, err) ? -1 : file_check_directory(path, err);
}
