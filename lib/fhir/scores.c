#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "own_score.h"
#include "scores_work.h"

void scores_clear(struct scores *scores)
{
	if (scores->items)
		explicit_bzero(scores->items, scores->count * sizeof(*scores->items));
	free(scores->items);
	*scores = (struct scores){0};
}

static bool same(double a, double b)
{
	return fabs(a - b) <= 1e-9 * (1 + fabs(a) + fabs(b));
}

/* What an item was answered, together; false without an answer that has a number. */
static bool item_number(const struct scores_work *work, const struct questionnaire_answers *answers, size_t place,
			double *ret)
{
	bool answered = false;

	*ret = 0;
	for (size_t i = 0; i < answers->count; i++) {
		double number;
		if (answers->items[i].item != place ||
		    !scoring_number(work->scoring, work->questionnaire, &answers->items[i], &number))
			continue;
		*ret += number;
		answered = true;
	}
	return answered;
}

/* The least and greatest number of an item's options; scoring_check made sure that there are some, or a range. */
static void find_span(const struct scores_work *work, const struct scoring_score *score, size_t place, double *ret_low,
		      double *ret_high)
{
	const struct questionnaire_item *item = &work->questionnaire->items[place];
	size_t count = item->type == ITEM_BOOLEAN ? 2 : item->option_count;

	*ret_low = score->low;
	*ret_high = score->high;
	for (size_t i = 0; i < count && !score->has_range; i++) {
		struct questionnaire_answer answer = {
			.item = place, .option = item->option_count ? i : SIZE_MAX, .number = (double)i};
		double number = 0;
		scoring_number(work->scoring, work->questionnaire, &answer, &number);
		*ret_low = i == 0 || number < *ret_low ? number : *ret_low;
		*ret_high = i == 0 || number > *ret_high ? number : *ret_high;
	}
}

static bool scored_number(const struct scores_work *work, const struct questionnaire_answers *answers,
			  const struct scoring_score *score, const struct scoring_item *scored, double *ret)
{
	size_t place = questionnaire_find(work->questionnaire, scored->link_id);
	double low, high;

	if ((work->open && !work->open[place]) || !item_number(work, answers, place, ret))
		return false;
	if (scored->reversed) {
		find_span(work, score, place, &low, &high);
		*ret = low + high - *ret;
	}
	return true;
}

/* An imputed score may lie between two bands of whole numbers: it belongs to the one that it has not left yet. */
static void find_band(const struct scoring_score *score, struct score *ret)
{
	for (size_t i = 0; i < score->band_count; i++) {
		const struct scoring_band *band = &score->bands[i];
		bool below_next =
			i + 1 == score->band_count ? ret->value <= band->high : ret->value < score->bands[i + 1].low;
		if (ret->value >= band->low && below_next) {
			ret->band = band->words;
			ret->band_source = score->band_source ? score->band_source : score->source;
		}
	}
}

/* One score by the scoring file. */
static struct score compute(const struct scores_work *work, const struct scoring_score *score,
			    const struct questionnaire_answers *answers)
{
	struct score ret = {.name = score->name,
			    .title = score->title,
			    .source = score->source ? score->source : work->scoring->source,
			    .items = score->count,
			    .needed = score->at_least ? score->at_least : score->count};
	double sum = 0, number;

	if (!ret.source)
		ret.source = "";
	for (size_t i = 0; answers && i < score->count; i++)
		if (scored_number(work, answers, score, &score->items[i], &number)) {
			sum += number;
			ret.answered++;
		}
	ret.scored = ret.answered > 0 && ret.answered >= ret.needed;
	if (!ret.scored)
		return ret;
	if (score->mean)
		sum /= (double)ret.answered;
	else if (score->missing == MISSING_MEAN)
		sum *= (double)score->count / (double)ret.answered;
	ret.value = sum * score->multiply;
	/* Answers that came in otherwise than by answers_read may be of any size. */
	ret.scored = isfinite(ret.value);
	if (!ret.scored)
		ret.value = 0;
	else
		find_band(score, &ret);
	return ret;
}

void scores_add(struct scores_work *work, struct score score)
{
	work->out->items = mem_grow(work->out->items, work->out->count + 1, sizeof(*work->out->items));
	work->out->items[work->out->count++] = score;
}

static bool find_recorded(const struct scores_work *work, size_t place, double *ret)
{
	for (size_t i = 0; work->answers && i < work->answers->recorded_count; i++)
		if (work->answers->recorded[i].item == place) {
			*ret = work->answers->recorded[i].number;
			return true;
		}
	return false;
}

/* What a response had recorded is held against what its answers come to. */
void scores_compare_recorded(struct scores_work *work, size_t place, struct score *score)
{
	score->has_recorded = find_recorded(work, place, &score->recorded);
	bool known = score->scored || (work->out->own && score->has_file_value);
	double value = score->scored ? score->value : score->file_value;
	if (!score->has_recorded || (known && same(score->recorded, value)))
		return;
	score->differs = true;
	problems_note(work->problems, work->questionnaire->items[place].link_id,
		      "the response recorded another score than its answers come to; the answers count");
}

/* The one score that the questionnaire computes itself; SIZE_MAX when there are none or several. */
static size_t only_own(const struct questionnaire *questionnaire)
{
	size_t found = SIZE_MAX, count = 0;

	for (size_t i = 0; i < questionnaire->count; i++)
		if (questionnaire->items[i].type == ITEM_SCORE) {
			found = i;
			count++;
		}
	return count == 1 ? found : SIZE_MAX;
}

/* All items of @score at their first option, or at their last. */
static void answer_alike(const struct scores_work *work, const struct scoring_score *score, bool last,
			 struct questionnaire_answers *ret)
{
	for (size_t i = 0; i < score->count; i++) {
		size_t place = questionnaire_find(work->questionnaire, score->items[i].link_id);
		const struct questionnaire_item *item = &work->questionnaire->items[place];
		struct questionnaire_answer answer = {.item = place, .option = SIZE_MAX, .number = last};
		if (item->type == ITEM_CHOICE)
			answer.option = last ? item->option_count - 1 : 0;
		answers_add(ret, answer);
	}
}

/* Before anything is answered: do the two agree on answers that we make up? */
static bool differs_when_alike(struct scores_work *work, const struct scoring_score *score, const struct own_score *own,
			       bool last)
{
	_cleanup_(answers_clear) struct questionnaire_answers answers = {0};
	bool *open = work->open;
	double value = 0;

	answer_alike(work, score, last, &answers);
	work->open = NULL;
	struct score ours = compute(work, score, &answers);
	work->open = open;
	enum expression_outcome outcome = own_score_run(own, work->questionnaire, &answers, &value);
	return outcome == EXPRESSION_VALUE && ours.scored && !same(value, ours.value);
}

static void compare_own(struct scores_work *work, const struct scoring_score *score, size_t place, struct score *ret)
{
	struct own_score own;
	double value = 0;

	own_score_read(work->questionnaire, place, &own, work->problems);
	bool differs = own.supported &&
		       (differs_when_alike(work, score, &own, false) || differs_when_alike(work, score, &own, true));
	if (work->answers && own_score_run(&own, work->questionnaire, work->answers, &value) == EXPRESSION_VALUE) {
		ret->has_file_value = true;
		ret->file_value = value;
	}
	ret->differs = work->answers ? ret->has_file_value && !(ret->scored && same(value, ret->value)) : differs;
	if (differs || ret->differs)
		problems_note(
			work->problems, work->questionnaire->items[place].link_id,
			"the questionnaire's own expression counts otherwise than score '%s' of the scoring file; the "
			"scoring file counts",
			score->name);
	own_score_clear(&own);
}

static void compute_all(struct scores_work *work)
{
	size_t only = only_own(work->questionnaire);

	for (size_t i = 0; i < work->scoring->score_count; i++) {
		const struct scoring_score *score = &work->scoring->scores[i];
		struct score ret = compute(work, score, work->answers);
		size_t place = score->compare ? questionnaire_find(work->questionnaire, score->compare)
			       : i == 0       ? only
					      : SIZE_MAX;
		if (place != SIZE_MAX) {
			compare_own(work, score, place, &ret);
			scores_compare_recorded(work, place, &ret);
		}
		scores_add(work, ret);
	}
}

static bool beyond(const struct scoring_safety *safety, double number)
{
	return safety->limit == LIMIT_ABOVE      ? number > safety->number
	       : safety->limit == LIMIT_AT_LEAST ? number >= safety->number
						 : number <= safety->number;
}

static bool safety_calls(const struct scores_work *work, const struct scoring_safety *safety)
{
	double number;

	if (safety->link_id) {
		size_t place = questionnaire_find(work->questionnaire, safety->link_id);
		return work->open[place] && item_number(work, work->answers, place, &number) && beyond(safety, number);
	}
	for (size_t i = 0; i < work->out->count; i++)
		if (strcmp(work->out->items[i].name, safety->score) == 0)
			return work->out->items[i].scored && beyond(safety, work->out->items[i].value);
	return false;
}

/* The question about self-harm calls for help in any questionnaire, with or without a scoring file. */
static bool self_harm(const struct scores_work *work)
{
	for (size_t i = 0; i < work->questionnaire->count; i++) {
		double number;
		if (work->questionnaire->items[i].self_harm && work->open[i] &&
		    item_number(work, work->answers, i, &number) && number > 0)
			return true;
	}
	return false;
}

void scores_compute(const struct questionnaire *questionnaire, const struct scoring *scoring,
		    const struct questionnaire_answers *answers, struct scores *ret, struct problems *problems)
{
	bool *open _cleanup_free_ = mem_new(questionnaire->count, sizeof(*open));
	struct scores_work work = {questionnaire, scoring, answers, open, ret, problems};

	*ret = (struct scores){0};
	if (answers)
		questionnaire_open_items(questionnaire, answers, open);
	if (scoring && scoring->score_count > 0)
		compute_all(&work);
	else
		scores_compute_own(&work);
	if (ret->count == 0)
		scores_note_unscored(&work);
	for (size_t i = 0; i < ret->count; i++)
		ret->differs |= ret->items[i].differs;
	if (!answers)
		return;
	for (size_t i = 0; scoring && i < scoring->safety_count; i++)
		ret->safety |= safety_calls(&work, &scoring->safeties[i]);
	ret->safety |= self_harm(&work);
}
