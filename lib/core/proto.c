#include <assert.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/proto.h>

#include "wire.h"

#define MINUTES_MAX (366 * 24 * 60)
#define WALL_S_MAX INT64_C(253402300799) /* the end of 9999 */

static const uint8_t magic[4] = {'E', 'V', 'K', 'C'};

/*
 * One walk over a message's fields both writes and reads its body, so that the two cannot differ. Writing brings a value
 * that does not fit to the nearest that does; reading refuses it.
 */
struct body {
	struct text *out; /* writing; NULL when reading */
	const uint8_t *at, *end;
	bool bad;
};

static int64_t between(int64_t number, int64_t least, int64_t most)
{
	return number < least ? least : number > most ? most : number;
}

static int64_t number(struct body *body, int64_t value, size_t width, int64_t least, int64_t most)
{
	uint8_t bytes[8];

	if (body->out) {
		value = between(value, least, most);
		wire_put(bytes, (uint64_t)value, width);
		text_append_bytes(body->out, bytes, width);
		return value;
	}
	if (body->bad || (size_t)(body->end - body->at) < width) {
		body->bad = true;
		return least;
	}
	uint64_t raw = wire_get(body->at, width);
	body->at += width;
	/* The sign's bit carried up. */
	if (least < 0 && width < 8 && raw >> (8 * width - 1))
		raw |= UINT64_MAX << (8 * width);
	value = (int64_t)raw;
	if (value < least || value > most)
		body->bad = true;
	return between(value, least, most);
}

#define WALK(body, field, width, least, most)                                                                          \
	((field) = (__typeof__(field))number(body, (int64_t)(field), width, least, most))
#define WALK_U32(body, field) WALK(body, field, 4, 0, UINT32_MAX)
#define WALK_U64(body, field) WALK(body, field, 8, 0, INT64_MAX)
#define WALK_FLAG(body, field) WALK(body, field, 1, 0, 1)

/* One line: controls become blanks when written, and are refused when read. */
static void write_string(struct body *body, const char *string)
{
	struct text *out = body->out;
	size_t start = out->length;

	text_append_bytes(out, "\0", 2);
	while (*string) {
		const char *from = string;
		uint32_t c = text_next(&string);
		size_t length = (size_t)(string - from);
		if (out->length - start - 2 + length > PROTO_STRING_MAX)
			break;
		if (c < 0x20 || c == 0x7f || (c == 0xfffd && length == 1))
			text_append_char(out, ' ');
		else
			text_append_bytes(out, from, length);
	}
	wire_put((uint8_t *)out->bytes + start, out->length - start - 2, 2);
}

static void walk_string(struct body *body, char string[static PROTO_STRING_MAX + 1])
{
	if (body->out) {
		write_string(body, string);
		return;
	}
	size_t length = (size_t)number(body, 0, 2, 0, PROTO_STRING_MAX);
	if (body->bad || (size_t)(body->end - body->at) < length || !text_is_utf8((const char *)body->at, length)) {
		body->bad = true;
		return;
	}
	for (size_t i = 0; i < length; i++)
		if (body->at[i] < 0x20 || body->at[i] == 0x7f)
			body->bad = true;
	memcpy(string, body->at, length);
	string[length] = '\0';
	body->at += length;
}

/* Something to prompt for, or WHAT_NONE where @none allows it. */
static int64_t what(struct body *body, int64_t value, int64_t most, bool none)
{
	value = number(body, value, 1, 0, WHAT_NONE);
	if (value > most && !(none && value == WHAT_NONE))
		body->bad = true;
	return value;
}

static void walk_schedule(struct body *body, struct schedule_status *status)
{
	WALK(body, status->hold_count, 1, 0, HOLD_COUNT);
	for (int i = 0; i < status->hold_count; i++) {
		WALK(body, status->holds[i].hold, 1, HELD_CALL, HELD_AWAY);
		WALK(body, status->holds[i].since_wall_s, 8, 0, WALL_S_MAX);
	}
	WALK(body, status->next_count, 1, 0, WHAT_COUNT);
	for (int i = 0; i < status->next_count; i++) {
		WALK(body, status->next[i].what, 1, WHAT_MICRO, WHAT_REVIEW);
		WALK(body, status->next[i].due_wall_s, 8, 0, WALL_S_MAX);
		WALK(body, status->next[i].held_by, 1, HELD_NONE, HELD_OTHER_PROMPT);
	}
	status->open = (enum schedule_what)what(body, status->open, WHAT_DAILY, true);
	WALK(body, status->micro_taken, 4, 0, INT32_MAX);
	WALK(body, status->rest_taken, 4, 0, INT32_MAX);
}

static void walk_open(struct body *body, struct proto_open *open)
{
	open->what = (uint8_t)what(body, open->what, WHAT_DAILY, true);
	for (int i = 0; i < 2; i++) {
		WALK(body, open->symptoms[i], 2, 0, ID_SYMPTOM_FIRST + ID_SYMPTOM_COUNT - 1);
		if (open->symptoms[i] && open->symptoms[i] < ID_SYMPTOM_FIRST)
			body->bad = true;
	}
	WALK_U32(body, open->since_prompt_s);
}

static void walk_status(struct body *body, struct proto_status *status)
{
	walk_schedule(body, &status->schedule);
	walk_open(body, &status->open);
	walk_string(body, status->notifier);
	walk_string(body, status->notifier_why);
	walk_string(body, status->activity_source);
	walk_string(body, status->trouble);
	WALK(body, status->feature_count, 1, 0, PROTO_FEATURES_MAX);
	for (int i = 0; i < status->feature_count; i++)
		walk_string(body, status->missing_features[i]);
	WALK_U32(body, status->pss_kib);
	WALK_U32(body, status->uss_kib);
	WALK_U32(body, status->threads);
	WALK_U64(body, status->wakeups);
	WALK_U64(body, status->cpu_ms);
	WALK_U64(body, status->uptime_s);
	WALK_FLAG(body, status->demo);
	WALK_U32(body, status->waiting_records);
}

_Static_assert(1 + HOLD_COUNT * 9 + 1 + WHAT_COUNT * 10 + 9 + 9 + (4 + PROTO_FEATURES_MAX) * (PROTO_STRING_MAX + 2) +
			       1 + 12 + 24 + 5 <=
		       PROTO_BODY_MAX,
	       "the longest status fits a frame");

/* False for a type that is none of ours. */
static bool walk(struct body *body, struct proto_message *message)
{
	switch (message->type) {
	case PROTO_STATUS:
	case PROTO_RESUME:
	case PROTO_RELOAD:
	case PROTO_UNDO:
		return true;
	case PROTO_SNOOZE:
		WALK(body, message->minutes, 4, 0, MINUTES_MAX);
		return true;
	case PROTO_PAUSE:
		WALK(body, message->minutes, 4, -1, MINUTES_MAX);
		return true;
	case PROTO_BUSY:
		WALK_FLAG(body, message->on);
		WALK(body, message->minutes, 4, 0, MINUTES_MAX);
		return true;
	case PROTO_NOW:
	case PROTO_RECORDED:
		message->what = (uint8_t)what(body, message->what, WHAT_REVIEW, false);
		return true;
	case PROTO_HARD_CALL:
		WALK_FLAG(body, message->on);
		return true;
	case PROTO_LAST:
		WALK_U32(body, message->group);
		return true;
	case PROTO_OK:
		walk_string(body, message->text);
		return true;
	case PROTO_ERROR:
		WALK(body, message->kind, 1, ERROR_FAILED, ERROR_NOTHING);
		walk_string(body, message->text);
		return true;
	case PROTO_STATUS_IS:
		walk_status(body, &message->status);
		return true;
	}
	return false;
}

void proto_encode(const struct proto_message *message, struct text *ret)
{
	struct proto_message copy = *message;
	struct body body = {.out = ret};
	uint8_t header[PROTO_HEADER_SIZE] = {0};
	size_t start = ret->length;

	memcpy(header, magic, sizeof(magic));
	header[4] = PROTO_VERSION;
	header[5] = (uint8_t)message->type;
	text_append_bytes(ret, header, sizeof(header));
	bool known = walk(&body, &copy);
	assert(known && !body.bad);
	(void)known;
	wire_put((uint8_t *)ret->bytes + start + 8, ret->length - start - PROTO_HEADER_SIZE, 4);
}

/* 0, PROTO_MORE or -1, from as much of a header as is there. */
static int check_header(const uint8_t *bytes, size_t length, struct error *err)
{
	if (memcmp(bytes, magic, length < sizeof(magic) ? length : sizeof(magic)) != 0)
		return error_set(err, ERROR_USAGE, "this is no message of Evenkeel's");
	if (length > 4 && bytes[4] != PROTO_VERSION)
		return error_set(
			err, ERROR_USAGE,
			"the message is of version %d, and this program speaks version %d; restart 'evenkeeld'",
			bytes[4], PROTO_VERSION);
	if (length < PROTO_HEADER_SIZE)
		return PROTO_MORE;
	if (wire_get(bytes + 6, 2) != 0)
		return error_set(err, ERROR_USAGE, "the message has reserved bits set");
	if (wire_get(bytes + 8, 4) > PROTO_BODY_MAX)
		return error_set(err, ERROR_USAGE, "the message is longer than %d bytes", PROTO_BODY_MAX);
	return 0;
}

int proto_decode(const uint8_t *bytes, size_t length, struct proto_message *ret, size_t *ret_used, struct error *err)
{
	struct proto_message message = {0};
	int result = check_header(bytes, length, err);

	if (result != 0)
		return result;
	size_t size = (size_t)wire_get(bytes + 8, 4);
	struct body body = {.at = bytes + PROTO_HEADER_SIZE, .end = bytes + PROTO_HEADER_SIZE + size};
	message.type = (enum proto_type)bytes[5];
	if (length - PROTO_HEADER_SIZE < size)
		return PROTO_MORE;
	if (!walk(&body, &message))
		return error_set(err, ERROR_USAGE, "the message is of an unknown type; restart 'evenkeeld'");
	if (body.bad || body.at != body.end)
		return error_set(err, ERROR_USAGE, "the message's fields are not as its type wants them");
	*ret = message;
	*ret_used = PROTO_HEADER_SIZE + size;
	return 0;
}
