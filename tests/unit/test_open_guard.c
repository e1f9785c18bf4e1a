/* Who may see a page: each thing that tells a request is not the person's own click, alone, keeps it out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "../../client/open/guard.h"

enum { PORT = 40404 };

struct door {
	struct guard guard;
	char token[128], cookie[128], page[128];
	struct guard_request request; /* one that may see the page "tips" */
};

static void set_up(struct door *door)
{
	char word[GUARD_HEX];

	assert_true(sodium_init() >= 0);
	guard_init(&door->guard, PORT);
	guard_hex(door->guard.token, word);
	snprintf(door->token, sizeof door->token, "/?token=%s", word);
	guard_hex(door->guard.session, word);
	snprintf(door->cookie, sizeof door->cookie, "evenkeel=%s", word);
	snprintf(door->page, sizeof door->page, "/%s/tips", door->guard.place);
	door->request = (struct guard_request){.target = door->page,
					       .host = "127.0.0.1:40404",
					       .fetch_site = "same-origin",
					       .fetch_dest = "document",
					       .cookie = door->cookie};
}

static enum guard_verdict ask(struct door *door, const struct guard_request *request)
{
	const char *page = NULL;
	enum guard_verdict verdict = guard_check(&door->guard, request, &page);

	if (verdict == GUARD_PAGE)
		assert_string_equal(page, strrchr(request->target, '/') + 1);
	return verdict;
}

static void the_token_is_good_once(void **state)
{
	struct door door;
	(void)state;
	set_up(&door);
	struct guard_request request = {.target = door.token, .host = "127.0.0.1:40404", .fetch_site = "cross-site"};

	request.post = true;
	assert_int_equal(ask(&door, &request), GUARD_REFUSE);
	request.post = false;
	assert_int_equal(ask(&door, &request), GUARD_WELCOME);
	assert_int_equal(ask(&door, &request), GUARD_REFUSE);
	/* Nor is the wiped one a token. */
	snprintf(door.token, sizeof door.token, "/?token=%064d", 0);
	assert_int_equal(ask(&door, &request), GUARD_REFUSE);
	guard_new_token(&door.guard);
	assert_int_equal(ask(&door, &request), GUARD_REFUSE);
	set_up(&door);
	request.host = "localhost:40404";
	assert_int_equal(ask(&door, &request), GUARD_REFUSE);
	request.host = "127.0.0.1:40404";
	door.token[70] ^= 1;
	assert_int_equal(ask(&door, &request), GUARD_REFUSE);
	door.token[71] = '\0';
	assert_int_equal(ask(&door, &request), GUARD_REFUSE);
}

/* Each row takes the place of one thing in a good request. */
enum field { HOST, ORIGIN, SITE, DEST, COOKIE };
static const struct {
	enum field field;
	const char *value;
	bool post, refused;
} rows[] = {
	{HOST, "127.0.0.1:40404", false, false},
	{HOST, "127.0.0.1", false, true},
	{HOST, "127.0.0.1:40405", false, true},
	{HOST, "localhost:40404", false, true},
	{HOST, "evil.example:40404", false, true},
	{HOST, "127.0.0.1:404040", false, true},
	{HOST, NULL, false, true},
	{SITE, "none", false, false},
	{SITE, NULL, false, false},
	{SITE, "same-site", false, true},
	{SITE, "cross-site", false, true},
	{SITE, "", false, true},
	{SITE, "cross-site", true, true},
	{DEST, NULL, false, false},
	{DEST, "iframe", false, true},
	{DEST, "image", false, true},
	{DEST, "script", false, true},
	{DEST, "empty", false, true},
	{ORIGIN, NULL, true, false},
	{ORIGIN, "http://127.0.0.1:40404", true, false},
	{ORIGIN, "null", true, false}, /* with Sec-Fetch-Site: same-origin */
	{ORIGIN, "http://127.0.0.1:40405", true, true},
	{ORIGIN, "http://localhost:40404", true, true},
	{ORIGIN, "https://127.0.0.1:40404", true, true},
	{ORIGIN, "http://evil.example", true, true},
	{ORIGIN, "", true, true},
	{COOKIE, NULL, false, true},
	{COOKIE, "", false, true},
	{COOKIE, "evenkeel=", false, true},
	{COOKIE, "evenkeel=00", false, true},
	{COOKIE, "evenkeel=0000000000000000000000000000000000000000000000000000000000000000", false, true},
};

static void set(struct guard_request *request, enum field field, const char *value)
{
	const char **const places[] = {&request->host, &request->origin, &request->fetch_site, &request->fetch_dest,
				       &request->cookie};
	*places[field] = value;
}

static void each_thing_keeps_out(void **state)
{
	struct door door;
	(void)state;
	set_up(&door);
	assert_int_equal(ask(&door, &door.request), GUARD_PAGE);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct guard_request request = door.request;
		request.post = rows[i].post;
		set(&request, rows[i].field, rows[i].value);
		if (ask(&door, &request) != (rows[i].refused ? GUARD_REFUSE : GUARD_PAGE))
			fail_msg("row %zu: %s", i, rows[i].value ? rows[i].value : "(none)");
	}
	struct guard_request request = door.request;
	request.twice = true;
	assert_int_equal(ask(&door, &request), GUARD_REFUSE);
	/* "null" alone may be any page in a sandbox. */
	request = door.request;
	request.post = true;
	request.origin = "null";
	request.fetch_site = NULL;
	assert_int_equal(ask(&door, &request), GUARD_REFUSE);
}

static void there_is_one_place(void **state)
{
	static const char *const elsewhere[] = {"", "/", "tips", "/tips", "http://127.0.0.1:40404/tips", "*", "//x/"};
	struct door door;
	char target[400];
	(void)state;
	set_up(&door);
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
		door.request.target = elsewhere[i];
		assert_int_equal(ask(&door, &door.request), GUARD_REFUSE);
	}
	door.request.target = NULL;
	assert_int_equal(ask(&door, &door.request), GUARD_REFUSE);
	snprintf(target, sizeof target, "/%s", door.guard.place);
	door.request.target = target;
	assert_int_equal(ask(&door, &door.request), GUARD_REFUSE);
	snprintf(target, sizeof target, "/%s/%0300d", door.guard.place, 1);
	assert_int_equal(ask(&door, &door.request), GUARD_REFUSE);
}

static const struct {
	const char *header, *value; /* NULL = refused */
} cookies[] = {
	{"a=1", "1"},
	{"b=2; a=1", "1"},
	{"a=1; b=2", "1"},
	{" \t;;a=1;", "1"},
	{"aa=2; a=1", "1"},
	{"a=1=2", "1=2"},
	{"a=", ""},
	{"", NULL},
	{"a", NULL},
	{"ba=1", NULL},
	{"A=1", NULL},
	{"a=1; a=1", NULL},
	{"a=12345678", NULL}, /* its room is 8 bytes */
	{"a=1234567", "1234567"},
};

static void cookies_are_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cookies / sizeof *cookies; i++) {
		char value[8];
		bool found = guard_cookie(cookies[i].header, "a", value, sizeof value);
		if (found != (cookies[i].value != NULL) || (found && strcmp(value, cookies[i].value) != 0))
			fail_msg("cookie %zu: %s", i, cookies[i].header);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_token_is_good_once),
		cmocka_unit_test(each_thing_keeps_out),
		cmocka_unit_test(there_is_one_place),
		cmocka_unit_test(cookies_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
