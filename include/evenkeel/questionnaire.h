/*
 * Questionnaires as HL7 FHIR has them (R4; R5's "coding" too), from bytes that a stranger may have written. The bytes are measured before
 * they are read (size, depth, number of values), then everything in them is looked at and all that is wrong is collected. A file is taken
 * as a whole or not at all; what is merely left out is noted with its linkId. Nothing is guessed: an option's number is one that the file
 * or a scoring file gives, never its place in the list or its words.
 *
 * Items lie in one array in the file's order, each with its parent's place. Pure: no files, no clock.
 */
#ifndef EVENKEEL_QUESTIONNAIRE_H
#define EVENKEEL_QUESTIONNAIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/problems.h>

struct json_t; /* jansson's */

#define QUESTIONNAIRE_BYTES_MAX ((size_t)16 << 20)
#define QUESTIONNAIRE_ITEMS_MAX 2000
#define QUESTIONNAIRE_OPTIONS_MAX 500       /* of one item */
#define QUESTIONNAIRE_ALL_OPTIONS_MAX 50000 /* of all items */
#define QUESTIONNAIRE_DEPTH_MAX 32
/* Of an answer: beyond it a double no longer holds every whole number. */
#define QUESTIONNAIRE_NUMBER_MAX 9007199254740992.0

enum questionnaire_type {
	ITEM_GROUP,
	ITEM_DISPLAY,
	ITEM_CHOICE,
	ITEM_INTEGER,
	ITEM_DECIMAL,
	ITEM_BOOLEAN,
	ITEM_TEXT,  /* string, text */
	ITEM_SCORE, /* read-only, with an expression of its own */
	ITEM_OTHER, /* what cannot be asked here: a date, a file; left out */
};

enum option_kind { OPTION_CODING, OPTION_INTEGER, OPTION_STRING };
struct questionnaire_option {
	enum option_kind kind;
	char *code;   /* a coding's code; the number or words of the other kinds */
	char *system; /* NULL = none */
	char *text;   /* to show; the code where the file has no words */
	bool has_number;
	double number; /* ordinalValue or itemWeight; of an integer option itself */
};

enum condition_operator {
	WHEN_EXISTS,
	WHEN_EQUAL,
	WHEN_NOT_EQUAL,
	WHEN_LESS,
	WHEN_GREATER,
	WHEN_AT_MOST,
	WHEN_AT_LEAST
};
enum condition_type { WHEN_BOOLEAN, WHEN_NUMBER, WHEN_CODING, WHEN_STRING };
struct questionnaire_condition {
	size_t question; /* place in items */
	enum condition_operator operator;
	enum condition_type type;
	bool boolean;
	double number;
	char *code; /* of a coding; the words of a string */
	char *system;
};

struct questionnaire_item {
	char *link_id;
	char *text; /* never NULL */
	enum questionnaire_type type;
	size_t parent; /* place in items; SIZE_MAX at the top */
	bool required, repeats, hidden;
	bool any;          /* one condition is enough; else all are needed */
	bool self_harm;    /* LOINC 44260-8, thoughts of being better off dead or of self-harm */
	uint16_t question; /* id from 0x8000 in stored records; 0 until installed */
	char *expression;  /* of a score */
	char *loinc;       /* of a score: its LOINC code; NULL = none */
	struct questionnaire_option *options;
	size_t option_count;
	struct questionnaire_condition *conditions;
	size_t condition_count;
};

struct questionnaire {
	char *id;                                /* letters, digits, '-': a name for a directory and for arguments */
	char *url, *version, *title, *copyright; /* NULL = none */
	char *language; /* of the texts, as in "en" or "zh-CN"; NULL where the file does not say */
	struct questionnaire_item *items;
	size_t count;
	struct json_t *document; /* for the file's own expressions */
};

/* A file as it lies before us. */
struct questionnaire_file {
	const char *name; /* for problems */
	const char *bytes;
	size_t size;
};

/*
 * Read @file. @others (@other_count) are the ValueSets, CodeSystems and Bundles of them that it may name. Texts are those of @language
 * (BCP 47, "zh-CN"; NULL = the file's own) where every text of the file has them, else the file's own, with a note.
 * 0: @ret is filled, and questionnaire_clear ends it; notes may stand in @problems. -1: something was refused, @ret is untouched.
 */
int questionnaire_read(const struct questionnaire_file *file, const struct questionnaire_file *others,
		       size_t other_count, const char *language, struct questionnaire *ret, struct problems *problems);
void questionnaire_clear(struct questionnaire *questionnaire);

/* The place of an item; SIZE_MAX when there is none. */
size_t questionnaire_find(const struct questionnaire *questionnaire, const char *link_id);
/* Is this something to answer: not a group, a display, a score, hidden, or left out? */
bool questionnaire_asks(const struct questionnaire_item *item);

/* What was answered to one item: an option's place or a number; several where it repeats. */
struct questionnaire_answer {
	size_t item;
	size_t option; /* SIZE_MAX: none, @number or @words counts */
	double number; /* integer, decimal; a boolean's 0 or 1 */
	char *words;   /* ITEM_TEXT; NULL = none */
};
struct questionnaire_answers {
	struct questionnaire_answer *items;
	size_t count;
	/* Scores that a QuestionnaireResponse brings along, by the place of their item. */
	struct questionnaire_answer *recorded;
	size_t recorded_count;
};
/* What is already answered twice stays twice only where the item repeats. */
void answers_add(struct questionnaire_answers *answers, struct questionnaire_answer answer);
void answers_clear(struct questionnaire_answers *answers);
/*
 * Read answers: {"linkId": "code" | number | true | [several]} or a QuestionnaireResponse. A code that two systems share is written
 * "system|code". No message ever says what was answered.
 */
int answers_read(const struct questionnaire *questionnaire, const struct questionnaire_file *file,
		 struct questionnaire_answers *ret, struct problems *problems);

/*
 * Which items are open with these answers: enableWhen of the item and of all above it; an answer to an item that is not open counts as
 * none. @ret_open has room for questionnaire->count.
 */
void questionnaire_open_items(const struct questionnaire *questionnaire, const struct questionnaire_answers *answers,
			      bool *ret_open);
/*
 * The answers as a QuestionnaireResponse, nested as the questionnaire is, those of open items only; choices with code, words and number.
 * The caller gives it back with json_decref. Wiped when freed if jansson was told so.
 */
struct json_t *questionnaire_response(const struct questionnaire *questionnaire,
				      const struct questionnaire_answers *answers);

#endif
