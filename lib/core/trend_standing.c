#include <stdlib.h>

#include <evenkeel/mem.h>
#include <evenkeel/trend.h>

struct place {
	uint32_t group;
	uint8_t part, rank;
	bool withdrawal;
	size_t index;
};

static uint8_t rank(const struct record *record)
{
	return record->kind == RECORD_ANSWERED ? 0 : record->kind == RECORD_PARTIAL ? 1 : 2;
}

static int compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* By group, a withdrawal first; then by part, the best outcome first, the earlier of equals. */
static int by_group(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = compare(a->group, b->group);

	if (order == 0)
		order = compare(b->withdrawal, a->withdrawal);
	if (order == 0)
		order = compare(a->part, b->part);
	if (order == 0)
		order = compare(a->rank, b->rank);
	return order ? order : compare(a->index, b->index);
}

static size_t collect(const struct record *records, size_t count, struct place *ret)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		const struct record *record = &records[i];
		bool withdrawal = record->kind == RECORD_WITHDRAWN;
		uint32_t group = withdrawal ? record->withdrawn.group : record->group;
		if (!group || !(withdrawal || record_is_prompt(record) || record->kind == RECORD_WORKSHEET))
			continue;
		ret[found++] = (struct place){group, record->part, rank(record), withdrawal, i};
	}
	return found;
}

bool *trend_standing(const struct record *records, size_t count)
{
	struct place *places _cleanup_free_ = mem_new(count, sizeof(*places));
	bool *standing = mem_new(count, sizeof(*standing));
	size_t found = collect(records, count, places);
	bool withdrawn = false;

	for (size_t i = 0; i < count; i++)
		standing[i] = true;
	qsort(places, found, sizeof(*places), by_group);
	for (size_t i = 0; i < found; i++) {
		bool same_group = i > 0 && places[i].group == places[i - 1].group;
		withdrawn = places[i].withdrawal || (same_group && withdrawn);
		bool beaten = same_group && places[i].part == places[i - 1].part && !places[i - 1].withdrawal &&
			      record_is_prompt(&records[places[i].index]);
		if (!places[i].withdrawal && (withdrawn || beaten))
			standing[places[i].index] = false;
	}
	return standing;
}
