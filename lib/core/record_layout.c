#include "record_layout.h"

#define ANY UINT64_MAX
#define FIELD(member, least, known)                                                                                    \
	{                                                                                                              \
#member, offsetof(struct record, member), sizeof(((struct record *)0)->member), least, known           \
	}
#define RESERVED(width)                                                                                                \
	{                                                                                                              \
		"reserved", RESERVED_FIELD, width, 0, 0                                                                \
	}
#define LAYOUT(fields) ((struct record_layout){fields, sizeof(fields) / sizeof((fields)[0])})

/* Behind the format byte. */
static const struct record_field header[] = {
	FIELD(kind, 1, ANY),      FIELD(flags, 0, RECORD_LATE | RECORD_IMPORTED | RECORD_DELAYED),
	FIELD(wall_ms, 0, ANY),   FIELD(zone_min, 0, ANY),
	FIELD(part, 0, ANY),      FIELD(parts, 1, ANY),
	FIELD(group, 0, ANY),     FIELD(count, 0, ANY),
	FIELD(catalogue, 0, ANY), RESERVED(2),
};

/* Behind the answers. */
static const struct record_field prompt[] = {
	FIELD(prompt.since_prompt_s, 0, ANY),
	FIELD(prompt.form, FORM_MOMENTARY, FORM_HARD_CALL),
	FIELD(prompt.origin, ORIGIN_PROMPT, ORIGIN_SELF),
	FIELD(prompt.hold, HELD_NONE, HELD_OTHER_PROMPT),
	RESERVED(1),
};

static const struct record_field withdrawn[] = {FIELD(withdrawn.group, 0, ANY)};

static const struct record_field pause[] = {
	FIELD(pause.type, BREAK_MICRO, BREAK_DAILY),
	FIELD(pause.held, HELD_NONE, HELD_OTHER_PROMPT),
	FIELD(pause.outcome, 0, BREAK_HELD * 2 - 1),
	FIELD(pause.due_ago_s, 0, ANY),
	FIELD(pause.planned_s, 0, ANY),
	FIELD(pause.taken_s, 0, ANY),
	FIELD(pause.postponed_s, 0, ANY),
	FIELD(pause.times_postponed, 0, ANY),
};

static const struct record_field tip[] = {
	FIELD(tip.tip, 0, ANY),
	FIELD(tip.verdict, 1, 3),
	RESERVED(1),
	FIELD(tip.cause, 0, ANY),
};

static const struct record_field worksheet[] = {
	FIELD(worksheet.exercise, 0, ANY),
	FIELD(worksheet.field, 0, ANY),
	FIELD(worksheet.length, 0, ANY),
	RESERVED(2),
};

static const struct record_field contribution[] = {FIELD(contribution.first_day, 0, ANY),
						   FIELD(contribution.days, 0, ANY)};

static const struct record_field range[] = {FIELD(range.first, 0, ANY), FIELD(range.last, 0, ANY),
					    FIELD(range.mac, 0, ANY)};

static const struct record_field clock[] = {
	FIELD(clock.jump_ms, 0, ANY),
	FIELD(clock.old_zone_min, 0, ANY),
	FIELD(clock.new_zone_min, 0, ANY),
	FIELD(clock.cause, 1, 2),
};

struct record_layout record_header_layout(void)
{
	return LAYOUT(header);
}

struct record_layout record_body_layout(uint8_t kind)
{
	switch (kind) {
	case RECORD_ANSWERED:
	case RECORD_PARTIAL:
	case RECORD_SKIPPED:
	case RECORD_DISMISSED:
	case RECORD_EXPIRED:
	case RECORD_HELD:
	case RECORD_UNDELIVERED:
		return LAYOUT(prompt);
	case RECORD_WITHDRAWN:
		return LAYOUT(withdrawn);
	case RECORD_BREAK:
		return LAYOUT(pause);
	case RECORD_TIP_FEEDBACK:
		return LAYOUT(tip);
	case RECORD_WORKSHEET:
		return LAYOUT(worksheet);
	case RECORD_CONTRIBUTION:
		return LAYOUT(contribution);
	case RECORD_ERASE:
	case RECORD_RESTORE:
		return LAYOUT(range);
	case RECORD_CLOCK:
		return LAYOUT(clock);
	default:
		return (struct record_layout){0};
	}
}
