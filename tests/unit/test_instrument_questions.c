/* Question ids: given out once, kept for ever, never beyond what a record can hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "../../client/instrument_questions.h"
#include "questionnaire_stage.h"

static char path[] = "/tmp/questions-XXXXXX";

static void write_list(const char *bytes)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(bytes, file);
	assert_int_equal(fclose(file), 0);
}

static uint16_t id_of(const struct questionnaire_stage *stage, const char *link_id)
{
	return stage->questionnaire.items[questionnaire_find(&stage->questionnaire, link_id)].question;
}

static void given_once(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	_cleanup_(text_clear) struct text list = {0}, again = {0}, more = {0};

	(void)state;
	unlink(path);
	stage_items(&stage, CHOICE("a b") "," CHOICE("c") "," TOTAL("1"));
	assert_int_equal(questions_number(path, &stage.questionnaire, NULL, NULL), 0);
	assert_int_equal(id_of(&stage, "c"), 0);
	assert_int_equal(questions_number(path, &stage.questionnaire, &list, NULL), 0);
	assert_int_equal(id_of(&stage, "a b"), 0x8000);
	assert_int_equal(id_of(&stage, "c"), 0x8001);
	assert_int_equal(id_of(&stage, "total"), 0); /* nobody answers a score */
	write_list(text_string(&list));
	stage_items(&stage, CHOICE("c") "," CHOICE("a b"));
	assert_int_equal(questions_number(path, &stage.questionnaire, &again, NULL), 0);
	assert_int_equal(id_of(&stage, "c"), 0x8001);
	assert_string_equal(text_string(&again), text_string(&list));
	/* Another kind of answer under the same name is another question. */
	stage_items(&stage, "{`linkId`:`c`,`type`:`integer`,`text`:`?`}");
	assert_int_equal(questions_number(path, &stage.questionnaire, &more, NULL), 0);
	assert_int_equal(id_of(&stage, "c"), 0x8002);
	assert_memory_equal(more.bytes, list.bytes, list.length); /* appended to, never changed */
}

static void bounded(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	_cleanup_(text_clear) struct text list = {0}, none = {0};
	struct error err = {0};

	(void)state;
	stage_items(&stage, CHOICE("a") "," CHOICE("b"));
	write_list("65533 0 x y\n");
	assert_int_equal(questions_number(path, &stage.questionnaire, &list, &err), -1);
	assert_non_null(strstr(err.message, "used up"));
	stage_items(&stage, CHOICE("a"));
	assert_int_equal(questions_number(path, &stage.questionnaire, &none, &err), 0);
	assert_int_equal(id_of(&stage, "a"), 65534);
	write_list("32768 0 x");
	assert_int_equal(questions_number(path, &stage.questionnaire, NULL, &err), -1);
	assert_non_null(strstr(err.message, "damaged"));
	unlink(path);
}

#define PRINT "0123456789abcdef"

/* Another machine's numbers become ours, and what no line explains becomes nothing. */
static void joined(void **state)
{
	static uint16_t map[QUESTION_LIST - ID_INSTRUMENT_FIRST];
	_cleanup_(text_clear) struct text list = {0}, again = {0}, full = {0};
	struct error err = {0};
	const char *line;

	(void)state;
	assert_int_equal(questions_join("32768 " PRINT " x a\n32769 " PRINT " x b c\n",
					"32768 " PRINT " x b c\n32769 " PRINT " y a\n32770 short y b\n1 " PRINT " y c\n"
					"32771 " PRINT " y\n32772 " PRINT " y \n65535 " PRINT " y d\n32769 " PRINT
					" x a\n",
					&list, map, NULL),
			 0);
	assert_string_equal(text_string(&list), "32768 " PRINT " x a\n32769 " PRINT " x b c\n32770 " PRINT " y a\n");
	assert_int_equal(map[0], 0x8001);
	assert_int_equal(map[1], 0x8002); /* the first line of a number counts */
	for (int i = 2; i < QUESTION_LIST - ID_INSTRUMENT_FIRST; i++)
		assert_int_equal(map[i], 0);
	assert_int_equal(questions_join(text_string(&list), "40000 " PRINT " y a\n", &again, map, NULL), 0);
	assert_string_equal(text_string(&again), text_string(&list)); /* known: nothing is added */
	assert_int_equal(map[40000 - 0x8000], 0x8002);
	assert_int_equal(questions_join("65534 " PRINT " x a\n", "32768 " PRINT " y a\n", &full, map, &err), -1);
	assert_int_equal(questions_line(text_string(&list), 0x8001, &line), strlen("32769 " PRINT " x b c\n"));
	assert_memory_equal(line, "32769 ", 6);
	assert_int_equal(questions_line(text_string(&list), 0x8003, &line), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(given_once), cmocka_unit_test(bounded),
					   cmocka_unit_test(joined)};
	int fd = mkstemp(path);

	if (fd >= 0)
		close(fd);
	return cmocka_run_group_tests_name("instrument_questions", tests, NULL, NULL);
}
