/*
 * What a person contributes to their team's figures: 48 marks of 0 or 1, made from one weekly review (design/AGGREGATION.md,
 * section 1). No id, step, note, score or time goes further than this. Pure: what is left to chance comes in as a seed.
 *
 *   0-4 the week's stress | 5-17 symptoms | 18-21 impacts | 22-36 causes | 37, 38 mostly energising, draining
 *   39, 40 responses that help, that only cost | 41 most breaks taken | 42 a hard call | 43-46 always 0 | 47 always 1
 */
#ifndef EVENKEEL_CELLS_H
#define EVENKEEL_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/checkin.h>
#include <evenkeel/text.h>

enum {
	CELL_STRESS = 0,
	CELL_STRESS_COUNT = 5,
	CELL_SYMPTOM = 5,
	CELL_IMPACT = 18,
	CELL_CAUSE = 22,
	CELL_ENERGISING = 37,
	CELL_DRAINING = 38,
	CELL_EFFECTIVE = 39,
	CELL_FUTILE = 40,
	CELL_BREAKS = 41,
	CELL_HARD_CALL = 42,
	CELL_RESERVED = 43,
	CELL_RESERVED_COUNT = 4,
	CELL_ANSWERED = 47,
	CELL_COUNT = 48,
	CELL_ONES_MAX = 12, /* beside CELL_ANSWERED */
	CELLS_SEED_SIZE = 32,
};

#define CELLS_NONE 1 /* the week's stress has no answer, so there is nothing to contribute */

/*
 * 0, CELLS_NONE. At most CELL_ONES_MAX ones beside the last: of those in 5 to 36 as many as are too much are cleared, which ones by
 * @seed; 32 random bytes, used for this alone.
 */
int cells_from_review(const struct review *review, const uint8_t seed[static CELLS_SEED_SIZE],
		      uint64_t ret[static CELL_COUNT]);
/* The same before any is cleared: what the preview says was cleared is the difference. */
int cells_before_clearing(const struct review *review, uint64_t ret[static CELL_COUNT]);
/* Could cells_from_review have made them? What a client shares out is checked once more by this. */
bool cells_valid(const uint64_t cells[static CELL_COUNT]);

/* The catalogue's id that a cell is about; 0 for the last five. */
uint16_t cell_id(unsigned cell);
/* A cell's stable name, for --json: "stress.3", "fatigue", "company.overload", "energising", "reserved.43", "answered". */
void cell_name(unsigned cell, struct text *ret);
/* What a cell of 1 says, in words, for the preview: "this week's stress: high". Appends. */
void cell_words(unsigned cell, enum catalogue_language language, struct text *ret);
/* The same without what it shares with its like, below a heading that says it: "high"; "loneliness", for which a 1 says often or more. */
void cell_own_words(unsigned cell, enum catalogue_language language, struct text *ret);

#endif
