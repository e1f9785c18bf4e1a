#include <evenkeel/i18n.h>

#include "window.h"

/* Where both parties have the same to do. */
static const char *next_of_both(enum refusal refusal)
{
	switch (refusal) {
	case REFUSAL_FEW:
		return _("this window stays closed unless more contributions arrive; the next one may have enough.");
	case REFUSAL_EARLY:
		return _("contributions of its last week may still be on their way; run this again three days after "
			 "its end.");
	case REFUSAL_OPENED:
		return _("'evenkeel officer report' shows it.");
	case REFUSAL_ORDER:
		return _("none: windows are opened in order, so this one stays closed for good.");
	case REFUSAL_FORGOTTEN:
		return _("put the newest copy of 'ledger.db' back. Without one this window stays closed: opened twice, "
			 "it could tell what one person contributed.");
	case REFUSAL_EPSILON:
		return _("wait until the year's oldest windows are a year ago.");
	case REFUSAL_WINDOW:
	case REFUSAL_QUARTER:
		return _("leave the window away: then the one that is due is taken.");
	case REFUSAL_UNSIGNED:
		return _("finish the enrolment with 'evenkeel officer enrol'.");
	case REFUSAL_SIGNATURE_A:
	case REFUSAL_SIGNATURE_B:
	case REFUSAL_TERMS:
		return _("ask the other party, by another way, what its cohort file says. Somebody may have changed "
			 "it.");
	case REFUSAL_TASK:
		return _("see that both parties speak of the same team and quarter; 'evenkeel officer cohort' lists "
			 "them.");
	case REFUSAL_ROSTER_SMALL:
	case REFUSAL_SHORT_WINDOW:
		return _("enrol more people, or join a partner team, for the next quarter.");
	default:
		return NULL;
	}
}

static const char *next_of_a(enum refusal refusal)
{
	switch (refusal) {
	case REFUSAL_MISMATCH:
	case REFUSAL_COUNT:
	case REFUSAL_STATE:
		return _("the answer is not one to this office's request. Ask the second party which folders it uses; "
			 "if it opened the window for another request, this window is lost, and nothing has "
			 "leaked.");
	case REFUSAL_CHANGED:
		return _("run this again; if files keep changing, see who can write to the drop folder.");
	case REFUSAL_REJECTS:
		return _("the second party left out so many that it could have chosen whose contributions count. "
			 "Nothing was put together. Ask it why; this window is lost, and nothing has leaked.");
	case REFUSAL_BROKEN:
		return _("too many contributions can't be opened by this office. See whether its secret keys are "
			 "those of the invitation.");
	case REFUSAL_ALTERED:
		return _("more members' programs were changed than may be, a share was altered on its way, or the "
			 "second party uses another key: who it was does not show. Ask the second party; this window "
			 "may be lost, and the next one stands by itself.");
	case REFUSAL_SHARE:
	case REFUSAL_DECRYPT:
	case REFUSAL_CONFIG_ID:
		return _("a share was altered on its way, or the second party uses another key. Ask it; this window "
			 "may be lost.");
	default:
		return _("ask the second party to run 'evenkeel officer assist' again: it writes the same answer once "
			 "more.");
	}
}

static const char *next_of_b(enum refusal refusal)
{
	switch (refusal) {
	case REFUSAL_MISMATCH:
		return _("see that both parties read the same drop folder, and that it is not still being copied; "
			 "then the first party runs 'evenkeel officer lead' again, and you this. If it stays so, "
			 "somebody has added or taken away files.");
	case REFUSAL_REJECTS:
		return _("ask the first party why it can't open so many contributions.");
	case REFUSAL_BROKEN:
		return _("nothing was answered, so the window is not lost. Either members' programs are broken, or the "
			 "first party changed its part of contributions that it doesn't want to count. See that both "
			 "offices' keys are those of the invitation; then the first party runs 'evenkeel officer lead' "
			 "again, and you this. If it stays so, leave the window closed.");
	case REFUSAL_CHANGED:
		return _("the window was answered for another request; it is not opened twice. Ask the first party to "
			 "put the earlier request back, if it has it.");
	case REFUSAL_RESULT:
	case REFUSAL_COUNT:
	case REFUSAL_ALTERED:
		return _("do not countersign. Ask the first party for the result as its ledger has it: 'evenkeel "
			 "officer finish' writes it again.");
	default:
		return _("ask the first party to run 'evenkeel officer lead' again, or 'evenkeel officer finish' if "
			 "it is the result.");
	}
}

const char *window_next(unsigned party, enum refusal refusal)
{
	const char *words = next_of_both(refusal);

	if (words)
		return words;
	return party == PARTY_A ? next_of_a(refusal) : next_of_b(refusal);
}
