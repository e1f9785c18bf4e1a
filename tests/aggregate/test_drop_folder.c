/* A drop folder as it may be: others write, take away and change what they like while it is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../client/officer/drop_folder.h"
#include "../unit/rights.h"

static const struct dap_window window = {2968, 4};
static struct drop_folder folder;
static struct error err;
static char dir[200];

static void write_file(const char *name, size_t size, char byte)
{
	char path[400], bytes[DAP_ENVELOPE_SIZE + 10];

	memset(bytes, byte, sizeof(bytes));
	memcpy(bytes, "EKR1", 4);
	snprintf(path, sizeof(path), "%s/task/%s", dir, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static void remove_file(const char *name)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/task/%s", dir, name);
	assert_int_equal(remove(path), 0);
}

static int setup(void **state)
{
	const char *temporary = getenv("TMPDIR");
	char command[500];

	(void)state;
	snprintf(dir, sizeof(dir), "%s/drop.XXXXXX", temporary ? temporary : "/tmp");
	assert_non_null(mkdtemp(dir));
	snprintf(command, sizeof(command), "cd '%s' && mkdir -p task/2968 task/2969 task/2970 task/2971 task/2972",
		 dir);
	return system(command);
}

static int teardown(void **state)
{
	char command[500];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static void begin(void)
{
	err = (struct error){0};
	assert_int_equal(drop_folder_open(&folder, dir, "task", window, &err), 0);
}

static int compare(const void *one, const void *other)
{
	return memcmp(one, other, 3);
}

/*
 * What each file begins with behind its kind, and its week's last digit; '-' for one that can't be had. The weeks come in their order, their
 * files in any: here sorted.
 */
static void assert_read(const char *wanted)
{
	struct role_source source = drop_folder_source(&folder);
	struct hpke_bytes bytes;
	char got[100] = "";
	uint64_t week, before = 0;
	size_t size = 0, first = 0;

	while (source.next(source.context, &week, &bytes) == 0) {
		assert_true(bytes.size == DAP_ENVELOPE_SIZE || bytes.size == 4);
		assert_true(week >= before);
		first = week > before ? size : first;
		before = week;
		snprintf(got + size, sizeof(got) - size, "%c%d ", bytes.size == 4 ? '-' : bytes.bytes[4],
			 (int)(week % 10));
		size += 3;
		qsort(got + first, (size - first) / 3, 3, compare);
	}
	assert_string_equal(err.message, "");
	assert_string_equal(got, wanted);
	/* There is no more, however often it is asked. */
	assert_int_equal(source.next(source.context, &week, &bytes), 1);
}

#define NAME(digit) "0123456789abcdef0123456789abcde" digit ".ekr"

/* By week; weeks outside the window are not looked at. */
static void order(void **state)
{
	(void)state;
	write_file("2971/" NAME("0"), DAP_ENVELOPE_SIZE, 'd');
	write_file("2968/" NAME("f"), DAP_ENVELOPE_SIZE, 'b');
	write_file("2968/" NAME("2"), DAP_ENVELOPE_SIZE, 'a');
	write_file("2970/" NAME("7"), DAP_ENVELOPE_SIZE, 'c');
	write_file("2972/" NAME("1"), DAP_ENVELOPE_SIZE, 'x');
	begin();
	assert_read("a8 b8 c0 d1 ");
	assert_int_equal(folder.others, 0);
	drop_folder_close(&folder);
}

static void other_names(void **state)
{
	static const char *const names[] = {"2969/" NAME("g"), "2969/" NAME("A"), "2969/" NAME("00"),     "2969/.tmp",
					    "2969/.ekr",       "2969/x.ekr",      "2969/" NAME("0") ".x", "2969/a\nb"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		write_file(names[i], DAP_ENVELOPE_SIZE, 'x');
	begin();
	assert_read("");
	assert_int_equal(folder.others, 8);
	drop_folder_close(&folder);
}

/* Of another size than an envelope's, and taken away once the folder is open. */
static void changes(void **state)
{
	(void)state;
	write_file("2968/" NAME("1"), DAP_ENVELOPE_SIZE, 'a');
	write_file("2968/" NAME("2"), DAP_ENVELOPE_SIZE - 1, 'b');
	write_file("2969/" NAME("3"), DAP_ENVELOPE_SIZE + 1, 'c');
	write_file("2969/" NAME("4"), 0, 'd');
	write_file("2970/" NAME("5"), DAP_ENVELOPE_SIZE, 'e');
	begin();
	remove_file("2970/" NAME("5"));
	assert_read("-8 a8 -9 -9 ");
	drop_folder_close(&folder);
}

static void make(const char *name, int (*how)(const char *path))
{
	char path[400];

	snprintf(path, sizeof(path), "%s/task/%s", dir, name);
	assert_int_equal(how(path), 0);
}

static int pipe_at(const char *path)
{
	return mkfifo(path, 0600);
}

static int directory_at(const char *path)
{
	return mkdir(path, 0700);
}

static int link_at(const char *path)
{
	return symlink("/dev/zero", path);
}

static int lost_link_at(const char *path)
{
	return symlink("nowhere", path);
}

/* Nothing is waited for, followed or taken for a file. */
static void no_files(void **state)
{
	(void)state;
	make("2968/" NAME("1"), pipe_at);
	make("2968/" NAME("2"), directory_at);
	make("2968/" NAME("3"), link_at);
	make("2968/" NAME("4"), lost_link_at);
	write_file("2968/" NAME("5"), DAP_ENVELOPE_SIZE, 'e');
	begin();
	assert_read("-8 -8 -8 -8 e8 ");
	drop_folder_close(&folder);
}

static void no_folders(void **state)
{
	(void)state;
	assert_int_equal(drop_folder_open(&folder, dir, "nowhere", window, &err), -1);
	assert_non_null(strstr(err.message, "nowhere"));
	write_file("2968/" NAME("5"), DAP_ENVELOPE_SIZE, 'e');
	remove_file("2969");
	remove_file("2970");
	remove_file("2971");
	make("2970", link_at);
	write_file("2971", 10, 'x');
	begin();
	assert_int_equal(folder.missing, 3);
	assert_read("e8 ");
	drop_folder_close(&folder);
}

/* Where it is not the file's fault nothing is counted as malformed: a folder that can't be read is no smaller folder. */
static void cannot_read(void **state)
{
	struct rlimit before, none;
	struct hpke_bytes bytes;
	uint64_t week;

	(void)state;
	write_file("2968/" NAME("1"), DAP_ENVELOPE_SIZE, 'a');
	begin();
	struct role_source source = drop_folder_source(&folder);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){0, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	int r = source.next(source.context, &week, &bytes);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(r, -1);
	assert_non_null(strstr(err.message, dir));
	drop_folder_close(&folder);
	begin();
	assert_read("a8 ");
	drop_folder_close(&folder);
}

static void set_mode(const char *name, mode_t mode)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(chmod(path, mode), 0);
}

/* As to another account it belongs to. */
static bool give_away(const char *name)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return geteuid() == 0 && chown(path, 65534, 65534) == 0;
}

static void refused(const char *const *words)
{
	struct role_source source = {0};
	struct hpke_bytes bytes;
	uint64_t week;

	err = (struct error){0};
	rights_ordinary(true);
	int r = drop_folder_open(&folder, dir, "task", window, &err);
	if (r == 0) {
		source = drop_folder_source(&folder);
		r = source.next(source.context, &week, &bytes);
		while (r == 0)
			r = source.next(source.context, &week, &bytes);
		drop_folder_close(&folder);
	}
	rights_ordinary(false);
	assert_int_equal(r, -1);
	for (; *words; words++)
		if (!strstr(err.message, *words))
			fail_msg("no '%s' in: %s", *words, err.message);
}
#define REFUSED(...) refused((const char *const[]){__VA_ARGS__, NULL})

/* Told with place, owner, mode and what to do, never as an empty folder. */
static void another_account(void **state)
{
	(void)state;
	write_file("2968/" NAME("1"), DAP_ENVELOPE_SIZE, 'a');
	set_mode("task/2970", 01330);
	REFUSED("/task/2970'", "closed to its own account", "mode 1330", "chmod u+rwx");
	if (!give_away("task/2970"))
		skip();
	set_mode("task/2970", 01730);
	REFUSED("/task/2970'", "belongs to nobody", "mode 1730", "runs as root", "one account");
	assert_true(give_away("task"));
	set_mode("task", 01730);
	REFUSED("/task'", "belongs to nobody", "mode 1730", "one account");
	/* Not even to be looked into: what is above it is named. */
	assert_true(give_away(""));
	REFUSED("belongs to nobody", "mode 0700", "one account");
	rights_ordinary(true);
	assert_int_equal(drop_folder_check(dir, "task", 2968 / DAP_QUARTER_WEEKS, &err), -1);
	rights_ordinary(false);
	assert_int_equal(drop_folder_check(dir, "task", 2968 / DAP_QUARTER_WEEKS, &err), 0);
}

/* Of a few the rest counts; where there are no others the account is told, and not whose files they are. */
static void closed_files(void **state)
{
	(void)state;
	write_file("2968/" NAME("1"), DAP_ENVELOPE_SIZE, 'a');
	write_file("2969/" NAME("2"), DAP_ENVELOPE_SIZE, 'b');
	set_mode("task/2969/" NAME("2"), 0);
	rights_ordinary(true);
	begin();
	assert_read("a8 -9 ");
	rights_ordinary(false);
	assert_int_equal(folder.closed, 1);
	drop_folder_close(&folder);
	set_mode("task/2968/" NAME("1"), 0);
	if (!give_away("task/2968/" NAME("1")))
		skip();
	REFUSED("runs as root", "2 contributions", "/task'", "readable for the account");
	assert_null(strstr(err.message, "nobody"));
	/* Others that are none of ours make no difference; those that are damaged do: they were read. */
	write_file("2968/notes", 5, 'x');
	REFUSED("2 contributions");
	write_file("2970/" NAME("3"), 5, 'c');
	rights_ordinary(true);
	begin();
	assert_read("-8 -9 -0 ");
	rights_ordinary(false);
	drop_folder_close(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(order, setup, teardown),
		cmocka_unit_test_setup_teardown(other_names, setup, teardown),
		cmocka_unit_test_setup_teardown(changes, setup, teardown),
		cmocka_unit_test_setup_teardown(no_files, setup, teardown),
		cmocka_unit_test_setup_teardown(no_folders, setup, teardown),
		cmocka_unit_test_setup_teardown(cannot_read, setup, teardown),
		cmocka_unit_test_setup_teardown(another_account, setup, teardown),
		cmocka_unit_test_setup_teardown(closed_files, setup, teardown),
	};

	return cmocka_run_group_tests_name("drop_folder", tests, NULL, NULL);
}
