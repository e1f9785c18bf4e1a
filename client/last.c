#include "last.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "note.h"

enum { GROUP_DIGITS = 8, PLACE_DIGITS = 2 * sizeof(((struct store_place *)0)->print) };
_Static_assert(GROUP_DIGITS + 1 + PLACE_DIGITS <= NOTE_MOST, "the note has room");

static void place_digits(struct store_place place, char ret[static PLACE_DIGITS + 1])
{
	sodium_bin2hex(ret, PLACE_DIGITS + 1, place.print, sizeof(place.print));
}

void last_keep(const struct paths *paths, uint32_t group, struct store_place place)
{
	char line[NOTE_MOST], digits[PLACE_DIGITS + 1];
	place_digits(place, digits);
	snprintf(line, sizeof(line), "%08x %s", group, digits);
	note_keep(paths, "last", line);
}

enum last_state last_find(const struct paths *paths, struct store_place now, uint32_t *ret_group)
{
	char line[NOTE_MOST + 2], digits[PLACE_DIGITS + 1], *end;
	place_digits(now, digits);
	if (!note_find(paths, "last", line) || strspn(line, "0123456789abcdef") != GROUP_DIGITS ||
	    line[GROUP_DIGITS] != ' ' || strcmp(line + GROUP_DIGITS + 1, digits) != 0)
		return LAST_UNKNOWN;
	*ret_group = (uint32_t)strtoul(line, &end, 16);
	return *ret_group != 0 ? LAST_KNOWN : LAST_TAKEN_BACK;
}

void last_carry(const struct paths *paths, struct store_place before, struct store_place after)
{
	uint32_t group;
	if (last_find(paths, before, &group) != LAST_UNKNOWN)
		last_keep(paths, group, after);
}

void last_forget(const struct paths *paths)
{
	note_forget(paths, "last");
}
