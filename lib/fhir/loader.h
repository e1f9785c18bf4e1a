/* A questionnaire being read: what its parts share. */
#ifndef FHIR_LOADER_H
#define FHIR_LOADER_H

#define LOADER_WORK_MAX 1000000

#include "fhir_json.h"

struct loader {
	json_t *document;
	json_t **
		resources; /* ValueSets and CodeSystems: first those contained in the file, then the others; borrowed */
	size_t resource_count, contained;
	const char *language; /* wanted; NULL = the file's own */
	size_t translated, untranslated;
	size_t option_total, work;
	bool full; /* too many items: the rest is not looked at */
	struct questionnaire *out;
	struct problems *problems;
};

/* Value sets multiply what a small file can ask for: each look counts, and past the bound the file is refused. False: enough. */
bool loader_may(struct loader *loader, const char *link_id, size_t looks);

/* Refuse what is longer than a person would write. */
void loader_check_length(struct loader *loader, const char *link_id, const char *words);

/* Does a text in the language @tag serve who wants @wanted? zh serves zh-CN, and so does zh-Hans; zh-TW does not. */
bool words_fit(const char *tag, const char *wanted);
/* @key of @object in the wanted language: its translation in "_key", or a concept's designation. NULL when there are no words at all. */
const char *words_of(struct loader *loader, const json_t *object, const char *key);

/* The number that @object's extensions give: 1 found, 0 none, -1 two that differ or one that is no number. */
int number_of(const json_t *object, double *ret);

/* An item's options from answerOption, or from the value set that answerValueSet names. */
void options_read(struct loader *loader, const json_t *object, struct questionnaire_item *item);
/* One more, unless there are too many; the caller fills what it returns. NULL: refused. */
struct questionnaire_option *options_add(struct loader *loader, struct questionnaire_item *item);
/* A coding as an option: code, system, words, number. @outer (an answerOption, or NULL) may hold a number, too. */
void options_add_coding(struct loader *loader, struct questionnaire_item *item, const json_t *coding,
			const char *system, const json_t *outer);
void valueset_read(struct loader *loader, const char *reference, struct questionnaire_item *item);
/* A CodeSystem's own number for a code, as number_of. */
int codesystem_number(struct loader *loader, const char *system, const char *code, double *ret);

/* All items below @parent; their conditions once all linkIds are known. */
void items_read(struct loader *loader, const json_t *parent, size_t parent_place, unsigned depth);
void conditions_read(struct loader *loader, const json_t *parent);
/* A condition that waits, over others, for itself is refused. */
void conditions_check_cycles(struct loader *loader);

#endif
