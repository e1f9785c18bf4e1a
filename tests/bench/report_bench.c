/*
 * What the report and `causes` cost beside `trends` on ten years of check-ins, four a working day, with symptoms and causes: its time as a ratio of
 * medians of runs that took turns, and the most memory that it had. The store's key derivation is the test's, which takes next to nothing
 * of either. Usage: report_bench DIR BUILD [--quick]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <sodium.h>

#include <evenkeel/catalogue.h>

#include "stores.h"

enum { PER_DAY = 4, ROWS = 15000, ROWS_QUICK = 800, ROUNDS = 15 };
#define START_MS INT64_C(1388995200000) /* Monday 2014-01-06 08:00 UTC */
#define DAY_MS INT64_C(86400000)
#define TURN_MS INT64_C(7200000)

/* Strain that goes up and down with the weeks, five days a week; every cause has its turn. */
static void checkin(uint64_t n, struct record *ret)
{
	uint64_t day = n / PER_DAY, turn = n % PER_DAY;
	int stress = (int)((day / 9 + turn * turn + day % 3) % 3);

	*ret = (struct record){
		.kind = RECORD_ANSWERED,
		.wall_ms = START_MS + (int64_t)(day / 5 * 7 + day % 5) * DAY_MS + (int64_t)turn * TURN_MS,
		.parts = 1,
		.group = (uint32_t)n + 1,
		.count = 5,
		.catalogue = CATALOGUE_VERSION,
		.prompt = {.answers = {{ID_STRESS, SCALE_M3, (int8_t)stress},
				       {(uint16_t)(ID_SYMPTOM_FIRST + n % ID_SYMPTOM_COUNT), SCALE_M3, (int8_t)(n % 3)},
				       {(uint16_t)(ID_SYMPTOM_FIRST + (n + 5) % ID_SYMPTOM_COUNT), SCALE_M3,
					(int8_t)(day % 3)},
				       {(uint16_t)(ID_CAUSE_FIRST + (n * 7 + day) % ID_CAUSE_COUNT), SCALE_C, 1},
				       {ID_VALENCE, SCALE_YN, (int8_t)(n % 2)}},
			   .since_prompt_s = 5,
			   .form = FORM_MOMENTARY,
			   .origin = ORIGIN_PROMPT},
	};
}

static void freeze_clock(uint64_t rows)
{
	struct record last;
	struct tm broken;
	char at[32];

	checkin(rows, &last);
	time_t when = (time_t)(last.wall_ms / 1000);
	gmtime_r(&when, &broken);
	strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &broken);
	setenv("EVENKEEL_NOW", at, 1);
}

static void set_passphrase(void)
{
	const char *path = stores_path("passphrase", "");
	mode_t before = umask(077);
	FILE *file = fopen(path, "w");

	umask(before);

	if (!file || fputs(STORES_PASSPHRASE "\n", file) < 0 || fclose(file))
		figures_die("a passphrase file", NULL);
	setenv("EVENKEEL_PASSPHRASE_FILE", path, 1);
}

int main(int argc, char **argv)
{
	static char report[] = "report", trends[] = "trends", causes[] = "causes", html[] = "--html", out[] = "-",
		    option[] = "--store";
	char client[STORES_PATH], dir[STORES_PATH];
	struct series reports = {0}, ranked = {0}, others = {0};
	long peak = 0;

	if (sodium_init() < 0 || argc < 3)
		return fprintf(stderr, "usage: report_bench DIR BUILD [--quick]\n"), 2;
	bool quick = argc > 3 && strcmp(argv[3], "--quick") == 0;
	uint64_t rows = quick ? ROWS_QUICK : ROWS;
	stores_begin(argv[1]);
	set_passphrase();
	stores_make("years", rows, PER_DAY, STORE_TEST_KDF, checkin);
	stores_read_once("years", rows);
	freeze_clock(rows);
	snprintf(client, sizeof client, "%s/evenkeel", argv[2]);
	snprintf(dir, sizeof dir, "%s", stores_path("years", ""));
	char *const one[] = {client, option, dir, report, html, out, NULL};
	char *const two[] = {client, option, dir, causes, NULL};
	char *const other[] = {client, option, dir, trends, NULL};
	for (int i = -1; i < (quick ? 1 : ROUNDS); i++) {
		double a = figures_process_ms(one, &peak), b = figures_process_ms(two, NULL),
		       c = figures_process_ms(other, NULL);
		if (i < 0)
			continue;
		figures_add(&reports, a);
		figures_add(&ranked, b);
		figures_add(&others, c);
	}
	figures_ratio("evenkeel report, ten years / evenkeel trends", &reports, &others, 3);
	figures_ratio("evenkeel causes, ten years / evenkeel trends", &ranked, &others, 1.5);
	figures_line("evenkeel report, ten years: most memory", (double)peak / 1024, "MiB", 40);
	return figures_over() ? 1 : 0;
}
