/* The roster: B closes it, A checks and signs it, B takes it back with both signatures. */
#include <string.h>

#include "drop_folder.h"
#include "enrol.h"
#include "officer_words.h"
#include "share.h"

static const struct cohort *terms(const struct enrolment *enrolment)
{
	return &enrolment->cohort->cohort;
}

static int roster_path(const struct office *office, const char *task, char ret[static PATH_SIZE], struct error *err)
{
	return share_path(office->exchange, task, COHORT_ROSTER, ret, err);
}

/* Weekly windows only for teams that are large enough for them. */
static unsigned window_weeks(const struct cohort *invitation, size_t members)
{
	return invitation->weeks == 1 && members >= DAP_LARGE ? 1 : DAP_LONG_WEEKS;
}

static int make_roster(const struct enrolment *enrolment, const struct text *keys, struct cohort *ret,
		       struct error *err)
{
	struct cohort roster = *terms(enrolment);

	roster.members = keys->length / DAP_KEY_SIZE;
	roster.keys = (const uint8_t *)keys->bytes;
	roster.weeks = window_weeks(terms(enrolment), roster.members);
	memset(roster.signatures, 0, sizeof(roster.signatures));
	int r = cohort_large_enough(&roster);
	if (r)
		return error_set(err, ERROR_FAILED,
				 "the list of '%s': %s (%zu of %u); enrol more, or have the team merged with another "
				 "under one invitation",
				 enrolment->cohort->label.team, refusal_words((enum refusal)r), roster.members,
				 (unsigned)roster.terms.floor);
	cohort_sign(&roster, PARTY_B, enrolment->office->keys->sign);
	*ret = roster;
	return 0;
}

static int put_roster(const struct enrolment *enrolment, const struct cohort *roster, struct error *err)
{
	return office_write_cohort(enrolment->office, roster, COHORT_ROSTER, err) ||
			       office_put_cohort(enrolment->office, roster, COHORT_ROSTER, err)
		       ? -1
		       : 0;
}

/* What else may lie in the exchange folder is about to be replaced. */
static bool is_signed(const struct enrolment *enrolment)
{
	_cleanup_(office_cohort_clear) struct office_cohort there = {0};

	return office_read_exchange(enrolment->office, enrolment->cohort->task, COHORT_ROSTER, &there, NULL) == 0 &&
	       cohort_same_terms(&there.cohort, terms(enrolment)) == 0 && cohort_signed(&there.cohort) == 0;
}

int enrol_close(const struct enrolment *enrolment, struct error *err)
{
	_cleanup_(register_clear) struct enrolled enrolled = {0};
	_cleanup_(text_clear) struct text keys = {0};
	struct cohort roster;
	uint32_t quarter = (uint32_t)dap_quarter(officer_week(enrolment->client));
	char path[PATH_SIZE];

	/* What A has signed meanwhile is the list for the quarter. */
	if (is_signed(enrolment))
		return enrol_look(enrolment, err);
	if (register_open(enrolment->office, quarter, &enrolled, err))
		return -1;
	if (register_is_twice(&enrolled, enrolment->cohort->task, terms(enrolment)->terms.quarter))
		return error_set(err, ERROR_FAILED,
				 "somebody on the list of '%s' is on it twice, or on another list of the quarter, the "
				 "name written in two ways; 'evenkeel officer enrol TEAM --list' shows them, --remove "
				 "takes one out. Two people of one name need something that tells them apart, such as "
				 "a number",
				 enrolment->cohort->label.team);
	register_keys(&enrolled, enrolment->cohort->task, &keys);
	if (make_roster(enrolment, &keys, &roster, err) || put_roster(enrolment, &roster, err) ||
	    roster_path(enrolment->office, enrolment->cohort->task, path, err))
		return -1;
	officer_line(enrolment->client, _("%zu members, of at least %u; no key twice, nobody in two teams"),
		     roster.members, (unsigned)roster.terms.floor);
	officer_line(enrolment->client, _("opened %s"), officer_every(roster.weeks));
	officer_line(enrolment->client, _("the list, signed, keys alone and no names: '%s'"), path);
	officer_next(enrolment->client,
		     _("%s checks and signs the list with 'evenkeel officer enrol \"%s\" --people N'; N is how many "
		       "joined by its own count."),
		     enrolment->cohort->label.party[PARTY_A], enrolment->cohort->label.team);
	return 0;
}

/* B: everybody on it is one of those that B took up itself. */
static int check_members(const struct office *office, const struct office_cohort *roster)
{
	_cleanup_(office_cohort_clear) struct office_cohort closed = {0};

	if (office_read_cohort(office, roster->task, COHORT_ROSTER, &closed, NULL))
		return REFUSAL_CHANGED;
	for (size_t i = 0; i < roster->cohort.members; i++)
		if (cohort_member(&closed.cohort, roster->cohort.keys + i * DAP_KEY_SIZE) == COHORT_NO_MEMBER)
			return REFUSAL_CHANGED;
	return 0;
}

static int check_final(const struct office *office, const struct office_cohort *roster,
		       const struct office_cohort *known)
{
	int r = cohort_same_terms(&roster->cohort, &known->cohort);

	if (r == 0)
		r = cohort_signed(&roster->cohort);
	if (r == 0)
		r = cohort_large_enough(&roster->cohort);
	return r ? r : check_members(office, roster);
}

/* The ledger first, which refuses another list for good; then the office's own file, by which the cohort counts as ready. */
static int adopt(struct office *office, const struct cohort *roster, const uint8_t *verify_key, struct error *err)
{
	struct ledger_task task;

	ledger_task_of(roster, &task);
	if (ledger_add_task(office->ledger, &task, err) || ledger_fix_key(office->ledger, task.id, verify_key, err))
		return -1;
	return office_write_cohort(office, roster, OFFICE_COHORT_FILE, err);
}

int enrol_adopt(struct office *office, const struct office_cohort *cohort, const struct cohort *roster,
		struct error *err)
{
	uint8_t key[PRIO3_KEY_SIZE];
	int r = office_verify_key(office, cohort, key, err);

	if (r == 0)
		r = adopt(office, roster, key, err);
	explicit_bzero(key, sizeof(key));
	return r;
}

int office_take_roster(struct office *office, struct office_cohort *cohort, struct error *err)
{
	_cleanup_(office_cohort_clear) struct office_cohort roster = {0}, taken = {0};
	char path[PATH_SIZE];

	if (cohort->cohort.members > 0)
		return 0;
	if (roster_path(office, cohort->task, path, err))
		return -1;
	int r = share_read_cohort(path, &roster, err);
	if (r)
		return r;
	/* B's own, on its way. */
	if (cohort_same_terms(&roster.cohort, &cohort->cohort) == 0 &&
	    cohort_signed(&roster.cohort) == REFUSAL_UNSIGNED)
		return 1;
	r = check_final(office, &roster, cohort);
	if (r)
		return officer_refuse(err, path, r,
				      _("nothing was taken; ask the other party by telephone what happened"));
	if (enrol_adopt(office, cohort, &roster.cohort, err) ||
	    office_read_cohort(office, cohort->task, OFFICE_COHORT_FILE, &taken, err))
		return -1;
	office_cohort_clear(cohort);
	*cohort = taken;
	taken = (struct office_cohort){0};
	return 0;
}

/* The list is taken, whatever is said of the folder: before a window is over there is time to set it right. */
static int say_ready(const struct enrolment *enrolment, struct error *err)
{
	const struct office_cohort *cohort = enrolment->cohort;

	officer_line(enrolment->client, _("the list of %zu members has both signatures, and is in the ledger"),
		     terms(enrolment)->members);
	if (drop_folder_check(enrolment->office->drop, cohort->task, terms(enrolment)->terms.quarter, err))
		return -1;
	officer_next(enrolment->client, _("once a window is over, %s begins with 'evenkeel officer lead'."),
		     cohort->label.party[PARTY_A]);
	return 0;
}

static int say_stage(const struct enrolment *enrolment, struct error *err)
{
	_cleanup_(text_clear) struct text words = {0};
	struct stage stage;

	if (cohort_stage(enrolment->office, enrolment->cohort, officer_week(enrolment->client), &stage, err))
		return -1;
	cohort_stage_next(enrolment->cohort, &stage, &words);
	officer_next(enrolment->client, "%s", text_string(&words));
	return 0;
}

int enrol_look(const struct enrolment *enrolment, struct error *err)
{
	_cleanup_(office_cohort_clear) struct office_cohort closed = {0};

	int r = office_take_roster(enrolment->office, enrolment->cohort, err);
	if (r == 0)
		return say_ready(enrolment, err);
	if (r < 0)
		return r;
	/* A stopped --close, or somebody took the file away. */
	if (office_read_cohort(enrolment->office, enrolment->cohort->task, COHORT_ROSTER, &closed, err) == 0 &&
	    office_put_cohort(enrolment->office, &closed.cohort, COHORT_ROSTER, err))
		return -1;
	return say_stage(enrolment, err);
}
