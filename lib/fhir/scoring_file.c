#include <stdlib.h>
#include <string.h>

#include <evenkeel/config_line.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "scoring_reader.h"

#define SECTION_MAX 48 /* bytes of a section's name that the library below reads */

static void read_setting(struct scoring_reader *reader, const struct config_line *line)
{
	bool known = false;

	reader->value = line->value;
	if (!*line->value) {
		scoring_refuse(reader, _("there is nothing behind the '='"));
		return;
	}
	switch (reader->section) {
	case SECTION_SCORING:
		known = scoring_read_head(reader, line->name);
		break;
	case SECTION_VALUES:
		known = scoring_read_values(reader, line->name);
		break;
	case SECTION_SCORE:
		known = scoring_read_score(reader, line->name);
		break;
	case SECTION_SAFETY:
		known = scoring_read_safety(reader, line->name);
		break;
	case SECTION_UNKNOWN: /* said already */
		return;
	case SECTION_NONE:
		break;
	}
	if (!known)
		problems_refuse(reader->problems, NULL, "line %d: '%s' is not known here", reader->line, line->name);
}

static void begin_values(struct scoring_reader *reader)
{
	struct scoring *out = reader->out;

	reader->section = SECTION_VALUES;
	out->tables = mem_grow(out->tables, out->table_count + 1, sizeof(*out->tables));
	out->tables[out->table_count++] = (struct scoring_table){0};
}

static void begin_score(struct scoring_reader *reader, const char *name)
{
	struct scoring *out = reader->out;

	reader->section = SECTION_SCORE;
	for (size_t i = 0; i < out->score_count; i++)
		if (strcmp(out->scores[i].name, name) == 0)
			scoring_refuse(reader, _("a score of this name stands above already"));
	out->scores = mem_grow(out->scores, out->score_count + 1, sizeof(*out->scores));
	out->scores[out->score_count++] =
		(struct scoring_score){.name = mem_copy_string(name), .multiply = 1, .line = reader->line};
}

static void begin_safety(struct scoring_reader *reader)
{
	struct scoring *out = reader->out;

	reader->section = SECTION_SAFETY;
	out->safeties = mem_grow(out->safeties, out->safety_count + 1, sizeof(*out->safeties));
	out->safeties[out->safety_count++] = (struct scoring_safety){.line = reader->line};
}

static void begin_section(struct scoring_reader *reader, const char *name)
{
	const struct scoring *out = reader->out;

	reader->section = SECTION_UNKNOWN;
	if (!scoring_has_room(reader, out->table_count) || !scoring_has_room(reader, out->score_count) ||
	    !scoring_has_room(reader, out->safety_count))
		return;
	if (strlen(name) > SECTION_MAX)
		scoring_refuse(reader, _("the section's name is too long"));
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

static void read_line(struct scoring_reader *reader, struct config_line *line, const char *bytes, size_t length)
{
	char string[CONFIG_LINE_MAX + 1];

	if (length > CONFIG_LINE_MAX) {
		problems_refuse(reader->problems, NULL, "line %d: the line is longer than %d bytes", reader->line,
				CONFIG_LINE_MAX);
		return;
	}
	if (!text_is_utf8(bytes, length) || memchr(bytes, '\0', length)) {
		scoring_refuse(reader, _("the line is not UTF-8 text"));
		return;
	}
	memcpy(string, bytes, length);
	string[length] = '\0';
	config_line_read(line, string);
	if (line->kind == LINE_BAD)
		scoring_refuse(reader, _("the line is neither '[section]' nor 'key = value' nor '; comment'"));
	else if (line->kind == LINE_SECTION)
		begin_section(reader, line->section);
	else if (line->kind == LINE_SETTING)
		read_setting(reader, line);
}

/* What a section needs as a whole. */
static void check_sections(struct scoring_reader *reader)
{
	const struct scoring *out = reader->out;

	for (size_t i = 0; i < out->score_count; i++) {
		const struct scoring_score *score = &out->scores[i];
		reader->line = score->line;
		if (score->count == 0)
			scoring_refuse(reader, _("the score has no 'item = LINKID'"));
		if (score->at_least > score->count)
			scoring_refuse(reader, _("'at-least' is more than the score has items"));
		if (score->at_least > 0 && score->at_least < score->count && score->missing == MISSING_REFUSED)
			scoring_refuse(reader,
				       _("say in 'missing' whether the 'mean' stands for missing answers or 'omit' "
					 "leaves them out"));
		if ((score->has_sd && score->sd <= 0) || (score->has_alpha && (score->alpha < 0 || score->alpha >= 1)))
			scoring_refuse(reader, _("'sd' lies above 0, 'alpha' from 0 to below 1"));
	}
	for (size_t i = 0; i < out->safety_count; i++) {
		const struct scoring_safety *safety = &out->safeties[i];
		reader->line = safety->line;
		if (!safety->link_id == !safety->score || safety->limit == LIMIT_NONE)
			scoring_refuse(reader, _("a safety rule has one 'item' or 'score', and one of 'above', "
						 "'at-least', 'at-most'"));
	}
}

int scoring_read(const struct questionnaire_file *file, struct scoring *ret, struct problems *problems)
{
	struct scoring out = {0};
	struct scoring_reader reader = {.out = &out, .problems = problems};
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
