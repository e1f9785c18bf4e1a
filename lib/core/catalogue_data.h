/* The catalogue's tables, which schema/compile.awk writes from the files in schema/. Private to catalogue.c and exercise.c. */
#ifndef CORE_CATALOGUE_DATA_H
#define CORE_CATALOGUE_DATA_H

#include <evenkeel/catalogue.h>
#include <evenkeel/exercise.h>

extern const struct catalogue_entry catalogue_data_entries[]; /* in ascending number */
extern const size_t catalogue_data_entry_count;
extern const char *const catalogue_data_texts[][CATALOGUE_LANGUAGES][TEXT_FIELDS]; /* beside the entries */

struct catalogue_tip_texts {
	const char *text, *first_step;
};
extern const struct catalogue_tip catalogue_data_tips[]; /* in ascending number */
extern const size_t catalogue_data_tip_count;
extern const struct catalogue_tip_texts catalogue_data_tip_texts[][CATALOGUE_LANGUAGES]; /* beside the tips */

extern const struct exercise catalogue_data_exercises[]; /* in ascending number */
extern const size_t catalogue_data_exercise_count;

struct catalogue_phrase_texts {
	const char *key, *text[CATALOGUE_LANGUAGES];
};
extern const struct catalogue_phrase_texts catalogue_data_phrases[];
extern const size_t catalogue_data_phrase_count;

#endif
