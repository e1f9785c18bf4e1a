/*
 * A window of 1,000, 10,000 and 100,000 reports from the drop folder to the countersignature: time and peak memory of each step, each in a
 * process of its own, with real files and ledgers; against the bars of design/AGGREGATION.md, section 9. The cohort is the same for all,
 * so that only the reports differ. Usage: roles_bench DIR [--quick]
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "../aggregate/team.h"
#include "figures.h"
#include "roles_step.h"

enum { SIZES = 3, MAKERS = 2, OPENS = 200 };
static const size_t sizes[SIZES] = {1000, 10000, 100000}, sizes_quick[SIZES] = {40, 120, 400};
static const int rounds[SIZES] = {11, 3, 1};

static struct team team;
static struct hpke_ciphertext sealed;
static struct envelope envelope;
static uint8_t file[DAP_ENVELOPE_SIZE];

static void expect(bool good, const char *what)
{
	if (!good)
		figures_die(what, NULL);
}

static void make_folders(const char *dir, const size_t *counts)
{
	char path[PATH_SIZE];

	for (int i = 0; i < SIZES; i++)
		for (uint64_t week = 0; week < DAP_LONG_WEEKS; week++) {
			snprintf(path, sizeof(path), "%s/%zu", dir, counts[i]);
			mkdir(path, 0700);
			roles_week_path(dir, counts[i], TEAM_START + week, path);
			expect(mkdir(path, 0700) == 0, path);
		}
}

static void write_file(const char *path, const void *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	expect(fd >= 0 && write(fd, bytes, size) == (ssize_t)size, path);
	close(fd);
}

/* One in the folder of all, and by a link in the smaller ones that it is to be in, too. */
static void contribute(const char *dir, const size_t *counts, size_t number)
{
	int64_t sums[CELL_COUNT] = {0};
	uint8_t bytes[DAP_ENVELOPE_SIZE], random[16];
	char first[PATH_SIZE + 48] = "", path[PATH_SIZE], name[40], full[PATH_SIZE + 48];
	uint64_t week = TEAM_START + number % DAP_LONG_WEEKS;

	team_contribute(&team, number / DAP_LONG_WEEKS, week, sums, bytes);
	randombytes_buf(random, sizeof(random));
	sodium_bin2hex(name, sizeof(name), random, sizeof(random));
	for (int i = SIZES; i-- > 0;) {
		if (number >= counts[i])
			continue;
		roles_week_path(dir, counts[i], week, path);
		snprintf(full, sizeof(full), "%s/%s.ekr", path, name);
		if (first[0])
			expect(link(first, full) == 0, full);
		else
			write_file(full, bytes, sizeof(bytes));
		memcpy(first, full, sizeof(first));
	}
}

static void contribute_all(const char *dir, const size_t *counts)
{
	pid_t makers[MAKERS];
	int status;

	for (int maker = 0; maker < MAKERS; maker++) {
		makers[maker] = fork();
		if (makers[maker] != 0)
			continue;
		team.rng = rng_stream(903, (uint64_t)maker);
		for (size_t i = (size_t)maker; i < counts[SIZES - 1]; i += MAKERS)
			contribute(dir, counts, i);
		_exit(0);
	}
	for (int maker = 0; maker < MAKERS; maker++)
		expect(waitpid(makers[maker], &status, 0) == makers[maker] && status == 0, "making contributions");
}

/* Four weeks a window for every size, so that four reports come from a person. */
static void make_team(const char *dir, const size_t *counts)
{
	_cleanup_(text_clear) struct text cohort = {0};
	char path[PATH_SIZE];
	struct roles_keys keys;

	team_init(&team, counts[SIZES - 1] / DAP_LONG_WEEKS, 902);
	team.cohort.weeks = DAP_LONG_WEEKS;
	team.window = dap_window_of(TEAM_START, DAP_LONG_WEEKS);
	team_sign(&team);
	cohort_encode(&team.cohort, &cohort);
	roles_path(dir, "cohort.ekc", path);
	write_file(path, cohort.bytes, cohort.length);
	keys = (struct roles_keys){.leader = team.leader, .helper = team.helper, .collector = team.collector};
	memcpy(keys.sign, team.sign, sizeof(keys.sign));
	memcpy(keys.verify, team.verify_key, sizeof(keys.verify));
	roles_path(dir, "keys", path);
	write_file(path, &keys, sizeof(keys));
}

/* What all is measured by. */
static void open_one(void)
{
	uint8_t share[DAP_LEADER_SIZE];

	expect(dap_input_open(&team.cohort.task, HPKE_LEADER, team.cohort.leader.id, &team.leader,
			      envelope.report.bytes, &sealed, share) == 0,
	       "opening");
}

static void open_some(struct series *ret)
{
	struct took begun = figures_clocks();

	for (int i = 0; i < OPENS; i++)
		open_one();
	figures_add(ret, figures_between(begun, figures_clocks()).cpu_ms / OPENS);
}

static struct roles_took run_step(const char *dir, enum roles_step step, size_t count)
{
	char number[24], which[8];
	struct roles_took took = {0};
	int ends[2], status;

	snprintf(number, sizeof(number), "%zu", count);
	snprintf(which, sizeof(which), "%d", step);
	expect(pipe2(ends, O_CLOEXEC) == 0, "a pipe");
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		execl("/proc/self/exe", "roles_bench", dir, "--step", which, number, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	bool whole = read(ends[0], &took, sizeof(took)) == sizeof(took);
	close(ends[0]);
	expect(waitpid(child, &status, 0) == child && status == 0 && whole, "a step");
	return took;
}

/* Of a size, all rounds. */
struct measured {
	struct series cpu[ROLES_STEPS], a, b;
	double wall_s[ROLES_STEPS];
	long peak_kib[ROLES_STEPS];
};

static void measure(const char *dir, size_t count, int times, struct measured *ret, struct series *opens)
{
	for (int round = 0; round < times; round++) {
		struct roles_took took[ROLES_STEPS];
		roles_forget(dir, count);
		for (int step = 0; step < ROLES_STEPS; step++) {
			took[step] = run_step(dir, (enum roles_step)step, count);
			figures_add(&ret->cpu[step], took[step].cpu_ms);
			ret->wall_s[step] = took[step].wall_ms / 1000;
			if (took[step].peak_kib > ret->peak_kib[step])
				ret->peak_kib[step] = took[step].peak_kib;
			open_some(opens);
		}
		figures_add(&ret->a, took[ROLES_LEAD].cpu_ms + took[ROLES_FINISH].cpu_ms);
		figures_add(&ret->b, took[ROLES_ASSIST].cpu_ms + took[ROLES_COUNTERSIGN].cpu_ms);
	}
}

static struct series a_report(const struct series *all, size_t count)
{
	struct series ret = *all;

	for (int i = 0; i < ret.count; i++)
		ret.ms[i] /= (double)count;
	return ret;
}

static void show(const struct measured *measured, const size_t *counts)
{
	printf("%-12s %28s %28s %28s\n%-12s", "", "processor time, s", "peak memory, MB", "processor, us a report",
	       "reports");
	for (int i = 0; i < 3 * SIZES; i++)
		printf(" %*zu", i % SIZES ? 8 : 10, counts[i % SIZES]);
	printf("\n");
	for (int step = 0; step < ROLES_STEPS; step++) {
		printf("%-12s", roles_step_name((enum roles_step)step));
		for (int i = 0; i < SIZES; i++)
			printf(" %*.2f", i ? 8 : 10, figures_median(&measured[i].cpu[step]) / 1000);
		for (int i = 0; i < SIZES; i++)
			printf(" %*.1f", i ? 8 : 10, (double)measured[i].peak_kib[step] / 1024);
		for (int i = 0; i < SIZES; i++)
			printf(" %*.1f", i ? 8 : 10, figures_median(&measured[i].cpu[step]) * 1000 / (double)counts[i]);
		printf("\n");
	}
}

static void judge(const struct measured *measured, const size_t *counts, const struct series *opens)
{
	const struct measured *least = &measured[0], *more = &measured[1], *most = &measured[SIZES - 1];
	/* A roster of 25,000 costs the same for any number of reports; with 10,000 it plays no part. */
	struct series a = a_report(&more->a, counts[1]), b = a_report(&more->b, counts[1]);
	double wall_a = most->wall_s[ROLES_LEAD] + most->wall_s[ROLES_FINISH];
	double wall_b = most->wall_s[ROLES_ASSIST] + most->wall_s[ROLES_COUNTERSIGN];
	char words[96];

	figures_ratio("one report at A, all steps, beside one HPKE open", &a, opens, 3);
	figures_ratio("one report at B, all steps, beside one HPKE open", &b, opens, 3);
	for (int party = 0; party < 2; party++) {
		snprintf(words, sizeof(words), "%zu reports at %c beside %zu", counts[1], "AB"[party], counts[0]);
		figures_ratio(words, party ? &more->b : &more->a, party ? &least->b : &least->a, 11);
		snprintf(words, sizeof(words), "%zu reports at %c beside %zu", counts[2], "AB"[party], counts[0]);
		figures_ratio(words, party ? &most->b : &most->a, party ? &least->b : &least->a, 110);
	}
	for (int step = 0; step < ROLES_STEPS; step++) {
		snprintf(words, sizeof(words), "peak memory, %s, %zu reports beside %zu",
			 roles_step_name((enum roles_step)step), counts[2], counts[0]);
		figures_line(words, (double)most->peak_kib[step] / (double)least->peak_kib[step], "x", 1.25);
	}
	snprintf(words, sizeof(words), "%zu reports at A by the clock (120 s for orientation)", counts[2]);
	figures_line(words, wall_a, "s", 0);
	snprintf(words, sizeof(words), "%zu reports at B by the clock (120 s for orientation)", counts[2]);
	figures_line(words, wall_b, "s", 0);
}

static void prepare(const char *dir, const size_t *counts)
{
	int64_t sums[CELL_COUNT] = {0};
	double begun = figures_now_ms();

	expect(sodium_init() >= 0, "libsodium");
	make_team(dir, counts);
	make_folders(dir, counts);
	contribute_all(dir, counts);
	team_contribute(&team, 0, TEAM_START, sums, file);
	expect(envelope_decode((struct hpke_bytes){file, sizeof(file)}, &envelope) == 0, "an envelope");
	sealed = envelope.report.leader;
	printf("%zu contributions of %zu people, made in %.0f s\n", counts[SIZES - 1], team.members,
	       (figures_now_ms() - begun) / 1000);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static struct measured measured[SIZES];
	static struct series opens;

	if (argc == 5 && strcmp(argv[2], "--step") == 0)
		return roles_step_main(argv[1], atoi(argv[3]), strtoul(argv[4], NULL, 10));
	if (argc < 2)
		return fprintf(stderr, "usage: roles_bench DIR [--quick]\n"), 2;
	bool quick = argc > 2 && strcmp(argv[2], "--quick") == 0;
	const size_t *counts = quick ? sizes_quick : sizes;
	prepare(argv[1], counts);
	for (int i = 0; i < SIZES; i++)
		measure(argv[1], counts[i], quick ? 1 : rounds[i], &measured[i], &opens);
	show(measured, counts);
	judge(measured, counts, &opens);
	team_clear(&team);
	return figures_over() > 0;
}
