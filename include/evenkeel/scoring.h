/*
 * Scores of a questionnaire. How it is scored stands in a scoring file that lies beside it: which items, by linkId; what each answer is
 * worth, by its code; what is reversed, how much may be missing, cut-offs and their sources. Without one the file's own expressions are
 * run, as the file's word, which is no score where answers are missing or where it forgets what its authors count in reverse. Where both
 * are there and differ, both are told and the scoring file counts. Without either nothing is scored.
 *
 * A scoring file is read like the settings, line by line:
 *
 *   [scoring]                       what this is
 *   name = PSS-10
 *   version = 10 items
 *   source = Cohen & Williamson 1988
 *   questionnaire = URL or id       refuse any other questionnaire; optional
 *   languages = en de               those with a published translation; optional
 *
 *   [values]                        what answers are worth, where the questionnaire does not say, or says otherwise
 *   item = Q1                       for these items; without one for all
 *   value = 0 never                 number, blank, the option's code to the end of the line
 *
 *   [score total]                   one for each score or subscale
 *   title = Perceived stress
 *   item = Q1                       as many as there are
 *   reverse = Q4                    counted as min + max - x
 *   range = 0 4                     min and max of an item, when its options do not show them
 *   method = sum                    or mean
 *   multiply = 4
 *   at-least = 8                    so many items must be answered; else the score is not computed. Without it: all
 *   missing = mean                  the answered items' mean stands for the others; or: omit
 *   compare = TS                    the questionnaire's own score that this one is held against
 *   band = 0 13 low                 from, to, words
 *   band-source = ...
 *   sd = 6.2                        with alpha, for the least change beyond measurement noise
 *   alpha = 0.78
 *   change-source = ...
 *
 *   [safety]                        when to show where help is; as many as there are
 *   item = Q9                       or score = total
 *   above = 0                       or at-least = 9, or at-most = 28
 *   source = ...
 */
#ifndef EVENKEEL_SCORING_H
#define EVENKEEL_SCORING_H

#include <evenkeel/questionnaire.h>

#define SCORING_BYTES_MAX ((size_t)64 << 10)
#define SCORING_ROWS_MAX 2000 /* of each kind of line within one section; and sections */

struct scoring_value {
	double number;
	char *code;
};
struct scoring_table {
	char **items; /* linkIds; none = all */
	size_t item_count;
	struct scoring_value *values;
	size_t count;
};

struct scoring_item {
	char *link_id;
	bool reversed;
};
struct scoring_band {
	double low, high;
	char *words;
};
enum scoring_missing { MISSING_REFUSED, MISSING_MEAN, MISSING_OMITTED };
struct scoring_score {
	char *name, *title, *source, *compare, *band_source, *change_source; /* NULL = none, but for name */
	struct scoring_item *items;
	size_t count;
	struct scoring_band *bands;
	size_t band_count;
	bool mean, has_range, has_sd, has_alpha;
	enum scoring_missing missing;
	double low, high, multiply, sd, alpha;
	size_t at_least; /* 0 = all */
	int line;
};

enum scoring_limit { LIMIT_NONE, LIMIT_ABOVE, LIMIT_AT_LEAST, LIMIT_AT_MOST };
struct scoring_safety {
	char *link_id, *score; /* one of them */
	enum scoring_limit limit;
	double number;
	char *source;
	int line;
};

struct scoring {
	char *name, *version, *source, *questionnaire, *languages; /* NULL = none */
	struct scoring_table *tables;
	size_t table_count;
	struct scoring_score *scores;
	size_t score_count;
	struct scoring_safety *safeties;
	size_t safety_count;
};

/* -1 with all that is wrong, each by "FILE" and "line N". */
int scoring_read(const struct questionnaire_file *file, struct scoring *ret, struct problems *problems);
void scoring_clear(struct scoring *scoring);
/* Does it fit this questionnaire: linkIds, codes, a number for each answer of each scored item? -1 with what is wrong. */
int scoring_check(const struct scoring *scoring, const struct questionnaire *questionnaire, struct problems *problems);
/* Does the scoring file name a published translation for @language? True where it names none at all. */
bool scoring_has_language(const struct scoring *scoring, const char *language);

/* What one answer is worth: by the scoring file (NULL = none), else by the questionnaire. false: nothing says. */
bool scoring_number(const struct scoring *scoring, const struct questionnaire *questionnaire,
		    const struct questionnaire_answer *answer, double *ret);
/*
 * The least change between two values that is more than measurement noise, at 95 %: 1.96 * SD * sqrt(2) * sqrt(1 - alpha)
 * (Jacobson & Truax 1991). false: SD or alpha are not published with the score.
 */
bool scoring_least_change(const struct scoring_score *score, double *ret);

struct score {
	const char *name, *title;       /* borrowed from the scoring or the questionnaire; @title NULL = none */
	const char *source;             /* NULL: the questionnaire's own expression */
	const char *band, *band_source; /* NULL = none */
	bool scored;
	double value;           /* when scored */
	size_t answered, items; /* how many of its items were answered */
	size_t needed;          /* so many must be; 0: no rule */
	bool has_file_value,
		differs; /* what the questionnaire's own expression gives, and whether that is another number */
	double file_value;
	bool has_recorded; /* what a response had recorded */
	double recorded;
};
struct scores {
	struct score *items;
	size_t count;
	bool own;     /* by the questionnaire's own expressions */
	bool safety;  /* this answer or score calls for the words about help, at once */
	bool differs; /* the questionnaire's own expression, or a recorded score, says otherwise */
};
/*
 * All scores of @answers (NULL = none yet: every score is unscored, with its number of items). Differences are told in @problems, as notes
 * that name no answer and no score.
 */
void scores_compute(const struct questionnaire *questionnaire, const struct scoring *scoring,
		    const struct questionnaire_answers *answers, struct scores *ret, struct problems *problems);
void scores_clear(struct scores *scores);

#endif
