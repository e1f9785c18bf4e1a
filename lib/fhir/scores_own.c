/* Scores by the questionnaire's own expressions. */
#include <stdint.h>
#include <stdlib.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "own_score.h"
#include "reversed.h"
#include "scores_work.h"

static size_t count_answered(const struct scores_work *work, const struct own_score *own)
{
	bool *seen _cleanup_free_ = mem_new(work->questionnaire->count, sizeof(*seen));
	size_t count = 0;

	for (size_t i = 0; work->answers && i < work->answers->count; i++) {
		size_t place = work->answers->items[i].item;
		double number;
		if (!own->counts[place] || seen[place] || !work->open[place] ||
		    !scoring_number(NULL, work->questionnaire, &work->answers->items[i], &number))
			continue;
		seen[place] = true;
		count++;
	}
	return count;
}

/* Those of its items that are open: what is not asked is not missing. */
static size_t count_open(const struct scores_work *work, const struct own_score *own)
{
	size_t count = 0;

	for (size_t i = 0; i < work->questionnaire->count; i++)
		count += own->counts[i] && (!work->answers || work->open[i]);
	return count;
}

/*
 * Is the sum the score? Not where answers are missing and nothing says what that means, and not where the scale's authors count some
 * questions in reverse and the sum counts none so. It is shown as the questionnaire's own sum then, and as no score.
 */
static bool is_score(struct scores_work *work, const struct own_score *own, size_t place, const struct score *score)
{
	const struct questionnaire *questionnaire = work->questionnaire;
	const char *link_id = questionnaire->items[place].link_id;
	const struct reversed_scale *scale = reversed_find(questionnaire, place);

	if (scale && !own_score_reverses(own, questionnaire)) {
		problems_note(
			work->problems, link_id,
			"the authors of %s count some of its questions in reverse (%s), and this expression counts "
			"none so: not scored; give a scoring file with --scoring FILE",
			scale->name, scale->source);
		return false;
	}
	if (work->answers && score->answered > 0 && score->answered < score->items) {
		problems_note(
			work->problems, link_id,
			"some of its items were not answered, and the questionnaire has no rule for that: not scored");
		return false;
	}
	return true;
}

static void compute_own(struct scores_work *work, size_t place)
{
	const struct questionnaire_item *item = &work->questionnaire->items[place];
	struct score ret = {.name = item->link_id, .title = item->text};
	struct own_score own;
	double value = 0;

	own_score_read(work->questionnaire, place, &own, work->problems);
	ret.items = count_open(work, &own);
	ret.answered = count_answered(work, &own);
	bool right = own.supported && own.items > 0 && is_score(work, &own, place, &ret);
	if (work->answers && ret.answered > 0 &&
	    own_score_run(&own, work->questionnaire, work->answers, &value) == EXPRESSION_VALUE) {
		ret.has_file_value = true;
		ret.file_value = value;
		ret.scored = right;
		ret.value = right ? value : 0;
	}
	if (own.supported && own.items > 0)
		scores_compare_recorded(work, place, &ret);
	own_score_clear(&own);
	scores_add(work, ret);
}

void scores_compute_own(struct scores_work *work)
{
	work->out->own = true;
	for (size_t i = 0; i < work->questionnaire->count; i++)
		if (work->questionnaire->items[i].type == ITEM_SCORE)
			compute_own(work, i);
}

/* Why there is no score at all. */
void scores_note_unscored(struct scores_work *work)
{
	bool numbers = false;

	for (size_t i = 0; i < work->questionnaire->count; i++)
		for (size_t k = 0; k < work->questionnaire->items[i].option_count; k++)
			numbers |= work->questionnaire->items[i].options[k].has_number;
	problems_note(
		work->problems, NULL,
		numbers ? N_("nothing says how its numbers add up: answers are collected, not scored; give a scoring "
			     "file "
			     "with --scoring FILE")
			: N_("its options have no numbers: answers are collected, not scored; give a scoring file with "
			     "--scoring FILE"));
}
