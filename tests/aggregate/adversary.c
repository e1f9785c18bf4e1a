/*
 * usage: adversary OFFICE_A OFFICE_B COMMAND...
 *
 * What a party, a member or somebody in between could do who does not keep to the rules, over real offices and folders. It has both offices'
 * secrets (EVENKEEL_PASSPHRASE_FILE), so it can sign what a patched program would:
 *
 *   cohort TEAM MEMBERS QUARTER          a signed cohort, known to both offices and ledgers; its folders. Members' keys follow from its name.
 *   send TEAM FIRST COUNT WEEK [HOW]     contributions of members; HOW: forged, altered, task (signed for another one), folder (in the next
 *                                        week's), stranger (a key that is in no roster), broken, broken-b (A's half, B's cannot be opened), control (marks
 *                                        43 and 47 are off)
 *   request TEAM WINDOW HOW              A's request as a patched A makes it: few (a floor of 8), left-out, twice, again (under another id),
 *                                        invented, reject, rejects, spoiled (A's own part of nine)
 *   response TEAM WINDOW HOW             B's answer, changed: cell, control, count, left-out, rejects (nine)
 *   result TEAM WINDOW HOW               A's result, changed: own (A's share), other (B's share), count
 *   message TEAM WINDOW FILE HOW         a message, changed and signed again: window, type, task
 *   roster TEAM OFFICE HOW               a cohort file with a member more, put into one office (a, b): one (signed by it alone), both
 *   openings TEAM                        what the ledgers have: OFFICE WINDOW REPORTS PEOPLE EPSILON, a line an opening
 *   sums TEAM OFFICE WINDOW              what the officer's report is made from
 *   stored TEAM OFFICE WINDOW            the bytes that the ledger has as the answer
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "../../client/officer/office_own.h"
#include "../../client/officer/window.h"
#include "adversary.h"
#include "patched.h"

struct office offices[2];
struct error err;

_Noreturn void fail(const char *what)
{
	fprintf(stderr, "adversary: %s: %s\n", what, err.message[0] ? err.message : strerror(errno));
	exit(1);
}

void need(int r, const char *what)
{
	if (r)
		fail(what);
}

static void open_offices(char **dirs)
{
	static const struct client client;

	for (unsigned party = PARTY_A; party <= PARTY_B; party++) {
		need(office_find(&client, dirs[party], &offices[party], &err), dirs[party]);
		need(office_unlock(&offices[party], &err), dirs[party]);
		if (offices[party].own.party != party)
			fail("the offices are in the wrong order");
	}
}

/* A member's key, from the team's name. */
static void member_secret(const char *team, uint32_t quarter, size_t member, uint8_t ret[static DAP_SECRET_SIZE])
{
	uint8_t seed[crypto_sign_SEEDBYTES], key[DAP_KEY_SIZE];
	char name[200];

	snprintf(name, sizeof(name), "%s %" PRIu32 " %zu", team, quarter, member);
	crypto_generichash(seed, sizeof(seed), (const uint8_t *)name, strlen(name), NULL, 0);
	crypto_sign_seed_keypair(key, ret, seed);
}

static int compare_keys(const void *one, const void *other)
{
	return memcmp(one, other, DAP_KEY_SIZE);
}

uint8_t *member_keys(const char *team, uint32_t quarter, size_t members)
{
	uint8_t *keys = mem_new(members, DAP_KEY_SIZE), secret[DAP_SECRET_SIZE];

	for (size_t i = 0; i < members; i++) {
		member_secret(team, quarter, i, secret);
		crypto_sign_ed25519_sk_to_pk(keys + i * DAP_KEY_SIZE, secret);
	}
	qsort(keys, members, DAP_KEY_SIZE, compare_keys);
	return keys;
}

static void make_directory(const char *path)
{
	if (mkdir(path, 0770) && errno != EEXIST)
		fail(path);
}

static void make_folders(const char *task, uint32_t quarter)
{
	char path[2 * PATH_SIZE];

	snprintf(path, sizeof(path), "%s/%s", offices[PARTY_A].exchange, task);
	make_directory(path);
	snprintf(path, sizeof(path), "%s/%s", offices[PARTY_A].drop, task);
	make_directory(path);
	for (uint64_t week = 0; week < DAP_QUARTER_WEEKS; week++) {
		snprintf(path, sizeof(path), "%s/%s/%" PRIu64, offices[PARTY_A].drop, task,
			 (uint64_t)quarter * DAP_QUARTER_WEEKS + week);
		make_directory(path);
	}
}

void put_cohort(const struct office *office, const struct cohort *cohort, const char *task)
{
	_cleanup_(text_clear) struct text file = {0};
	char below[PATH_SIZE], path[PATH_SIZE];

	snprintf(below, sizeof(below), OFFICE_COHORTS "/%s", task);
	need(office_path(office, below, path, &err) || paths_make_private(path, &err), "cohort");
	office_cohort_path(task, OFFICE_COHORT_FILE, below);
	cohort_encode(cohort, &file);
	need(office_path(office, below, path, &err) || file_write_bytes(path, file.bytes, file.length, 0600, &err),
	     "cohort");
}

static void enrol(struct office *office, const struct cohort *cohort, const char *task, const uint8_t *verify_key)
{
	struct ledger_task row;
	char below[PATH_SIZE];

	put_cohort(office, cohort, task);
	office_cohort_path(task, OFFICE_COHORT_KEY, below);
	need(office_seal_file(office, below, verify_key, PRIO3_KEY_SIZE, &err), "key");
	need(office_open_ledger(office, 0, &err), "ledger");
	ledger_task_of(cohort, &row);
	need(ledger_add_task(office->ledger, &row, &err), "task");
	need(ledger_fix_key(office->ledger, row.id, verify_key, &err), "key");
}

static struct hpke_bytes words(const char *string)
{
	return (struct hpke_bytes){(const uint8_t *)string, strlen(string)};
}

void sign_both(struct cohort *cohort)
{
	for (unsigned party = PARTY_A; party <= PARTY_B; party++)
		cohort_sign(cohort, party, offices[party].keys->sign);
}

static void make_cohort(int argc, char **argv)
{
	(void)argc;
	_cleanup_(text_clear) struct text label = {0};
	uint8_t salt[DAP_SALT_SIZE], configuration[DAP_TASK_MAX], id[DAP_ID_SIZE], seed[PRIO3_KEY_SIZE];
	uint8_t verify_key[PRIO3_KEY_SIZE];
	char task[OFFICE_TASK_HEX + 1];
	struct cohort cohort = {.members = strtoul(argv[1], NULL, 10),
				.leader = offices[PARTY_A].own.input,
				.helper = offices[PARTY_B].own.input,
				.collector = offices[PARTY_A].own.collector};

	randombytes_buf(salt, sizeof(salt));
	randombytes_buf(seed, sizeof(seed));
	cohort.terms = (struct dap_task){.quarter = (uint32_t)strtoul(argv[2], NULL, 10),
					 .salt = salt,
					 .leader = words("https://leader.example/"),
					 .helper = words("https://helper.example/"),
					 .floor = DAP_FLOOR_USUAL};
	cohort.task = (struct dap_binding){id, {configuration, dap_task_encode(&cohort.terms, configuration)}};
	dap_task_id(cohort.task.configuration, id);
	cohort.weeks = cohort.members < DAP_LARGE ? DAP_LONG_WEEKS : 1;
	need(cohort_label_make(argv[0], offices[PARTY_A].own.name, offices[PARTY_B].own.name, &label, &err), "label");
	cohort.label = words(text_string(&label));
	uint8_t *keys _cleanup_free_ = member_keys(argv[0], cohort.terms.quarter, cohort.members);
	cohort.keys = keys;
	for (unsigned party = PARTY_A; party <= PARTY_B; party++)
		memcpy(cohort.sign[party], offices[party].own.sign, DAP_KEY_SIZE);
	sign_both(&cohort);
	dap_verify_key(seed, id, verify_key);
	office_task_name(id, task);
	for (unsigned party = PARTY_A; party <= PARTY_B; party++)
		enrol(&offices[party], &cohort, task, verify_key);
	make_folders(task, cohort.terms.quarter);
	puts(task);
}

struct office_cohort find_cohort(const char *team)
{
	struct office_cohort cohort;

	need(office_cohort(&offices[PARTY_A], team, &cohort, &err), team);
	return cohort;
}

static void put_envelope(const char *task, uint64_t week, const uint8_t envelope[static DAP_ENVELOPE_SIZE])
{
	uint8_t random[16];
	char name[33], path[2 * PATH_SIZE];

	randombytes_buf(random, sizeof(random));
	sodium_bin2hex(name, sizeof(name), random, sizeof(random));
	snprintf(path, sizeof(path), "%s/%s/%" PRIu64 "/%s.ekr", offices[PARTY_A].drop, task, week, name);
	need(file_write_bytes(path, envelope, DAP_ENVELOPE_SIZE, 0660, &err), path);
	puts(path);
}

static void draw_cells(uint64_t ret[static CELL_COUNT])
{
	memset(ret, 0, CELL_COUNT * sizeof(ret[0]));
	ret[CELL_STRESS + randombytes_uniform(CELL_STRESS_COUNT)] = 1;
	ret[CELL_SYMPTOM + randombytes_uniform(13)] = 1;
	ret[CELL_CAUSE + randombytes_uniform(15)] = 1;
	ret[CELL_BREAKS] = randombytes_uniform(2);
	ret[CELL_ANSWERED] = 1;
}

/* A roster of one's own makes a stranger's contribution, or one for another team's roster, as such a client would. */
static void send_one(const struct office_cohort *to, const char *team, size_t member, uint64_t week, const char *how)
{
	uint8_t secret[DAP_SECRET_SIZE], key[DAP_KEY_SIZE], envelope[DAP_ENVELOPE_SIZE], id[DAP_ID_SIZE];
	struct cohort cohort = to->cohort;
	uint64_t cells[CELL_COUNT];
	struct role_random random;

	member_secret(strcmp(how, "stranger") == 0 ? "strangers" : team, cohort.terms.quarter, member, secret);
	crypto_sign_ed25519_sk_to_pk(key, secret);
	cohort.keys = key;
	cohort.members = 1;
	if (strcmp(how, "task") == 0) {
		memcpy(id, cohort.task.task_id, sizeof(id));
		id[0] ^= 1;
		cohort.task.task_id = id;
	}
	draw_cells(cells);
	randombytes_buf(&random, sizeof(random));
	if (strcmp(how, "control") == 0) {
		cells[CELL_RESERVED] = 1;
		cells[CELL_ANSWERED] = 0;
		need(patched_marks(&cohort, week, cells, secret, &random, envelope), "contribution");
	} else
		need(role_contribute(&cohort, week, cells, secret, &random, envelope), "contribution");
	if (strncmp(how, "broken", strlen("broken")) == 0)
		patched_half(&to->cohort, strcmp(how, "broken-b") == 0 ? PARTY_B : PARTY_A, secret, envelope);
	if (strcmp(how, "forged") == 0)
		envelope[4 + DAP_KEY_SIZE] ^= 1;
	if (strcmp(how, "altered") == 0)
		envelope[DAP_ENVELOPE_SIZE - 1] ^= 1;
	put_envelope(to->task, week + (strcmp(how, "folder") == 0), envelope);
}

static void send_all(int argc, char **argv)
{
	struct office_cohort cohort = find_cohort(argv[0]);
	size_t first = strtoul(argv[1], NULL, 10), count = strtoul(argv[2], NULL, 10);

	for (size_t i = 0; i < count; i++)
		send_one(&cohort, cohort.label.team, first + i, strtoul(argv[3], NULL, 10), argc > 4 ? argv[4] : "");
	office_cohort_clear(&cohort);
}

static void show_openings(int argc, char **argv)
{
	struct office_cohort cohort = find_cohort(argv[0]);

	(void)argc;
	for (unsigned party = PARTY_A; party <= PARTY_B; party++) {
		struct ledger_past *past _cleanup_free_ = NULL;
		size_t count;
		need(office_open_ledger(&offices[party], 0, &err), "ledger");
		need(window_opened(&offices[party], &cohort, &past, &count, &err), "openings");
		for (size_t i = 0; i < count; i++)
			printf("%c %" PRIu64 "-%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", "ab"[party],
			       past[i].window.start, past[i].window.weeks, past[i].reports, past[i].people,
			       past[i].epsilon);
	}
	office_cohort_clear(&cohort);
}

static void show_stored(int argc, char **argv)
{
	struct office_cohort cohort = find_cohort(argv[0]);
	struct office *office = &offices[strcmp(argv[1], "b") == 0 ? PARTY_B : PARTY_A];
	FILE *answer = tmpfile();
	struct ledger_past *past _cleanup_free_ = NULL;
	struct dap_window window;
	size_t count;

	(void)argc;
	need(dap_window_parse(argv[2], &window), argv[2]);
	need(office_open_ledger(office, 0, &err), "ledger");
	need(window_opened(office, &cohort, &past, &count, &err) || count != 1, "openings");
	need(ledger_answer(office->ledger, cohort.cohort.task.task_id, window, past[0].request_hash, fileno(answer),
			   &err),
	     "answer");
	for (int c; (c = getc(answer)) != EOF;)
		putchar(c);
	fclose(answer);
	office_cohort_clear(&cohort);
}

/* "countersigned 24 reports 24 people control 0 0 0 0 24", or "not opened". */
static void show_sums(int argc, char **argv)
{
	struct office_cohort cohort = find_cohort(argv[0]);
	struct office *office = &offices[strcmp(argv[1], "b") == 0 ? PARTY_B : PARTY_A];
	struct release_window sums;
	struct dap_window window;
	bool countersigned;

	(void)argc;
	need(dap_window_parse(argv[2], &window), argv[2]);
	need(office_open_ledger(office, 0, &err), "ledger");
	int r = window_sums(office, &cohort, window, &sums, &countersigned, &err);
	if (r < 0)
		fail("sums");
	if (r > 0)
		puts(sums.reports ? "not opened, but with reports" : "not opened");
	else
		printf("%s %" PRIu32 " reports %" PRIu32 " people control", countersigned ? "countersigned" : "alone",
		       sums.reports, sums.people);
	for (int cell = CELL_RESERVED; r == 0 && cell < CELL_COUNT; cell++)
		printf(" %" PRId64, sums.cells[cell]);
	putchar('\n');
	office_cohort_clear(&cohort);
}

static const struct way {
	const char *name;
	int words;
	void (*run)(int argc, char **argv);
} ways[] = {
	{"cohort", 3, make_cohort},      {"send", 4, send_all},       {"openings", 1, show_openings},
	{"stored", 3, show_stored},      {"sums", 3, show_sums},      {"request", 3, forge_request},
	{"response", 3, forge_response}, {"result", 3, forge_result}, {"message", 4, forge_message},
	{"roster", 3, forge_roster},
};

int main(int argc, char **argv)
{
	if (argc < 4) {
		fputs("usage: adversary OFFICE_A OFFICE_B COMMAND...\n", stderr);
		return 2;
	}
	open_offices(argv + 1);
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		if (strcmp(argv[3], ways[i].name) != 0 || argc - 4 < ways[i].words)
			continue;
		ways[i].run(argc - 4, argv + 4);
		office_clear(&offices[PARTY_A]);
		office_clear(&offices[PARTY_B]);
		return 0;
	}
	fprintf(stderr, "adversary: no such thing as '%s' with so many words\n", argv[3]);
	return 2;
}
