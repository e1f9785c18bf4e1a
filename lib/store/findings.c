#include <stdio.h>
#include <string.h>

#include <evenkeel/i18n.h>

#include "findings.h"

/* @rows: the words name the rows concerned, "%s". */
static const struct {
	enum store_finding_type type;
	bool rows;
	const char *words;
} reasons[REASON_COUNT] = {
	[REASON_MISSING] = {FINDING_MISSING, true, N_("missing: record %s; a backup may still hold what is gone")},
	[REASON_CUT] = {FINDING_TRUNCATED, true,
			N_("cut off at the end: record %s, which the seal counts; put the newest database back if it "
			   "was exchanged")},
	[REASON_PAGE] = {FINDING_DAMAGED, true,
			 N_("unreadable in the database: record %s; check the disk, a backup may still hold it")},
	[REASON_ROW] = {FINDING_DAMAGED, true,
			N_("does not open, damaged or changed: record %s; a backup may still hold the original")},
	[REASON_CONTENT] = {FINDING_FOREIGN, true,
			    N_("opens, but holds what no version of Evenkeel writes: record %s; it is not counted")},
	[REASON_EPOCH] = {FINDING_DAMAGED, true,
			  N_("the key does not open, damaged or changed, for record %s; a backup may still hold it")},
	[REASON_NO_EPOCH] = {FINDING_MISSING, true, N_("the key is missing for record %s; a backup may still hold it")},
	[REASON_FOREIGN_EPOCH] =
		{FINDING_FOREIGN, true,
		 N_("not sealed by this store (exchanged, forged or damaged): record %s; it is not counted")},
	[REASON_FOREIGN_ROW] = {FINDING_FOREIGN, true,
				N_("outside of what the store has written: record %s; it is not counted")},
	[REASON_MISPLACED] = {FINDING_FOREIGN, true,
			      N_("holds another record, swapped or put there again: record %s; it is not counted")},
	[REASON_ERASED_BACK] = {FINDING_FOREIGN, true,
				N_("erased once and there again: record %s; erase it again if you do not want it")},
	[REASON_AUTHORITY] =
		{FINDING_FOREIGN, true,
		 N_("claims an erasure or a restoring that was not yours: record %s; it counts for nothing")},
	[REASON_CHAIN] =
		{FINDING_FOREIGN, true,
		 N_("the beginning of the chain was changed or is damaged, from record %s on; a backup may hold it")},
	[REASON_GENERATION] =
		{FINDING_UNATTESTED, true,
		 N_("the seal was lost and a new chain began without you, at record %s; accept it if you know why")},
	[REASON_SEAL] = {FINDING_FOREIGN, false,
			 N_("the seal does not fit the records: one of the two was exchanged; put back the one that "
			    "belongs to it")},
	[REASON_NO_SEAL] =
		{FINDING_NO_SEAL, false,
		 N_("the seal is gone or unreadable, so nothing shows whether the last records are all there")},
	[REASON_OTHER_KEY] =
		{FINDING_OTHER_KEY, false,
		 N_("the seal was made for other keys than yours; put back the files that belong together")},
	[REASON_ROLLED_BACK] =
		{FINDING_ROLLED_BACK, false,
		 N_("the store is older than, or not the one that, you opened last; put the newest files back")},
	[REASON_MARK] = {FINDING_DAMAGED, false,
			 N_("the mark of your last visit is damaged or changed; compare with one that you noted down")},
	[REASON_TIME] = {FINDING_TIME, true, N_("time runs back without a note of a changed clock, at record %s")},
	[REASON_NEWER] =
		{FINDING_NEWER, true,
		 N_("written by a newer version of Evenkeel, kept but not shown: record %s; update to see it")},
};

static void write_words(struct store_finding *finding, enum finding_reason reason)
{
	char rows[64];

	if (finding->first_n == finding->last_n)
		snprintf(rows, sizeof(rows), "%llu", (unsigned long long)finding->first_n);
	else
		snprintf(rows, sizeof(rows), "%llu–%llu", (unsigned long long)finding->first_n,
			 (unsigned long long)finding->last_n);
	if (reasons[reason].rows)
		snprintf(finding->words, sizeof(finding->words), _(reasons[reason].words), rows);
	else
		snprintf(finding->words, sizeof(finding->words), "%s", _(reasons[reason].words));
}

void findings_add(struct store_report *report, enum finding_reason reason, uint64_t first_n, uint64_t last_n)
{
	enum store_finding_type type = reasons[reason].type;

	if (type != FINDING_NEWER)
		report->healthy = false;
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++) {
		struct store_finding *finding = &report->findings[i];
		if (finding->type != type || finding->last_n + 1 != first_n || finding->reason != (int)reason)
			continue;
		finding->last_n = last_n;
		write_words(finding, reason);
		return;
	}
	if (report->finding_count < STORE_FINDINGS_MAX) {
		struct store_finding *finding = &report->findings[report->finding_count];
		*finding = (struct store_finding){
			.type = type, .first_n = first_n, .last_n = last_n, .reason = (int)reason};
		write_words(finding, reason);
	}
	report->finding_count++;
}

static bool may_stay(const struct store_finding *finding)
{
	switch (finding->reason) {
	case REASON_MISSING:
	case REASON_ROW:
	case REASON_CONTENT:
	case REASON_EPOCH:
	case REASON_NO_EPOCH:
	case REASON_FOREIGN_EPOCH:
	case REASON_FOREIGN_ROW:
	case REASON_MISPLACED:
	case REASON_ERASED_BACK:
	case REASON_AUTHORITY:
	case REASON_TIME:
	case REASON_NEWER:
		return true;
	default:
		return false;
	}
}

const struct store_finding *findings_against_change(const struct store_report *report)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++)
		if (!may_stay(&report->findings[i]))
			return &report->findings[i];
	return NULL;
}
