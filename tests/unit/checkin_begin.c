#include "checkin_begin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct checkin checkin_begin(void)
{
	struct symptom_deck deck = {0};
	struct rng rng = rng_seeded(1);
	struct checkin checkin;

	checkin_init(&checkin, &deck, &rng);
	return checkin;
}

uint16_t id_named(const char *name)
{
	const struct catalogue_entry *entry = catalogue_find_name(name);

	assert_non_null(entry);
	return entry->id;
}
