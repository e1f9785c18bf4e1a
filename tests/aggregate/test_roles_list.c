/* The list of reports, sorted outside memory: whatever order and number they come in, and changed in place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/rng.h>

#include "../../lib/aggregate/roles_list.h"
#include "team.h"

static struct rng rng;

/* Few bytes decide, so that ids are there twice, too. */
static struct entry draw(size_t number)
{
	struct entry entry = {
		.week = 2968 + rng_below(&rng, 4), .member = (uint32_t)rng_below(&rng, 9), .place = number};

	for (int i = 0; i < 4; i++)
		entry.id[i * 3] = (uint8_t)rng_below(&rng, 12);
	entry.hash[0] = (uint8_t)rng_next(&rng);
	return entry;
}

static int order(const struct entry *a, const struct entry *b)
{
	int ids = memcmp(a->id, b->id, sizeof(a->id));

	if (ids || a->week != b->week)
		return ids ? ids : (a->week > b->week) - (a->week < b->week);
	if (a->member != b->member)
		return (a->member > b->member) - (a->member < b->member);
	return memcmp(a->hash, b->hash, sizeof(a->hash));
}

/* All are there, in order, and every seventh place is refused on the way. */
static void walk(struct list *list, size_t count)
{
	struct entry before = {.week = 0}, *entry;
	uint64_t places = 0, seen = 0;
	struct cursor cursor;

	cursor_init(&cursor, list);
	for (; (entry = cursor_next(&cursor)); seen++) {
		assert_true(seen == 0 || order(&before, entry) <= 0);
		before = *entry;
		places += entry->place;
		if (entry->place % 7 == 0)
			cursor_refuse(&cursor, entry, REFUSAL_PROOF);
	}
	assert_int_equal(cursor_end(&cursor), 0);
	assert_int_equal(seen, count);
	assert_int_equal(places, count * (count - (count > 0)) / 2);
}

static void assert_refused(struct list *list)
{
	struct cursor cursor;
	struct entry *entry;

	cursor_init(&cursor, list);
	while ((entry = cursor_next(&cursor)))
		assert_int_equal(entry->outcome, entry->place % 7 == 0 ? REFUSAL_PROOF : REFUSAL_NONE);
	assert_int_equal(cursor_end(&cursor), 0);
}

static void sorted(void **state)
{
	static const size_t counts[] = {0,
					1,
					2,
					LIST_ROOM - 1,
					LIST_ROOM,
					LIST_ROOM + 1,
					2 * LIST_ROOM,
					3 * LIST_ROOM + 5,
					4 * LIST_ROOM,
					9 * LIST_ROOM + 1};

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		int fd = file_of((struct hpke_bytes){(const uint8_t *)"", 0});
		struct list list;
		list_init(&list, fd, NULL);
		for (size_t at = 0; at < counts[i]; at++) {
			struct entry entry = draw(at);
			assert_int_equal(list_append(&list, &entry), 0);
		}
		assert_int_equal(list_sort(&list), 0);
		walk(&list, counts[i]);
		assert_refused(&list);
		list_clear(&list);
		close(fd);
	}
}

/* A file that cannot be written is said. */
static void full(void **state)
{
	struct error err = {0};
	struct list list;
	int r = 0;

	(void)state;
	list_init(&list, -1, &err);
	for (size_t at = 0; at < LIST_ROOM && r == 0; at++) {
		struct entry entry = draw(at);
		r = list_append(&list, &entry);
	}
	assert_int_equal(r, -1);
	assert_true(err.message[0]);
	list_clear(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sorted), cmocka_unit_test(full)};

	rng = rng_seeded(905);
	return cmocka_run_group_tests_name("roles_list", tests, NULL, NULL);
}
