#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "figures.h"

static int over;
static double busiest = 1;

_Noreturn void figures_die(const char *what, const struct error *err)
{
	fprintf(stderr, "%s: %s%s%s\n", program_invocation_short_name, what, err ? ": " : "", err ? err->message : "");
	exit(2);
}

double figures_now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

struct took figures_clocks(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (struct took){.wall_ms = figures_now_ms(),
			     .cpu_ms = (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6};
}

struct took figures_between(struct took begun, struct took end)
{
	return (struct took){.wall_ms = end.wall_ms - begun.wall_ms, .cpu_ms = end.cpu_ms - begun.cpu_ms};
}

double figures_process_ms(char *const arguments[], long *ret_peak_kib)
{
	double begun = figures_now_ms();
	struct rusage usage;
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, 0);
		dup2(null, 1);
		dup2(null, 2);
		execv(arguments[0], arguments);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status))
		figures_die(arguments[0], NULL);
	if (ret_peak_kib)
		*ret_peak_kib = usage.ru_maxrss;
	return figures_now_ms() - begun;
}

void figures_add(struct series *series, double ms)
{
	if (series->count < FIGURES_ROUNDS_MAX)
		series->ms[series->count++] = ms;
}

void figures_note(struct pair *pair, struct took took)
{
	figures_add(&pair->wall, took.wall_ms);
	figures_add(&pair->cpu, took.cpu_ms);
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

double figures_median(const struct series *series)
{
	struct series sorted = *series;

	qsort(sorted.ms, (size_t)sorted.count, sizeof(sorted.ms[0]), compare);
	return sorted.count ? sorted.ms[sorted.count / 2] : 0;
}

static double mean(const double *ms, int count)
{
	double sum = 0;

	for (int i = 0; i < count; i++)
		sum += ms[i];
	return count ? sum / count : 0;
}

static struct series evened(const struct series *shorter, const struct series *longer)
{
	double times = mean(longer->ms, longer->count) / mean(shorter->ms, shorter->count);
	int group = times < 1 ? 1 : times < shorter->count ? (int)(times + 0.5) : shorter->count;
	struct series ret = {0};

	for (int i = 0; i + group <= shorter->count; i++)
		figures_add(&ret, mean(shorter->ms + i, group));
	return ret;
}

void figures_line(const char *measure, double value, const char *unit, double bar)
{
	char wanted[32] = "", verdict[8] = "shown";

	if (bar > 0) {
		snprintf(wanted, sizeof(wanted), "<= %g%s", bar, unit);
		snprintf(verdict, sizeof(verdict), "%s", value <= bar ? "pass" : "over");
		over += value > bar;
	}
	printf("%-62s %9.2f%-2s %-10s %s\n", measure, value, unit, wanted, verdict);
	fflush(stdout);
}

void figures_ratio(const char *measure, const struct series *one, const struct series *other, double bar)
{
	char words[128];
	double a = figures_median(one), b = figures_median(other);

	snprintf(words, sizeof(words), "%s (%.*f / %.*f ms)", measure, a < 100, a, b < 10 ? 2 : b < 100, b);
	figures_line(words, a / b, "x", bar);
}

void figures_ratio_evened(const char *measure, const struct series *longer, const struct series *shorter, double bar)
{
	struct series even = evened(shorter, longer);

	figures_ratio(measure, longer, &even, bar);
}

void figures_ratio_both(const char *measure, const struct pair *longer, const struct pair *shorter, double bar)
{
	double busy = mean(shorter->wall.ms, shorter->wall.count) / mean(shorter->cpu.ms, shorter->cpu.count);

	busiest = busy > busiest ? busy : busiest;
	figures_ratio_evened(measure, &longer->wall, &shorter->wall, bar);
	figures_ratio("   beside it: in processor time", &longer->cpu, &shorter->cpu, 0);
}

void figures_line_busy(void)
{
	if (busiest > 1.2)
		printf("The machine was busy: what needs one processor took up to %.1f times as long as alone. "
		       "Measured on a\n"
		       "quiet one, scans by wall time come out lower.\n",
		       busiest);
}

int figures_over(void)
{
	return over;
}
