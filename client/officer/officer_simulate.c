#include <limits.h>

#include <sodium.h>

#include "json_out.h"
#include "officer.h"
#include "practice.h"
#include "simulate.h"

enum { PEOPLE = 200, WINDOWS = 6, PEOPLE_MOST = 2000, WINDOWS_MOST = 24 };

struct wanted {
	long people, windows, cohorts, seed;
	const char *keep;
};

static int number(const struct command_call *call, const char *option, const char *label, long least, long most,
		  long *ret, struct error *err)
{
	const char *word = command_value(call, option);

	return word ? client_number(word, label, least, most, ret, err) : 0;
}

static int read_wanted(const struct command_call *call, struct wanted *ret, struct error *err)
{
	*ret = (struct wanted){.people = PEOPLE, .windows = WINDOWS, .seed = 1, .keep = command_value(call, "keep")};
	if (client_words(call, 1, 1, err) ||
	    number(call, "people", "--people", SYNTHETIC_LEAST, PEOPLE_MOST, &ret->people, err) ||
	    number(call, "windows", "--windows", 1, WINDOWS_MOST, &ret->windows, err) ||
	    number(call, "seed", "--seed", 0, LONG_MAX, &ret->seed, err))
		return -1;
	ret->cohorts = (long)synthetic_cohorts_for((size_t)ret->people);
	if (number(call, "cohorts", "--cohorts", 1, PEOPLE_MOST / SYNTHETIC_LEAST, &ret->cohorts, err))
		return -1;
	if (ret->people >= ret->cohorts * SYNTHETIC_LEAST && ret->people <= ret->cohorts * SYNTHETIC_MOST)
		return 0;
	return error_set(
		err, ERROR_USAGE,
		"%ld people do not make %ld cohorts: each has %d to %d people; give another --cohorts, or leave it "
		"away",
		ret->people, ret->cohorts, SYNTHETIC_LEAST, SYNTHETIC_MOST);
}

static void show(const struct client *client, const struct simulate_result *result)
{
	if (client->json)
		simulate_json(result);
	else
		simulate_show(client, result);
}

int officer_simulate(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(simulate_result_clear) struct simulate_result result = {0};
	struct practice_folder folder;
	struct error left = {0};
	struct wanted wanted;

	if (read_wanted(call, &wanted, err))
		return -1;
	json_out_init();
	if (sodium_init() < 0 || practice_folder_begin(wanted.keep, &folder, err))
		return -1;
	synthetic_init(&result.company, (uint64_t)wanted.seed, (size_t)wanted.people, (size_t)wanted.cohorts,
		       (unsigned)wanted.windows);
	result.kept = wanted.keep ? folder.path : NULL;
	int r = simulate_run(client, folder.path, &result, err);
	/* Whatever came of it: what is wrong first stands, and a signal that waited ends the program here. */
	if (practice_folder_end(&folder, r == 0 && wanted.keep, r < 0 ? &left : err))
		return -1;
	if (r > 0)
		return error_set(err, ERROR_FAILED, "stopped; nothing is left of it");
	if (r == 0)
		show(client, &result);
	return r;
}
