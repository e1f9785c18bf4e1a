#include "loader.h"

#include <stdint.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#define SDC "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
#define CORE "http://hl7.org/fhir/StructureDefinition/"
#define LINK_ID_MAX 255

/* FHIR's types and what they are here. */
static const struct {
	const char *name;
	enum questionnaire_type type;
} types[] = {
	{"group", ITEM_GROUP},        {"display", ITEM_DISPLAY}, {"choice", ITEM_CHOICE},    {"coding", ITEM_CHOICE},
	{"open-choice", ITEM_CHOICE}, {"integer", ITEM_INTEGER}, {"decimal", ITEM_DECIMAL},  {"boolean", ITEM_BOOLEAN},
	{"string", ITEM_TEXT},        {"text", ITEM_TEXT},       {"date", ITEM_OTHER},       {"dateTime", ITEM_OTHER},
	{"time", ITEM_OTHER},         {"url", ITEM_OTHER},       {"attachment", ITEM_OTHER}, {"reference", ITEM_OTHER},
	{"quantity", ITEM_OTHER},
};

static int find_type(const char *name, enum questionnaire_type *ret)
{
	for (size_t i = 0; name && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].name, name) == 0) {
			*ret = types[i].type;
			return 0;
		}
	return -1;
}

static bool is_numeric(const char *type)
{
	return strcmp(type, "decimal") == 0 || strcmp(type, "integer") == 0 || strcmp(type, "quantity") == 0;
}

/* The item's LOINC code; @wanted: only this one. NULL without. */
static const char *find_loinc(const json_t *object, const char *wanted)
{
	json_t *coding;
	size_t i;

	json_array_foreach(fhir_list(object, "code"), i, coding)
	{
		const char *system = fhir_string(coding, "system"), *code = fhir_string(coding, "code");
		if (system && code && strcmp(system, "http://loinc.org") == 0 && (!wanted || strcmp(code, wanted) == 0))
			return code;
	}
	return NULL;
}

/* An expression makes a numeric item a score; what it makes of another item (words, a code) is not shown. */
static void read_expression(struct loader *loader, const json_t *object, const char *type,
			    struct questionnaire_item *item)
{
	const json_t *extension = fhir_extension(object, SDC "calculatedExpression");
	const json_t *value = json_object_get(extension, "valueExpression");
	const char *language = fhir_string(value, "language"), *expression = fhir_string(value, "expression");

	if (!extension)
		return;
	if (!is_numeric(type)) {
		item->type = ITEM_OTHER;
		problems_note(loader->problems, item->link_id,
			      "it is computed by the file and is no number; it is left out");
		return;
	}
	item->type = ITEM_SCORE;
	item->loinc = fhir_copy(find_loinc(object, NULL));
	if (expression && (!language || strcmp(language, "text/fhirpath") == 0))
		item->expression = mem_copy_string(expression);
	else
		problems_note(loader->problems, item->link_id,
			      "the language '%s' of its expression is not supported; give a scoring file",
			      language ? language : "?");
}

/* What would change who is asked what: leaving it aside would be guessing. */
static void check_extensions(struct loader *loader, const json_t *object, const struct questionnaire_item *item)
{
	if (fhir_extension(object, SDC "enableWhenExpression"))
		problems_refuse(loader->problems, item->link_id,
				"'enableWhenExpression' is not supported; say it with enableWhen");
	if (json_array_size(fhir_list(object, "modifierExtension")) > 0)
		problems_refuse(loader->problems, item->link_id,
				"it has a modifierExtension, which may change its meaning and is not known here");
}

static void note_what_is_lacking(struct loader *loader, const json_t *object, const char *type,
				 const struct questionnaire_item *item)
{
	if (item->type == ITEM_OTHER && !fhir_extension(object, SDC "calculatedExpression"))
		problems_note(loader->problems, item->link_id,
			      "an item of type '%s' cannot be asked here; it is left out", type);
	if (strcmp(type, "open-choice") == 0)
		problems_note(loader->problems, item->link_id, "only its options can be chosen, no words of one's own");
	if (item->type == ITEM_GROUP && item->repeats)
		problems_note(loader->problems, item->link_id, "the group repeats; here it is asked once");
}

static void read_answers_of(struct loader *loader, const json_t *object, struct questionnaire_item *item)
{
	bool listed = json_array_size(fhir_list(object, "answerOption")) > 0 || fhir_string(object, "answerValueSet");

	/* R5 lists the answers of whole numbers and words in the same way. */
	if (listed && (item->type == ITEM_INTEGER || item->type == ITEM_TEXT))
		item->type = ITEM_CHOICE;
	if (item->type == ITEM_CHOICE)
		options_read(loader, object, item);
	item->self_harm = find_loinc(object, "44260-8") != NULL;
}

static void read_item(struct loader *loader, const json_t *object, struct questionnaire_item *item)
{
	const char *type = fhir_string(object, "type");
	const char *words = words_of(loader, object, "text");

	loader_check_length(loader, item->link_id, words);
	item->text = mem_copy_string(words ? words : "");
	item->required = fhir_true(object, "required");
	item->repeats = fhir_true(object, "repeats");
	item->hidden = fhir_true(fhir_extension(object, CORE "questionnaire-hidden"), "valueBoolean");
	if (find_type(type, &item->type) < 0) {
		item->type = ITEM_OTHER;
		problems_refuse(loader->problems, item->link_id, "there is no item type '%s' in FHIR",
				type ? type : "");
		return;
	}
	read_expression(loader, object, type, item);
	check_extensions(loader, object, item);
	note_what_is_lacking(loader, object, type, item);
	read_answers_of(loader, object, item);
	if (!words && questionnaire_asks(item))
		problems_note(loader->problems, item->link_id, "it has no text; only its linkId can be shown");
}

/* The place of a new item; SIZE_MAX when it cannot have one. */
static size_t begin_item(struct loader *loader, const json_t *object, size_t parent, unsigned depth)
{
	struct questionnaire *out = loader->out;
	const char *above = parent == SIZE_MAX ? NULL : out->items[parent].link_id;
	const char *link_id = fhir_string(object, "linkId");

	if (!link_id || strlen(link_id) > LINK_ID_MAX) {
		problems_refuse(loader->problems, above,
				link_id ? N_("an item below it has a linkId of more than 255 bytes")
					: N_("an item below it has no linkId; each needs its own"));
		return SIZE_MAX;
	}
	if (questionnaire_find(out, link_id) != SIZE_MAX) {
		problems_refuse(loader->problems, link_id, "the linkId stands twice; give each item its own");
		return SIZE_MAX;
	}
	if (depth > QUESTIONNAIRE_DEPTH_MAX || out->count == QUESTIONNAIRE_ITEMS_MAX) {
		problems_refuse(loader->problems, NULL,
				"the file has too many items, or items too deep: at most %d, %d deep",
				QUESTIONNAIRE_ITEMS_MAX, QUESTIONNAIRE_DEPTH_MAX);
		loader->full = true;
		return SIZE_MAX;
	}
	out->items = mem_grow(out->items, out->count + 1, sizeof(*out->items));
	out->items[out->count] = (struct questionnaire_item){.link_id = mem_copy_string(link_id), .parent = parent};
	return out->count++;
}

void items_read(struct loader *loader, const json_t *parent, size_t parent_place, unsigned depth)
{
	json_t *object;
	size_t i;

	json_array_foreach(fhir_list(parent, "item"), i, object)
	{
		size_t place = begin_item(loader, object, parent_place, depth);
		if (loader->full)
			return;
		if (place == SIZE_MAX)
			continue;
		struct questionnaire_item *item = &loader->out->items[place];
		bool above_hidden = parent_place != SIZE_MAX && loader->out->items[parent_place].hidden;
		read_item(loader, object, item);
		item->hidden |= above_hidden;
		items_read(loader, object, place, depth + 1);
	}
}
