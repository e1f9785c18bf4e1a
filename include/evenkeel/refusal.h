/*
 * Why something of a team's figures is not taken: one name a reason, so that ledger and commands can count them and say them. The
 * functions of dap.h, cohort.h, envelope.h, exchange.h and roles.h return 0 for fine, one of these for refused, and -1 only where a
 * callback of the caller's failed.
 *
 * design/AGGREGATION.md, section 4, has the rules. Those that need what happened before (REFUSAL_REPLAYED across windows, _OPENED,
 * _ORDER, _CHANGED, _EPSILON, _FORGOTTEN, _TWO_LEAVES, _TWO_ROSTERS, _SECOND_COHORT) are found by ledger and commands, the others here.
 */
#ifndef EVENKEEL_REFUSAL_H
#define EVENKEEL_REFUSAL_H

#include <stdint.h>

enum refusal {
	REFUSAL_NONE = 0,

	/* A file or a message by itself */
	REFUSAL_MALFORMED, /* cut off, too long, lengths or ranges that cannot be */
	REFUSAL_VERSION,   /* another program's file, or one of another version */
	REFUSAL_TYPE,      /* an exchange message of another type than is due */
	REFUSAL_SENDER,    /* not signed by the party that it has to come from */

	/* A cohort */
	REFUSAL_TASK, /* for another task, or the id is not that of the configuration */
	REFUSAL_QUARTER,
	REFUSAL_VDAF,          /* other cells, or another way to count them */
	REFUSAL_SUITE,         /* another encryption, or a key that cannot be sealed for */
	REFUSAL_FLOOR,         /* below the least that is allowed, or two floors */
	REFUSAL_ONE_PARTY,     /* both parties have the same key */
	REFUSAL_UNSIGNED,      /* a party's signature is still missing */
	REFUSAL_SIGNATURE_A,   /* the wellbeing office did not sign this */
	REFUSAL_SIGNATURE_B,   /* the second party did not sign this */
	REFUSAL_ROSTER_ORDER,  /* keys twice, or not in order */
	REFUSAL_ROSTER_SMALL,  /* fewer members than the floor */
	REFUSAL_SHORT_WINDOW,  /* weekly figures of fewer than 30 members */
	REFUSAL_NOT_MEMBER,    /* one's own key is not in it */
	REFUSAL_TERMS,         /* not on the terms of the invitation, or of the parties that are known */
	REFUSAL_SECOND_COHORT, /* a person is in one cohort a quarter */
	REFUSAL_TWO_ROSTERS,   /* a key is in two rosters */
	REFUSAL_TWO_LEAVES,    /* a person would be in two cohorts */

	/* An envelope and its report */
	REFUSAL_UNKNOWN_KEY,   /* of nobody in the roster */
	REFUSAL_SIGNATURE,     /* forged, altered, or for another task */
	REFUSAL_FOLDER_WEEK,   /* in another week's folder than it says */
	REFUSAL_OUTSIDE,       /* a week outside the window */
	REFUSAL_REPLAYED,      /* this report id was counted already */
	REFUSAL_SECOND_BY_KEY, /* a smaller report id by this key counts for the week */
	REFUSAL_CONFIG_ID,     /* sealed for a key that this party does not have */
	REFUSAL_DECRYPT,
	REFUSAL_SHARE, /* opened, but no share that can be read */
	REFUSAL_PROOF, /* the parties together find that its marks are not all 0 or 1 */

	/* A window */
	REFUSAL_WINDOW,   /* no window of this cohort */
	REFUSAL_EARLY,    /* its last contributions may still be on their way */
	REFUSAL_FEW,      /* fewer people than the floor: nothing leaves */
	REFUSAL_MISMATCH, /* the other party's list of reports is not one's own */
	REFUSAL_REJECTS,  /* the other party leaves out more, or for other reasons, than it may */
	REFUSAL_BROKEN, /* more cannot be opened, or do not hold, than may be left out; whose fault it is does not show */
	REFUSAL_STATE,   /* one's own notes are those of another request */
	REFUSAL_COUNT,   /* the parties count different reports */
	REFUSAL_ALTERED, /* sums that cannot be: a share was altered, or more programs than may be */
	REFUSAL_RESULT,  /* the result is not that of one's own share */
	REFUSAL_OPENED,
	REFUSAL_ORDER,   /* before or across a window that was opened */
	REFUSAL_CHANGED, /* another request than the one that was answered, or the folder changed meanwhile */
	REFUSAL_EPSILON,
	REFUSAL_FORGOTTEN, /* one's own signed answer lies there, and the ledger does not have it: it is an older one */

	REFUSAL_COUNT_OF,
};

/* Stable, for --json and the ledger: "unknown-key". */
const char *refusal_name(enum refusal refusal);
/* In words and in the person's language, lower case, without a full stop: "nobody in the roster has this key". */
const char *refusal_words(enum refusal refusal);

/* draft-ietf-ppm-dap-18, section 4.1: what a party tells the other about a report. */
enum dap_error {
	DAP_BATCH_COLLECTED = 1,
	DAP_REPORT_REPLAYED = 2,
	DAP_REPORT_DROPPED = 3,
	DAP_HPKE_UNKNOWN_CONFIG_ID = 4,
	DAP_HPKE_DECRYPT_ERROR = 5,
	DAP_VDAF_VERIFY_ERROR = 6,
	DAP_TASK_EXPIRED = 7,
	DAP_INVALID_MESSAGE = 8,
	DAP_REPORT_TOO_EARLY = 9,
	DAP_TASK_NOT_STARTED = 10,
	DAP_OUTDATED_CONFIG = 11,
	DAP_ERRORS = 12,
};

/* The code for one of REFUSAL_CONFIG_ID, _DECRYPT, _SHARE, _PROOF, _REPLAYED; DAP_REPORT_DROPPED for others. */
enum dap_error refusal_error(enum refusal refusal);
/* And back; REFUSAL_PROOF for a code that names no such thing. */
enum refusal refusal_of_error(enum dap_error error);

#endif
