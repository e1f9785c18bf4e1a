#include <string.h>

#include <evenkeel/record.h>

#include "json_names.h"


static const struct name kinds[] = {
	{RECORD_ANSWERED, "answered"},
	{RECORD_PARTIAL, "partial"},
	{RECORD_SKIPPED, "skipped"},
	{RECORD_DISMISSED, "dismissed"},
	{RECORD_EXPIRED, "expired"},
	{RECORD_HELD, "held"},
	{RECORD_UNDELIVERED, "undelivered"},
	{RECORD_WITHDRAWN, "withdrawn"},
	{RECORD_BREAK, "break"},
	{RECORD_TIP_FEEDBACK, "tip-feedback"},
	{RECORD_WORKSHEET, "worksheet"},
	{RECORD_CONTRIBUTION, "contribution-sent"},
};
static const struct name flags[] = {{RECORD_LATE, "late"}, {RECORD_IMPORTED, "imported"}, {RECORD_DELAYED, "delayed"}};
static const struct name forms[] = {{FORM_MOMENTARY, "check-in"},
				    {FORM_REVIEW, "review"},
				    {FORM_INSTRUMENT, "instrument"},
				    {FORM_HARD_CALL, "hard-call"}};
static const struct name origins[] = {{ORIGIN_PROMPT, "prompt"}, {ORIGIN_SELF, "self"}};
static const struct name helds[] = {
	{HELD_CALL, "call"},     {HELD_BUSY, "busy"},     {HELD_DND, "dnd"},
	{HELD_LOCKED, "locked"}, {HELD_ASLEEP, "asleep"}, {HELD_OFF_HOURS, "off-hours"},
	{HELD_PAUSED, "paused"}, {HELD_AWAY, "away"},     {HELD_OTHER_PROMPT, "other-prompt"},
};
static const struct name scales[] = {
	{SCALE_M3, "m3"}, {SCALE_F5, "f5"}, {SCALE_P11, "p11"},   {SCALE_YN, "yn"},
	{SCALE_C, "c"},   {SCALE_V, "v"},   {SCALE_RANK, "rank"}, {SCALE_S5, "s5"},
};
static const struct name breaks[] = {{BREAK_MICRO, "micro"}, {BREAK_REST, "rest"}, {BREAK_DAILY, "daily"}};
static const struct name outcomes[] = {
	{BREAK_PLANNED, "planned"}, {BREAK_SHOWN, "shown"},         {BREAK_TAKEN, "taken"}, {BREAK_NATURAL, "natural"},
	{BREAK_SKIPPED, "skipped"}, {BREAK_POSTPONED, "postponed"}, {BREAK_HELD, "held"},
};
static const struct name verdicts[] = {{1, "helped"}, {2, "not"}, {3, "untried"}};

static const struct list {
	const struct name *names;
	size_t count;
} lists[] = {
#define LIST(table) {table, sizeof table / sizeof *table}
	[NAMES_KIND] = LIST(kinds),   [NAMES_FLAG] = LIST(flags),       [NAMES_FORM] = LIST(forms),
	[NAMES_ORIGIN] = LIST(origins), [NAMES_HELD] = LIST(helds),     [NAMES_SCALE] = LIST(scales),
	[NAMES_BREAK] = LIST(breaks), [NAMES_OUTCOME] = LIST(outcomes), [NAMES_VERDICT] = LIST(verdicts),
#undef LIST
};

const char *json_name(enum json_names names, unsigned code)
{
	for (size_t i = 0; i < lists[names].count; i++) {
		if (lists[names].names[i].code == code)
			return lists[names].names[i].name;
	}
	return NULL;
}

int json_name_code(enum json_names names, const char *name)
{
	for (size_t i = 0; i < lists[names].count; i++) {
		if (strcmp(lists[names].names[i].name, name) == 0)
			return (int)lists[names].names[i].code;
	}
	return -1;
}

const struct name *json_name_rows(enum json_names names, size_t *ret_count)
{
	*ret_count = lists[names].count;
	return lists[names].names;
}
