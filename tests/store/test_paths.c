/* Where things lie, and what a private directory is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/paths.h>

#include "fixture.h"

enum { PATH = 512 };

/* The environment, and what follows; NULL = unset. */
static const struct {
	const char *home, *data, *state, *config, *runtime, *store;
	const char *want_store, *want_demo, *want_schedule, *want_config, *want_socket;
} cases[] = {
	{"/home/a", NULL, NULL, NULL, NULL, NULL, "/home/a/.local/share/evenkeel", "/home/a/.local/share/evenkeel-demo",
	 "/home/a/.local/state/evenkeel/schedule", "/home/a/.config/evenkeel/evenkeel.conf",
	 "/home/a/.local/state/evenkeel/run/ctl.sock"},
	{"/home/a", "", "", "", "", NULL, "/home/a/.local/share/evenkeel", "/home/a/.local/share/evenkeel-demo",
	 "/home/a/.local/state/evenkeel/schedule", "/home/a/.config/evenkeel/evenkeel.conf",
	 "/home/a/.local/state/evenkeel/run/ctl.sock"},
	{"/home/a", "/d", "/s", "/c", "/run/user/1", NULL, "/d/evenkeel", "/d/evenkeel-demo", "/s/evenkeel/schedule",
	 "/c/evenkeel/evenkeel.conf", "/run/user/1/evenkeel/ctl.sock"},
	{"/home/a", "relative", "./s", "c", "run", NULL, "/home/a/.local/share/evenkeel",
	 "/home/a/.local/share/evenkeel-demo", "/home/a/.local/state/evenkeel/schedule",
	 "/home/a/.config/evenkeel/evenkeel.conf", "/home/a/.local/state/evenkeel/run/ctl.sock"},
	{"/home/a", NULL, NULL, NULL, NULL, "/mnt/s", "/mnt/s", "/home/a/.local/share/evenkeel-demo",
	 "/home/a/.local/state/evenkeel/schedule", "/home/a/.config/evenkeel/evenkeel.conf",
	 "/home/a/.local/state/evenkeel/run/ctl.sock"},
	{NULL, "/d", "/s", "/c", "/r", NULL, "/d/evenkeel", "/d/evenkeel-demo", "/s/evenkeel/schedule",
	 "/c/evenkeel/evenkeel.conf", "/r/evenkeel/ctl.sock"},
};

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void paths_follow_the_variables(void **state)
{
	struct paths paths;
	struct error err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		set("HOME", cases[i].home);
		set("XDG_DATA_HOME", cases[i].data);
		set("XDG_STATE_HOME", cases[i].state);
		set("XDG_CONFIG_HOME", cases[i].config);
		set("XDG_RUNTIME_DIR", cases[i].runtime);
		if (paths_find(cases[i].store, &paths, &err))
			fail_msg("%s", err.message);
		assert_string_equal(paths.store, cases[i].want_store);
		assert_string_equal(paths.demo_store, cases[i].want_demo);
		assert_string_equal(paths.schedule, cases[i].want_schedule);
		assert_string_equal(paths.config, cases[i].want_config);
		assert_string_equal(paths.socket, cases[i].want_socket);
		assert_non_null(strstr(paths.site_config, "/evenkeel/evenkeel.conf"));
	}
}

static void a_path_too_long_is_refused(void **state)
{
	char *longest = malloc(PATH_SIZE + 1);
	struct paths paths;
	struct error err = {0};

	(void)state;
	memset(longest, 'x', PATH_SIZE);
	longest[0] = '/';
	longest[PATH_SIZE] = '\0';
	set("HOME", longest);
	unsetenv("XDG_DATA_HOME");
	assert_int_equal(paths_find(NULL, &paths, &err), -1);
	set("HOME", "/home/a");
	assert_int_equal(paths_find(longest, &paths, &err), -1);
	free(longest);
}

static void private_directories(void **state)
{
	char top[PATH], path[PATH + 16], link[PATH + 16];
	struct error err = {0};
	struct stat status;

	(void)state;
	fixture_directory(top);
	snprintf(path, sizeof(path), "%s/a/b/c", top);
	mode_t mask = umask(022);
	assert_int_equal(paths_make_private(path, &err), 0);
	umask(mask);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	snprintf(path, sizeof(path), "%s/a", top);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	/* There already, and again with a slash. */
	snprintf(path, sizeof(path), "%s/a/b/c/", top);
	assert_int_equal(paths_make_private(path, &err), 0);
	/* Open to others. */
	assert_int_equal(chmod(path, 0750), 0);
	assert_int_equal(paths_make_private(path, &err), -1);
	assert_int_equal(chmod(path, 0700), 0);
	/* A symlink at its end, with and without a slash behind; one on the way is fine. */
	snprintf(link, sizeof(link), "%s/link", top);
	assert_int_equal(symlink("a", link), 0);
	assert_int_equal(paths_make_private(link, &err), -1);
	snprintf(link, sizeof(link), "%s/link/", top);
	assert_int_equal(paths_make_private(link, &err), -1);
	snprintf(link, sizeof(link), "%s/link/b", top);
	assert_int_equal(paths_make_private(link, &err), 0);
	/* A file. */
	snprintf(path, sizeof(path), "%s/file", top);
	fixture_write(path, "", 0);
	assert_int_equal(paths_make_private(path, &err), -1);
	snprintf(path, sizeof(path), "%s/file/below", top);
	assert_int_equal(paths_make_private(path, &err), -1);
	fixture_remove(top);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(private_directories),
		cmocka_unit_test(paths_follow_the_variables),
		cmocka_unit_test(a_path_too_long_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
