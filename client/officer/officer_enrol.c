/* `evenkeel officer enrol TEAM`: B takes members and closes their list, A signs it. */
#include <sodium.h>

#include "enrol.h"
#include "officer.h"
#include "officer_words.h"

/* What each does to the register is B's alone. */
static const struct {
	const char *option;
	int (*run)(const struct enrolment *enrolment, struct error *err);
	bool enrols; /* only while the quarter lasts and the list is not signed by both */
} actions[] = {
	{"file", enrol_take, true},     {"code", enrol_take, true},  {"person", enrol_take, true},
	{"remove", enrol_remove, true}, {"list", enrol_list, false}, {"close", enrol_close, true},
};

static int check_open(const struct enrolment *enrolment, struct error *err)
{
	const struct office_cohort *cohort = enrolment->cohort;

	if (cohort->cohort.members > 0)
		return error_set(err, ERROR_FAILED,
				 "the list of '%s' is signed by both parties and fixed until its quarter ends; later "
				 "members come into the next "
				 "quarter's team",
				 cohort->label.team);
	if (cohort->cohort.terms.quarter < dap_quarter(officer_week(enrolment->client)))
		return error_set(err, ERROR_FAILED, "the quarter of '%s' is over; have the team invited anew",
				 cohort->label.team);
	return 0;
}

static int enrol_second(const struct enrolment *enrolment, struct error *err)
{
	if (command_value(enrolment->call, "people"))
		return officer_only(enrolment->office, PARTY_A, err);
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (command_value(enrolment->call, actions[i].option))
			return (actions[i].enrols && check_open(enrolment, err)) ? -1 : actions[i].run(enrolment, err);
	return enrol_look(enrolment, err);
}

static int enrol_office(const struct enrolment *enrolment, struct error *err)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (command_value(enrolment->call, actions[i].option))
			return officer_only(enrolment->office, PARTY_B, err);
	return enrol_sign(enrolment, err);
}

static int run(const struct enrolment *enrolment, struct error *err)
{
	return enrolment->office->own.party == PARTY_A ? enrol_office(enrolment, err) : enrol_second(enrolment, err);
}

int officer_enrol(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(office_clear) struct office office = {0};
	_cleanup_(office_cohort_clear) struct office_cohort cohort = {0};
	_cleanup_(officer_unlock) int lock = -1;
	struct enrolment enrolment = {client, call, &office, &cohort};

	if (client_words(call, 1, 2, err))
		return -1;
	if (call->count < 2)
		return error_set(err, ERROR_USAGE, "which team? evenkeel officer enrol TEAM");
	if (office_find(client, command_value(call, "dir"), &office, err) || (lock = officer_lock(&office, err)) < 0 ||
	    office_cohort(&office, call->words[1], &cohort, err) || office_unlock(&office, err) ||
	    register_prune(&office, (uint32_t)dap_quarter(officer_week(client)), err) ||
	    office_open_ledger(&office, client->now.wall_ms / 1000, err))
		return -1;
	return run(&enrolment, err);
}
