/* Codes with their names, as people hand them over, into B's register. */
#include <string.h>

#include <sodium.h>

#include "enrol.h"
#include "enrol_code.h"

static int cannot_add(int outcome, struct error *err)
{
	switch (outcome) {
	case REFUSAL_TWO_LEAVES:
		return error_set(
			err, ERROR_FAILED,
			"%s; this name is in another team of the quarter already: 'evenkeel officer enrol TEAM --list' "
			"shows whose "
			"list it is on. Two people of one name need something that tells them apart, such as a number",
			refusal_words(REFUSAL_TWO_LEAVES));
	case REGISTER_OTHER_KEY:
		return error_set(err, ERROR_FAILED,
				 "this name is in the team with another code already; if the person joined anew, take "
				 "the old one out with "
				 "--remove first");
	default:
		return error_set(err, ERROR_FAILED, "this code is enrolled already, for another name or another team");
	}
}

/* Words of the code stay out of messages: it stands for a person. */
static int decode(const struct office_cohort *cohort, const char *code, uint8_t ret[static DAP_KEY_SIZE],
		  struct error *err)
{
	struct enrol_code got;

	if (enrol_code_decode(code, &got, err))
		return -1;
	if (!enrol_code_is_for(&got, &cohort->cohort))
		return error_set(
			err, ERROR_FAILED,
			"this code was made with another invitation than yours for '%s': another team's, or one "
			"that somebody forged; compare the digits of the person's 'evenkeel team status' with "
			"those of your 'evenkeel officer init'",
			cohort->label.team);
	if (!crypto_core_ed25519_is_valid_point(got.key))
		return error_set(err, ERROR_FAILED, "the enrolment code is none that 'evenkeel team join' made");
	memcpy(ret, got.key, DAP_KEY_SIZE);
	return 0;
}

static int make(const struct office_cohort *cohort, const char *code, const char *name, struct member *ret,
		struct error *err)
{
	ret->quarter = cohort->cohort.terms.quarter;
	memcpy(ret->task, cohort->task, sizeof(ret->task));
	if (member_name(ret, name))
		return error_set(err, ERROR_FAILED, "a name has 1 to %d bytes of UTF-8, without control characters",
				 MEMBER_NAME_MAX);
	return decode(cohort, code, ret->key, err);
}

int enrol_one(const struct office_cohort *cohort, const char *code, const char *name, struct enrolled *enrolled,
	      struct enrol_tally *tally, struct error *err)
{
	struct member member = {0};
	int r = make(cohort, code, name, &member, err), outcome = r == 0 ? register_add(enrolled, &member) : 0;

	explicit_bzero(&member, sizeof(member));
	if (r)
		return -1;
	tally->added += outcome == 0;
	tally->known += outcome == REGISTER_SAME;
	return outcome == 0 || outcome == REGISTER_SAME ? 0 : cannot_add(outcome, err);
}

/* CODE, a tab, NAME; an empty line and one that begins with # are left out. */
static int add_line(const struct office_cohort *cohort, char *line, struct enrolled *enrolled,
		    struct enrol_tally *tally, struct error *err)
{
	size_t length = strlen(line);

	if (length > 0 && line[length - 1] == '\r')
		line[length - 1] = '\0';
	if (line[strspn(line, " \t")] == '\0' || line[0] == '#')
		return 0;
	char *tab = strchr(line, '\t');
	if (!tab)
		return error_set(err, ERROR_FAILED, "there is no tab between code and name");
	*tab = '\0';
	return enrol_one(cohort, line, tab + 1, enrolled, tally, err);
}

int enrol_lines(const struct office_cohort *cohort, char *lines, struct enrolled *enrolled, struct enrol_tally *tally,
		struct error *err)
{
	for (size_t number = 1; lines; number++) {
		char *end = strchr(lines, '\n');
		if (end)
			*end = '\0';
		if (add_line(cohort, lines, enrolled, tally, err))
			return error_prefix(err, _("line %zu"), number);
		lines = end ? end + 1 : NULL;
	}
	return 0;
}
