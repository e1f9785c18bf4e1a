/*
 * A questionnaire, a scoring file and answers from strangers, with a zero byte between two: refused with words, or scores that are numbers.
 * The first byte chooses the language. What was read once is read again from the answers' own response.
 */
#include <math.h>
#include <string.h>

#include <jansson.h>

#include <evenkeel/mem.h>
#include <evenkeel/scoring.h>
#include <evenkeel/text.h>

#include "fuzz/fuzz.h"

static struct questionnaire_file take(const char *name, const uint8_t **bytes, size_t *size)
{
	const uint8_t *end = *size ? memchr(*bytes, '\0', *size) : NULL;
	size_t length = end ? (size_t)(end - *bytes) : *size;
	struct questionnaire_file file = {name, length ? (const char *)*bytes : "", length};

	*bytes += length + (end != NULL);
	*size -= length + (end != NULL);
	return file;
}

static void check_problems(const struct problems *problems)
{
	FUZZ_CHECK(problems->count <= PROBLEMS_MAX && problems->refused <= problems->count + problems->dropped);
	for (size_t i = 0; i < problems->count; i++) {
		const char *message = problems->items[i].message;
		FUZZ_CHECK(message[0] && strlen(message) < 600 && text_is_utf8(message, strlen(message)));
	}
}

static void check_scores(const struct scores *scores)
{
	for (size_t i = 0; i < scores->count; i++) {
		const struct score *score = &scores->items[i];
		FUZZ_CHECK(!score->scored || (isfinite(score->value) && score->answered > 0));
		FUZZ_CHECK(score->answered <= score->items && (!score->band || score->scored));
	}
}

static void check_again(const struct questionnaire *questionnaire, const struct questionnaire_answers *answers)
{
	struct questionnaire_answers again = {0};
	struct problems problems = {0};
	json_t *response = questionnaire_response(questionnaire, answers);
	char *bytes = json_dumps(response, JSON_COMPACT);
	struct questionnaire_file file = {"response", bytes, strlen(bytes)};

	FUZZ_CHECK(answers_read(questionnaire, &file, &again, &problems) == 0 && again.count <= answers->count);
	answers_clear(&again);
	problems_clear(&problems);
	json_free_t release;
	json_get_alloc_funcs(NULL, &release);
	release(bytes);
	json_decref(response);
}

static void try_answers(const struct questionnaire *questionnaire, const struct scoring *scoring,
			const struct questionnaire_file *file, struct problems *problems)
{
	struct questionnaire_answers answers = {0};
	struct scores scores = {0};

	scores_compute(questionnaire, scoring, NULL, &scores, problems);
	check_scores(&scores);
	scores_clear(&scores);
	if (answers_read(questionnaire, file, &answers, problems) == 0) {
		scores_compute(questionnaire, scoring, &answers, &scores, problems);
		check_scores(&scores);
		check_again(questionnaire, &answers);
	}
	scores_clear(&scores);
	answers_clear(&answers);
}

int FUZZ_TARGET(fuzz_questionnaire)(const uint8_t *bytes, size_t size)
{
	static const char *const languages[] = {NULL, "en", "zh-CN", "th"};
	struct questionnaire questionnaire = {0};
	struct scoring scoring = {0};
	struct problems problems = {0};

	if (size == 0)
		return 0;
	const char *language = languages[*bytes++ & 3];
	size--;
	struct questionnaire_file file = take("q", &bytes, &size), rule = take("s", &bytes, &size),
				  answers = take("a", &bytes, &size);
	if (questionnaire_read(&file, NULL, 0, language, &questionnaire, &problems) == 0) {
		size_t refused = problems.refused;
		bool scored = rule.size && scoring_read(&rule, &scoring, &problems) == 0 &&
			      scoring_check(&scoring, &questionnaire, &problems) == 0;
		FUZZ_CHECK(refused == 0 && (!rule.size || scored == (problems.refused == 0)));
		try_answers(&questionnaire, scored ? &scoring : NULL, &answers, &problems);
	} else {
		FUZZ_CHECK(problems.refused > 0);
	}
	check_problems(&problems);
	scoring_clear(&scoring);
	questionnaire_clear(&questionnaire);
	problems_clear(&problems);
	return 0;
}
