#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "roles_list.h"

void members_init(struct members *ret, const struct cohort *cohort)
{
	*ret = (struct members){.bits = mem_new(cohort->members / 8 + 1, 1)};
}

void members_clear(struct members *members)
{
	members->bits = mem_free(members->bits);
}

bool members_has(const struct members *members, size_t member)
{
	return members->bits[member / 8] >> (member % 8) & 1;
}

void members_add(struct members *members, size_t member)
{
	members->count += !members_has(members, member);
	members->bits[member / 8] |= (uint8_t)(1 << (member % 8));
}

void list_hash_share(const uint8_t share[static DAP_REPORT_SHARE_SIZE], uint8_t ret[static DAP_HASH_SIZE])
{
	crypto_generichash(ret, DAP_HASH_SIZE, share, DAP_REPORT_SHARE_SIZE, NULL, 0);
}

/* What counts so far of a window; @counted: the id of the last one that does. */
struct settling {
	uint8_t counted[DAP_REPORT_ID_SIZE];
	bool any;
	struct members weeks[DAP_LONG_WEEKS];
};

/*
 * Of several by one key in a week the smallest id counts; of copies of one id the first in the list's order that counts by its own key. Only
 * one that counts stands in another's way: else a member could sign a copy of somebody's report beside its own, and neither copy
 * would count. A set for each week is as much as for a window.
 */
static enum refusal settle_one(struct settling *settling, struct dap_window window, const struct entry *entry)
{
	struct members *week = &settling->weeks[entry->week - window.start];

	if (settling->any && memcmp(settling->counted, entry->id, sizeof(entry->id)) == 0)
		return REFUSAL_REPLAYED;
	if (members_has(week, entry->member))
		return REFUSAL_SECOND_BY_KEY;
	memcpy(settling->counted, entry->id, sizeof(entry->id));
	settling->any = true;
	members_add(week, entry->member);
	return REFUSAL_NONE;
}

static int settle(const struct cohort *cohort, struct dap_window window, struct list *list)
{
	struct settling settling = {.any = false};
	struct cursor cursor;
	struct entry *entry;

	for (uint64_t week = 0; week < window.weeks; week++)
		members_init(&settling.weeks[week], cohort);
	cursor_init(&cursor, list);
	while ((entry = cursor_next(&cursor))) {
		enum refusal outcome = entry->outcome ? REFUSAL_NONE : settle_one(&settling, window, entry);
		if (outcome)
			cursor_refuse(&cursor, entry, outcome);
	}
	for (uint64_t week = 0; week < window.weeks; week++)
		members_clear(&settling.weeks[week]);
	return cursor_end(&cursor);
}

/* A list as a ledger sees it. */
struct shown {
	struct cursor cursor;
	struct entry *last;
	const struct cohort *cohort;
};

static int show_next(void *context, struct role_report *ret)
{
	struct shown *shown = context;
	const struct entry *entry = shown->last = cursor_next(&shown->cursor);

	if (!entry)
		return shown->cursor.failed ? -1 : 1;
	*ret = (struct role_report){.week = entry->week, .outcome = entry->outcome};
	memcpy(ret->id, entry->id, sizeof(ret->id));
	memcpy(ret->key, shown->cohort->keys + (size_t)entry->member * DAP_KEY_SIZE, sizeof(ret->key));
	return 0;
}

static int refuse_last(void *context, enum refusal outcome)
{
	struct shown *shown = context;

	cursor_refuse(&shown->cursor, shown->last, outcome);
	return 0;
}

static void show(struct shown *ret, const struct cohort *cohort, struct list *list, struct role_reports *ret_reports)
{
	*ret = (struct shown){.cohort = cohort};
	cursor_init(&ret->cursor, list);
	*ret_reports = (struct role_reports){.context = ret, .next = show_next, .refuse = refuse_last};
}

static int settle_in_ledger(const struct role_party *party, struct list *list)
{
	struct role_reports reports;
	struct shown shown;

	if (!party->ledger.settle || list->count == 0)
		return 0;
	show(&shown, party->cohort, list, &reports);
	int r = party->ledger.settle(party->ledger.context, &reports), ended = cursor_end(&shown.cursor);
	return r ? r : ended;
}

int role_open(const struct role_party *party, struct dap_window window, const uint8_t asked[static DAP_HASH_SIZE],
	      const struct role_answer *answer, struct list *list, struct role_tally *tally)
{
	struct role_opening opening = {.window = window, .answer = *answer, .tally = tally};
	struct role_reports reports;
	struct shown shown;

	if (!party->ledger.open)
		return 0;
	memcpy(opening.request_hash, asked, sizeof(opening.request_hash));
	show(&shown, party->cohort, list, &reports);
	opening.reports = &reports;
	int r = party->ledger.open(party->ledger.context, &opening), ended = cursor_end(&shown.cursor);
	return r ? r : ended;
}

static int take(const struct role_party *party, struct dap_window window, uint64_t week, struct hpke_bytes file,
		struct writer *keep, struct list *list, struct role_tally *tally)
{
	uint8_t share[DAP_REPORT_SHARE_SIZE];
	struct envelope envelope;
	size_t member;
	int r = envelope_decode(file, &envelope);

	if (r == 0)
		r = envelope_check(&envelope, party->cohort, window, week, &member);
	if (r) {
		tally->outcomes[r]++;
		return 0;
	}
	struct entry entry = {.week = envelope.report.week, .member = (uint32_t)member};
	memcpy(entry.id, envelope.report.id, sizeof(entry.id));
	dap_report_share_of(&envelope.report, share);
	list_hash_share(share, entry.hash);
	if (keep) {
		entry.place = writer_place(keep);
		if (writer_put(keep, envelope.report.bytes, DAP_REPORT_SIZE))
			return -1;
	}
	return list_append(list, &entry);
}

static int take_all(const struct role_party *party, struct dap_window window, const struct role_source *source,
		    struct writer *keep, struct list *list, struct role_tally *tally)
{
	struct hpke_bytes file;
	uint64_t week;
	int r;

	while ((r = source->next(source->context, &week, &file)) == 0) {
		tally->files++;
		if (take(party, window, week, file, keep, list, tally))
			return -1;
	}
	return r < 0 ? -1 : keep ? writer_flush(keep) : 0;
}

int list_gather(const struct role_party *party, struct dap_window window, const struct role_source *source,
		struct writer *keep, struct list *ret, struct role_tally *tally)
{
	int r = take_all(party, window, source, keep, ret, tally);

	if (r == 0)
		r = list_sort(ret);
	if (r == 0)
		r = settle_in_ledger(party, ret);
	return r ? r : settle(party->cohort, window, ret);
}

int list_tally(struct list *list, const struct cohort *cohort, struct role_tally *tally)
{
	_cleanup_(members_clear) struct members members;
	const struct entry *entry;
	struct cursor cursor;

	members_init(&members, cohort);
	cursor_init(&cursor, list);
	while ((entry = cursor_next(&cursor))) {
		tally->outcomes[entry->outcome]++;
		if (entry->outcome == REFUSAL_NONE)
			members_add(&members, entry->member);
	}
	tally->accepted = tally->outcomes[REFUSAL_NONE];
	tally->people = members.count;
	return cursor_end(&cursor);
}

int list_enough(struct list *list, const struct cohort *cohort, size_t *ret_counted)
{
	struct role_tally tally = {0};

	if (list_tally(list, cohort, &tally))
		return -1;
	*ret_counted = tally.accepted;
	return tally.people < cohort->terms.floor ? REFUSAL_FEW : 0;
}
