/*
 * Two offices in one process, and a party that does not keep to the rules: what needs its keys and cannot be done by hand. Neither adds a member
 * alone; the other party, its ledger and the client each refuse by themselves.
 */
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

#include <sodium.h>

#include "../../client/dispatch.h"
#include "../../client/enrol_code.h"
#include "../../client/officer/cohorts.h"
#include "../../client/officer/register.h"

enum { MEMBERS = 12, NOW_S = 1795342800 }; /* 2026-11-22 */

extern const struct command cmd_officer;
static const struct command *const officers[] = {&cmd_officer, NULL};

static char root[] = "/tmp/officer-roster.XXXXXX";
static uint8_t keys[MEMBERS + 1][DAP_KEY_SIZE];

/* The command's output is not the test's. */
static int run(const char *dir, const char *const *words)
{
	char *argv[24] = {(char *)(uintptr_t) "evenkeel", (char *)(uintptr_t) "officer"}, where[64];
	int argc = 2, saved[2];

	while (*words)
		argv[argc++] = (char *)(uintptr_t)*words++;
	snprintf(where, sizeof(where), "%s/%s", root, dir);
	argv[argc++] = (char *)(uintptr_t) "--dir";
	argv[argc++] = where;
	fflush(NULL);
	for (int fd = 1; fd <= 2; fd++) {
		saved[fd - 1] = dup(fd);
		assert_non_null(freopen("/dev/null", "w", fd == 1 ? stdout : stderr));
	}
	int code = dispatch(officers, argc, argv);
	fflush(NULL);
	for (int fd = 1; fd <= 2; fd++) {
		dup2(saved[fd - 1], fd);
		close(saved[fd - 1]);
	}
	return code;
}
#define RUN(dir, ...) run(dir, (const char *const[]){__VA_ARGS__, NULL})

static const char *path(const char *name)
{
	static char paths[4][PATH_SIZE];
	static int next;
	char *ret = paths[next++ % 4];

	snprintf(ret, PATH_SIZE, "%s/%s", root, name);
	return ret;
}

static void open_office(const char *dir, struct office *ret)
{
	struct error err = {0};

	assert_int_equal(office_look(path(dir), ret, &err), 0);
	assert_int_equal(office_unlock(ret, &err), 0);
	assert_int_equal(office_open_ledger(ret, NOW_S, &err), 0);
}

static void pin(const char *dir, const char *other, const char *file)
{
	struct office office = {0};
	char digits[OFFICE_FINGERPRINT], name[32];

	assert_int_equal(office_look(path(other), &office, NULL), 0);
	office_fingerprint(&office.own, digits);
	snprintf(name, sizeof(name), "exchange/%s", file);
	assert_int_equal(RUN(dir, "init", "--peer", path(name), "--fingerprint", digits), 0);
}

static void enrol(const char *team, size_t first, size_t count)
{
	char code[ENROL_CODE_SIZE], name[32];
	struct office_cohort invitation = {0};
	struct office office = {0};

	assert_int_equal(office_look(path("b"), &office, NULL), 0);
	assert_int_equal(office_cohort(&office, team, &invitation, NULL), 0);
	for (size_t i = first; i < first + count; i++) {
		enrol_code_encode(keys[i], &invitation.cohort, code);
		snprintf(name, sizeof(name), "Member %zu", i);
		assert_int_equal(RUN("b", "enrol", team, "--code", code, "--person", name), 0);
	}
	office_cohort_clear(&invitation);
	office_clear(&office);
}

static void make(const char *dir, const char *party, const char *name)
{
	assert_int_equal(RUN(dir, "init", "--party", party, "--name", name, "--exchange", path("exchange"), "--drop",
			     path("drop"), "--kdf-test", "--no-recovery-check"),
			 0);
}

static int set_up(void **state)
{
	FILE *file;

	(void)state;
	umask(077);
	assert_int_equal(sodium_init() < 0, 0);
	assert_non_null(mkdtemp(root));
	assert_int_equal(mkdir(path("exchange"), 0700) | mkdir(path("drop"), 0700), 0);
	file = fopen(path("pass"), "w");
	fputs("four words for tests", file);
	fclose(file);
	setenv("HOME", root, 1);
	setenv("EVENKEEL_PASSPHRASE_FILE", path("pass"), 1);
	setenv("EVENKEEL_NOW", "2026-11-22T10:20:00Z", 1);
	for (size_t i = 0; i <= MEMBERS; i++)
		crypto_sign_keypair(keys[i], (uint8_t[DAP_SECRET_SIZE]){0});
	make("a", "office", "Office");
	make("b", "second", "Council");
	pin("a", "b", "second.ekp");
	pin("b", "a", "office.ekp");
	return 0;
}

static int tear_down(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", root);
	return system(command);
}

/* A team whose list B has closed; both offices, open. */
struct stage_set {
	struct office a, b;
	struct office_cohort invitation, roster;
	uint8_t more[(MEMBERS + 1) * DAP_KEY_SIZE];
};

static int by_key(const void *one, const void *other)
{
	return memcmp(one, other, DAP_KEY_SIZE);
}

static void begin(struct stage_set *set, const char *team, bool signed_by_a)
{
	*set = (struct stage_set){0};
	assert_int_equal(RUN("a", "cohort", "--team", team), 0);
	assert_int_equal(RUN("b", "cohort", "--yes"), 0);
	for (size_t i = 0; i <= MEMBERS; i++)
		crypto_sign_keypair(keys[i], (uint8_t[DAP_SECRET_SIZE]){0});
	/* A person is in one team a quarter. */
	assert_true(remove(path("b/register")) == 0 || true);
	enrol(team, 0, MEMBERS);
	assert_int_equal(RUN("b", "enrol", team, "--close"), 0);
	if (signed_by_a)
		assert_int_equal(RUN("a", "enrol", team, "--people", "12"), 0);
	open_office("a", &set->a);
	open_office("b", &set->b);
	assert_int_equal(office_cohort(&set->b, team, &set->invitation, NULL), 0);
	assert_int_equal(office_read_exchange(&set->b, set->invitation.task, COHORT_ROSTER, &set->roster, NULL), 0);
	memcpy(set->more, set->roster.cohort.keys, MEMBERS * DAP_KEY_SIZE);
	memcpy(set->more + MEMBERS * DAP_KEY_SIZE, keys[MEMBERS], DAP_KEY_SIZE);
	qsort(set->more, MEMBERS + 1, DAP_KEY_SIZE, by_key);
}

static void end(struct stage_set *set)
{
	office_cohort_clear(&set->invitation);
	office_cohort_clear(&set->roster);
	office_clear(&set->a);
	office_clear(&set->b);
}

/* The list with one more, the signatures as they were. */
static struct cohort longer(const struct stage_set *set)
{
	struct cohort cohort = set->roster.cohort;

	cohort.keys = set->more;
	cohort.members = MEMBERS + 1;
	return cohort;
}

static int client_says(const struct stage_set *set, const struct cohort *roster)
{
	return cohort_check_client(roster, &set->invitation.cohort, keys[0], dap_week(NOW_S));
}

/* What B does with what lies in the exchange folder. */
static int b_takes(struct stage_set *set, const struct cohort *roster, struct error *err)
{
	assert_int_equal(office_put_cohort(&set->a, roster, COHORT_ROSTER, err), 0);
	return office_take_roster(&set->b, &set->invitation, err);
}

static void office_adds_alone(void **state)
{
	struct stage_set set;
	struct error err = {0};
	struct cohort forged;

	(void)state;
	begin(&set, "Alone", true);
	forged = longer(&set);
	cohort_sign(&forged, PARTY_A, set.a.keys->sign);
	assert_int_equal(b_takes(&set, &forged, &err), -1);
	assert_non_null(strstr(err.message, refusal_words(REFUSAL_SIGNATURE_B)));
	assert_int_equal(client_says(&set, &forged), REFUSAL_SIGNATURE_B);
	/* As if B had not signed yet: it is never taken. */
	memset(forged.signatures[PARTY_B], 0, DAP_SIGNATURE_SIZE);
	assert_int_equal(b_takes(&set, &forged, &err), 1);
	assert_int_equal(client_says(&set, &forged), REFUSAL_UNSIGNED);
	/* With a key of A's own in B's place. */
	memcpy(forged.sign[PARTY_B], keys[0], DAP_KEY_SIZE);
	cohort_sign(&forged, PARTY_A, set.a.keys->sign);
	assert_int_equal(b_takes(&set, &forged, &err), -1);
	assert_non_null(strstr(err.message, refusal_words(REFUSAL_TERMS)));
	assert_int_equal(client_says(&set, &forged), REFUSAL_TERMS);
	/* Nothing of it came anywhere; the right one still does. */
	assert_int_equal(set.invitation.cohort.members, 0);
	assert_int_equal(b_takes(&set, &set.roster.cohort, &err), 0);
	assert_int_equal(set.invitation.cohort.members, MEMBERS);
	end(&set);
}

static void second_adds_alone(void **state)
{
	struct stage_set set;
	struct cohort forged;
	struct ledger_task task;

	(void)state;
	begin(&set, "After", true);
	forged = longer(&set);
	cohort_sign(&forged, PARTY_B, set.b.keys->sign);
	assert_int_equal(client_says(&set, &forged), REFUSAL_SIGNATURE_A);
	/* A signed another list already: it lays that down again, and its ledger knows no second one. */
	assert_int_equal(office_put_cohort(&set.b, &forged, COHORT_ROSTER, NULL), 0);
	ledger_task_of(&forged, &task);
	assert_int_equal(ledger_add_task(set.a.ledger, &task, NULL), REFUSAL_TERMS);
	end(&set);
	assert_int_equal(RUN("a", "enrol", "After"), 0);
	assert_int_equal(RUN("b", "enrol", "After"), 0);
	open_office("b", &set.b);
	assert_int_equal(office_cohort(&set.b, "After", &set.invitation, NULL), 0);
	assert_int_equal(set.invitation.cohort.members, MEMBERS);
	end(&set);
}

/* B closed the list again, longer, while A signed the first one: all of that are B's members, so it counts. */
static void closed_again_meanwhile(void **state)
{
	struct stage_set set;
	struct error err = {0};

	(void)state;
	begin(&set, "Race", false);
	cohort_sign(&set.roster.cohort, PARTY_A, set.a.keys->sign);
	office_clear(&set.b);
	enrol("Race", MEMBERS, 1);
	assert_int_equal(RUN("b", "enrol", "Race", "--close"), 0);
	open_office("b", &set.b);
	assert_int_equal(b_takes(&set, &set.roster.cohort, &err), 0);
	assert_int_equal(set.invitation.cohort.members, MEMBERS);
	end(&set);
}

/* Both signatures of both keys, on people whom B never took up: only with B's key, but B's own file says so. */
static void nobody_of_ours(void **state)
{
	struct stage_set set;
	struct error err = {0};
	struct cohort forged;

	(void)state;
	begin(&set, "Stolen", false);
	forged = longer(&set);
	cohort_sign(&forged, PARTY_A, set.a.keys->sign);
	cohort_sign(&forged, PARTY_B, set.b.keys->sign);
	assert_int_equal(b_takes(&set, &forged, &err), -1);
	assert_non_null(strstr(err.message, refusal_words(REFUSAL_CHANGED)));
	end(&set);
}

/* A file of the office's own counts under its own name alone. */
static void sealed_to_their_names(void **state)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	struct office office = {0};
	struct error err = {0};

	(void)state;
	open_office("b", &office);
	assert_int_equal(office_seal_file(&office, "one", "text", 4, &err), 0);
	assert_int_equal(office_open_file(&office, "one", &file, &err), 0);
	assert_int_equal(file.size, 4);
	assert_memory_equal(file.bytes, "text", 4);
	assert_int_equal(office_open_file(&office, "two", &file, &err), 1);
	assert_int_equal(rename(path("b/one"), path("b/two")), 0);
	assert_int_equal(office_open_file(&office, "two", &file, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	unlink(path("b/two"));
	office_clear(&office);
}

static void rename_member(const struct office *office, size_t number, const char *name)
{
	_cleanup_(register_clear) struct enrolled enrolled = {0};
	struct error err = {0};

	assert_int_equal(register_open(office, 0, &enrolled, &err), 0);
	assert_int_equal(enrolled.count, MEMBERS);
	snprintf(enrolled.members[number].name, sizeof(enrolled.members[number].name), "%s", name);
	assert_int_equal(register_save(office, &enrolled, &err), 0);
}

/* Enrolled when two spellings were two names: no list is signed from it until that is set right. */
static void a_person_from_before(void **state)
{
	struct stage_set set;

	(void)state;
	begin(&set, "Before", false);
	rename_member(&set.b, 3, "Ｍｅｍｂｅｒ\u3000４");
	assert_int_equal(RUN("b", "enrol", "Before", "--list"), 0);
	assert_int_equal(RUN("b", "enrol", "Before", "--close"), 1);
	rename_member(&set.b, 3, "Ｍｅｍｂｅｒ\u3000４４");
	assert_int_equal(RUN("b", "enrol", "Before", "--close"), 0);
	end(&set);
}

/* Every byte of a party's file counts, and every shorter or longer one is refused. */
static void public_files(void **state)
{
	struct office office = {0};
	struct office_public taken;
	uint8_t bytes[OFFICE_PUBLIC_MAX + 1];

	(void)state;
	assert_int_equal(office_look(path("a"), &office, NULL), 0);
	size_t size = office_public_encode(&office.own, bytes);
	assert_int_equal(office_public_decode((struct hpke_bytes){bytes, size}, &taken), 0);
	assert_memory_equal(&taken, &office.own, sizeof(taken));
	for (size_t cut = 0; cut <= OFFICE_PUBLIC_MAX; cut++) {
		bytes[size] = 0;
		if (cut != size)
			assert_int_not_equal(office_public_decode((struct hpke_bytes){bytes, cut}, &taken), 0);
	}
	for (size_t bit = 0; bit < 8 * size; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_not_equal(office_public_decode((struct hpke_bytes){bytes, size}, &taken), 0);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(office_adds_alone),      cmocka_unit_test(second_adds_alone),
		cmocka_unit_test(closed_again_meanwhile), cmocka_unit_test(nobody_of_ours),
		cmocka_unit_test(sealed_to_their_names),  cmocka_unit_test(public_files),
		cmocka_unit_test(a_person_from_before),
	};

	return cmocka_run_group_tests_name("officer_roster", tests, set_up, tear_down);
}
