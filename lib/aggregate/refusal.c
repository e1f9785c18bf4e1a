#include <stddef.h>

#include <evenkeel/i18n.h>
#include <evenkeel/refusal.h>

struct row {
	const char *name, *words;
	enum dap_error error;
};

static const struct row rows[REFUSAL_COUNT_OF] = {
	[REFUSAL_NONE] = {"accepted", N_("all in order"), 0},
	[REFUSAL_MALFORMED] = {"malformed", N_("damaged or cut off"), DAP_INVALID_MESSAGE},
	[REFUSAL_VERSION] = {"version", N_("another program's file, or one of another version"), 0},
	[REFUSAL_TYPE] = {"type", N_("another message than the one that is due"), 0},
	[REFUSAL_SENDER] = {"sender", N_("not signed by the party that it has to come from"), 0},
	[REFUSAL_TASK] = {"task", N_("for another team or another quarter"), 0},
	[REFUSAL_QUARTER] = {"quarter", N_("for another quarter"), 0},
	[REFUSAL_VDAF] = {"vdaf", N_("counts other marks, or in another way, than this version"), 0},
	[REFUSAL_SUITE] = {"suite", N_("uses an encryption, or a key, that is not supported"), 0},
	[REFUSAL_FLOOR] = {"floor", N_("opens figures of fewer people than are allowed"), 0},
	[REFUSAL_ONE_PARTY] = {"one-party", N_("both parties have the same key"), 0},
	[REFUSAL_UNSIGNED] = {"unsigned", N_("both parties have to sign it, and one has not yet"), 0},
	[REFUSAL_SIGNATURE_A] = {"signature-a", N_("the first party's signature does not fit"), 0},
	[REFUSAL_SIGNATURE_B] = {"signature-b", N_("the second party's signature does not fit"), 0},
	[REFUSAL_ROSTER_ORDER] = {"roster-order", N_("its list of keys is not in order, or has one twice"), 0},
	[REFUSAL_ROSTER_SMALL] = {"roster-small", N_("has fewer members than its floor"), 0},
	[REFUSAL_SHORT_WINDOW] = {"short-window", N_("a team of fewer than 30 opens four weeks at a time"), 0},
	[REFUSAL_NOT_MEMBER] = {"not-member", N_("this key is not in its list"), 0},
	[REFUSAL_TERMS] = {"terms", N_("differs from the invitation, or from the parties that are known"), 0},
	[REFUSAL_SECOND_COHORT] = {"second-cohort", N_("a person is in one team a quarter"), 0},
	[REFUSAL_TWO_ROSTERS] = {"two-rosters", N_("a key is in two teams' lists"), 0},
	[REFUSAL_TWO_LEAVES] = {"two-leaves", N_("a person would be in two teams"), 0},
	[REFUSAL_UNKNOWN_KEY] = {"unknown-key", N_("from nobody in the team's list"), 0},
	[REFUSAL_SIGNATURE] = {"signature", N_("forged, altered, or for another team"), 0},
	[REFUSAL_FOLDER_WEEK] = {"folder-week", N_("in the folder of another week than its own"), 0},
	[REFUSAL_OUTSIDE] = {"outside", N_("of a week outside the window"), 0},
	[REFUSAL_REPLAYED] = {"replayed", N_("counted already"), DAP_REPORT_REPLAYED},
	[REFUSAL_SECOND_BY_KEY] = {"second-by-key", N_("the second one by this key in the week"), 0},
	[REFUSAL_CONFIG_ID] = {"config-id", N_("sealed for a key that is not in use"), DAP_HPKE_UNKNOWN_CONFIG_ID},
	[REFUSAL_DECRYPT] = {"decrypt", N_("cannot be opened"), DAP_HPKE_DECRYPT_ERROR},
	[REFUSAL_SHARE] = {"share", N_("opened, but it cannot be read"), DAP_INVALID_MESSAGE},
	[REFUSAL_PROOF] = {"proof", N_("its marks are not all 0 or 1"), DAP_VDAF_VERIFY_ERROR},
	[REFUSAL_WINDOW] = {"window", N_("not one of this team's windows"), 0},
	[REFUSAL_EARLY] = {"early", N_("contributions may still be on their way; try again later"),
			   DAP_REPORT_TOO_EARLY},
	[REFUSAL_FEW] = {"few", N_("fewer people than the floor contributed, so nothing is opened"), 0},
	[REFUSAL_MISMATCH] = {"mismatch", N_("the other party lists other reports"), 0},
	[REFUSAL_REJECTS] = {"rejects", N_("the other party leaves out more reports than it may"), 0},
	[REFUSAL_BROKEN] = {"broken", N_("more contributions can't be opened, or don't hold, than may be left out"), 0},
	[REFUSAL_STATE] = {"state", N_("the notes kept here belong to another request"), 0},
	[REFUSAL_COUNT] = {"count", N_("the parties counted different reports"), 0},
	[REFUSAL_ALTERED] = {"share-altered", N_("the sums cannot be: a share or members' programs were altered"), 0},
	[REFUSAL_RESULT] = {"result", N_("not the result of what was sent"), 0},
	[REFUSAL_OPENED] = {"opened", N_("this window was opened already"), DAP_BATCH_COLLECTED},
	[REFUSAL_ORDER] = {"order", N_("a later or overlapping window was opened already"), 0},
	[REFUSAL_CHANGED] = {"changed", N_("not what it was when it was first read"), 0},
	[REFUSAL_EPSILON] = {"epsilon", N_("this year's limit of openings is reached"), 0},
	[REFUSAL_FORGOTTEN] = {"forgotten", N_("this office opened it already, and its ledger is an older one"),
			       DAP_BATCH_COLLECTED},
};

const char *refusal_name(enum refusal refusal)
{
	return rows[refusal].name;
}

const char *refusal_words(enum refusal refusal)
{
	return _(rows[refusal].words);
}

enum dap_error refusal_error(enum refusal refusal)
{
	return rows[refusal].error ? rows[refusal].error : DAP_REPORT_DROPPED;
}

enum refusal refusal_of_error(enum dap_error error)
{
	switch (error) {
	case DAP_REPORT_REPLAYED:
		return REFUSAL_REPLAYED;
	case DAP_HPKE_UNKNOWN_CONFIG_ID:
		return REFUSAL_CONFIG_ID;
	case DAP_HPKE_DECRYPT_ERROR:
		return REFUSAL_DECRYPT;
	case DAP_INVALID_MESSAGE:
		return REFUSAL_SHARE;
	default:
		return REFUSAL_PROOF;
	}
}
