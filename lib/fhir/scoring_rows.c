/* What may stand in each section of a scoring file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "scoring_reader.h"

#define NUMBER_MAX 1e6

void scoring_refuse(struct scoring_reader *reader, const char *why)
{
	problems_refuse(reader->problems, NULL, "line %d: %s", reader->line, why);
}

static void set_string(struct scoring_reader *reader, char **place)
{
	if (*place)
		scoring_refuse(reader, _("this stands twice"));
	free(*place);
	*place = mem_copy_string(reader->value);
}

/* Where the words of a setting go. */
struct place {
	const char *name;
	char **place;
};

static bool set_named(struct scoring_reader *reader, const char *name, const struct place *places, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(places[i].name, name) == 0) {
			set_string(reader, places[i].place);
			return true;
		}
	return false;
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

static void set_number(struct scoring_reader *reader, double *place, bool *has)
{
	const char *cursor = reader->value;

	if (has && *has)
		scoring_refuse(reader, _("this stands twice"));
	if (!take_number(&cursor, place) || *cursor)
		scoring_refuse(reader, _("a number is needed, like 6.2"));
	if (has)
		*has = true;
}

bool scoring_has_room(struct scoring_reader *reader, size_t count)
{
	if (count == SCORING_ROWS_MAX)
		scoring_refuse(reader, _("too many lines of this kind"));
	return count < SCORING_ROWS_MAX;
}

bool scoring_read_head(struct scoring_reader *reader, const char *name)
{
	struct scoring *out = reader->out;
	const struct place places[] = {{"name", &out->name},
				       {"version", &out->version},
				       {"source", &out->source},
				       {"questionnaire", &out->questionnaire},
				       {"languages", &out->languages}};

	return set_named(reader, name, places, sizeof(places) / sizeof(*places));
}

static void add_value(struct scoring_reader *reader, struct scoring_table *table)
{
	const char *cursor = reader->value;
	double number;

	if (!scoring_has_room(reader, table->count))
		return;
	if (!take_number(&cursor, &number) || !*cursor) {
		scoring_refuse(reader, _("write 'value = NUMBER CODE'"));
		return;
	}
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->values[i].code, cursor) == 0)
			scoring_refuse(reader, _("this code has a number already"));
	table->values = mem_grow(table->values, table->count + 1, sizeof(*table->values));
	table->values[table->count++] = (struct scoring_value){.number = number, .code = mem_copy_string(cursor)};
}

bool scoring_read_values(struct scoring_reader *reader, const char *name)
{
	struct scoring_table *table = &reader->out->tables[reader->out->table_count - 1];

	if (strcmp(name, "value") == 0) {
		add_value(reader, table);
		return true;
	}
	if (strcmp(name, "item") != 0)
		return false;
	if (scoring_has_room(reader, table->item_count)) {
		table->items = mem_grow(table->items, table->item_count + 1, sizeof(*table->items));
		table->items[table->item_count++] = mem_copy_string(reader->value);
	}
	return true;
}

static void add_item(struct scoring_reader *reader, struct scoring_score *score, bool reversed)
{
	if (!scoring_has_room(reader, score->count))
		return;
	for (size_t i = 0; i < score->count; i++)
		if (strcmp(score->items[i].link_id, reader->value) == 0)
			scoring_refuse(reader, _("this item is in the score already"));
	score->items = mem_grow(score->items, score->count + 1, sizeof(*score->items));
	score->items[score->count++] =
		(struct scoring_item){.link_id = mem_copy_string(reader->value), .reversed = reversed};
}

static void add_band(struct scoring_reader *reader, struct scoring_score *score)
{
	struct scoring_band band;
	const char *cursor = reader->value;

	if (!scoring_has_room(reader, score->band_count))
		return;
	if (!take_number(&cursor, &band.low) || !take_number(&cursor, &band.high) || !*cursor || band.low > band.high) {
		scoring_refuse(reader, _("write 'band = FROM TO WORDS'"));
		return;
	}
	if (score->band_count > 0 && score->bands[score->band_count - 1].high >= band.low)
		scoring_refuse(reader, _("bands follow each other from low to high and do not overlap"));
	band.words = mem_copy_string(cursor);
	score->bands = mem_grow(score->bands, score->band_count + 1, sizeof(*score->bands));
	score->bands[score->band_count++] = band;
}

static void set_range(struct scoring_reader *reader, struct scoring_score *score)
{
	const char *cursor = reader->value;

	if (!take_number(&cursor, &score->low) || !take_number(&cursor, &score->high) || *cursor ||
	    score->low >= score->high)
		scoring_refuse(reader, _("write 'range = MIN MAX', as in 'range = 0 4'"));
	score->has_range = true;
}

static void set_at_least(struct scoring_reader *reader, struct scoring_score *score)
{
	double number = 0;

	set_number(reader, &number, NULL);
	if (number < 1 || number > SCORING_ROWS_MAX || number != floor(number))
		scoring_refuse(reader, _("a number of items is needed, at least 1"));
	else
		score->at_least = (size_t)number;
}

static void set_word(struct scoring_reader *reader, const char *first, const char *second, bool *ret_second)
{
	*ret_second = strcmp(reader->value, second) == 0;
	if (!*ret_second && strcmp(reader->value, first) != 0)
		problems_refuse(reader->problems, NULL, "line %d: write '%s' or '%s'", reader->line, first, second);
}

static bool read_score_string(struct scoring_reader *reader, struct scoring_score *score, const char *name)
{
	const struct place places[] = {{"title", &score->title},
				       {"source", &score->source},
				       {"compare", &score->compare},
				       {"band-source", &score->band_source},
				       {"change-source", &score->change_source}};

	return set_named(reader, name, places, sizeof(places) / sizeof(*places));
}

bool scoring_read_score(struct scoring_reader *reader, const char *name)
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

static void set_limit(struct scoring_reader *reader, struct scoring_safety *safety, enum scoring_limit limit)
{
	if (safety->limit != LIMIT_NONE)
		scoring_refuse(reader, _("one of 'above', 'at-least' and 'at-most' is enough"));
	safety->limit = limit;
	set_number(reader, &safety->number, NULL);
}

bool scoring_read_safety(struct scoring_reader *reader, const char *name)
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
