/* The command line taken apart: a table of lines with what each must give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../client/option.h"

static const struct command_option trend_options[] = {
	{"days", "N", "how many days"}, {"review", NULL, "the review"}, {"o", "FILE", "where to"}, {0}};
static const struct command trends = {.name = "trends", .args = "", .options = trend_options, .json = true};
static const struct command pause_ = {.name = "pause", .args = "[MINUTES]"};
static const struct command hard_call = {.name = "hard-call", .args = ""};
static const struct command *const list[] = {&trends, &pause_, &hard_call, NULL};

/* A line, and either what it means or, behind "!", what the message must hold. Meaning: command|days|review|o|globals|words */
struct line {
	const char *argv[8];
	const char *expect;
};
static const struct line lines[] = {
	{{NULL}, "-|-|-|-||"},
	{{"trends", NULL}, "trends|-|-|-||"},
	{{"trends", "--days", "7", NULL}, "trends|7|-|-||"},
	{{"trends", "--days=7", "--review", NULL}, "trends|7||-||"},
	{{"trends", "--days=", NULL}, "trends||-|-||"},
	{{"trends", "--days", "7", "--days", "8", NULL}, "trends|8|-|-||"},
	{{"trends", "-o", "x.html", NULL}, "trends|-|-|x.html||"},
	{{"trends", "-o", "-", NULL}, "trends|-|-|-||"},
	{{"--json", "trends", NULL}, "trends|-|-|-|j|"},
	{{"trends", "--json", "--no-color", NULL}, "trends|-|-|-|jc|"},
	{{"--store", "/d", "pause", "5", NULL}, "pause|-|-|-|s|5 "},
	{{"pause", "--store=/d", "5", "6", NULL}, "pause|-|-|-|s|5 6 "},
	{{"pause", "-", NULL}, "pause|-|-|-||- "},
	{{"pause", "--", "--json", NULL}, "pause|-|-|-||--json "},
	{{"help", "pause", NULL}, "pause|-|-|-|h|"},
	{{"help", NULL}, "-|-|-|-|h|"},
	{{"pause", "help", NULL}, "pause|-|-|-||help "},
	{{"pause", "--help", NULL}, "pause|-|-|-|h|"},
	{{"pause", "-h", NULL}, "pause|-|-|-|h|"},
	{{"--version", NULL}, "-|-|-|-|v|"},
	{{"--help", "--json", "pause", NULL}, "pause|-|-|-|jh|"},
	{{"", NULL}, "!no command ''"},
	{{"trend", NULL}, "!did you mean 'trends'?"},
	{{"tredns", NULL}, "!did you mean 'trends'?"},
	{{"hardcall", NULL}, "!did you mean 'hard-call'?"},
	{{"pau", NULL}, "!did you mean 'pause'?"},
	{{"xyzzy", NULL}, "!'evenkeel --help' lists them"},
	{{"trends", "--day", "7", NULL}, "!did you mean '--days'?"},
	{{"trends", "--jsno", NULL}, "!did you mean '--json'?"},
	{{"trends", "--zebra", NULL}, "!see 'evenkeel trends --help'"},
	{{"--zebra", NULL}, "!see 'evenkeel --help'"},
	{{"--days", "7", "trends", NULL}, "!there is no option '--days' here"},
	{{"trends", "-days", "7", NULL}, "!there is no option '-days' here"},
	{{"trends", "--o", "x", NULL}, "!there is no option '--o' here"},
	{{"trends", "-x", NULL}, "!there is no option '-x' here"},
	{{"trends", "--days", NULL}, "!needs a value: --days N"},
	{{"trends", "--review=yes", NULL}, "!'--review' takes no value"},
	{{"pause", "--store", NULL}, "!needs a value: --store DIR"},
	{{"pause", "--store=", NULL}, "!needs a value: --store DIR"},
	{{"pause", "--json", NULL}, "!has no --json"},
	{{"--json", "pause", NULL}, "!has no --json"},
};

static const char *or_dash(const char *value)
{
	return value == NULL ? "-" : value;
}

static void describe(const struct option_line *line, struct text *ret)
{
	text_appendf(ret, "%s|%s|%s|%s|", line->command == NULL ? "-" : line->command->name,
		     or_dash(line->call.values[0]), or_dash(line->call.values[1]), or_dash(line->call.values[2]));
	text_appendf(ret, "%s%s%s%s%s|", line->store != NULL ? "s" : "", line->json ? "j" : "",
		     line->no_color ? "c" : "", line->help ? "h" : "", line->version ? "v" : "");
	for (int i = 0; i < line->call.count; i++)
		text_appendf(ret, "%s ", line->call.words[i]);
}

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		char words[8][40] = {"evenkeel"}, *argv[9] = {words[0]};
		_cleanup_(option_line_clear) struct option_line line = {0};
		_cleanup_(text_clear) struct text meaning = {0};
		struct error err = {0};
		int argc = 1;
		for (int j = 0; lines[i].argv[j] != NULL; j++, argc++) {
			snprintf(words[argc], sizeof(words[argc]), "%s", lines[i].argv[j]);
			argv[argc] = words[argc];
		}
		int result = option_parse(list, argc, argv, &line, &err);
		if (lines[i].expect[0] == '!') {
			assert_int_equal(result, -1);
			assert_int_equal(err.kind, ERROR_USAGE);
			if (strstr(err.message, lines[i].expect + 1) == NULL)
				fail_msg("line %zu: '%s' lacks '%s'", i, err.message, lines[i].expect + 1);
			continue;
		}
		if (result != 0)
			fail_msg("line %zu: %s", i, err.message);
		describe(&line, &meaning);
		assert_string_equal(text_string(&meaning), lines[i].expect);
	}
}

static void test_distance(void **state)
{
	(void)state;
	assert_int_equal(option_distance("", ""), 0);
	assert_int_equal(option_distance("abc", "abc"), 0);
	assert_int_equal(option_distance("abc", "acb"), 1);
	assert_int_equal(option_distance("abc", "abcd"), 1);
	assert_int_equal(option_distance("", "abc"), 3);
	assert_int_equal(option_distance("kitten", "sitting"), 3);
	char longest[200];
	memset(longest, 'a', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_true(option_distance(longest, "a") >= 40);
}

static void test_value(void **state)
{
	(void)state;
	struct command_call call = {.command = &trends, .values = {"7", NULL, NULL}};
	assert_string_equal(command_value(&call, "days"), "7");
	assert_null(command_value(&call, "review"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
