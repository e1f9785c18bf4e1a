/* The words of an officer's pages, read as a stranger would: each number in the terminal, the table and the page is one that was released. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "../unit/html_check.h"
#include "overview_outputs.h"

enum { ROUNDS = 40, WINDOWS = 3, NUMBER = 24 };

static bool is_share(const struct overview *overview, double value, double margin)
{
	for (size_t i = 0; i < overview->count; i++)
		for (size_t k = 0; k < overview->teams[i].count; k++) {
			const struct release_figures *figures = &overview->teams[i].windows[k].figures;
			for (unsigned cell = 0; cell < RELEASE_CELLS; cell++)
				if (figures->cells[cell].reason == RELEASE_SHOWN &&
				    figures->cells[cell].points == value && figures->cells[cell].margin == margin)
					return true;
		}
	return false;
}

/* @margin negative: any. */
static bool is_mean(const struct overview *overview, double value, double margin)
{
	for (size_t i = 0; i < overview->count; i++)
		for (size_t k = 0; k < overview->teams[i].count; k++) {
			const struct release_mean *mean = &overview->teams[i].windows[k].figures.stress;
			if (mean->reason == RELEASE_SHOWN && mean->tenths / 10.0 == value &&
			    (margin < 0 || mean->margin_tenths / 10.0 == margin))
				return true;
		}
	return false;
}

static bool is_band(const char *number, size_t length)
{
	for (int band = 1; band < RELEASE_PEOPLE_BANDS; band++) {
		const char *name = release_people_name((enum release_people)band);
		if (strlen(name) == length && memcmp(name, number, length) == 0)
			return true;
	}
	return false;
}

/* "2964-4": a window of these. */
static bool is_window(const struct overview *overview, const char *number, size_t length)
{
	for (size_t i = 0; i < overview->count; i++)
		for (size_t k = 0; k < overview->teams[i].count; k++) {
			const struct release_figures *figures = &overview->teams[i].windows[k].figures;
			char name[2 * NUMBER];
			snprintf(name, sizeof(name), "%u-%u", (unsigned)figures->start, (unsigned)figures->weeks);
			if (strlen(name) == length && memcmp(name, number, length) == 0)
				return true;
		}
	return false;
}

static bool begins(const char *string, const char *with)
{
	return strncmp(string, with, strlen(with)) == 0;
}

/* Behind a day stands its month, behind the month the year. */
static bool is_date(const char *begin, const char *number, const char *end)
{
	static const char *const months[] = {"Oct", "Nov", "Dec", "Jan", "Feb"};

	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++)
		if (*end == ' ' && begins(end + 1, months[i]))
			return true;
	return number - begin > 3 && number[-1] == ' ' && isalpha((unsigned char)number[-2]) &&
	       (begins(number, "2026") || begins(number, "2027")) && end - number == 4;
}

/* Numbers that stand in the texts around the figures. */
static bool is_fixed(const char *begin, const char *number, const char *end)
{
	static const char *const fixed[] = {"ISO ", " of ", "Points of "};
	static const char *const numbers[] = {"45003", "4", "100"};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		size_t before = strlen(fixed[i]), length = strlen(numbers[i]);
		if ((size_t)(number - begin) >= before && memcmp(number - before, fixed[i], before) == 0 &&
		    (size_t)(end - number) == length && memcmp(number, numbers[i], length) == 0)
			return true;
	}
	return end[0] == ' ' && begins(end + 1, "week") && (*number == '1' || *number == '4');
}

/* Whole words of digits, with what may stand within a number; each is looked for among what may be told. Returns how many. */
static int check_words(const struct overview *overview, const char *words)
{
	int count = 0;

	for (const char *at = words, *end; *at; at = end) {
		end = at + 1;
		if (!isdigit((unsigned char)*at))
			continue;
		end = at + strspn(at, "0123456789.-+");
		while (end[-1] == '.' || end[-1] == '-')
			end--;
		if (at > words && at[-1] == '#') /* &#39; */
			continue;
		count++;
		double value = strtod(at, NULL);
		if (begins(end, " ± ")) {
			char *behind;
			double margin = strtod(end + strlen(" ± "), &behind);
			if (!is_share(overview, value, margin) && !is_mean(overview, value, margin))
				fail_msg("not released: %.30s", at);
			end = behind;
		} else if (!is_band(at, (size_t)(end - at)) && !is_window(overview, at, (size_t)(end - at)) &&
			   !is_date(words, at, end) && !is_fixed(words, at, end) &&
			   !(memchr(at, '.', (size_t)(end - at)) && is_mean(overview, value, -1))) {
			fail_msg("a number that nothing stands for: %.*s, in: %.80s", (int)(end - at), at,
				 at > words + 20 ? at - 20 : at);
		}
	}
	return count;
}

static void in_the_terminal(const struct overview_outputs *outputs)
{
	const char *help = strstr(text_string(&outputs->page), "How to read it");
	_cleanup_(text_clear) struct text words = {0};

	assert_non_null(help);
	text_append_bytes(&words, outputs->page.bytes, (size_t)(help - outputs->page.bytes));
	assert_true(check_words(&outputs->overview, text_string(&words)) > 20);
}

/* What is between the tags; a cell or a picture ends a word. */
static void text_of(const char *markup, const char *end, struct text *ret)
{
	for (; markup < end; markup++)
		if (*markup == '<') {
			markup += strcspn(markup, ">");
			text_append_char(ret, '\n');
		} else {
			text_append_bytes(ret, markup, 1);
		}
}

/* The mark in a bar is of a share; a team's bars are as many as it has shares to show. */
static void check_bars(const struct overview *overview, const char *markup)
{
	static const char mark[] = "class=\"point\" d=\"M";
	size_t bars = 0, shown = 0;

	for (; (markup = strstr(markup, mark)) != NULL; bars++) {
		markup += strlen(mark);
		double points = strtod(markup, NULL) / 1.6;
		bool found = false;
		for (int margin = 0; margin < 40 && !found; margin++)
			found = is_share(overview, (int)(points + 0.5), margin);
		assert_true(found);
	}
	for (size_t i = 0; i < overview->count; i++) {
		const struct overview_team *team = &overview->teams[i];
		if (team->newest == team->count)
			continue;
		const struct release_figures *figures = &team->windows[team->newest].figures;
		for (unsigned cell = 0; cell < RELEASE_CELLS; cell++)
			shown += figures->cells[cell].reason == RELEASE_SHOWN &&
				 (cell < CELL_CAUSE || cell >= CELL_ENERGISING);
		for (unsigned k = 0; k < figures->causes.count; k++)
			shown += figures->cells[figures->causes.cells[k]].reason == RELEASE_SHOWN;
	}
	assert_int_equal(bars, shown);
}

static void in_the_browser(const struct overview_outputs *outputs)
{
	const char *markup = text_string(&outputs->html), *first = strstr(markup, "class=\"team\"");
	_cleanup_(text_clear) struct text words = {0};

	html_check(markup);
	assert_non_null(first);
	text_of(strchr(first, '>') + 1, strstr(first, "</main>"), &words);
	assert_true(check_words(&outputs->overview, text_string(&words)) > 20);
	check_bars(&outputs->overview, first);
	assert_null(strstr(markup, "Night <shift>"));
	assert_non_null(strstr(markup, "Claims &amp; &quot;returns&quot;"));
}

/* A line's fields, "" around a field taken off. */
static int fields(const char **line, char ret[static 6][600])
{
	int count = 0;

	for (const char *at = *line; count < 6; count++) {
		size_t length = 0;
		bool quoted = *at == '"';
		at += quoted;
		while (*at && (quoted ? *at != '"' || at[1] == '"' : *at != ',' && *at != '\n')) {
			at += quoted && *at == '"';
			assert_true(length < 599);
			ret[count][length++] = *at++;
		}
		at += quoted;
		ret[count][length] = '\0';
		*line = at + 1;
		if (*at++ == '\n')
			return count + 1;
	}
	return count;
}

static void in_the_table(const struct overview_outputs *outputs)
{
	const char *line = text_string(&outputs->csv);
	char field[6][600];
	int values = 0, withheld = 0;

	assert_true(begins(line, "cohort,window,item,value,margin,suppressed\n"));
	for (line = strchr(line, '\n') + 1; *line;) {
		assert_int_equal(fields(&line, field), 6);
		bool reason = field[5][0] != '\0', number = isdigit((unsigned char)field[3][0]);
		withheld += reason;
		assert_true(!reason || (field[3][0] == '\0' && field[4][0] == '\0'));
		assert_int_equal(field[4][0] != '\0', number && strcmp(field[2], "people") != 0);
		if (field[4][0] == '\0')
			continue;
		values++;
		bool mean = strcmp(field[2], "stress.mean") == 0;
		double value = strtod(field[3], NULL), margin = strtod(field[4], NULL);
		assert_true(mean ? is_mean(&outputs->overview, value, margin)
				 : is_share(&outputs->overview, value, margin));
	}
	assert_true(values > 20 && withheld > 20);
}

static void all_numbers_were_released(void **state)
{
	struct rng rng = rng_seeded(79);

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		_cleanup_(overview_outputs_clear) struct overview_outputs outputs = {0};
		struct overview_made made;
		overview_outputs_drawn(&rng, round, WINDOWS, &made, &outputs);
		in_the_terminal(&outputs);
		in_the_browser(&outputs);
		in_the_table(&outputs);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_numbers_were_released),
	};

	return cmocka_run_group_tests_name("overview_numbers", tests, NULL, NULL);
}
