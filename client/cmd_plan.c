#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/day.h>
#include <evenkeel/os.h>

#include "calendar.h"

#define SCENARIO_MOST (1024 * 1024)

static const struct command_option options[] = {
	{"date", "D", N_("this day, YYYY-MM-DD; without it today")},
	{"simulate", "FILE", N_("play a scenario and print what happens; '-' reads it from the input")},
	{"seed", "N", N_("draw the times with this seed")},
	{NULL, NULL, NULL},
};

static int read_all(int fd, const char *name, struct text *ret, struct error *err)
{
	char buffer[8192];
	ssize_t got;

	while ((got = read(fd, buffer, sizeof buffer)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set(err, ERROR_FAILED, "cannot read '%s': %s", name, strerror(errno));
		text_append_bytes(ret, buffer, (size_t)got);
		if (ret->length > SCENARIO_MOST)
			return error_set(err, ERROR_FAILED, "'%s' is longer than a scenario may be: 1 MiB", name);
	}
	return 0;
}

static int read_scenario(const char *file, struct text *ret, struct error *err)
{
	bool input = strcmp(file, "-") == 0;
	int fd = input ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", file, strerror(errno));
	int outcome = read_all(fd, file, ret, err);
	if (!input)
		close(fd);
	return outcome;
}

static int simulate(const char *file, uint64_t seed)
{
	_cleanup_(text_clear) struct text scenario = {0}, lines = {0};
	_cleanup_(day_log_clear) struct day_log log = {0};
	struct error err = {0};

	if (read_scenario(file, &scenario, &err) != 0)
		return client_fail(&err);
	int outcome = day_simulate(file, text_string(&scenario), scenario.length, seed, zone_probe_named,
				   calendar_of_scenario, &log, &err);
	day_log_print(&log, &lines);
	fputs(text_string(&lines), stdout);
	return outcome == 0 ? ERROR_NONE : client_fail(&err);
}

static int plan(struct client *client, const char *day, uint64_t seed)
{
	_cleanup_(text_clear) struct text words = {0};
	struct day_plan plan;
	struct error err = {0};
	int64_t now_s = instant_floor_div(client->now.wall_ms, 1000);
	int32_t date = zone_day(&client->zone, now_s, (int32_t)client->config.day_start_min * 60);

	if (day && date_parse(day, &date) != 0) {
		error_set(&err, ERROR_USAGE, "'%s' is no date; write it as 2026-03-02", day);
		return client_fail(&err);
	}
	calendar_load(client, zone_wall_s(&client->zone, date, 0));
	day_plan(&client->config, &client->zone, date, seed, &plan);
	day_plan_print(&plan, &client->config, &client->zone, &words);
	fputs(text_string(&words), stdout);
	return ERROR_NONE;
}

static int run(struct client *client, const struct command_call *call)
{
	const char *file = command_value(call, "simulate"), *day = command_value(call, "date"),
		   *word = command_value(call, "seed");
	struct error err = {0};
	long seed = 1;

	if (client_words(call, 0, 0, &err) != 0 ||
	    (word && client_number(word, "--seed", 0, LONG_MAX, &seed, &err) != 0))
		return client_fail(&err);
	if (file && day) {
		error_set(&err, ERROR_USAGE,
			  "--date and --simulate do not go together: a scenario says when it starts");
		return client_fail(&err);
	}
	return file ? simulate(file, (uint64_t)seed) : plan(client, day, (uint64_t)seed);
}

const struct command cmd_plan = {
	.name = "plan",
	.summary = N_("what a day will look like by your settings"),
	.help = N_("Shows the breaks and check-ins that your settings make of a day, for somebody who works through "
		   "its hours: your calendar's shifts where you have one (hours.calendar), else the weekday's. The "
		   "times of check-ins are drawn anew each day, so the real ones differ. With --simulate, plays a "
		   "scenario file: one "
		   "line for each thing that happens; exit 1 when one of its expect or never lines does not hold.\n"
		   "\n"
		   "  evenkeel plan --date 2026-03-02\n"
		   "  evenkeel plan --simulate monday.day --seed 7"),
	.options = options,
	.run = run,
};
