/* `evenkeel officer cohort`: A invites a team; B signs what waits; both see how far each has come. */
#include <jansson.h>

#include "cohorts.h"
#include "invite.h"
#include "json_out.h"
#include "officer.h"
#include "officer_words.h"
#include "page.h"

struct list {
	struct office_cohort *cohorts;
	size_t count;
};

static void list_clear(struct list *list)
{
	office_cohorts_free(list->cohorts, list->count);
}

/* What a stopped command did not write, or somebody took away. One team's trouble, said on stderr, is not the others'. */
static void put_again(const struct office *office, const struct list *list, uint64_t week, size_t *failed)
{
	struct error why = {0};

	for (size_t i = 0; i < list->count; i++) {
		const struct office_cohort *cohort = &list->cohorts[i];
		if (cohort->cohort.members > 0 || cohort->cohort.terms.quarter < dap_quarter(week))
			continue;
		if (office->own.party == PARTY_A
			    ? office_put_invitation(office, cohort, &why)
			    : office_put_cohort(office, &cohort->cohort, COHORT_INVITATION, &why)) {
			client_fail(&why);
			++*failed;
		}
	}
}

static const char *stage_title(enum stage_name name)
{
	static const char *const titles[STAGES] = {
		[STAGE_INVITED] = N_("invited"),    [STAGE_ENROLLING] = N_("members enrol"),
		[STAGE_CLOSED] = N_("list closed"), [STAGE_SIGNED] = N_("list signed by both"),
		[STAGE_READY] = N_("under way"),    [STAGE_OVER] = N_("came to nothing"),
	};

	return _(titles[name]);
}

static void show_one(const struct client *client, const struct office_cohort *cohort, const struct stage *stage)
{
	_cleanup_(text_clear) struct text title = {0}, days = {0}, next = {0};

	text_appendf(&title, _("%s, quarter %u: %s"), cohort->label.team, (unsigned)cohort->cohort.terms.quarter,
		     stage_title(stage->name));
	officer_say(client, text_string(&title));
	officer_quarter(client, cohort->cohort.terms.quarter, &days);
	officer_line(client, "%s", text_string(&days));
	officer_line(client, _("figures of %u people or more, %s"), cohort->cohort.terms.floor,
		     officer_every(cohort->cohort.weeks));
	if (cohort->cohort.members > 0)
		officer_line(client, _("%zu members"), cohort->cohort.members);
	officer_line(client, _("task %s"), cohort->task);
	cohort_stage_next(cohort, stage, &next);
	officer_next(client, "%s", text_string(&next));
}

static json_t *pack(const struct office_cohort *cohort, const struct stage *stage)
{
	enum { DAYS = 7 * DAP_QUARTER_WEEKS };
	uint32_t quarter = cohort->cohort.terms.quarter;

	return json_pack("{s:s, s:s, s:i, s:o, s:o, s:i, s:i, s:i, s:s, s:o}", "team", cohort->label.team, "task",
			 cohort->task, "quarter", (int)quarter, "from",
			 json_out_date((int32_t)((int64_t)quarter * DAYS)), "to",
			 json_out_date((int32_t)(((int64_t)quarter + 1) * DAYS - 1)), "floor",
			 (int)cohort->cohort.terms.floor, "weeks", (int)cohort->cohort.weeks, "members",
			 (int)cohort->cohort.members, "stage", cohort_stage_word(stage->name), "next",
			 json_out_string(stage->next < 0 ? NULL : office_party_word((unsigned)stage->next)));
}

static int show_json(const struct client *client, const struct office *office, const struct list *list,
		     const struct waiting *waiting, struct error *err)
{
	json_t *cohorts = json_array(), *wait = json_array();
	struct stage stage = {STAGE_INVITED, PARTY_B};

	for (size_t i = 0; i < list->count; i++) {
		if (cohort_stage(office, &list->cohorts[i], officer_week(client), &stage, err))
			return -1;
		json_array_append_new(cohorts, pack(&list->cohorts[i], &stage));
	}
	stage = (struct stage){STAGE_INVITED, PARTY_B};
	for (size_t i = 0; i < waiting->count; i++)
		json_array_append_new(wait, pack(&waiting->cohorts[i], &stage));
	json_out_print(json_pack("{s:s, s:s, s:o, s:o}", "party", office_party_word(office->own.party), "name",
				 office->own.name, "cohorts", cohorts, "waiting", wait));
	return 0;
}

static int show_list(const struct client *client, const struct office *office, const struct list *list,
		     struct error *err)
{
	struct stage stage;

	for (size_t i = 0; i < list->count; i++) {
		if (cohort_stage(office, &list->cohorts[i], officer_week(client), &stage, err))
			return -1;
		show_one(client, &list->cohorts[i], &stage);
	}
	if (list->count == 0 && officer_has_other(office, err))
		return -1;
	if (list->count == 0)
		officer_say(
			client,
			office->own.party == PARTY_A
				? _("No team yet. 'evenkeel officer cohort --team NAME' invites one.")
				: _("No team yet. When the wellbeing office has invited one, this command shows it."));
	return 0;
}

/* Those that were signed a moment ago are among them. */
static int list(const struct client *client, struct office *office, struct waiting *waiting, struct error *err)
{
	_cleanup_(list_clear) struct list list = {0};

	if (office_cohorts(office, &list.cohorts, &list.count, err))
		return -1;
	put_again(office, &list, officer_week(client), &waiting->refused);
	return client->json ? show_json(client, office, &list, waiting, err) : show_list(client, office, &list, err);
}

static int look(const struct client *client, const struct command_call *call, struct office *office, struct error *err)
{
	_cleanup_(waiting_clear) struct waiting waiting = {0};

	if (office->own.party == PARTY_B && office->has_other && waiting_find(client, office, &waiting, err))
		return -1;
	if (!client->json && waiting_sign(client, call, office, &waiting, err))
		return -1;
	if (list(client, office, &waiting, err))
		return -1;
	return waiting.refused > 0 ? error_set(err, ERROR_FAILED, "teams whose files are not in order: %zu; see above",
					       waiting.refused)
				   : 0;
}

int officer_cohort(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(office_clear) struct office office = {0};
	_cleanup_(officer_unlock) int lock = -1;

	json_out_init();
	if (client_words(call, 1, 1, err) || office_find(client, command_value(call, "dir"), &office, err) ||
	    (lock = officer_lock(&office, err)) < 0)
		return -1;
	if (!command_value(call, "team"))
		return look(client, call, &office, err);
	return client->json ? error_set(err, ERROR_USAGE, "'--team' has no --json")
			    : invite_team(client, call, &office, err);
}
