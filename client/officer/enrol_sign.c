/* A: B's list is checked by what A knows itself, signed, and laid where members find it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "enrol.h"
#include "officer_words.h"
#include "share.h"

/* A key in two lists would count one person twice. */
static int check_overlap(const struct office *office, const struct cohort *roster, struct error *err)
{
	struct office_cohort *others;
	size_t count;
	int r = 0;

	if (office_cohorts(office, &others, &count, err))
		return -1;
	for (size_t i = 0; i < count && r == 0; i++)
		if (others[i].cohort.terms.quarter == roster->terms.quarter &&
		    memcmp(others[i].cohort.task.task_id, roster->task.task_id, DAP_ID_SIZE) != 0 &&
		    cohort_overlaps(roster, &others[i].cohort))
			r = error_set(err, ERROR_FAILED,
				      "the list has a key that is in that of '%s', too: %s; nothing was signed",
				      others[i].label.team, refusal_words(REFUSAL_TWO_ROSTERS));
	office_cohorts_free(others, count);
	return r;
}

static int check(const struct enrolment *enrolment, const struct cohort *roster, const char *path, struct error *err)
{
	int r = cohort_same_terms(roster, &enrolment->cohort->cohort);

	if (r == 0)
		r = cohort_signed_by(roster, PARTY_B);
	if (r == 0)
		r = cohort_large_enough(roster);
	if (r == 0 && roster->terms.quarter < dap_quarter(officer_week(enrolment->client)))
		r = REFUSAL_QUARTER;
	if (r)
		return officer_refuse(err, path, r,
				      _("nothing was signed; ask the other party by telephone what happened"));
	return check_overlap(enrolment->office, roster, err);
}

/*
 * B alone knows who is who, and could put keys of its own on the list until hardly anyone else is left in a sum. So A says first how many joined, which
 * it has to know by itself; the list's length is not told before that.
 */
static int check_people(const struct enrolment *enrolment, size_t members, long *ret_people, struct error *err)
{
	const char *word = command_value(enrolment->call, "people"), *team = enrolment->cohort->label.team;

	if (!word)
		return error_set(
			err, ERROR_USAGE,
			"say how many joined '%s' by your own count: 'evenkeel officer enrol \"%s\" --people N'; a "
			"longer list is not signed",
			team, team);
	if (client_number(word, "--people", 1, COHORT_MEMBERS_MAX, ret_people, err))
		return -1;
	if (members <= (size_t)*ret_people)
		return 0;
	return error_set(
		err, ERROR_FAILED,
		"the list of '%s' has %zu members, and %ld joined by your own count; nothing was signed. Count "
		"again, and ask %s how that comes",
		team, members, *ret_people, enrolment->cohort->label.party[PARTY_B]);
}

static void say_people(const struct enrolment *enrolment, size_t members, long people)
{
	if (members == (size_t)people)
		officer_line(enrolment->client, _("as many as joined by your own count: %ld"), people);
	else
		officer_line(enrolment->client,
			     _("fewer than joined by your own count: %zu of %ld; the others can send "
			       "nothing in this quarter"),
			     members, people);
}

static void say_checked(const struct enrolment *enrolment, const struct cohort *roster)
{
	officer_line(enrolment->client, _("the list is on the invitation's terms, and %s signed it"),
		     enrolment->cohort->label.party[PARTY_B]);
	officer_line(enrolment->client, _("%zu members, of at least %u; none in another team of the quarter"),
		     roster->members, (unsigned)roster->terms.floor);
	officer_line(enrolment->client, _("opened %s"), officer_every(roster->weeks));
}

static int sign(const struct enrolment *enrolment, struct error *err)
{
	_cleanup_(office_cohort_clear) struct office_cohort roster = {0}, taken = {0};
	struct office *office = enrolment->office;
	char path[PATH_SIZE];
	long people;

	if (share_path(office->exchange, enrolment->cohort->task, COHORT_ROSTER, path, err))
		return -1;
	int r = share_read_cohort(path, &roster, err);
	if (r > 0)
		error_set(err, ERROR_FAILED,
			  "there is no list of '%s' yet; %s closes it with 'evenkeel officer enrol \"%s\" --close'",
			  enrolment->cohort->label.team, enrolment->cohort->label.party[PARTY_B],
			  enrolment->cohort->label.team);
	if (r || check(enrolment, &roster.cohort, path, err) ||
	    check_people(enrolment, roster.cohort.members, &people, err))
		return -1;
	say_checked(enrolment, &roster.cohort);
	say_people(enrolment, roster.cohort.members, people);
	cohort_sign(&roster.cohort, PARTY_A, office->keys->sign);
	if (enrol_adopt(office, enrolment->cohort, &roster.cohort, err) ||
	    office_read_cohort(office, roster.task, OFFICE_COHORT_FILE, &taken, err))
		return -1;
	office_cohort_clear(enrolment->cohort);
	*enrolment->cohort = taken;
	taken = (struct office_cohort){0};
	return 0;
}

static int make_week(const struct enrolment *enrolment, const char *folder, uint64_t week, bool *ret_open,
		     struct error *err)
{
	char name[24];

	snprintf(name, sizeof(name), "%" PRIu64, week);
	if (share_make_drop(folder, name, err))
		return -1;
	/* Of a week that is over nothing is sent any more, and 'lead' has perhaps shut its folder. */
	if (dap_window_over((struct dap_window){week, 1}, enrolment->client->now.wall_ms / 1000) == 0)
		return 0;
	return share_set_drop(folder, name, SHARE_WEEK_MODE, ret_open, err);
}

/* DROP/TASK, a folder for each week, and the list; opened to the members last. */
static int make_drop(const struct enrolment *enrolment, bool *ret_open, struct error *err)
{
	const struct office_cohort *cohort = enrolment->cohort;
	const char *drop = enrolment->office->drop;
	uint64_t first = (uint64_t)cohort->cohort.terms.quarter * DAP_QUARTER_WEEKS;
	char folder[PATH_SIZE], path[PATH_SIZE];
	_cleanup_(text_clear) struct text bytes = {0};

	if (share_make_drop(drop, cohort->task, err) || share_path(drop, cohort->task, NULL, folder, err) ||
	    office_join(folder, OFFICE_COHORT_FILE, path, err))
		return -1;
	for (uint64_t week = first; week < first + DAP_QUARTER_WEEKS; week++)
		if (make_week(enrolment, folder, week, ret_open, err))
			return -1;
	cohort_encode(&cohort->cohort, &bytes);
	if (file_write_bytes(path, bytes.bytes, bytes.length, 0644, err))
		return -1;
	return share_set_drop(drop, cohort->task, SHARE_TASK_MODE, ret_open, err);
}

static int publish(const struct enrolment *enrolment, struct error *err)
{
	const struct office *office = enrolment->office;
	const struct office_cohort *cohort = enrolment->cohort;
	bool open = false;

	if (office_put_cohort(office, &cohort->cohort, COHORT_ROSTER, err) || make_drop(enrolment, &open, err))
		return -1;
	officer_line(enrolment->client, _("signed: '%s/%s/%s'"), office->exchange, cohort->task, COHORT_ROSTER);
	officer_line(enrolment->client, _("for the members: '%s/%s/%s' and %d folders, one a week"), office->drop,
		     cohort->task, OFFICE_COHORT_FILE, DAP_QUARTER_WEEKS);
	if (open)
		officer_line(enrolment->client, _("the modes 0710 and 1730 could not be set there: look that members "
						  "can write in these folders, and neither list nor remove "
						  "what others wrote"));
	return 0;
}

int enrol_sign(const struct enrolment *enrolment, struct error *err)
{
	if (enrolment->cohort->cohort.members == 0 && sign(enrolment, err))
		return -1;
	if (publish(enrolment, err))
		return -1;
	officer_line(enrolment->client, _("%zu members, fixed until the quarter ends"),
		     enrolment->cohort->cohort.members);
	officer_next(enrolment->client, _("%s takes the signed list with 'evenkeel officer enrol \"%s\"'."),
		     enrolment->cohort->label.party[PARTY_B], enrolment->cohort->label.team);
	return 0;
}
