#include <assert.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/record.h>
#include <evenkeel/text.h>

#include "record_layout.h"
#include "wire.h"

#define WALL_MS_MAX INT64_C(253402300799999) /* the end of 9999: dates stay within what the core counts in */
#define ZONE_MIN_MAX 1440
#define WORKSHEET_TEXT_AT (HEADER_SIZE + 8)
#define ANSWER_SIZE 4

static bool is_worksheet_class(uint8_t kind)
{
	return (kind & 0xf0) == RECORD_WORKSHEET;
}

size_t record_size(const struct record *record)
{
	return is_worksheet_class(record->kind) ? RECORD_WORKSHEET_SIZE : RECORD_SIZE;
}

void record_contribution(uint64_t week, struct record *ret)
{
	enum { DAYS = 7 };

	*ret = (struct record){.kind = RECORD_CONTRIBUTION,
			       .parts = 1,
			       .catalogue = CATALOGUE_VERSION,
			       .contribution = {.first_day = (uint32_t)(week * DAYS), .days = DAYS}};
}

bool record_is_prompt(const struct record *record)
{
	return record->kind >= RECORD_ANSWERED && record->kind <= RECORD_UNDELIVERED;
}

/* A number of the machine's own order in struct record. */
static uint64_t load(const void *from, size_t width)
{
	uint16_t two;
	uint32_t four;
	uint64_t eight;

	switch (width) {
	case 1:
		return *(const uint8_t *)from;
	case 2:
		memcpy(&two, from, width);
		return two;
	case 4:
		memcpy(&four, from, width);
		return four;
	default:
		memcpy(&eight, from, width);
		return eight;
	}
}

static void keep(void *to, uint64_t number, size_t width)
{
	uint16_t two = (uint16_t)number;
	uint32_t four = (uint32_t)number;

	switch (width) {
	case 1:
		*(uint8_t *)to = (uint8_t)number;
		break;
	case 2:
		memcpy(to, &two, width);
		break;
	case 4:
		memcpy(to, &four, width);
		break;
	default:
		memcpy(to, &number, width);
		break;
	}
}

static void encode_fields(struct record_layout layout, const struct record *record, uint8_t *bytes)
{
	for (size_t i = 0; i < layout.count; i++) {
		const struct record_field *field = &layout.fields[i];
		const char *from = (const char *)record + field->offset;
		if (field->offset == RESERVED_FIELD)
			memset(bytes, 0, field->width);
		else if (field->width > 8)
			memcpy(bytes, from, field->width);
		else
			wire_put(bytes, load(from, field->width), field->width);
		bytes += field->width;
	}
}

static bool all_zero(const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i])
			return false;
	return true;
}

/* 0, RECORD_NEWER, -1. *@cursor moves past the fields. */
static int decode_fields(struct record_layout layout, const uint8_t **cursor, struct record *ret, struct error *err)
{
	int newer = 0;

	for (size_t i = 0; i < layout.count; i++) {
		const struct record_field *field = &layout.fields[i];
		const uint8_t *bytes = *cursor;
		*cursor += field->width;
		if (field->offset == RESERVED_FIELD) {
			if (!all_zero(bytes, field->width))
				return error_set(err, ERROR_DAMAGED, "a record's reserved bytes are not zero");
			continue;
		}
		char *to = (char *)ret + field->offset;
		if (field->width > 8) {
			memcpy(to, bytes, field->width);
			continue;
		}
		uint64_t number = wire_get(bytes, field->width);
		if (number < field->least)
			return error_set(err, ERROR_DAMAGED, "a record's field '%s' is out of range", field->name);
		if (number > field->known)
			newer = RECORD_NEWER;
		keep(to, number, field->width);
	}
	return newer;
}

/* Answers are most of most records: in their order, without a row a field. Unused ones are zeros. */
static void encode_answers(const struct record *record, uint8_t *bytes)
{
	for (int i = 0; i < RECORD_ANSWERS_MAX; i++, bytes += ANSWER_SIZE) {
		const struct record_answer *answer = &record->prompt.answers[i];
		wire_put(bytes, answer->question, 2);
		bytes[2] = answer->scale;
		bytes[3] = (uint8_t)answer->value;
	}
}

static void decode_answers(const uint8_t *bytes, struct record *ret)
{
	for (int i = 0; i < RECORD_ANSWERS_MAX; i++, bytes += ANSWER_SIZE)
		ret->prompt.answers[i] = (struct record_answer){
			.question = (uint16_t)(bytes[0] | bytes[1] << 8), .scale = bytes[2], .value = (int8_t)bytes[3]};
}

static int check_header(const struct record *record, struct error *err)
{
	if (record->wall_ms < 0 || record->wall_ms > WALL_MS_MAX)
		return error_set(err, ERROR_DAMAGED, "a record's time is out of range");
	if (record->zone_min < -ZONE_MIN_MAX || record->zone_min > ZONE_MIN_MAX)
		return error_set(err, ERROR_DAMAGED, "a record's zone is out of range");
	if (record->part >= record->parts)
		return error_set(err, ERROR_DAMAGED, "a record's part is beyond its parts");
	return 0;
}

static int check_answers(const struct record *record, struct error *err)
{
	/* The highest step by scale; V is the instrument's own. */
	static const int8_t highest[] = {0, 2, 4, 10, 1, 1, INT8_MAX, 3, 4};
	int newer = 0;

	if (record->count > RECORD_ANSWERS_MAX)
		return error_set(err, ERROR_DAMAGED, "a record's count of answers is out of range");
	for (int i = 0; i < RECORD_ANSWERS_MAX; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		if (i >= record->count) {
			if (answer->question || answer->scale || answer->value)
				return error_set(err, ERROR_DAMAGED, "a record's unused answers are not zero");
			continue;
		}
		if (!answer->question || !answer->scale)
			return error_set(err, ERROR_DAMAGED, "a record's answer has no question or no scale");
		if (answer->scale > SCALE_S5)
			newer = RECORD_NEWER;
		else if (answer->scale != SCALE_V &&
			 (answer->value < RECORD_UNANSWERED || answer->value > highest[answer->scale]))
			return error_set(err, ERROR_DAMAGED, "a record's answer is out of its scale");
	}
	return newer;
}

/* The text behind a worksheet's fields. */
static int decode_text(const uint8_t **cursor, struct record *ret, struct error *err)
{
	uint16_t length = ret->worksheet.length;

	if (length > RECORD_TEXT_MAX)
		return error_set(err, ERROR_DAMAGED, "a worksheet's length is out of range");
	if (!text_is_utf8((const char *)*cursor, length))
		return error_set(err, ERROR_DAMAGED, "a worksheet's text is not UTF-8");
	memcpy(ret->worksheet.text, *cursor, length);
	*cursor += length;
	return 0;
}

static int decode_body(const uint8_t *bytes, const uint8_t *end, struct record *ret, struct error *err)
{
	struct record_layout layout = record_body_layout(ret->kind);
	int newer, answers = 0;

	if (layout.count == 0) {
		memcpy(ret->raw, bytes, (size_t)(end - bytes));
		return RECORD_NEWER;
	}
	if (record_is_prompt(ret)) {
		decode_answers(bytes, ret);
		bytes += RECORD_ANSWERS_MAX * ANSWER_SIZE;
	}
	if ((newer = decode_fields(layout, &bytes, ret, err)) < 0)
		return -1;
	if (record_is_prompt(ret) && (answers = check_answers(ret, err)) < 0)
		return -1;
	if (!record_is_prompt(ret) && ret->count)
		return error_set(err, ERROR_DAMAGED, "a record counts answers that its kind has not");
	if (ret->kind == RECORD_WORKSHEET && decode_text(&bytes, ret, err) < 0)
		return -1;
	if ((ret->kind == RECORD_ERASE || ret->kind == RECORD_RESTORE) && ret->range.first > ret->range.last)
		return error_set(err, ERROR_DAMAGED, "a record's range is the wrong way round");
	if (!all_zero(bytes, (size_t)(end - bytes)))
		return error_set(err, ERROR_DAMAGED, "a record's padding is not zero");
	return newer | answers;
}

static int decode(const uint8_t *bytes, size_t size, struct record *ret, struct error *err)
{
	const uint8_t *cursor = bytes + 1, *end = bytes + size;

	if (size != RECORD_SIZE && size != RECORD_WORKSHEET_SIZE)
		return error_set(err, ERROR_DAMAGED, "a record is %zu bytes long", size);
	if (bytes[0] != RECORD_FORMAT)
		return error_set(err, ERROR_DAMAGED, "a record is of format %d, which this version cannot read",
				 bytes[0]);
	int newer = decode_fields(record_header_layout(), &cursor, ret, err);
	if (newer < 0 || check_header(ret, err) < 0)
		return -1;
	if (record_size(ret) != size)
		return error_set(err, ERROR_DAMAGED, "a record's size does not fit its kind");
	int body = decode_body(cursor, end, ret, err);
	return body < 0 ? -1 : newer | body;
}

int record_decode(const uint8_t *bytes, size_t size, struct record *ret, struct error *err)
{
	memset(ret, 0, sizeof(*ret));
	int result = decode(bytes, size, ret, err);
	if (result < 0)
		explicit_bzero(ret, sizeof(*ret));
	return result;
}

/* What is sealed can be read again. */
static bool is_readable(const uint8_t *bytes, size_t size)
{
	struct record again;
	int result = record_decode(bytes, size, &again, NULL);

	explicit_bzero(&again, sizeof(again));
	return result >= 0;
}

static int64_t within_time(int64_t wall_ms)
{
	return wall_ms < 0 ? 0 : wall_ms > WALL_MS_MAX ? WALL_MS_MAX : wall_ms;
}

static void encode(const struct record *record, uint8_t ret[static RECORD_WORKSHEET_SIZE])
{
	struct record_layout layout = record_body_layout(record->kind);
	size_t size = record_size(record), answers = record_is_prompt(record) ? RECORD_ANSWERS_MAX * ANSWER_SIZE : 0;

	memset(ret, 0, RECORD_WORKSHEET_SIZE);
	ret[0] = RECORD_FORMAT;
	encode_fields(record_header_layout(), record, ret + 1);
	/* A clock before 1970 or beyond 9999 is no reason to lose an answer. */
	wire_put(ret + 4, (uint64_t)within_time(record->wall_ms), 8);
	if (layout.count == 0)
		memcpy(ret + HEADER_SIZE, record->raw, size - HEADER_SIZE);
	else
		encode_fields(layout, record, ret + HEADER_SIZE + answers);
	if (answers)
		encode_answers(record, ret + HEADER_SIZE);
	if (record->kind == RECORD_WORKSHEET) {
		assert(record->worksheet.length <= RECORD_TEXT_MAX);
		memcpy(ret + WORKSHEET_TEXT_AT, record->worksheet.text, record->worksheet.length);
	}
}

void record_encode(const struct record *record, uint8_t ret[static RECORD_WORKSHEET_SIZE])
{
	encode(record, ret);
	assert(is_readable(ret, record_size(record)));
}

int record_check(const struct record *record, struct error *err)
{
	uint8_t bytes[RECORD_WORKSHEET_SIZE];
	struct record again;

	if (record->wall_ms != within_time(record->wall_ms))
		return error_set(err, ERROR_DAMAGED, "a record's time is out of range");
	if (record->kind == RECORD_WORKSHEET && record->worksheet.length > RECORD_TEXT_MAX)
		return error_set(err, ERROR_DAMAGED, "a worksheet's length is out of range");
	encode(record, bytes);
	int result = record_decode(bytes, record_size(record), &again, err);
	explicit_bzero(bytes, sizeof(bytes));
	explicit_bzero(&again, sizeof(again));
	return result;
}
