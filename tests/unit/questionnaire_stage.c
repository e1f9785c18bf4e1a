#include "questionnaire_stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

static void quote(const char *from, struct text *ret)
{
	for (; *from; from++)
		text_append_char(ret, *from == '`' ? '"' : *from);
}

void stage_bytes(struct questionnaire_stage *stage, const char *bytes, size_t size)
{
	_cleanup_(text_clear) struct text other = {0};
	struct questionnaire_file file = {"q.json", bytes, size};

	if (stage->other)
		quote(stage->other, &other);
	struct questionnaire_file set = {"set.json", text_string(&other), other.length};
	questionnaire_clear(&stage->questionnaire);
	problems_clear(&stage->problems);
	stage->result = questionnaire_read(&file, &set, stage->other != NULL, stage->language, &stage->questionnaire,
					   &stage->problems);
	/* What was refused is told, and what is told as refused was refused. */
	assert_int_equal(stage->result, stage->problems.refused ? -1 : 0);
	if (stage->result < 0)
		assert_null(stage->questionnaire.items);
}

void stage_json(struct questionnaire_stage *stage, const char *bytes)
{
	_cleanup_(text_clear) struct text json = {0};

	quote(bytes, &json);
	stage_bytes(stage, text_string(&json), json.length);
}

void stage_items(struct questionnaire_stage *stage, const char *items)
{
	_cleanup_(text_clear) struct text json = {0};

	text_appendf(&json, "{`resourceType`:`Questionnaire`,`id`:`made`,`url`:`urn:made`,%s`item`:[%s]}",
		     stage->head ? stage->head : "", items);
	stage_json(stage, text_string(&json));
}

static int read_scoring(struct questionnaire_stage *stage, const char *scoring)
{
	struct questionnaire_file file = {"s.ini", scoring, strlen(scoring)};

	if (scoring_read(&file, &stage->scoring, &stage->problems) < 0)
		return -1;
	return scoring_check(&stage->scoring, &stage->questionnaire, &stage->problems);
}

int stage_score(struct questionnaire_stage *stage, const char *scoring, const char *answers)
{
	_cleanup_(text_clear) struct text json = {0};

	scoring_clear(&stage->scoring);
	answers_clear(&stage->answers);
	scores_clear(&stage->scores);
	problems_clear(&stage->problems);
	if (scoring && read_scoring(stage, scoring) < 0)
		return -1;
	if (answers)
		quote(answers, &json);
	struct questionnaire_file file = {"a.json", text_string(&json), json.length};
	if (answers && answers_read(&stage->questionnaire, &file, &stage->answers, &stage->problems) < 0)
		return -1;
	scores_compute(&stage->questionnaire, scoring ? &stage->scoring : NULL, answers ? &stage->answers : NULL,
		       &stage->scores, &stage->problems);
	return 0;
}

const struct score *stage_score_named(const struct questionnaire_stage *stage, const char *name)
{
	for (size_t i = 0; i < stage->scores.count; i++)
		if (strcmp(stage->scores.items[i].name, name) == 0)
			return &stage->scores.items[i];
	fail_msg("no score '%s'", name);
	return NULL;
}

double stage_value(const struct questionnaire_stage *stage, const char *name)
{
	const struct score *score = stage_score_named(stage, name);

	assert_true(score->scored);
	return score->value;
}

bool stage_has(const struct questionnaire_stage *stage, bool refused, const char *link_id, const char *words)
{
	for (size_t i = 0; i < stage->problems.count; i++) {
		const struct problem *problem = &stage->problems.items[i];
		bool same = link_id ? problem->link_id && strcmp(problem->link_id, link_id) == 0 : !problem->link_id;
		if (problem->refused == refused && same && problem->file && strstr(problem->message, words))
			return true;
	}
	for (size_t i = 0; i < stage->problems.count; i++)
		fprintf(stderr, "# %d %s: %s\n", stage->problems.items[i].refused,
			stage->problems.items[i].link_id ? stage->problems.items[i].link_id : "-",
			stage->problems.items[i].message);
	return false;
}

void stage_clear(struct questionnaire_stage *stage)
{
	questionnaire_clear(&stage->questionnaire);
	scoring_clear(&stage->scoring);
	answers_clear(&stage->answers);
	scores_clear(&stage->scores);
	problems_clear(&stage->problems);
}
