#include <stdlib.h>
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

static bool members_has(const struct members *members, size_t member)
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

void list_hash(unsigned party, const struct envelope *envelope, uint8_t ret[static DAP_HASH_SIZE])
{
	uint8_t share[DAP_REPORT_SHARE_SIZE];

	if (party == PARTY_A) {
		crypto_generichash(ret, DAP_HASH_SIZE, envelope->key, DAP_ENVELOPE_SIZE - 4, NULL, 0);
		return;
	}
	dap_report_share_of(&envelope->report, share);
	list_hash_share(share, ret);
}

struct role_report *list_append(struct list *list, const uint8_t *id, const uint8_t *key, uint64_t week, size_t member)
{
	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 64;
		list->reports = mem_grow(list->reports, list->room, sizeof(*list->reports));
		list->places = mem_grow(list->places, list->room, sizeof(*list->places));
	}
	struct role_report *report = &list->reports[list->count];
	*report = (struct role_report){.week = week, .place = list->count};
	memcpy(report->id, id, sizeof(report->id));
	memcpy(report->key, key, sizeof(report->key));
	list->places[list->count++] = (struct place){.member = (uint32_t)member};
	return report;
}

void list_clear(struct list *list)
{
	mem_free_all(list->reports, list->places);
	*list = (struct list){0};
}

static int compare(const void *one, const void *other)
{
	const struct role_report *a = one, *b = other;
	int order = memcmp(a->id, b->id, sizeof(a->id));

	if (order == 0)
		order = (a->week > b->week) - (a->week < b->week);
	return order ? order : memcmp(a->key, b->key, sizeof(a->key));
}

/*
 * Copies of one id count once, the first in the order above; of several by one key in a week the smallest id counts. The order is
 * the same for both parties whatever order their folders are listed in. A set for each week is as much as for a window.
 */
static void settle(const struct cohort *cohort, struct dap_window window, struct list *list)
{
	const struct role_report *before = NULL;
	struct members weeks[DAP_LONG_WEEKS] = {{0}};

	for (uint64_t week = 0; week < window.weeks; week++)
		members_init(&weeks[week], cohort);
	for (size_t i = 0; i < list->count; i++) {
		struct role_report *report = &list->reports[i];
		struct members *week = &weeks[report->week - window.start];
		uint32_t member = list->places[report->place].member;
		if (report->outcome)
			continue;
		if (before && memcmp(before->id, report->id, sizeof(report->id)) == 0)
			report->outcome = REFUSAL_REPLAYED;
		else if (before = report, members_has(week, member))
			report->outcome = REFUSAL_SECOND_BY_KEY;
		else
			members_add(week, member);
	}
	for (uint64_t week = 0; week < window.weeks; week++)
		members_clear(&weeks[week]);
}

static int take(const struct role_party *party, unsigned own, struct dap_window window,
		const struct role_source *source, size_t index, struct list *list, struct role_tally *tally)
{
	struct envelope envelope;
	struct hpke_bytes file;
	uint64_t week;
	size_t member;
	int r = source->read(source->context, index, &week, &file);

	if (r)
		return r;
	r = envelope_decode(file, &envelope);
	if (r == 0)
		r = envelope_check(&envelope, party->cohort, window, week, &member);
	if (r) {
		tally->outcomes[r]++;
		return 0;
	}
	list_append(list, envelope.report.id, envelope.key, envelope.report.week, member);
	struct place *place = &list->places[list->count - 1];
	place->index = index;
	list_hash(own, &envelope, place->hash);
	return 0;
}

int list_gather(const struct role_party *party, unsigned own, struct dap_window window,
		const struct role_source *source, struct list *ret, struct role_tally *tally)
{
	int r = 0;

	tally->files = source->count;
	for (size_t i = 0; i < source->count && r == 0; i++)
		r = take(party, own, window, source, i, ret, tally);
	if (r == 0 && party->ledger.settle && ret->count)
		r = party->ledger.settle(party->ledger.context, ret->reports, ret->count);
	if (r)
		return r;
	if (ret->count)
		qsort(ret->reports, ret->count, sizeof(*ret->reports), compare);
	settle(party->cohort, window, ret);
	return 0;
}

size_t list_counted(const struct list *list)
{
	size_t counted = 0;

	for (size_t i = 0; i < list->count; i++)
		counted += list->reports[i].outcome == REFUSAL_NONE;
	return counted;
}

size_t list_people(const struct list *list, const struct cohort *cohort)
{
	_cleanup_(members_clear) struct members members;

	members_init(&members, cohort);
	for (size_t i = 0; i < list->count; i++)
		if (list->reports[i].outcome == REFUSAL_NONE)
			members_add(&members, list->places[list->reports[i].place].member);
	return members.count;
}

void list_tally(const struct list *list, const struct cohort *cohort, struct role_tally *tally)
{
	for (size_t i = 0; i < list->count; i++)
		tally->outcomes[list->reports[i].outcome]++;
	tally->accepted = tally->outcomes[REFUSAL_NONE];
	tally->people = list_people(list, cohort);
}

struct role_report *list_find(const struct list *list, const uint8_t *id, size_t *cursor)
{
	for (; *cursor < list->count; ++*cursor) {
		struct role_report *report = &list->reports[*cursor];
		int order = memcmp(report->id, id, sizeof(report->id));
		if (order > 0)
			return NULL;
		if (order == 0 && report->outcome == REFUSAL_NONE)
			return report;
	}
	return NULL;
}
