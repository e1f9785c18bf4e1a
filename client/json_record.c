#include <stdio.h>

#include "exercise.h"
#include "json_names.h"
#include "json_out.h"
#include "json_record.h"

static json_t *code(enum json_names names, unsigned number)
{
	const char *name = json_name(names, number);

	return name ? json_string(name) : json_integer(number);
}

/* The names of the bits that are set; bits we have no name for as one number. */
static json_t *bits(enum json_names set_of, unsigned set)
{
	json_t *list = json_array();
	size_t count;
	const struct name *names = json_name_rows(set_of, &count);

	for (size_t i = 0; i < count; i++) {
		if (set & names[i].code)
			json_array_append_new(list, json_string(names[i].name));
		set &= ~names[i].code;
	}
	if (set)
		json_array_append_new(list, json_integer(set));
	return list;
}

static json_t *id(uint16_t number)
{
	const struct catalogue_entry *entry = number ? catalogue_find(number) : NULL;

	return entry ? json_string(entry->name) : number ? json_integer(number) : json_null();
}

const char *record_kind_name(uint8_t kind)
{
	return json_name(NAMES_KIND, kind);
}

const char *record_form_name(uint8_t form)
{
	return json_name(NAMES_FORM, form);
}

const char *record_held_name(uint8_t held)
{
	return json_name(NAMES_HELD, held);
}

const char *record_step_words(const struct record_answer *answer, enum catalogue_language language)
{
	static const struct {
		uint8_t scale, top;
		const char *key;
	} words[] = {{SCALE_M3, 2, "m3"}, {SCALE_F5, 4, "f5"}, {SCALE_S5, 4, "s5"}, {SCALE_YN, 1, "yn"}};
	char key[16];

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (answer->scale != words[i].scale || answer->value < 0 || answer->value > words[i].top)
			continue;
		snprintf(key, sizeof key, "%s.%d", answer->question == ID_VALENCE ? "valence" : words[i].key,
			 answer->value);
		return catalogue_phrase(key, language);
	}
	return NULL;
}

json_t *json_record_answers(const struct record *record, enum catalogue_language language)
{
	json_t *list = json_array();

	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		json_array_append_new(
			list, json_pack("{s:i, s:o, s:o, s:o, s:o}", "question", (int)answer->question, "id",
					id(answer->question), "scale", code(NAMES_SCALE, answer->scale), "value",
					answer->value == RECORD_UNANSWERED ? json_null() : json_integer(answer->value),
					"label", json_out_string(record_step_words(answer, language))));
	}
	return list;
}

static void add_prompt(json_t *object, const struct record *record, enum catalogue_language language)
{
	const struct record_prompt *prompt = &record->prompt;

	json_object_set_new(object, "form", code(NAMES_FORM, prompt->form));
	json_object_set_new(object, "origin", code(NAMES_ORIGIN, prompt->origin));
	json_object_set_new(object, "hold", prompt->hold ? code(NAMES_HELD, prompt->hold) : json_null());
	json_object_set_new(object, "since_prompt_s", json_integer(prompt->since_prompt_s));
	json_object_set_new(object, "answers", json_record_answers(record, language));
}

static void add_break(json_t *object, const struct record_pause *pause)
{
	json_object_set_new(object, "break", code(NAMES_BREAK, pause->type));
	json_object_set_new(object, "hold", pause->held ? code(NAMES_HELD, pause->held) : json_null());
	json_object_set_new(object, "outcome", bits(NAMES_OUTCOME, pause->outcome));
	json_object_set_new(object, "due_ago_s", json_integer(pause->due_ago_s));
	json_object_set_new(object, "planned_s", json_integer(pause->planned_s));
	json_object_set_new(object, "taken_s", json_integer(pause->taken_s));
	json_object_set_new(object, "postponed_s", json_integer(pause->postponed_s));
	json_object_set_new(object, "times_postponed", json_integer(pause->times_postponed));
}

/* What we do not know is kept byte by byte. */
static void add_raw(json_t *object, const struct record *record)
{
	static const char digits[] = "0123456789abcdef";
	size_t length = record_size(record) - 24;
	char hex[2 * sizeof record->raw + 1];

	for (size_t i = 0; i < length; i++) {
		hex[2 * i] = digits[record->raw[i] >> 4];
		hex[2 * i + 1] = digits[record->raw[i] & 15];
	}
	json_object_set_new(object, "count", json_integer(record->count));
	json_object_set_new(object, "raw", json_stringn(hex, 2 * length));
}

static void add_body(json_t *object, const struct record *record, enum catalogue_language language)
{
	switch (record->kind) {
	case RECORD_WITHDRAWN:
		json_object_set_new(object, "takes_back", json_integer(record->withdrawn.group));
		break;
	case RECORD_BREAK:
		add_break(object, &record->pause);
		break;
	case RECORD_TIP_FEEDBACK:
		json_object_set_new(object, "tip", id(record->tip.tip));
		json_object_set_new(object, "verdict", code(NAMES_VERDICT, record->tip.verdict));
		json_object_set_new(object, "cause", id(record->tip.cause));
		break;
	case RECORD_WORKSHEET:
		json_object_set_new(object, "exercise", id(record->worksheet.exercise));
		json_object_set_new(object, "field", json_integer(record->worksheet.field));
		json_object_set_new(object, "text", json_stringn(record->worksheet.text, record->worksheet.length));
		exercise_json_names(record, record->worksheet.text, language, object);
		break;
	case RECORD_CONTRIBUTION:
		json_object_set_new(object, "first_day", json_integer(record->contribution.first_day));
		json_object_set_new(object, "days", json_integer(record->contribution.days));
		break;
	default:
		if (record_is_prompt(record))
			add_prompt(object, record, language);
		else
			add_raw(object, record);
	}
}

json_t *json_record(const struct record *record, enum catalogue_language language)
{
	json_t *object = json_pack("{s:o, s:I, s:i, s:o, s:I, s:i, s:i, s:i}", "kind", code(NAMES_KIND, record->kind),
				   "time_ms", (json_int_t)record->wall_ms, "zone_min", (int)record->zone_min, "flags",
				   bits(NAMES_FLAG, record->flags), "group", (json_int_t)record->group, "part",
				   (int)record->part, "parts", (int)record->parts, "catalogue", (int)record->catalogue);

	add_body(object, record, language);
	return object;
}
