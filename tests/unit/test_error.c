/* Messages: set, prefixed, cut at a character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/error.h>
#include <evenkeel/text.h>

static void set_and_prefixed(void **state)
{
	struct error err = {0};

	(void)state;
	assert_int_equal(error_set(&err, ERROR_LOCKED, "cannot open '%s': %s", "answers.db", "permission denied"), -1);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_string_equal(err.message, "cannot open 'answers.db': permission denied");
	assert_int_equal(error_prefix(&err, "%s:%d", "home.conf", 3), -1);
	assert_string_equal(err.message, "home.conf:3: cannot open 'answers.db': permission denied");
	assert_int_equal(err.kind, ERROR_LOCKED);
	/* An old message may be part of the new one. */
	assert_int_equal(error_set(&err, ERROR_FAILED, "again: %s", err.message), -1);
	assert_string_equal(err.message, "again: home.conf:3: cannot open 'answers.db': permission denied");
}

static void nobody_asks(void **state)
{
	(void)state;
	assert_int_equal(error_set(NULL, ERROR_FAILED, "x"), -1);
	assert_int_equal(error_prefix(NULL, "x"), -1);
}

static void long_messages_end_at_a_character(void **state)
{
	char much[3000] = "";

	(void)state;
	for (size_t i = 0; i + 3 < sizeof(much); i += 3)
		memcpy(much + i, "您", 4);
	for (size_t shift = 0; shift < 4; shift++) {
		struct error err = {0};
		error_set(&err, ERROR_FAILED, "%.*s%s", (int)shift, "abcd", much);
		assert_true(text_is_utf8(err.message, strlen(err.message)));
		assert_in_range(strlen(err.message), sizeof(err.message) - 4, sizeof(err.message) - 1);
		error_prefix(&err, "%.*s", (int)shift, "abcd");
		assert_true(text_is_utf8(err.message, strlen(err.message)));
		error_set(&err, ERROR_FAILED, "%.*s%s", 508 + (int)shift, much, "ü😀");
		assert_true(strlen(err.message) < sizeof(err.message));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_and_prefixed),
		cmocka_unit_test(nobody_asks),
		cmocka_unit_test(long_messages_end_at_a_character),
	};

	return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
