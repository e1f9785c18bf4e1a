#include <inttypes.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/cells.h>
#include <evenkeel/i18n.h>

/* "Often", from which on a sign, an impact or the breaks count; design/AGGREGATION.md, section 1. */
enum { OFTEN = 3 };

static bool between(uint16_t id, uint16_t first, uint16_t count)
{
	return id >= first && id < first + count;
}

/* Of an answer that the review has. */
static void set_answer(uint16_t question, int step, uint64_t *ret)
{
	if (question == ID_WEEK_STRESS)
		ret[CELL_STRESS + step] = 1;
	else if (between(question, ID_SYMPTOM_FIRST, ID_SYMPTOM_COUNT))
		ret[CELL_SYMPTOM + question - ID_SYMPTOM_FIRST] = step >= OFTEN;
	else if (between(question, ID_IMPACT_FIRST, ID_IMPACT_COUNT))
		ret[CELL_IMPACT + question - ID_IMPACT_FIRST] = step >= OFTEN;
	else if (question == ID_VALENCE)
		ret[step ? CELL_ENERGISING : CELL_DRAINING] = 1;
	else if (question == ID_BREAKS_TAKEN)
		ret[CELL_BREAKS] = step >= OFTEN;
	else if (question == ID_HARD_CALL)
		ret[CELL_HARD_CALL] = step == 1;
}

static void set_answers(const struct review *review, uint64_t *ret)
{
	size_t count;
	const struct review_item *items = review_items(&count);

	for (size_t i = 0; i < count; i++)
		if (items[i].kind == REVIEW_STEPS && review->answers[i] >= 0)
			set_answer(items[i].question, review->answers[i], ret);
	for (size_t i = 0; i < sizeof(review->causes) / sizeof(review->causes[0]); i++)
		if (between(review->causes[i], ID_CAUSE_FIRST, ID_CAUSE_COUNT))
			ret[CELL_CAUSE + review->causes[i] - ID_CAUSE_FIRST] = 1;
	if (between(review->response, ID_EFFECTIVE_FIRST, ID_EFFECTIVE_COUNT))
		ret[CELL_EFFECTIVE] = 1;
	else if (between(review->response, ID_FUTILE_FIRST, ID_FUTILE_COUNT))
		ret[CELL_FUTILE] = 1;
}

static uint64_t sum(const uint64_t *cells, unsigned first, unsigned end)
{
	uint64_t ones = 0;

	for (unsigned i = first; i < end; i++)
		ones += cells[i];
	return ones;
}

/* Each mark that may go draws a number; the smallest go. Two of 2^64 that are the same decide nothing that could be seen. */
static void clear_some(const uint8_t *seed, uint64_t *cells)
{
	uint64_t draws[CELL_ENERGISING - CELL_SYMPTOM];

	randombytes_buf_deterministic(draws, sizeof(draws), seed);
	while (sum(cells, 0, CELL_ANSWERED) > CELL_ONES_MAX) {
		unsigned least = CELL_ENERGISING;
		for (unsigned i = CELL_SYMPTOM; i < CELL_ENERGISING; i++)
			if (cells[i] &&
			    (least == CELL_ENERGISING || draws[i - CELL_SYMPTOM] < draws[least - CELL_SYMPTOM]))
				least = i;
		cells[least] = 0;
	}
	sodium_memzero(draws, sizeof(draws));
}

int cells_before_clearing(const struct review *review, uint64_t ret[static CELL_COUNT])
{
	uint64_t cells[CELL_COUNT] = {0};
	int r = CELLS_NONE;

	set_answers(review, cells);
	if (sum(cells, CELL_STRESS, CELL_STRESS + CELL_STRESS_COUNT) == 1) {
		cells[CELL_ANSWERED] = 1;
		memcpy(ret, cells, sizeof(cells));
		r = 0;
	}
	sodium_memzero(cells, sizeof(cells));
	return r;
}

int cells_from_review(const struct review *review, const uint8_t seed[static CELLS_SEED_SIZE],
		      uint64_t ret[static CELL_COUNT])
{
	_Static_assert(CELLS_SEED_SIZE == randombytes_SEEDBYTES, "the seed is libsodium's");
	int r = cells_before_clearing(review, ret);

	if (r == 0)
		clear_some(seed, ret);
	return r;
}

bool cells_valid(const uint64_t cells[static CELL_COUNT])
{
	for (unsigned i = 0; i < CELL_COUNT; i++)
		if (cells[i] > 1)
			return false;
	return sum(cells, CELL_STRESS, CELL_STRESS + CELL_STRESS_COUNT) == 1 &&
	       !(cells[CELL_ENERGISING] && cells[CELL_DRAINING]) && !(cells[CELL_EFFECTIVE] && cells[CELL_FUTILE]) &&
	       sum(cells, CELL_RESERVED, CELL_RESERVED + CELL_RESERVED_COUNT) == 0 && cells[CELL_ANSWERED] == 1 &&
	       sum(cells, 0, CELL_ANSWERED) <= CELL_ONES_MAX;
}

uint16_t cell_id(unsigned cell)
{
	if (cell < CELL_SYMPTOM)
		return ID_WEEK_STRESS;
	if (cell < CELL_IMPACT)
		return (uint16_t)(ID_SYMPTOM_FIRST + cell - CELL_SYMPTOM);
	if (cell < CELL_CAUSE)
		return (uint16_t)(ID_IMPACT_FIRST + cell - CELL_IMPACT);
	if (cell < CELL_ENERGISING)
		return (uint16_t)(ID_CAUSE_FIRST + cell - CELL_CAUSE);
	if (cell <= CELL_DRAINING)
		return ID_VALENCE;
	if (cell == CELL_BREAKS)
		return ID_BREAKS_TAKEN;
	return cell == CELL_HARD_CALL ? ID_HARD_CALL : 0;
}

/* The names of those that are no id's; also the keys of their phrases, behind "cell.". */
static const char *own_name(unsigned cell)
{
	switch (cell) {
	case CELL_ENERGISING:
		return "energising";
	case CELL_DRAINING:
		return "draining";
	case CELL_EFFECTIVE:
		return "effective";
	case CELL_FUTILE:
		return "futile";
	case CELL_ANSWERED:
		return "answered";
	default:
		return cell >= CELL_RESERVED ? "reserved" : NULL;
	}
}

void cell_name(unsigned cell, struct text *ret)
{
	const char *own = own_name(cell);

	if (cell < CELL_SYMPTOM)
		text_appendf(ret, "stress.%u", cell - CELL_STRESS);
	else if (cell >= CELL_RESERVED && cell < CELL_RESERVED + CELL_RESERVED_COUNT)
		text_appendf(ret, "%s.%u", own, cell);
	else
		text_append(ret, own ? own : catalogue_find(cell_id(cell))->name);
}

/* The step of a scale from which on a cell is 1; NULL where it has none. */
static const char *step_words(unsigned cell, enum catalogue_language language)
{
	char key[32] = "f5.3";

	_Static_assert(OFTEN == 3, "the phrase is the step's");
	if (own_name(cell) || between(cell_id(cell), ID_CAUSE_FIRST, ID_CAUSE_COUNT) || cell == CELL_HARD_CALL)
		return NULL;
	if (cell < CELL_SYMPTOM)
		snprintf(key, sizeof(key), "s5.%u", cell - CELL_STRESS);
	return catalogue_phrase(key, language);
}

static const char *label_words(unsigned cell, enum catalogue_language language)
{
	const char *own = own_name(cell);
	char key[32];

	if (own == NULL)
		return catalogue_text(cell_id(cell), TEXT_LABEL, language);
	snprintf(key, sizeof(key), "cell.%s", own);
	return catalogue_phrase(key, language);
}

void cell_words(unsigned cell, enum catalogue_language language, struct text *ret)
{
	const char *step = step_words(cell, language);

	text_append(ret, label_words(cell, language));
	if (step) {
		text_append(ret, _(": "));
		text_append(ret, step);
	}
}

void cell_own_words(unsigned cell, enum catalogue_language language, struct text *ret)
{
	if (cell < CELL_SYMPTOM)
		text_append(ret, step_words(cell, language));
	else if (cell < CELL_ENERGISING)
		text_append(ret, label_words(cell, language));
	else
		cell_words(cell, language, ret);
}
