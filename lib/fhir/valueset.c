#include <string.h>

#include <evenkeel/mem.h>

#include "loader.h"

#define INCLUDES_MAX 8 /* value sets within value sets */

/* Those being read, from the outermost on: one that includes itself would never end. */
struct trail {
	const json_t *sets[INCLUDES_MAX];
	size_t count;
};

struct filling {
	struct loader *loader;
	struct questionnaire_item *item;
	struct trail trail;
	bool failed; /* and why was told */
};

static bool is_canonical(const json_t *resource, const char *reference)
{
	const char *url = fhir_string(resource, "url");
	size_t length = strcspn(reference, "|");

	return url && strlen(url) == length && strncmp(url, reference, length) == 0;
}

static const json_t *find(struct loader *loader, const char *reference)
{
	for (size_t i = 0; i < loader->resource_count; i++) {
		const json_t *resource = loader->resources[i];
		const char *id = fhir_string(resource, "id");
		if (strcmp(fhir_resource(resource), "ValueSet") != 0)
			continue;
		if (reference[0] == '#' ? i < loader->contained && id && strcmp(id, reference + 1) == 0
					: is_canonical(resource, reference))
			return resource;
	}
	return NULL;
}

static void fill(struct filling *filling, const char *reference);

static void add_all(struct filling *filling, json_t *concepts, const char *system)
{
	json_t *concept;
	size_t i;

	json_array_foreach(concepts, i, concept)
	{
		if (!loader_may(filling->loader, filling->item->link_id, 1))
			return;
		/* A code system's abstract or a value set's inactive entries are no answers. */
		if (!fhir_true(concept, "abstract") && !fhir_true(concept, "inactive"))
			options_add_coding(filling->loader, filling->item, concept, system, NULL);
		json_t *below = fhir_list(concept, "concept");
		add_all(filling, below ? below : fhir_list(concept, "contains"), system);
	}
}

/* "All of this code system" needs the code system itself. */
static void add_system(struct filling *filling, const char *system)
{
	struct loader *loader = filling->loader;

	for (size_t i = 0; system && i < loader->resource_count; i++) {
		const json_t *resource = loader->resources[i];
		if (strcmp(fhir_resource(resource), "CodeSystem") == 0 && is_canonical(resource, system)) {
			add_all(filling, fhir_list(resource, "concept"), system);
			return;
		}
	}
	filling->failed = true;
	problems_refuse(loader->problems, filling->item->link_id,
			"its value set takes all codes of '%s', which is not here; put the CodeSystem's file into "
			"--valuesets DIR",
			system ? system : "?");
}

static void add_include(struct filling *filling, const json_t *include)
{
	const char *system = fhir_string(include, "system");
	json_t *sets = fhir_list(include, "valueSet"), *concepts = fhir_list(include, "concept");

	if (json_array_size(fhir_list(include, "filter")) > 0 || (sets && (system || json_array_size(sets) != 1))) {
		filling->failed = true;
		problems_refuse(filling->loader->problems, filling->item->link_id,
				"its value set chooses codes by a rule; expand it into a list of codes");
		return;
	}
	const char *reference = json_string_value(json_array_get(sets, 0));
	if (!loader_may(filling->loader, filling->item->link_id, 1))
		return;
	if (reference)
		fill(filling, reference);
	else if (concepts)
		add_all(filling, concepts, system);
	else
		add_system(filling, system);
}

static void fill_from(struct filling *filling, const json_t *set)
{
	const json_t *compose = json_object_get(set, "compose"), *expansion = json_object_get(set, "expansion");
	json_t *include;
	size_t i;

	if (json_array_size(fhir_list(compose, "exclude")) > 0 && !expansion) {
		filling->failed = true;
		problems_refuse(filling->loader->problems, filling->item->link_id,
				"its value set chooses codes by a rule; expand it into a list of codes");
		return;
	}
	/* The expansion is what the rules came to; the rules are looked at only without one. */
	if (expansion) {
		add_all(filling, fhir_list(expansion, "contains"), NULL);
		return;
	}
	json_array_foreach(fhir_list(compose, "include"), i, include) add_include(filling, include);
}

static bool is_open(const struct trail *trail, const json_t *set)
{
	for (size_t i = 0; i < trail->count; i++)
		if (trail->sets[i] == set)
			return true;
	return false;
}

static void fill(struct filling *filling, const char *reference)
{
	struct problems *problems = filling->loader->problems;
	const char *link_id = filling->item->link_id;
	const json_t *set = find(filling->loader, reference);

	if (!set) {
		filling->failed = true;
		if (reference[0] == '#')
			problems_refuse(problems, link_id, "the value set '%s' is not contained in the file",
					reference);
		else
			problems_refuse(problems, link_id,
					"the value set '%s' is not here; put its file into a directory and name that "
					"with --valuesets DIR",
					reference);
		return;
	}
	if (is_open(&filling->trail, set) || filling->trail.count == INCLUDES_MAX) {
		filling->failed = true;
		problems_refuse(problems, link_id, "the value set '%s' includes itself, or too many others", reference);
		return;
	}
	filling->trail.sets[filling->trail.count++] = set;
	fill_from(filling, set);
	filling->trail.count--;
}

/* An expansion seldom carries the numbers that the rules beside it have. */
static int number_in_compose(struct loader *loader, const json_t *set, const char *code, double *ret)
{
	json_t *include, *concept;
	size_t i, k;

	json_array_foreach(fhir_list(json_object_get(set, "compose"), "include"), i, include)
	{
		json_array_foreach(fhir_list(include, "concept"), k, concept)
		{
			if (!loader_may(loader, NULL, 1))
				return 0;
			const char *its = fhir_string(concept, "code");
			if (its && strcmp(its, code) == 0)
				return number_of(concept, ret);
		}
	}
	return 0;
}

static void look_into_compose(struct loader *loader, const json_t *set, struct questionnaire_item *item)
{
	for (size_t i = 0; i < item->option_count; i++) {
		struct questionnaire_option *option = &item->options[i];
		double number = 0;
		int found = option->has_number ? 0 : number_in_compose(loader, set, option->code, &number);
		if (found < 0)
			problems_refuse(loader->problems, item->link_id,
					"the option '%s' has two numbers that differ, or one that is none; keep one",
					option->code);
		if (found > 0) {
			option->has_number = true;
			option->number = number;
		}
	}
}

void valueset_read(struct loader *loader, const char *reference, struct questionnaire_item *item)
{
	struct filling filling = {.loader = loader, .item = item};

	fill(&filling, reference);
	const json_t *set = find(loader, reference);
	if (json_object_get(set, "expansion"))
		look_into_compose(loader, set, item);
	if (item->option_count == 0 && !filling.failed && loader->work <= LOADER_WORK_MAX)
		problems_refuse(loader->problems, item->link_id, "the value set '%s' holds no codes", reference);
}

/* FHIR R5 gives the weight as a property of the concept, too. */
static int property_number(const json_t *concept, double *ret)
{
	json_t *property;
	size_t i;

	json_array_foreach(fhir_list(concept, "property"), i, property)
	{
		const char *code = fhir_string(property, "code");
		const json_t *value = json_object_get(property, "valueDecimal");
		if (code && strcmp(code, "itemWeight") == 0 && json_is_number(value)) {
			*ret = json_number_value(value);
			return 1;
		}
	}
	return 0;
}

static int number_among(struct loader *loader, json_t *concepts, const char *code, double *ret)
{
	json_t *concept;
	size_t i;

	json_array_foreach(concepts, i, concept)
	{
		if (!loader_may(loader, NULL, 1))
			return 0;
		const char *its = fhir_string(concept, "code");
		int found = its && strcmp(its, code) == 0 ? number_of(concept, ret) : 0;
		if (found == 0 && its && strcmp(its, code) == 0)
			found = property_number(concept, ret);
		if (found == 0)
			found = number_among(loader, fhir_list(concept, "concept"), code, ret);
		if (found != 0)
			return found;
	}
	return 0;
}

int codesystem_number(struct loader *loader, const char *system, const char *code, double *ret)
{
	for (size_t i = 0; system && i < loader->resource_count; i++) {
		const json_t *resource = loader->resources[i];
		if (strcmp(fhir_resource(resource), "CodeSystem") == 0 && is_canonical(resource, system))
			return number_among(loader, fhir_list(resource, "concept"), code, ret);
	}
	return 0;
}
