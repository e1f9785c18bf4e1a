#include "exercise.h"
#include "json_out.h"

static json_t *item_json(const struct exercise_item *item, uint16_t number, uint8_t value,
			 enum catalogue_language language)
{
	_cleanup_(text_clear) struct text name = {0};
	const char *label = NULL;

	if (item)
		exercise_item_name(item, &name);
	if (item && value >= 1 && value <= item->field->choice_count)
		label = item->field->choices[value - 1].text[language];
	return json_pack("{s:i, s:o, s:i, s:o}", "field", (int)number, "name",
			 json_out_string(item ? text_string(&name) : NULL), "value", (int)value, "label",
			 json_out_string(label));
}

void exercise_json_names(const struct record *record, const char *text, enum catalogue_language language,
			 json_t *object)
{
	const struct exercise *exercise = exercise_find(record->worksheet.exercise);
	_cleanup_(text_clear) struct text name = {0};
	struct exercise_item item;
	json_t *choices;
	uint16_t number;
	uint8_t value;

	if (!exercise)
		return;
	if (record->worksheet.field) {
		if (exercise_item_find(exercise, record->worksheet.field, &item))
			exercise_item_name(&item, &name);
		json_object_set_new(object, "name", json_out_string(name.length ? text_string(&name) : NULL));
		return;
	}
	choices = json_array();
	while (exercise_next_choice(&text, &number, &value)) {
		bool known = exercise_item_find(exercise, number, &item);
		json_array_append_new(choices, item_json(known ? &item : NULL, number, value, language));
	}
	json_object_set_new(object, "choices", choices);
}
