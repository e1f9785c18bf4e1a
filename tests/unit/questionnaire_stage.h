/* Questionnaires written in a line or two: ` stands for " so that JSON reads well in C, and items are put into a whole file. */
#ifndef TESTS_UNIT_QUESTIONNAIRE_STAGE_H
#define TESTS_UNIT_QUESTIONNAIRE_STAGE_H

#include <evenkeel/scoring.h>

struct questionnaire_stage {
	struct questionnaire questionnaire;
	struct scoring scoring;
	struct questionnaire_answers answers;
	struct scores scores;
	struct problems problems;
	const char *language;
	const char *other; /* a value set's file, or NULL */
	const char *head;  /* more members of the questionnaire, each with a comma behind it */
	int result;
};

#define SCALE "`answerOption`:[" OPTION("a", "0") "," OPTION("b", "1") "," OPTION("c", "2") "," OPTION("d", "3") "]"
#define OPTION(code, number)                                                                                           \
	"{`valueCoding`:{`code`:`" code "`,`display`:`" code "!`},`extension`:[" ORDINAL(number) "]}"
#define ORDINAL(number) "{`url`:`http://hl7.org/fhir/StructureDefinition/ordinalValue`,`valueDecimal`:" number "}"
#define CHOICE(link_id) "{`linkId`:`" link_id "`,`text`:`" link_id "?`,`type`:`choice`," SCALE "}"
#define TOTAL(expression)                                                                                              \
	"{`linkId`:`total`,`text`:`Total`,`type`:`decimal`,`extension`:[{`url`:`http://hl7.org/fhir/uv/sdc/"           \
	"StructureDefinition/sdc-questionnaire-calculatedExpression`,`valueExpression`:{`language`:`text/fhirpath`,"   \
	"`expression`:`" expression "`}}]}"

/* Read a questionnaire of these items (their array's inside). */
void stage_items(struct questionnaire_stage *stage, const char *items);
/* Read a whole file, as it is but for the `. */
void stage_json(struct questionnaire_stage *stage, const char *bytes);
void stage_bytes(struct questionnaire_stage *stage, const char *bytes, size_t size);
/* A scoring file and answers to what was read; NULL = none. Leaves the scores. -1 when either is refused. */
int stage_score(struct questionnaire_stage *stage, const char *scoring, const char *answers);
/* The value of the score, which must be there. */
double stage_value(const struct questionnaire_stage *stage, const char *name);
const struct score *stage_score_named(const struct questionnaire_stage *stage, const char *name);
/* Is there a problem of this kind for this item (NULL = the file) with these words in it? */
bool stage_has(const struct questionnaire_stage *stage, bool refused, const char *link_id, const char *words);
void stage_clear(struct questionnaire_stage *stage);

#endif
