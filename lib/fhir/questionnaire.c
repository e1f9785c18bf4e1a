#include <evenkeel/questionnaire.h>

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "loader.h"

#define ID_MAX 64
#define WORDS_MAX 8192

bool loader_may(struct loader *loader, const char *link_id, size_t looks)
{
	if (loader->work > LOADER_WORK_MAX)
		return false;
	loader->work += looks + 1;
	if (loader->work > LOADER_WORK_MAX)
		problems_refuse(loader->problems, link_id, "its value sets take too long to read; shorten them");
	return loader->work <= LOADER_WORK_MAX;
}

void loader_check_length(struct loader *loader, const char *link_id, const char *words)
{
	if (words && strlen(words) > WORDS_MAX)
		problems_refuse(loader->problems, link_id, "a text or code of it is longer than %d bytes", WORDS_MAX);
}

bool questionnaire_asks(const struct questionnaire_item *item)
{
	return !item->hidden && (item->type == ITEM_CHOICE || item->type == ITEM_INTEGER ||
				 item->type == ITEM_DECIMAL || item->type == ITEM_BOOLEAN || item->type == ITEM_TEXT);
}

size_t questionnaire_find(const struct questionnaire *questionnaire, const char *link_id)
{
	for (size_t i = 0; i < questionnaire->count; i++)
		if (strcmp(questionnaire->items[i].link_id, link_id) == 0)
			return i;
	return SIZE_MAX;
}

static void clear_item(struct questionnaire_item *item)
{
	for (size_t i = 0; i < item->option_count; i++) {
		mem_free_all(item->options[i].code, item->options[i].system, item->options[i].text);
	}
	for (size_t i = 0; i < item->condition_count; i++) {
		mem_free_all(item->conditions[i].code, item->conditions[i].system);
	}
	mem_free_all(item->options, item->conditions, item->link_id, item->text, item->expression, item->loinc);
}

static void clear_items(struct questionnaire *questionnaire)
{
	for (size_t i = 0; i < questionnaire->count; i++)
		clear_item(&questionnaire->items[i]);
	free(questionnaire->items);
	questionnaire->items = NULL;
	questionnaire->count = 0;
}

void questionnaire_clear(struct questionnaire *questionnaire)
{
	clear_items(questionnaire);
	mem_free_all(questionnaire->id, questionnaire->url, questionnaire->version, questionnaire->title,
		     questionnaire->copyright, questionnaire->language);
	json_decref(questionnaire->document);
	*questionnaire = (struct questionnaire){0};
}

/* Letters, digits, '-' and '.', as FHIR has ids; what else stands in a name becomes '-'. */
static char *id_from(const char *name)
{
	_cleanup_(text_clear) struct text id = {0};

	for (; *name && id.length < ID_MAX; name++) {
		bool fine = (*name & 0x80) == 0 && (isalnum((unsigned char)*name) || *name == '.');
		if (fine && (id.length > 0 || *name != '.'))
			text_append_char(&id, *name);
		else if (id.length > 0 && id.bytes[id.length - 1] != '-')
			text_append_char(&id, '-');
	}
	while (id.length > 0 && id.bytes[id.length - 1] == '-')
		id.bytes[--id.length] = '\0';
	return id.length > 0 ? mem_copy_string(text_string(&id)) : NULL;
}

static char *find_id(const json_t *document, const char *file)
{
	const char *url = fhir_string(document, "url"), *slash = strrchr(file, '/');
	const char *end_of_url = url ? strrchr(url, '/') : NULL;
	char *base _cleanup_free_ = mem_copy_string(slash ? slash + 1 : file);
	char *end = strstr(base, ".json");

	if (end)
		*end = '\0';
	const char *const names[] = {fhir_string(document, "id"), end_of_url ? end_of_url + 1 : NULL,
				     fhir_string(document, "name"), fhir_string(document, "title"), base};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *id = names[i] ? id_from(names[i]) : NULL;
		if (id)
			return id;
	}
	return mem_copy_string("questionnaire");
}

static void read_head(struct loader *loader)
{
	const json_t *document = loader->document;
	struct questionnaire *out = loader->out;
	const char *title = fhir_string(document, "title"), *status = fhir_string(document, "status");

	out->id = find_id(document, loader->problems->file);
	out->url = fhir_copy(fhir_string(document, "url"));
	out->version = fhir_copy(fhir_string(document, "version"));
	out->title = fhir_copy(title ? title : fhir_string(document, "name"));
	out->copyright = fhir_copy(fhir_string(document, "copyright"));
	out->language = fhir_copy(fhir_string(document, "language"));
	loader_check_length(loader, NULL, out->title);
	loader_check_length(loader, NULL, out->url);
	loader_check_length(loader, NULL, out->version);
	loader_check_length(loader, NULL, out->language);
	if (status && strcmp(status, "retired") == 0)
		problems_note(loader->problems, NULL, "its publisher has retired it");
	if (json_array_size(fhir_list(document, "modifierExtension")) > 0 || fhir_string(document, "implicitRules"))
		problems_refuse(loader->problems, NULL,
				"it has a modifierExtension or implicitRules, which may change its meaning");
}

/* All items in @language, or in the file's own. */
static void read_items(struct loader *loader, const char *language)
{
	clear_items(loader->out);
	loader->language = language;
	loader->full = false;
	loader->translated = loader->untranslated = loader->option_total = loader->work = 0;
	items_read(loader, loader->document, SIZE_MAX, 1);
}

static void choose_language(struct loader *loader, const char *wanted)
{
	const char *own = loader->out->language;

	read_items(loader, wanted && !(own && words_fit(own, wanted)) ? wanted : NULL);
	if (!loader->language)
		return;
	if (loader->translated > 0 && loader->untranslated == 0) {
		free(loader->out->language);
		loader->out->language = mem_copy_string(wanted);
		return;
	}
	if (loader->translated > 0) /* half in one language and half in another helps nobody */
		problems_note(loader->problems, NULL,
			      "only %zu of its %zu texts have a translation for '%s'; its own language is used",
			      loader->translated, loader->translated + loader->untranslated, wanted);
	read_items(loader, NULL);
}

static void add_resource(struct loader *loader, json_t *resource)
{
	loader->resources = mem_grow(loader->resources, loader->resource_count + 1, sizeof(*loader->resources));
	loader->resources[loader->resource_count++] = resource;
}

static void add_resources(struct loader *loader, json_t *document)
{
	json_t *entry;
	size_t i;

	if (strcmp(fhir_resource(document), "Bundle") != 0) {
		add_resource(loader, document);
		return;
	}
	json_array_foreach(fhir_list(document, "entry"), i, entry)
	{
		json_t *resource = json_object_get(entry, "resource");
		if (resource)
			add_resource(loader, resource);
	}
}

static int read_document(struct loader *loader, const char *language)
{
	json_t *resource;
	size_t i;

	if (strcmp(fhir_resource(loader->document), "Questionnaire") != 0) {
		const char *type = fhir_resource(loader->document);
		return problems_refuse(loader->problems, NULL,
				       "its resourceType is '%s', not 'Questionnaire'; name a questionnaire's file",
				       type);
	}
	/* Contained ones lie before those from other files, as find() in valueset.c wants it. */
	json_t **outside = loader->resources;
	size_t outside_count = loader->resource_count;
	loader->resources = NULL;
	loader->resource_count = 0;
	json_array_foreach(fhir_list(loader->document, "contained"), i, resource) add_resource(loader, resource);
	loader->contained = loader->resource_count;
	for (i = 0; i < outside_count; i++)
		add_resource(loader, outside[i]);
	free(outside);
	read_head(loader);
	choose_language(loader, language);
	if (!loader->full) {
		conditions_read(loader, loader->document);
		conditions_check_cycles(loader);
	}
	if (loader->out->count == 0)
		problems_refuse(loader->problems, NULL, "it has no items");
	return loader->problems->refused ? -1 : 0;
}

/* The other files, kept as long as the questionnaire is being read. */
struct files {
	json_t **documents;
	size_t count;
};

static void files_clear(struct files *files)
{
	for (size_t i = 0; i < files->count; i++)
		json_decref(files->documents[i]);
	free(files->documents);
}

static void read_others(struct loader *loader, const struct questionnaire_file *others, size_t count, struct files *ret)
{
	ret->documents = mem_new(count, sizeof(*ret->documents));
	for (size_t i = 0; i < count; i++) {
		loader->problems->file = others[i].name;
		json_t *document = fhir_json_read(&others[i], loader->problems);
		if (!document)
			continue;
		ret->documents[ret->count++] = document;
		add_resources(loader, document);
	}
}

int questionnaire_read(const struct questionnaire_file *file, const struct questionnaire_file *others,
		       size_t other_count, const char *language, struct questionnaire *ret, struct problems *problems)
{
	_cleanup_(files_clear) struct files files = {0};
	struct questionnaire out = {0};
	struct loader loader = {.out = &out, .problems = problems};
	size_t refused = problems->refused;

	read_others(&loader, others, other_count, &files);
	problems->file = file->name;
	out.document = loader.document = fhir_json_read(file, problems);
	int r = loader.document ? read_document(&loader, language) : -1;
	free(loader.resources);
	if (r == 0 && problems->refused == refused) {
		*ret = out;
		return 0;
	}
	questionnaire_clear(&out);
	return -1;
}
