/* support.ini: what is taken, what is refused and with which line, and how two files lie over each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/support.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int take(struct support *support, const char *content, struct error *err)
{
	return support_read(support, content, strlen(content), "support.ini", err);
}

static void contacts_are_read(void **state)
{
	_cleanup_(support_clear) struct support support = {0};
	struct error err = {0};

	(void)state;
	assert_int_equal(
		take(&support,
		     "\xef\xbb\xbf; ours\r\n[eap]\r\nname = Care\r\nphone = +44 20 ; day\nweb = https://a.example\n"
		     "hours=9-17\nlanguage = English, 中文\n[eap]\nname = Opieka\nphone = 2\nweb =\n"
		     "[line.de]\nname = Sorge\nphone = 0800 1\n",
		     &err),
		0);
	assert_int_equal(support.count, 3);
	const struct support_contact *first = support_next(&support, "", NULL);
	assert_string_equal(first->name, "Care");
	assert_string_equal(first->phone, "+44 20");
	assert_string_equal(first->web, "https://a.example");
	assert_string_equal(first->hours, "9-17");
	assert_string_equal(first->language, "English, 中文");
	const struct support_contact *second = support_next(&support, "", first);
	assert_string_equal(second->name, "Opieka");
	assert_string_equal(second->web, "");
	assert_null(support_next(&support, "", second));
	assert_string_equal(support_next(&support, "DE", NULL)->name, "Sorge");
	assert_null(support_next(&support, "TH", NULL));
}

static void an_empty_file_names_nobody(void **state)
{
	_cleanup_(support_clear) struct support support = {0};

	(void)state;
	assert_int_equal(take(&support, "", NULL), 0);
	assert_int_equal(take(&support, "; nothing yet\n\n", NULL), 0);
	assert_int_equal(support.count, 0);
	assert_null(support_next(&support, "", NULL));
}

/* The person's programme instead of the site's, and their lines of one country; the other countries stay. */
static void a_second_file_lies_over_the_first(void **state)
{
	_cleanup_(support_clear) struct support support = {0};

	(void)state;
	assert_int_equal(take(&support,
			      "[eap]\nname=A\nphone=1\n[eap]\nname=B\nphone=2\n[line.DE]\nname=C\nphone=3\n[line.TH]\n"
			      "name=D\nphone=4\n",
			      NULL),
			 0);
	assert_int_equal(take(&support, "[line.TH]\nname=E\nphone=5\n[line.TH]\nname=F\nphone=6\n", NULL), 0);
	assert_int_equal(support.count, 5);
	assert_string_equal(support_next(&support, "", NULL)->name, "A");
	assert_string_equal(support_next(&support, "DE", NULL)->name, "C");
	const struct support_contact *thai = support_next(&support, "TH", NULL);
	assert_string_equal(thai->name, "E");
	assert_string_equal(support_next(&support, "TH", thai)->name, "F");
	assert_int_equal(take(&support, "[eap]\nname=G\nphone=7\n", NULL), 0);
	assert_int_equal(support.count, 4);
	assert_string_equal(support_next(&support, "", NULL)->name, "G");
}

static void faults_are_named(void **state)
{
	static const struct {
		const char *content, *message;
	} cases[] = {
		{"[eap]\nname=A\nfone=1\n",
		 "support.ini:3: unknown key 'fone'; known: name, phone, web, hours, language"},
		{"[eap]\nName=A\n", "support.ini:2: unknown key 'Name'; known: name, phone, web, hours, language"},
		{"\n[epa]\nname=A\n",
		 "support.ini:2: unknown section '[epa]'; known: [eap] and, by country, [line.DE]"},
		{"[line]\n", "support.ini:1: unknown section '[line]'; known: [eap] and, by country, [line.DE]"},
		{"[line.auto]\n",
		 "support.ini:1: unknown section '[line.auto]'; known: [eap] and, by country, [line.DE]"},
		{"[line.D1]\n", "support.ini:1: unknown section '[line.D1]'; known: [eap] and, by country, [line.DE]"},
		{"name=A\n", "support.ini:1: 'name' stands before the first section; begin with [eap]"},
		{"[eap]\nphone=1\n", "support.ini:1: the contact has no 'name'"},
		{"\n[eap]\nname=A\n\n[line.DE]\nname=B\nphone=1\n",
		 "support.ini:2: the contact has neither 'phone' nor 'web'"},
		{"[eap]\nname=A\nphone=1\nphone=2\n",
		 "support.ini:4: 'phone' stands twice in one contact; another contact begins with a section's line"},
		{"[eap]\nname=A\x1b[2J\nphone=1\n", "support.ini:2: 'name' has a character in it that cannot be shown"},
		{"[eap]\nname=A\nphone=1\xc2\x9b\n",
		 "support.ini:3: 'phone' has a character in it that cannot be shown"},
		{"[eap]\nname=\xff\n", "support.ini:2: the line is not UTF-8 text"},
		{"[eap]\nwhat\n", "support.ini:2: the line is neither '[section]' nor 'key = value' nor '; comment'"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_(support_clear) struct support support = {0};
		struct error err = {0};
		assert_int_equal(take(&support, "[line.TH]\nname=D\nphone=4\n", NULL), 0);
		assert_int_equal(take(&support, cases[i].content, &err), -1);
		assert_string_equal(err.message, cases[i].message);
		assert_int_equal(support.count, 1); /* as it was */
		assert_string_equal(support.contacts[0].phone, "4");
	}
}

static void the_limits_hold(void **state)
{
	_cleanup_(support_clear) struct support support = {0};
	_cleanup_(text_clear) struct text content = {0}, wide = {0};
	struct error err = {0};
	char message[100];

	(void)state;
	for (int i = 0; i < SUPPORT_CONTACTS_MAX; i++)
		text_append(&content, "[eap]\nname=A\nphone=1\n");
	assert_int_equal(take(&support, text_string(&content), &err), 0);
	assert_int_equal(support.count, SUPPORT_CONTACTS_MAX);
	text_append(&content, "[eap]\n");
	assert_int_equal(take(&support, text_string(&content), &err), -1);
	snprintf(message, sizeof(message), "support.ini:%d: there are more than %d contacts",
		 3 * SUPPORT_CONTACTS_MAX + 1, SUPPORT_CONTACTS_MAX);
	assert_string_equal(err.message, message);

	text_append(&wide, "[eap]\nphone=1\nname=");
	text_append_repeat(&wide, "x", CONFIG_LINE_MAX - 5);
	assert_int_equal(take(&support, text_string(&wide), &err), 0);
	text_append(&wide, "x");
	assert_int_equal(take(&support, text_string(&wide), &err), -1);
	assert_string_equal(err.message, "support.ini:3: the line is longer than 199 bytes");
}

/* What we install as an example can be used as it is: it names no programme of anybody's, and every line can be called. */
static void the_example_is_good(void **state)
{
	static const char *const countries[] = {"US", "GB", "IE", "DE", "CN", "TH"};
	_cleanup_(support_clear) struct support support = {0};
	struct error err = {0};
	char bytes[8192];

	(void)state;
	FILE *file = fopen("client/data/support.ini.example", "r");
	assert_non_null(file);
	size_t got = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	assert_in_range(got, 1, sizeof(bytes) - 1);
	if (support_read(&support, bytes, got, "support.ini.example", &err) != 0)
		fail_msg("%s", err.message);
	assert_null(support_next(&support, "", NULL));
	assert_int_equal(support.count, COUNT(countries));
	for (size_t i = 0; i < COUNT(countries); i++)
		assert_true(support_next(&support, countries[i], NULL)->phone[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contacts_are_read),
		cmocka_unit_test(an_empty_file_names_nobody),
		cmocka_unit_test(a_second_file_lies_over_the_first),
		cmocka_unit_test(faults_are_named),
		cmocka_unit_test(the_limits_hold),
		cmocka_unit_test(the_example_is_good),
	};

	return cmocka_run_group_tests_name("support", tests, NULL, NULL);
}
