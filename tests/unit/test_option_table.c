/* The table of commands: every row complete, names unique, an example in each help, lines that fit, in every language. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../client/help.h"
#include "../../client/option.h"

enum { COLUMNS = 80 };

static void test_rows(void **state)
{
	(void)state;
	for (const struct command *const *row = commands; *row != NULL; row++) {
		const struct command *command = *row;
		char example[80];
		if (command->name == NULL || command->summary == NULL || command->help == NULL || command->run == NULL)
			fail_msg("row %td of the table is not complete", row - commands);
		snprintf(example, sizeof(example), "\n  evenkeel %s", command->name);
		if (strstr(command->help, example) == NULL && strstr(command->help, "| evenkeel") == NULL)
			fail_msg("the help of '%s' has no example", command->name);
		if (!islower((unsigned char)command->summary[0]) || text_columns(command->summary) > COLUMNS - 14)
			fail_msg("the summary of '%s' does not fit: lower case, one line", command->name);
		for (const struct command *const *other = commands; other < row; other++)
			assert_string_not_equal(command->name, (*other)->name);
		assert_ptr_equal(option_find_command(commands, command->name), command);
	}
}

static void test_options(void **state)
{
	(void)state;
	for (const struct command *const *row = commands; *row != NULL; row++) {
		int count = 0;
		for (const struct command_option *option = (*row)->options; option != NULL && option->name != NULL;
		     option++) {
			if (option->help == NULL || *option->help == '\0')
				fail_msg("'%s --%s' has no help", (*row)->name, option->name);
			for (const struct command_option *global = option_globals; global->name != NULL; global++)
				assert_string_not_equal(option->name, global->name);
			count++;
		}
		assert_true(count <= COMMAND_OPTIONS_MAX);
	}
}

static void check_lines(const char *name, const char *page)
{
	while (*page != '\0') {
		_cleanup_(text_clear) struct text line = {0};
		size_t length = strcspn(page, "\n");
		text_append_bytes(&line, page, length);
		if (text_columns(text_string(&line)) > COLUMNS)
			fail_msg("the help of '%s' is wider than the terminal: '%s'", name, text_string(&line));
		page += length + (page[length] == '\n');
	}
}

static void test_pages_fit(void **state)
{
	(void)state;
	struct page page = {.columns = COLUMNS};
	help_overview(commands, &page);
	check_lines("evenkeel", text_string(&page.text));
	for (const struct command *const *row = commands; *row != NULL; row++) {
		if (strstr(text_string(&page.text), (*row)->name) == NULL)
			fail_msg("'evenkeel --help' does not list '%s'", (*row)->name);
	}
	text_clear(&page.text);
	for (const struct command *const *row = commands; *row != NULL; row++) {
		help_command(*row, &page);
		check_lines((*row)->name, text_string(&page.text));
		assert_non_null(strstr(text_string(&page.text), (*row)->name));
		text_clear(&page.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_pages_fit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
