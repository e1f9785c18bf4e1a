/* kill -9 while a passphrase is changed or keys are rotated: the old state or the new one, and nothing half-way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "forked.h"
#include "fixture.h"
#include "rekey.h"

enum { PATH = 512, ROUNDS = 50 };

/* What a child does; it ends by _exit when it cannot. */
enum change_kind { CHANGE_PASSPHRASE, CHANGE_FAST, CHANGE_FULL };

struct change {
	const char *dir, *from, *to;
	enum change_kind kind;
};

static void do_change(void *context)
{
	const struct change *change = context;
	struct error err = {0};
	char path[PATH];
	struct store *store = NULL;

	fixture_path(change->dir, "", path);
	if (store_open(&store, path, &err) || store_unlock(store, change->from, strlen(change->from), &err))
		_exit(2);
	if (change->kind == CHANGE_PASSPHRASE)
		_exit(store_change_passphrase(store, change->from, strlen(change->from), change->to, strlen(change->to),
					      &err)
			      ? 3
			      : 0);
	struct rotate_order order = rekey_order(change->kind == CHANGE_FULL);
	order.passphrase = change->to;
	order.length = strlen(change->to);
	_exit(store_rotate(store, &order, &err) ? 4 : 0);
}

static void killed(const char *dir, enum change_kind kind)
{
	char code[RECOVERY_CODE_SIZE];
	struct change change = {.dir = dir, .from = PASSPHRASE, .to = PASSPHRASE, .kind = kind};
	int records = REKEY_RECORDS, changed = 0;

	rekey_create(dir, code);
	uint32_t most_us = (uint32_t)(forked_run(do_change, &change) * 3 / 4);
	change.to = OTHER;
	for (int round = 0; round < ROUNDS; round++) {
		forked_kill(do_change, &change, randombytes_uniform(most_us + 1));
		/* Whoever comes next may be one who cannot unlock. */
		if (round % 2)
			fixture_append_once(dir, records++, 1);
		bool old = rekey_opens(dir, change.from), fresh = rekey_opens(dir, change.to);
		if (old == fresh)
			fail_msg("round %d: %s passphrase opens it", round, old ? "either" : "no");
		rekey_assert_whole(dir, old ? change.from : change.to, records);
		rekey_assert_no_leftovers(dir);
		if (fresh) {
			const char *swap = change.from;
			change.from = change.to;
			change.to = swap;
			changed++;
		}
	}
	print_message("# %d of %d went through\n", changed, ROUNDS);
}

static void killed_changing_the_passphrase(void **state)
{
	killed(*state, CHANGE_PASSPHRASE);
}

static void killed_in_a_fast_rotation(void **state)
{
	killed(*state, CHANGE_FAST);
}

static void killed_in_a_full_rotation(void **state)
{
	killed(*state, CHANGE_FULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(killed_changing_the_passphrase),
		IN_DIRECTORY(killed_in_a_fast_rotation),
		IN_DIRECTORY(killed_in_a_full_rotation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
