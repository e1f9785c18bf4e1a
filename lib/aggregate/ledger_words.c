#include <assert.h>

#include <evenkeel/i18n.h>
#include <evenkeel/ledger.h>

const char *ledger_outcome_name(enum ledger_outcome outcome)
{
	static const char *const names[LEDGER_OUTCOMES] = {
		[LEDGER_COUNTED] = N_("counted"),
		[LEDGER_UNREADABLE] = N_("unreadable"),
		[LEDGER_STRANGER] = N_("not in the roster"),
		[LEDGER_FORGED] = N_("wrong signature"),
		[LEDGER_OTHER_WEEK] = N_("of another week"),
		[LEDGER_SECOND] = N_("second of a week"),
		[LEDGER_SEEN] = N_("seen before"),
		[LEDGER_UNDECODABLE] = N_("cannot be decoded"),
		[LEDGER_INVALID] = N_("proof failed"),
		[LEDGER_OTHERS_REJECT] = N_("rejected by the other party"),
	};

	assert(outcome < LEDGER_OUTCOMES);
	return names[outcome];
}
