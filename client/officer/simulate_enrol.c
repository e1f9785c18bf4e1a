/* A quarter's cohorts come to be by the officers' own commands, called here as from a command line, at a time of the simulation. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "enrol_code.h"
#include "office_own.h"
#include "officer.h"
#include "option.h"
#include "practice.h"
#include "simulate_work.h"

extern const struct command cmd_officer;

enum { WORDS_MOST = 12 };

/* What a command says is not what the simulation says. */
struct quiet {
	int out, err;
};

static struct quiet quiet_begin(void)
{
	fflush(stdout);
	fflush(stderr);
	struct quiet quiet = {fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)};
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (nowhere >= 0) {
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
		close(nowhere);
	}
	return quiet;
}

static void put_back(int saved, int fd)
{
	if (saved < 0)
		return;
	dup2(saved, fd);
	close(saved);
}

static void quiet_end(struct quiet quiet)
{
	fflush(stdout);
	fflush(stderr);
	put_back(quiet.out, STDOUT_FILENO);
	put_back(quiet.err, STDERR_FILENO);
}

/* "officer WORDS... --dir DIR", the office's. @words ends with NULL. */
static int command(struct simulate_work *work, unsigned party, int64_t now_s, officer_way *way,
		   const char *const *words)
{
	static const struct command *const list[] = {&cmd_officer, NULL};
	_cleanup_(option_line_clear) struct option_line line = {0};
	struct client client = *work->client;
	char *argv[WORDS_MOST + 4] = {(char[]){"evenkeel"}, (char[]){"officer"}};
	int count = 2;

	client.now.wall_ms = now_s * 1000;
	client.json = false;
	for (; *words && count < WORDS_MOST; words++)
		argv[count++] = mem_copy_string(*words);
	argv[count++] = mem_copy_string("--dir");
	argv[count++] = mem_copy_string(work->offices[party].dir);
	int r = option_parse(list, count, argv, &line, work->err);
	struct quiet quiet = quiet_begin();
	if (r == 0)
		r = way(&client, &line.call, work->err);
	quiet_end(quiet);
	while (count > 2)
		free(argv[--count]);
	return r ? -1 : 0;
}

static int office_word(struct simulate_work *work, int64_t now_s, const char *option, const char *value)
{
	return command(work, PARTY_A, now_s, officer_cohort, (const char *[]){"cohort", option, value, NULL});
}

/* "enrol TEAM", with one option or none. */
static int enrol_word(struct simulate_work *work, unsigned party, int64_t now_s, const char *team, const char *option,
		      const char *value)
{
	return command(work, party, now_s, officer_enrol, (const char *[]){"enrol", team, option, value, NULL});
}

static void person_name(size_t person, struct text *ret)
{
	text_appendf(ret, _("Person %zu"), person + 1);
}

/* A new key for each, and its code in the file that B takes. */
static int write_codes(struct simulate_work *work, const struct cohort *cohort, const char *path, size_t first,
		       size_t count)
{
	_cleanup_(text_clear) struct text lines = {0};

	for (size_t person = first; person < first + count; person++) {
		uint8_t key[DAP_KEY_SIZE];
		char code[ENROL_CODE_SIZE];
		crypto_sign_keypair(key, work->secrets[person]);
		enrol_code_encode(key, cohort, code);
		text_appendf(&lines, "%s\t", code);
		person_name(person, &lines);
		text_append(&lines, "\n");
	}
	return file_write_bytes(path, lines.bytes, lines.length, 0600, work->err);
}

static int take_members(struct simulate_work *work, int64_t now_s, const char *team, size_t first, size_t count)
{
	_cleanup_(office_cohort_clear) struct office_cohort cohort = {0};
	char path[PATH_SIZE];
	int r = office_join(work->dir, SIMULATE_CODES, path, work->err);

	if (r == 0)
		r = office_cohort(&work->offices[PARTY_B], team, &cohort, work->err);
	if (r == 0)
		r = write_codes(work, &cohort.cohort, path, first, count);
	if (r == 0)
		r = enrol_word(work, PARTY_B, now_s, team, "--file", path);
	unlink(path);
	return r;
}

static const struct synthetic_cohort *with_small_team(const struct synthetic *company)
{
	for (size_t i = 0; i < company->count; i++)
		if (company->cohorts[i].small_team)
			return &company->cohorts[i];
	return NULL;
}

/* By itself it is refused; its people are taken out again, and come to their partner's cohort. */
static int try_small_team(struct simulate_work *work, int64_t now_s)
{
	const struct synthetic_cohort *cohort = with_small_team(&work->result->company);
	_cleanup_(text_clear) struct text team = {0};

	if (!cohort || work->result->small_team[0])
		return 0;
	size_t first = cohort->first + cohort->people - cohort->small_team;
	synthetic_small_name(&team);
	if (take_members(work, now_s, text_string(&team), first, cohort->small_team))
		return -1;
	if (enrol_word(work, PARTY_B, now_s, text_string(&team), "--close", NULL) == 0)
		return error_set(work->err, ERROR_FAILED, "a team below the floor was not refused");
	snprintf(work->result->small_team, sizeof(work->result->small_team), "%s", work->err->message);
	*work->err = (struct error){0};
	for (size_t person = first; person < first + cohort->small_team; person++) {
		_cleanup_(text_clear) struct text name = {0};
		person_name(person, &name);
		if (enrol_word(work, PARTY_B, now_s, text_string(&team), "--remove", text_string(&name)))
			return -1;
	}
	return 0;
}

static int invite(struct simulate_work *work, int64_t now_s)
{
	const struct synthetic *company = &work->result->company;
	_cleanup_(text_clear) struct text small = {0};

	for (size_t i = 0; i < company->count; i++) {
		_cleanup_(text_clear) struct text team = {0};
		synthetic_name(company, i, &team);
		if (practice_interrupted())
			return 1;
		if (office_word(work, now_s, "--team", text_string(&team)))
			return -1;
	}
	synthetic_small_name(&small);
	if (with_small_team(company) && !work->result->small_team[0] &&
	    office_word(work, now_s, "--team", text_string(&small)))
		return -1;
	return command(work, PARTY_B, now_s, officer_cohort, (const char *[]){"cohort", "--yes", NULL});
}

static int enrol(struct simulate_work *work, int64_t now_s, size_t index)
{
	const struct synthetic *company = &work->result->company;
	const struct synthetic_cohort *cohort = &company->cohorts[index];
	_cleanup_(text_clear) struct text name = {0}, people = {0};

	synthetic_name(company, index, &name);
	text_appendf(&people, "%zu", cohort->people);
	const char *team = text_string(&name);
	if (take_members(work, now_s, team, cohort->first, cohort->people) ||
	    enrol_word(work, PARTY_B, now_s, team, "--close", NULL) ||
	    enrol_word(work, PARTY_A, now_s, team, "--people", text_string(&people)) ||
	    enrol_word(work, PARTY_B, now_s, team, NULL, NULL))
		return -1;
	for (unsigned party = PARTY_A; party <= PARTY_B; party++)
		if (office_cohort(&work->offices[party], team, &work->teams[index].known[party], work->err))
			return -1;
	return 0;
}

int simulate_enrol(struct simulate_work *work, int64_t now_s)
{
	int r = invite(work, now_s);

	if (r == 0)
		r = try_small_team(work, now_s);
	for (size_t i = 0; i < work->result->company.count && r == 0; i++)
		r = practice_interrupted() ? 1 : enrol(work, now_s, i);
	return r;
}

void simulate_teams_clear(struct simulate_work *work)
{
	for (size_t i = 0; i < work->result->company.count; i++)
		for (unsigned party = PARTY_A; party <= PARTY_B; party++)
			office_cohort_clear(&work->teams[i].known[party]);
}
