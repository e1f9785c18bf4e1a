/*
 * The catalogue: what is asked and advised, by stable number, in every language.
 *
 * schema/ids.tsv gives each id its number (append-only, never reused) and its place in the domain; the texts are records in
 * schema/catalogue/LANGUAGE/. Both are compiled in at build, so nothing is read at run time. Records are stored by number only.
 */
#ifndef EVENKEEL_CATALOGUE_H
#define EVENKEEL_CATALOGUE_H

#include <stddef.h>
#include <stdint.h>

#define CATALOGUE_VERSION 1 /* goes into each record's header */

/* Numbers that code names. Everything else is found by kind. */
enum catalogue_id {
	ID_STRESS = 0x0001,  /* momentary stress, m3 */
	ID_VALENCE = 0x0002, /* draining (0) or energising (1), yn; asked after a cause */
	ID_SYMPTOM_FIRST = 0x0010,
	ID_SYMPTOM_COUNT = 13,
	ID_IMPACT_FIRST = 0x0030,
	ID_IMPACT_COUNT = 4,
	ID_CAUSE_FIRST = 0x0040,
	ID_CAUSE_COUNT = 15,
	ID_PREVENTION_FIRST = 0x0060,
	ID_PREVENTION_COUNT = 12,
	ID_EFFECTIVE_FIRST = 0x006c,
	ID_EFFECTIVE_COUNT = 5,
	ID_FUTILE_FIRST = 0x0071,
	ID_FUTILE_COUNT = 4,
	ID_COPING_FIRST = 0x0075,
	ID_COPING_COUNT = 4,
	ID_MEASURE_FIRST = 0x0079,
	ID_MEASURE_COUNT = 5,
	ID_WEEK_STRESS = 0x0080,  /* review: the week's stress, s5 */
	ID_BREAKS_TAKEN = 0x0081, /* review: breaks taken, f5 */
	ID_HARD_CALL = 0x0082,    /* review: a hard call this week, yn; also a hard call's own record */
	ID_EXERCISE_FIRST = 0x0100,
	ID_EXERCISE_COUNT = 7,
	ID_TIP_FIRST = 0x0200,
	ID_INSTRUMENT_FIRST = 0x8000,
};

enum catalogue_kind {
	KIND_STRESS = 1,
	KIND_VALENCE,
	KIND_SYMPTOM,
	KIND_IMPACT,
	KIND_CAUSE,
	KIND_PREVENTION,
	KIND_EFFECTIVE,
	KIND_FUTILE,
	KIND_COPING,
	KIND_MEASURE,
	KIND_REVIEW,
	KIND_EXERCISE,
	KIND_TIP,
};

enum cause_group { GROUP_CUSTOMER, GROUP_MARKET, GROUP_COMPANY, GROUP_PERSONAL, GROUP_ENVIRONMENT, GROUP_COUNT };

enum catalogue_language { CATALOGUE_EN, CATALOGUE_ZH_CN, CATALOGUE_TH, CATALOGUE_LANGUAGES };
/* The language for a locale name such as "zh_CN.UTF-8" or "th"; English when we have no other. */
enum catalogue_language catalogue_language_for(const char *locale);
const char *catalogue_language_code(enum catalogue_language language); /* "en", "zh_CN", "th" */

struct catalogue_entry {
	uint16_t id;
	enum catalogue_kind kind;
	const char *name; /* "customer.demands": stable, for arguments and --json */
	int group;        /* enum cause_group for causes, else -1 */
};
/* All entries in ascending number. */
const struct catalogue_entry *catalogue_entries(size_t *ret_count);
const struct catalogue_entry *catalogue_find(uint16_t id);
const struct catalogue_entry *catalogue_find_name(const char *name);

/*
 * Texts of an entry. NULL only where an entry of that kind has none:
 *   label       a few words, for lists and buttons: "unreasonable demands"
 *   momentary   the check-in's question (stress, symptoms, valence; "What weighs most?" is a phrase)
 *   weekly      the review's question (symptoms, impacts, review items, valence); a response in the first person ("I first
 *               found out ...")
 *   explanation one or two sentences: what it means
 */
enum catalogue_field { TEXT_LABEL, TEXT_MOMENTARY, TEXT_WEEKLY, TEXT_EXPLANATION, TEXT_FIELDS };
const char *catalogue_text(uint16_t id, enum catalogue_field field, enum catalogue_language language);

/* Phrases by key, shared by prompts and terminal: answer steps, group names, "more". Never NULL for a key in the table. */
const char *catalogue_phrase(const char *key, enum catalogue_language language);
/*
 * Keys that code uses: m3.0 m3.1 m3.2 (Not at all, Somewhat, A lot); f5.0 ... f5.4; s5.0 ... s5.4; yn.0 yn.1; valence.0
 * valence.1 (Draining, Energising); group.customer group.market group.company group.personal group.environment; more
 * (More...); ask.group ask.cause (What weighs most?), ask.causes-ranked, ask.response, ask.note; of tips place.desk
 * place.break place.after-shift place.manager, minutes.0 (later) minutes.1 minutes.5 minutes.15, tip.first-step,
 * verdict.helped verdict.not verdict.untried; headings kind.symptom kind.impact kind.cause kind.prevention kind.effective
 * kind.futile kind.coping kind.measure kind.exercise; of a team's marks cell.energising cell.draining cell.effective
 * cell.futile cell.reserved cell.answered.
 */

enum tip_place { TIP_AT_DESK, TIP_ON_BREAK, TIP_AFTER_SHIFT, TIP_WITH_MANAGER };
#define TIP_CAUSES_MAX 4
#define TIP_SYMPTOMS_MAX 4
#define TIP_TECHNIQUES_MAX 3
#define TIP_ANSWERS_MAX 4
struct catalogue_tip {
	uint16_t id;
	uint16_t causes[TIP_CAUSES_MAX]; /* zero-terminated when shorter, as are the next three */
	uint16_t symptoms[TIP_SYMPTOMS_MAX];
	uint16_t techniques[TIP_TECHNIQUES_MAX]; /* prevention, effective response, coping skill or company measure */
	uint16_t answers[TIP_ANSWERS_MAX];       /* impacts and futile responses that it is a way out of */
	int minutes;                             /* 1, 5, 15; 0 = later */
	enum tip_place place;
};
const struct catalogue_tip *catalogue_tips(size_t *ret_count);
const char *catalogue_tip_text(uint16_t tip, enum catalogue_language language);       /* one or two sentences */
const char *catalogue_tip_first_step(uint16_t tip, enum catalogue_language language); /* the first concrete step */

#endif
