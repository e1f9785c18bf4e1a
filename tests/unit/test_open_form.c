/* A form as a browser sends it: what is taken, and everything that is refused as a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../client/open/form.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int read(const char *body, char *room, struct form *ret)
{
	memcpy(room, body, strlen(body) + 1);
	return form_read(room, strlen(body), ret);
}

static void fields_are_decoded(void **state)
{
	char room[256];
	struct form form;

	(void)state;
	assert_int_equal(read("a=1&b=two+words&c=%E6%82%A8%26%3D%2B&d=&e%2Ff=x", room, &form), 0);
	assert_int_equal(form.count, 5);
	assert_string_equal(form_value(&form, "a"), "1");
	assert_string_equal(form_value(&form, "b"), "two words");
	assert_string_equal(form_value(&form, "c"), "您&=+");
	assert_int_equal(form_find(&form, "c")->length, strlen("您&=+"));
	assert_non_null(form_find(&form, "d"));
	assert_string_equal(form_value(&form, "d"), "");
	assert_string_equal(form_value(&form, "e/f"), "x");
	assert_null(form_find(&form, "g"));
	assert_string_equal(form_value(&form, "g"), "");
}

static void an_empty_body_is_an_empty_form(void **state)
{
	char room[8];
	struct form form;

	(void)state;
	assert_int_equal(read("", room, &form), 0);
	assert_int_equal(form.count, 0);
}

static const char *const bad[] = {
	"a",    "=1",     "&a=1",  "a=1&&b=2", "a=%",    "a=%4",  "a=%4g",   "a=%g4",
	"%4=1", "a=%00b", "%00=1", "a=%c3",    "a=\xff", "a=%ff", "a=1&a=2", "a=1&%61=2",
};

static void what_no_browser_sends_is_refused(void **state)
{
	char room[64];
	struct form form;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		if (read(bad[i], room, &form) == 0)
			fail_msg("form %zu: %s", i, bad[i]);
}

static void there_is_an_end_to_fields(void **state)
{
	char body[FORM_FIELDS_MAX * 8 + 8], *to = body;
	struct form form;

	(void)state;
	for (int i = 0; i < FORM_FIELDS_MAX; i++)
		to += sprintf(to, "%sf%d=%d", i ? "&" : "", i, i);
	char room[sizeof body];
	assert_int_equal(read(body, room, &form), 0);
	assert_int_equal(form.count, FORM_FIELDS_MAX);
	sprintf(to, "&x=1");
	assert_int_equal(read(body, room, &form), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_decoded),
		cmocka_unit_test(an_empty_body_is_an_empty_form),
		cmocka_unit_test(what_no_browser_sends_is_refused),
		cmocka_unit_test(there_is_an_end_to_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
