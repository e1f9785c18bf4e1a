#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>
#include <evenkeel/records.h>

#include "internal.h"

/* Loading: the records so far, and the groups that were taken back. */
struct load {
	struct records *records;
	uint32_t *withdrawn;
	size_t withdrawn_count, withdrawn_capacity;
};

static void reserve(struct records *records, size_t capacity)
{
	if (capacity <= records->capacity)
		return;
	struct record *items = secret_new(capacity * sizeof(*items), NULL);
	if (records->count)
		memcpy(items, records->items, records->count * sizeof(*items));
	sodium_free(records->items);
	records->items = items;
	records->capacity = capacity;
}

void records_add(struct records *records, const struct record *record)
{
	if (records->count == records->capacity)
		reserve(records, records->capacity ? 2 * records->capacity : 64);
	records->items[records->count++] = *record;
}

/* Erasure, restoring and the clock are the chain's own business. A kind of a newer version stays: an export keeps it.
 */
static bool is_for_people(const struct record *record)
{
	return record->kind < RECORD_ERASE;
}

static int take(void *context, uint64_t n, const struct record *record)
{
	struct load *load = context;
	struct records *records = load->records;

	(void)n;
	if (!is_for_people(record))
		return 0;
	if (record->kind == RECORD_WITHDRAWN) {
		if (load->withdrawn_count == load->withdrawn_capacity) {
			load->withdrawn_capacity = load->withdrawn_capacity ? 2 * load->withdrawn_capacity : 16;
			load->withdrawn = mem_grow(load->withdrawn, load->withdrawn_capacity, sizeof(*load->withdrawn));
		}
		load->withdrawn[load->withdrawn_count++] = record->withdrawn.group;
	}
	records_add(records, record);
	return 0;
}

static int compare_groups(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

/* Leave out what was taken back, and the taking back. */
static void drop_withdrawn(struct load *load)
{
	struct records *records = load->records;
	size_t kept = 0;

	if (load->withdrawn_count == 0)
		return;
	qsort(load->withdrawn, load->withdrawn_count, sizeof(*load->withdrawn), compare_groups);
	for (size_t i = 0; i < records->count; i++) {
		const struct record *record = &records->items[i];
		if (record->kind == RECORD_WITHDRAWN || bsearch(&record->group, load->withdrawn, load->withdrawn_count,
								sizeof(*load->withdrawn), compare_groups))
			continue;
		if (kept != i)
			records->items[kept] = *record;
		kept++;
	}
	sodium_memzero(records->items + kept, (records->count - kept) * sizeof(*records->items));
	records->count = kept;
}

/* Merge the sorted halves [from, middle) and [middle, to) of @order into @spare. */
static void merge(const struct record *items, const uint32_t *order, uint32_t *spare, size_t from, size_t middle,
		  size_t to)
{
	size_t left = from, right = middle;

	for (size_t i = from; i < to; i++)
		if (right >= to || (left < middle && items[order[left]].wall_ms <= items[order[right]].wall_ms))
			spare[i] = order[left++];
		else
			spare[i] = order[right++];
}

static bool is_sorted(const struct records *records)
{
	for (size_t i = 1; i < records->count; i++)
		if (records->items[i].wall_ms < records->items[i - 1].wall_ms)
			return false;
	return true;
}

/* By time, rows of one time in their own order. By hand, since qsort would copy records to memory that nobody wipes. */
static void sort(struct records *records)
{
	size_t count = records->count;

	if (is_sorted(records))
		return;
	uint32_t *memory = secret_new(2 * count * sizeof(*memory), NULL);
	uint32_t *order = memory, *spare = memory + count;
	for (size_t i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	for (size_t width = 1; width < count; width *= 2) {
		for (size_t from = 0; from < count; from += 2 * width) {
			size_t middle = from + width < count ? from + width : count;
			merge(records->items, order, spare, from, middle,
			      middle + width < count ? middle + width : count);
		}
		uint32_t *swap = order;
		order = spare;
		spare = swap;
	}
	struct record *items = secret_new(count * sizeof(*items), NULL);
	for (size_t i = 0; i < count; i++)
		items[i] = records->items[order[i]];
	sodium_free(records->items);
	records->items = items;
	records->capacity = count;
	sodium_free(memory);
}

int records_load(struct store *store, bool with_withdrawn, struct records *ret, struct error *err)
{
	struct records records = {0};
	struct load load = {.records = &records};
	uint64_t rows = 0;

	/* One piece of memory for all; growing would copy it again and again. */
	if (store_rows(store, &rows, err))
		return -1;
	reserve(&records, (size_t)rows + 64);
	int r = store_read(store, take, &load, &records.report, err);
	if (r == 0 && !with_withdrawn)
		drop_withdrawn(&load);
	sodium_memzero(load.withdrawn, load.withdrawn_count * sizeof(*load.withdrawn));
	mem_free(load.withdrawn);
	if (r) {
		records_clear(&records);
		return -1;
	}
	sort(&records);
	*ret = records;
	return 0;
}

void records_clear(struct records *records)
{
	sodium_free(records->items);
	*records = (struct records){0};
}
