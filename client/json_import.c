#include <string.h>

#include <sodium.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>

#include "json_import.h"
#include "json_names.h"
#include "json_out.h"

/* A record's object being read; after the first fault nothing more is looked at. */
struct reader {
	json_t *object;
	bool failed;
	struct error *err;
};

static void fault(struct reader *reader, const char *key)
{
	if (!reader->failed)
		error_set(reader->err, ERROR_FAILED, "'%s' is missing or out of range", key);
	reader->failed = true;
}

static json_int_t integer(struct reader *reader, const char *key, json_int_t low, json_int_t high)
{
	json_t *value = json_object_get(reader->object, key);

	if (reader->failed || !json_is_integer(value) || json_integer_value(value) < low ||
	    json_integer_value(value) > high) {
		fault(reader, key);
		return 0;
	}
	return json_integer_value(value);
}

/* A code of one byte by its name or number; null is 0 where @nullable. */
static uint8_t code(struct reader *reader, const char *key, enum json_names names, bool nullable)
{
	json_t *value = json_object_get(reader->object, key);

	if (!reader->failed && nullable && json_is_null(value))
		return 0;
	if (!json_is_string(value))
		return (uint8_t)integer(reader, key, 0, UINT8_MAX);
	int found = json_name_code(names, json_string_value(value));
	if (found < 0)
		fault(reader, key);
	return found < 0 ? 0 : (uint8_t)found;
}

static uint16_t bits(struct reader *reader, const char *key, enum json_names names)
{
	json_t *list = json_object_get(reader->object, key), *value;
	json_int_t set = 0;
	size_t i;

	if (!json_is_array(list))
		fault(reader, key);
	json_array_foreach(list, i, value)
	{
		json_int_t bit = json_is_string(value)    ? json_name_code(names, json_string_value(value))
				 : json_is_integer(value) ? json_integer_value(value)
							  : -1;
		if (bit < 0 || bit > UINT16_MAX)
			fault(reader, key);
		else
			set |= bit;
	}
	return (uint16_t)set;
}

/* A catalogue number by its name or as it is; null is 0. */
static uint16_t id(struct reader *reader, const char *key)
{
	json_t *value = json_object_get(reader->object, key);

	if (!reader->failed && json_is_null(value))
		return 0;
	if (!json_is_string(value))
		return (uint16_t)integer(reader, key, 0, UINT16_MAX);
	const struct catalogue_entry *entry = catalogue_find_name(json_string_value(value));
	if (!entry)
		fault(reader, key);
	return entry ? entry->id : 0;
}

static void read_answer(struct reader *reader, json_t *object, struct record_answer *ret)
{
	struct reader answer = {.object = object, .failed = reader->failed, .err = reader->err};

	ret->question = (uint16_t)integer(&answer, "question", 1, UINT16_MAX);
	ret->scale = code(&answer, "scale", NAMES_SCALE, false);
	ret->value = json_is_null(json_object_get(object, "value"))
			     ? RECORD_UNANSWERED
			     : (int8_t)integer(&answer, "value", INT8_MIN, INT8_MAX);
	reader->failed = answer.failed;
}

static void read_prompt(struct reader *reader, struct record *ret)
{
	json_t *list = json_object_get(reader->object, "answers"), *value;
	size_t i;

	ret->prompt.form = code(reader, "form", NAMES_FORM, false);
	ret->prompt.origin = code(reader, "origin", NAMES_ORIGIN, false);
	ret->prompt.hold = code(reader, "hold", NAMES_HELD, true);
	ret->prompt.since_prompt_s = (uint32_t)integer(reader, "since_prompt_s", 0, UINT32_MAX);
	if (!json_is_array(list) || json_array_size(list) > RECORD_ANSWERS_MAX) {
		fault(reader, "answers");
		return;
	}
	ret->count = (uint8_t)json_array_size(list);
	json_array_foreach(list, i, value) read_answer(reader, value, &ret->prompt.answers[i]);
}

static void read_break(struct reader *reader, struct record_pause *ret)
{
	ret->type = code(reader, "break", NAMES_BREAK, false);
	ret->held = code(reader, "hold", NAMES_HELD, true);
	ret->outcome = bits(reader, "outcome", NAMES_OUTCOME);
	ret->due_ago_s = (uint32_t)integer(reader, "due_ago_s", 0, UINT32_MAX);
	ret->planned_s = (uint32_t)integer(reader, "planned_s", 0, UINT32_MAX);
	ret->taken_s = (uint32_t)integer(reader, "taken_s", 0, UINT32_MAX);
	ret->postponed_s = (uint32_t)integer(reader, "postponed_s", 0, UINT32_MAX);
	ret->times_postponed = (uint16_t)integer(reader, "times_postponed", 0, UINT16_MAX);
}

static void read_worksheet(struct reader *reader, struct record_worksheet *ret)
{
	json_t *text = json_object_get(reader->object, "text");
	size_t length = json_string_length(text);

	ret->exercise = id(reader, "exercise");
	ret->field = (uint16_t)integer(reader, "field", 0, UINT16_MAX);
	if (!json_is_string(text) || length > RECORD_TEXT_MAX) {
		fault(reader, "text");
		return;
	}
	ret->length = (uint16_t)length;
	memcpy(ret->text, json_string_value(text), length);
}

/* The body of a kind that we do not know, byte by byte. */
static void read_raw(struct reader *reader, struct record *ret)
{
	const char *hex = json_string_value(json_object_get(reader->object, "raw"));
	size_t wanted = record_size(ret) - 24, length = 0;

	ret->count = (uint8_t)integer(reader, "count", 0, UINT8_MAX);
	if (!hex || strlen(hex) != 2 * wanted ||
	    sodium_hex2bin(ret->raw, sizeof ret->raw, hex, 2 * wanted, NULL, &length, NULL) || length != wanted)
		fault(reader, "raw");
}

static void read_body(struct reader *reader, struct record *ret)
{
	switch (ret->kind) {
	case RECORD_WITHDRAWN:
		ret->withdrawn.group = (uint32_t)integer(reader, "takes_back", 0, UINT32_MAX);
		break;
	case RECORD_BREAK:
		read_break(reader, &ret->pause);
		break;
	case RECORD_TIP_FEEDBACK:
		ret->tip.tip = id(reader, "tip");
		ret->tip.verdict = code(reader, "verdict", NAMES_VERDICT, false);
		ret->tip.cause = id(reader, "cause");
		break;
	case RECORD_WORKSHEET:
		read_worksheet(reader, &ret->worksheet);
		break;
	case RECORD_CONTRIBUTION:
		ret->contribution.first_day = (uint32_t)integer(reader, "first_day", 0, UINT32_MAX);
		ret->contribution.days = (uint16_t)integer(reader, "days", 0, UINT16_MAX);
		break;
	default:
		if (record_is_prompt(ret))
			read_prompt(reader, ret);
		else
			read_raw(reader, ret);
	}
}

static int read_record(struct reader *reader, struct record *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->kind = code(reader, "kind", NAMES_KIND, false);
	if (!reader->failed && ret->kind >= RECORD_ERASE)
		fault(reader, "kind");
	ret->wall_ms = integer(reader, "time_ms", 0, INT64_MAX);
	ret->zone_min = (int16_t)integer(reader, "zone_min", INT16_MIN, INT16_MAX);
	ret->flags = (uint16_t)(bits(reader, "flags", NAMES_FLAG) & ~RECORD_IMPORTED);
	ret->group = (uint32_t)integer(reader, "group", 0, UINT32_MAX);
	ret->part = (uint8_t)integer(reader, "part", 0, UINT8_MAX);
	ret->parts = (uint8_t)integer(reader, "parts", 0, UINT8_MAX);
	ret->catalogue = (uint8_t)integer(reader, "catalogue", 0, UINT8_MAX);
	if (!reader->failed)
		read_body(reader, ret);
	return reader->failed || record_check(ret, reader->err) < 0 ? -1 : 0;
}

/* The outer object's members that matter. */
struct outside {
	struct json_slice format, version, records, questionnaires;
	struct records *found;
	size_t count;
	struct error *err;
};

static int note_member(void *context, struct json_slice key, struct json_slice value)
{
	struct outside *outside = context;
	struct json_slice *place = json_slice_is(key, "\"format\"")           ? &outside->format
				   : json_slice_is(key, "\"version\"")        ? &outside->version
				   : json_slice_is(key, "\"records\"")        ? &outside->records
				   : json_slice_is(key, "\"questionnaires\"") ? &outside->questionnaires
									      : NULL;

	if (place && place->bytes)
		return -1; /* twice: which one counts? */
	if (place)
		*place = value;
	return 0;
}

static int take_record(void *context, struct json_slice key, struct json_slice value)
{
	struct outside *outside = context;
	struct error why = {0};
	struct record record;

	(void)key;
	outside->count++;
	_cleanup_(json_out_free) json_t *object =
		json_loadb(value.bytes, value.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	if (!json_is_object(object))
		return error_set(outside->err, ERROR_FAILED, "record %zu of the file is no JSON object",
				 outside->count),
		       1;
	struct reader reader = {.object = object, .err = &why};
	int r = read_record(&reader, &record);
	if (r == 0)
		records_add(outside->found, &record);
	sodium_memzero(&record, sizeof record);
	if (r)
		return error_set(outside->err, ERROR_FAILED, "record %zu of the file does not fit: %s", outside->count,
				 why.message),
		       1;
	return 0;
}

/* -1 unless it says that it is ours, of a version we know. */
static int check_outside(const struct outside *outside, struct error *err)
{
	char digits[12] = "";

	if (!json_slice_is(outside->format, "\"evenkeel-export\"") || outside->version.length == 0 ||
	    outside->version.length >= sizeof digits || !outside->records.bytes)
		return error_set(err, ERROR_FAILED, "this JSON is no export of Evenkeel");
	memcpy(digits, outside->version.bytes, outside->version.length);
	if (strspn(digits, "0123456789") != outside->version.length)
		return error_set(err, ERROR_FAILED, "this JSON is no export of Evenkeel");
	if (strcmp(digits, "1") != 0)
		return error_set(err, ERROR_FAILED,
				 "the file was made by another version of Evenkeel (its format is %s, this program "
				 "knows 1); update this one",
				 digits);
	return 0;
}

int json_import(const char *bytes, size_t length, struct records *ret, struct json_slice *ret_questionnaires,
		struct error *err)
{
	struct records found = {0};
	struct outside outside = {.found = &found, .err = err};

	if (json_skim(json_slice_of(bytes, length), true, note_member, &outside))
		return error_set(err, ERROR_FAILED, "the file is cut short, or is no JSON");
	if (check_outside(&outside, err))
		return -1;
	int r = json_skim(outside.records, false, take_record, &outside);
	if (r == 0) {
		*ret = found;
		*ret_questionnaires = outside.questionnaires;
		return 0;
	}
	records_clear(&found);
	return r > 0 ? -1 : error_set(err, ERROR_FAILED, "the file is damaged: its list of records is no JSON array");
}
