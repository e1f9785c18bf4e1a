#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/config_line.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/scoring.h>
#include <evenkeel/text.h>

#define SECTION_MAX 48 /* bytes of a section's name that the library below reads */
#define NUMBER_MAX 1e6

enum section { SECTION_NONE, SECTION_SCORING, SECTION_VALUES, SECTION_SCORE, SECTION_SAFETY, SECTION_UNKNOWN };

struct reader {
	struct scoring *out;
	struct problems *problems;
	enum section section;
	int line;
	const char *value;
};

static void refuse(struct reader *reader, const char *why)
{
	problems_refuse(reader->problems, NULL, "line %d: %s", reader->line, why);
}

static void set_string(struct reader *reader, char **place)
{
	if (*place)
		refuse(reader, _("this stands twice"));
	free(*place);
	*place = mem_copy_string(reader->value);
}

/* A number at *@cursor, which moves past it and the blanks behind it. Not "nan", not "0x10", nothing that a person did not write. */
static bool take_number(const char **cursor, double *ret)
{
	size_t length = strspn(*cursor, "+-.0123456789");
	char *end;

	double number = strtod(*cursor, &end);
	if (length == 0 || end != *cursor + length || fabs(number) > NUMBER_MAX ||
	    (*end && *end != ' ' && *end != '\t'))
		return false;
	*cursor = end + strspn(end, " \t");
	*ret = number;
	return true;
}

static void set_number(struct reader *reader, double *place, bool *has)
{
	const char *cursor = reader->value;

	if (has && *has)
		refuse(reader, _("this stands twice"));
	if (!take_number(&cursor, place) || *cursor)
		refuse(reader, _("a number is needed, like 6.2"));
	if (has)
		*has = true;
}

static bool has_room(struct reader *reader, size_t count)
{
	if (count == SCORING_ROWS_MAX)
		refuse(reader, _("too many lines of this kind"));
	return count < SCORING_ROWS_MAX;
}

static bool read_scoring(struct reader *reader, const char *name)
{
	struct scoring *out = reader->out;
	const struct {
		const char *name;
		char **place;
	} rows[] = {{"name", &out->name},
		    {"version", &out->version},
		    {"source", &out->source},
		    {"questionnaire", &out->questionnaire},
		    {"languages", &out->languages}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].name, name) == 0) {
			set_string(reader, rows[i].place);
			return true;
		}
	return false;
}

static void add_value(struct reader *reader, struct scoring_table *table)
{
	const char *cursor = reader->value;
	double number;

	if (!has_room(reader, table->count))
		return;
	if (!take_number(&cursor, &number) || !*cursor) {
		refuse(reader, _("write 'value = NUMBER CODE'"));
		return;
	}
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->values[i].code, cursor) == 0)
			refuse(reader, _("this code has a number already"));
	table->values = mem_grow(table->values, table->count + 1, sizeof(*table->values));
	table->values[table->count++] = (struct scoring_value){.number = number, .code = mem_copy_string(cursor)};
}

static bool read_values(struct reader *reader, const char *name)
{
	struct scoring_table *table = &reader->out->tables[reader->out->table_count - 1];

	if (strcmp(name, "value") == 0) {
		add_value(reader, table);
		return true;
	}
	if (strcmp(name, "item") != 0)
		return false;
	if (has_room(reader, table->item_count)) {
		table->items = mem_grow(table->items, table->item_count + 1, sizeof(*table->items));
		table->items[table->item_count++] = mem_copy_string(reader->value);
	}
	return true;
}

static void add_item(struct reader *reader, struct scoring_score *score, bool reversed)
{
	if (!has_room(reader, score->count))
		return;
	for (size_t i = 0; i < score->count; i++)
		if (strcmp(score->items[i].link_id, reader->value) == 0)
			refuse(reader, _("this item is in the score already"));
	score->items = mem_grow(score->items, score->count + 1, sizeof(*score->items));
	score->items[score->count++] =
		(struct scoring_item){.link_id = mem_copy_string(reader->value), .reversed = reversed};
}

static void add_band(struct reader *reader, struct scoring_score *score)
{
	struct scoring_band band;
	const char *cursor = reader->value;

	if (!has_room(reader, score->band_count))
		return;
	if (!take_number(&cursor, &band.low) || !take_number(&cursor, &band.high) || !*cursor || band.low > band.high) {
		refuse(reader, _("write 'band = FROM TO WORDS'"));
		return;
	}
	if (score->band_count > 0 && score->bands[score->band_count - 1].high >= band.low)
		refuse(reader, _("bands follow each other from low to high and do not overlap"));
	band.words = mem_copy_string(cursor);
	score->bands = mem_grow(score->bands, score->band_count + 1, sizeof(*score->bands));
	score->bands[score->band_count++] = band;
}

static void set_range(struct reader *reader, struct scoring_score *score)
{
	const char *cursor = reader->value;

	if (!take_number(&cursor, &score->low) || !take_number(&cursor, &score->high) || *cursor ||
	    score->low >= score->high)
		refuse(reader, _("write 'range = MIN MAX', as in 'range = 0 4'"));
	score->has_range = true;
}

static void set_at_least(struct reader *reader, struct scoring_score *score)
{
	double number = 0;

	set_number(reader, &number, NULL);
	if (number < 1 || number > SCORING_ROWS_MAX || number != floor(number))
		refuse(reader, _("a number of items is needed, at least 1"));
	else
		score->at_least = (size_t)number;
}

static void set_word(struct reader *reader, const char *first, const char *second, bool *ret_second)
{
	*ret_second = strcmp(reader->value, second) == 0;
	if (!*ret_second && strcmp(reader->value, first) != 0)
		problems_refuse(reader->problems, NULL, "line %d: write '%s' or '%s'", reader->line, first, second);
}

static bool read_score_string(struct reader *reader, struct scoring_score *score, const char *name)
{
	const struct {
		const char *name;
		char **place;
	} rows[] = {{"title", &score->title},
		    {"source", &score->source},
		    {"compare", &score->compare},
		    {"band-source", &score->band_source},
		    {"change-source", &score->change_source}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].name, name) == 0) {
			set_string(reader, rows[i].place);
			return true;
		}
	return false;
}

static bool read_score(struct reader *reader, const char *name)
{
	struct scoring_score *score = &reader->out->scores[reader->out->score_count - 1];
	bool second;

	if (strcmp(name, "item") == 0 || strcmp(name, "reverse") == 0) {
		add_item(reader, score, name[0] == 'r');
	} else if (strcmp(name, "band") == 0) {
		add_band(reader, score);
	} else if (strcmp(name, "range") == 0) {
		set_range(reader, score);
	} else if (strcmp(name, "method") == 0) {
		set_word(reader, "sum", "mean", &score->mean);
	} else if (strcmp(name, "missing") == 0) {
		set_word(reader, "mean", "omit", &second);
		score->missing = second ? MISSING_OMITTED : MISSING_MEAN;
	} else if (strcmp(name, "at-least") == 0) {
		set_at_least(reader, score);
	} else if (strcmp(name, "multiply") == 0) {
		set_number(reader, &score->multiply, NULL);
	} else if (strcmp(name, "sd") == 0) {
		set_number(reader, &score->sd, &score->has_sd);
	} else if (strcmp(name, "alpha") == 0) {
		set_number(reader, &score->alpha, &score->has_alpha);
	} else {
		return read_score_string(reader, score, name);
	}
	return true;
}

static void set_limit(struct reader *reader, struct scoring_safety *safety, enum scoring_limit limit)
{
	if (safety->limit != LIMIT_NONE)
		refuse(reader, _("one of 'above', 'at-least' and 'at-most' is enough"));
	safety->limit = limit;
	set_number(reader, &safety->number, NULL);
}

static bool read_safety(struct reader *reader, const char *name)
{
	struct scoring_safety *safety = &reader->out->safeties[reader->out->safety_count - 1];

	if (strcmp(name, "item") == 0)
		set_string(reader, &safety->link_id);
	else if (strcmp(name, "score") == 0)
		set_string(reader, &safety->score);
	else if (strcmp(name, "source") == 0)
		set_string(reader, &safety->source);
	else if (strcmp(name, "above") == 0)
		set_limit(reader, safety, LIMIT_ABOVE);
	else if (strcmp(name, "at-least") == 0)
		set_limit(reader, safety, LIMIT_AT_LEAST);
	else if (strcmp(name, "at-most") == 0)
		set_limit(reader, safety, LIMIT_AT_MOST);
	else
		return false;
	return true;
}

static void read_setting(struct reader *reader, const struct config_line *line)
{
	bool known = false;

	reader->value = line->value;
	if (!*line->value) {
		refuse(reader, _("there is nothing behind the '='"));
		return;
	}
	switch (reader->section) {
	case SECTION_SCORING:
		known = read_scoring(reader, line->name);
		break;
	case SECTION_VALUES:
		known = read_values(reader, line->name);
		break;
	case SECTION_SCORE:
		known = read_score(reader, line->name);
		break;
	case SECTION_SAFETY:
		known = read_safety(reader, line->name);
		break;
	case SECTION_UNKNOWN: /* said already */
		return;
	case SECTION_NONE:
		break;
	}
	if (!known)
		problems_refuse(reader->problems, NULL, "line %d: '%s' is not known here", reader->line, line->name);
}

static void begin_values(struct reader *reader)
{
	struct scoring *out = reader->out;

	reader->section = SECTION_VALUES;
	out->tables = mem_grow(out->tables, out->table_count + 1, sizeof(*out->tables));
	out->tables[out->table_count++] = (struct scoring_table){0};
}

static void begin_score(struct reader *reader, const char *name)
{
	struct scoring *out = reader->out;

	reader->section = SECTION_SCORE;
	for (size_t i = 0; i < out->score_count; i++)
		if (strcmp(out->scores[i].name, name) == 0)
			refuse(reader, _("a score of this name stands above already"));
	out->scores = mem_grow(out->scores, out->score_count + 1, sizeof(*out->scores));
	out->scores[out->score_count++] =
		(struct scoring_score){.name = mem_copy_string(name), .multiply = 1, .line = reader->line};
}

static void begin_safety(struct reader *reader)
{
	struct scoring *out = reader->out;

	reader->section = SECTION_SAFETY;
	out->safeties = mem_grow(out->safeties, out->safety_count + 1, sizeof(*out->safeties));
	out->safeties[out->safety_count++] = (struct scoring_safety){.line = reader->line};
}

static void begin_section(struct reader *reader, const char *name)
{
	const struct scoring *out = reader->out;

	reader->section = SECTION_UNKNOWN;
	if (!has_room(reader, out->table_count) || !has_room(reader, out->score_count) ||
	    !has_room(reader, out->safety_count))
		return;
	if (strlen(name) > SECTION_MAX)
		refuse(reader, _("the section's name is too long"));
	else if (strcmp(name, "scoring") == 0)
		reader->section = SECTION_SCORING;
	else if (strcmp(name, "values") == 0)
		begin_values(reader);
	else if (strncmp(name, "score ", 6) == 0 && name[6])
		begin_score(reader, name + 6);
	else if (strcmp(name, "safety") == 0)
		begin_safety(reader);
	else
		problems_refuse(reader->problems, NULL,
				"line %d: '[%s]' is none of [scoring], [values], [score NAME] and [safety]",
				reader->line, name);
}

static void read_line(struct reader *reader, struct config_line *line, const char *bytes, size_t length)
{
	char string[CONFIG_LINE_MAX + 1];

	if (length > CONFIG_LINE_MAX) {
		problems_refuse(reader->problems, NULL, "line %d: the line is longer than %d bytes", reader->line,
				CONFIG_LINE_MAX);
		return;
	}
	if (!text_is_utf8(bytes, length) || memchr(bytes, '\0', length)) {
		refuse(reader, _("the line is not UTF-8 text"));
		return;
	}
	memcpy(string, bytes, length);
	string[length] = '\0';
	config_line_read(line, string);
	if (line->kind == LINE_BAD)
		refuse(reader, _("the line is neither '[section]' nor 'key = value' nor '; comment'"));
	else if (line->kind == LINE_SECTION)
		begin_section(reader, line->section);
	else if (line->kind == LINE_SETTING)
		read_setting(reader, line);
}

/* What a section needs as a whole. */
static void check_sections(struct reader *reader)
{
	const struct scoring *out = reader->out;

	for (size_t i = 0; i < out->score_count; i++) {
		const struct scoring_score *score = &out->scores[i];
		reader->line = score->line;
		if (score->count == 0)
			refuse(reader, _("the score has no 'item = LINKID'"));
		if (score->at_least > score->count)
			refuse(reader, _("'at-least' is more than the score has items"));
		if (score->at_least > 0 && score->at_least < score->count && score->missing == MISSING_REFUSED)
			refuse(reader, _("say in 'missing' whether the 'mean' stands for missing answers or 'omit' "
					 "leaves them out"));
		if ((score->has_sd && score->sd <= 0) || (score->has_alpha && (score->alpha < 0 || score->alpha >= 1)))
			refuse(reader, _("'sd' lies above 0, 'alpha' from 0 to below 1"));
	}
	for (size_t i = 0; i < out->safety_count; i++) {
		const struct scoring_safety *safety = &out->safeties[i];
		reader->line = safety->line;
		if (!safety->link_id == !safety->score || safety->limit == LIMIT_NONE)
			refuse(reader,
			       _("a safety rule has one 'item' or 'score', and one of 'above', 'at-least', 'at-most'"));
	}
}

int scoring_read(const struct questionnaire_file *file, struct scoring *ret, struct problems *problems)
{
	struct scoring out = {0};
	struct reader reader = {.out = &out, .problems = problems};
	struct config_line line = {0};
	const char *cursor = file->bytes, *end = file->bytes + file->size, *bytes;
	size_t refused = problems->refused, length;

	problems->file = file->name;
	if (file->size > SCORING_BYTES_MAX)
		return problems_refuse(problems, NULL, "the file is too long for a scoring file");
	if (file->size >= 3 && memcmp(cursor, "\xef\xbb\xbf", 3) == 0)
		cursor += 3;
	while (config_line_next(&cursor, end, &bytes, &length)) {
		reader.line++;
		read_line(&reader, &line, bytes, length);
	}
	check_sections(&reader);
	if (out.score_count == 0 && out.safety_count == 0)
		problems_refuse(problems, NULL, "it has no [score NAME]; see SCORING FILES in 'man evenkeel'");
	if (problems->refused == refused) {
		*ret = out;
		return 0;
	}
	scoring_clear(&out);
	return -1;
}
