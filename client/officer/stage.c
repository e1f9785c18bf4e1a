/* How far a cohort has come, from what this office has and what the other party has signed. */
#include "cohorts.h"
#include "officer_words.h"

static const struct {
	const char *word;
	int next;
} stages[STAGES] = {
	[STAGE_INVITED] = {"invited", PARTY_B}, [STAGE_ENROLLING] = {"enrolling", PARTY_B},
	[STAGE_CLOSED] = {"closed", PARTY_A},   [STAGE_SIGNED] = {"signed", PARTY_B},
	[STAGE_READY] = {"ready", -1},          [STAGE_OVER] = {"over", -1},
};

const char *cohort_stage_word(enum stage_name name)
{
	return stages[name].word;
}

/* What the other party wrote counts only with its signature on it; what else lies there is as if nothing did. */
static bool have(const struct office *office, const struct office_cohort *cohort, const char *name, unsigned signer,
		 bool roster)
{
	_cleanup_(office_cohort_clear) struct office_cohort there = {0};

	return office_read_exchange(office, cohort->task, name, &there, NULL) == 0 &&
	       (there.cohort.members > 0) == roster && cohort_same_terms(&there.cohort, &cohort->cohort) == 0 &&
	       cohort_signed_by(&there.cohort, signer) == 0;
}

static enum stage_name with_roster(const struct office *office, const struct office_cohort *cohort)
{
	return have(office, cohort, COHORT_ROSTER, PARTY_A, true) ? STAGE_SIGNED : STAGE_CLOSED;
}

int cohort_stage(const struct office *office, const struct office_cohort *cohort, uint64_t week, struct stage *ret,
		 struct error *err)
{
	enum stage_name name;

	(void)err;
	if (cohort->cohort.members > 0)
		name = STAGE_READY;
	else if (cohort->cohort.terms.quarter < dap_quarter(week))
		name = STAGE_OVER;
	else if (have(office, cohort, COHORT_ROSTER, PARTY_B, true))
		name = with_roster(office, cohort);
	else if (have(office, cohort, COHORT_INVITATION, PARTY_B, false))
		name = STAGE_ENROLLING;
	else
		name = STAGE_INVITED;
	*ret = (struct stage){name, stages[name].next};
	return 0;
}

void cohort_stage_next(const struct office_cohort *cohort, const struct stage *stage, struct text *ret)
{
	const char *team = cohort->label.team, *a = cohort->label.party[PARTY_A], *b = cohort->label.party[PARTY_B];

	switch (stage->name) {
	case STAGE_INVITED:
		text_appendf(ret, _("%s signs the invitation with 'evenkeel officer cohort'."), b);
		return;
	case STAGE_ENROLLING:
		text_appendf(ret,
			     _("members join with the invitation and hand their codes to %s, who takes them with "
			       "'evenkeel officer enrol \"%s\"' "
			       "and closes the list with --close."),
			     b, team);
		return;
	case STAGE_CLOSED:
		text_appendf(ret,
			     _("%s checks and signs the list with 'evenkeel officer enrol \"%s\" --people N'; N is how "
			       "many joined by its own count."),
			     a, team);
		return;
	case STAGE_SIGNED:
		text_appendf(ret, _("%s takes the signed list with 'evenkeel officer enrol \"%s\"'."), b, team);
		return;
	case STAGE_READY:
		text_appendf(ret, _("once a window is over, %s begins with 'evenkeel officer lead'."), a);
		return;
	default:
		text_append(ret,
			    _("its quarter is over, and the list was never signed by both; invite the team anew."));
	}
}
