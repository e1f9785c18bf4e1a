/* Plays every tests/scenario/ *.day; a test for each, so that a colleague adds one by adding a file. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/day.h>
#include <evenkeel/mem.h>

#include "scenario_zones.h"

#define SCENARIOS_MAX 200
#define DIRECTORY "tests/scenario"

static void read_file(const char *name, struct text *ret)
{
	char path[300], bytes[4096];

	snprintf(path, sizeof(path), "%s/%s", DIRECTORY, name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	for (size_t got; (got = fread(bytes, 1, sizeof(bytes), file)) > 0;)
		text_append_bytes(ret, bytes, got);
	fclose(file);
}

static void play(void **state)
{
	const char *name = *state;
	_cleanup_(text_clear) struct text content = {0}, said = {0};
	_cleanup_(day_log_clear) struct day_log log = {0};
	struct error err = {0};

	read_file(name, &content);
	int result = day_simulate(name, content.bytes, content.length, 1, scenario_zone, NULL, &log, &err);
	day_log_print(&log, &said);
	if (result != 0)
		fail_msg("%s\n%s", err.message, text_string(&said));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(void)
{
	static struct CMUnitTest tests[SCENARIOS_MAX];
	static char *names[SCENARIOS_MAX];
	size_t count = 0;
	DIR *directory = opendir(DIRECTORY);

	if (!directory) {
		printf("Bail out! no %s here\n", DIRECTORY);
		return 1;
	}
	for (struct dirent *entry; (entry = readdir(directory)) && count < SCENARIOS_MAX;) {
		size_t length = strlen(entry->d_name);
		if (length > 4 && !strcmp(entry->d_name + length - 4, ".day"))
			names[count++] = mem_copy_string(entry->d_name);
	}
	closedir(directory);
	qsort(names, count, sizeof(names[0]), by_name);
	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){.name = names[i], .test_func = play, .initial_state = names[i]};
	int failed = _cmocka_run_group_tests("scenarios", tests, count, NULL, NULL);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	return failed;
}
