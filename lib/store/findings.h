/* Findings: why a row, an epoch or the whole is not as it should be, and the words for it. */
#ifndef STORE_FINDINGS_H
#define STORE_FINDINGS_H

#include <evenkeel/store.h>

/* One cause each, finer than the public types. */
enum finding_reason {
	REASON_MISSING,
	REASON_CUT,
	REASON_PAGE,
	REASON_ROW,
	REASON_CONTENT,
	REASON_EPOCH,
	REASON_NO_EPOCH,
	REASON_FOREIGN_EPOCH,
	REASON_FOREIGN_ROW,
	REASON_MISPLACED,
	REASON_ERASED_BACK,
	REASON_AUTHORITY,
	REASON_CHAIN,
	REASON_GENERATION,
	REASON_SEAL,
	REASON_NO_SEAL,
	REASON_OTHER_KEY,
	REASON_ROLLED_BACK,
	REASON_MARK,
	REASON_TIME,
	REASON_NEWER,
	REASON_COUNT,
};

/* Add one; rows that go on where the last finding of the same reason ended are joined to it. */
void findings_add(struct store_report *report, enum finding_reason reason, uint64_t first_n, uint64_t last_n);

/*
 * The first that a change of the whole store (new keys, an erasure) would hide, since it brings a new seal and a new mark: what the old ones
 * bear witness of must be in order before. NULL: none. Damage to single rows stays what it is and stays named.
 */
const struct store_finding *findings_against_change(const struct store_report *report);

#endif
