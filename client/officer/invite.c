/* A: a new cohort and its invitation. */
#include "invite.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/exchange.h>
#include <evenkeel/secret.h>

#include "cohorts.h"
#include "officer_words.h"

/* Servers of the second step, which there is not yet; the task's id covers the names. */
static const char leader_url[] = "https://office.invalid/", helper_url[] = "https://second.invalid/";

enum { QUARTERS_AHEAD = 4 };

int invite_quarter(const char *word, uint64_t week, uint32_t *ret, struct error *err)
{
	uint32_t now = (uint32_t)dap_quarter(week);
	long number = now;

	if (word && strcmp(word, "next") == 0)
		number = now + 1;
	else if (word && strcmp(word, "this") != 0 &&
		 client_number(word, "--quarter", now, (long)now + QUARTERS_AHEAD, &number, err))
		return -1;
	*ret = (uint32_t)number;
	return 0;
}

static const char *value_or(const struct command_call *call, const char *name, const char *otherwise)
{
	const char *value = command_value(call, name);

	return value ? value : otherwise;
}

static int read_terms(const struct client *client, const struct command_call *call, struct dap_task *ret,
		      unsigned *ret_weeks, struct error *err)
{
	const char *leader = value_or(call, "leader-url", leader_url),
		   *helper = value_or(call, "helper-url", helper_url);
	long floor, weeks;

	if (client_number(value_or(call, "floor", "10"), "--floor", DAP_FLOOR_LEAST, UINT8_MAX, &floor, err) ||
	    client_number(value_or(call, "weeks", "4"), "--weeks", 1, DAP_LONG_WEEKS, &weeks, err) ||
	    invite_quarter(command_value(call, "quarter"), officer_week(client), &ret->quarter, err))
		return -1;
	if (weeks != 1 && weeks != DAP_LONG_WEEKS)
		return error_set(err, ERROR_USAGE, "a window has 1 week or 4: --weeks 1, or --weeks 4");
	ret->floor = (unsigned)floor;
	ret->leader = (struct hpke_bytes){(const uint8_t *)leader, strlen(leader)};
	ret->helper = (struct hpke_bytes){(const uint8_t *)helper, strlen(helper)};
	*ret_weeks = (unsigned)weeks;
	return 0;
}

/* One team of a name a quarter, so that the name is enough to say which. */
static int check_new(const struct office *office, const char *team, uint32_t quarter, struct error *err)
{
	struct office_cohort *cohorts;
	size_t count;
	int r = 0;

	if (office_cohorts(office, &cohorts, &count, err))
		return -1;
	for (size_t i = 0; i < count && r == 0; i++)
		if (cohorts[i].cohort.terms.quarter == quarter && strcmp(cohorts[i].label.team, team) == 0)
			r = error_set(err, ERROR_FAILED,
				      "the team '%s' is there for quarter %u already; 'evenkeel officer cohort' says "
				      "what comes next",
				      team, (unsigned)quarter);
	office_cohorts_free(cohorts, count);
	return r;
}

/* All that the new cohort's fields point to. */
struct making {
	struct dap_task terms;
	uint8_t salt[DAP_SALT_SIZE], configuration[DAP_TASK_MAX], id[DAP_ID_SIZE];
	struct text label;
	struct cohort cohort;
};

static int make_cohort(const struct office *office, struct making *making, unsigned weeks, struct error *err)
{
	struct cohort *cohort = &making->cohort, checked;
	_cleanup_(text_clear) struct text bytes = {0};

	randombytes_buf(making->salt, sizeof(making->salt));
	making->terms.salt = making->salt;
	size_t size = dap_task_encode(&making->terms, making->configuration);
	if (size == 0)
		return error_set(err, ERROR_USAGE, "an address has 1 to %d printable characters without blanks",
				 DAP_URL_MAX);
	struct hpke_bytes configuration = {making->configuration, size};
	dap_task_id(configuration, making->id);
	*cohort = (struct cohort){
		.task = {.task_id = making->id, .configuration = configuration},
		.terms = making->terms,
		.leader = office->own.input,
		.helper = office->other.input,
		.collector = office->own.collector,
		.weeks = weeks,
		.label = {(const uint8_t *)making->label.bytes, making->label.length},
	};
	memcpy(cohort->sign[PARTY_A], office->own.sign, DAP_KEY_SIZE);
	memcpy(cohort->sign[PARTY_B], office->other.sign, DAP_KEY_SIZE);
	cohort_sign(cohort, PARTY_A, office->keys->sign);
	cohort_encode(cohort, &bytes);
	int r = cohort_decode((struct hpke_bytes){(const uint8_t *)bytes.bytes, bytes.length}, &checked);
	return r ? officer_refuse(err, _("the invitation"), r, _("have the other party make its office anew")) : 0;
}

/* The seed is random, sealed to B at once, and kept by nobody but as what follows from it. */
static int keep(const struct office *office, const struct making *making, struct error *err)
{
	_cleanup_(text_clear) struct text message = {0};
	struct {
		uint8_t seed[PRIO3_KEY_SIZE], key[PRIO3_KEY_SIZE], once[HPKE_KEY_SIZE];
	} *secret = secret_new(sizeof(*secret), NULL);

	randombytes_buf(secret->seed, sizeof(secret->seed));
	randombytes_buf(secret->once, sizeof(secret->once));
	dap_verify_key(secret->seed, making->id, secret->key);
	int r = exchange_key_seal(&making->cohort, secret->seed, secret->once, office->keys->sign, &message);
	if (r)
		r = officer_refuse(err, office->other.name, r, _("have them make their office anew"));
	else
		r = office_add_cohort(office, &making->cohort, secret->key, &message, err);
	sodium_free(secret);
	return r;
}

static void say(const struct client *client, const struct office *office, const struct office_cohort *cohort)
{
	_cleanup_(text_clear) struct text days = {0};
	uint64_t last = (uint64_t)(cohort->cohort.terms.quarter + 1) * DAP_QUARTER_WEEKS, week = officer_week(client);

	officer_quarter(client, cohort->cohort.terms.quarter, &days);
	officer_line(client, _("team '%s', quarter %u: %s"), cohort->label.team, (unsigned)cohort->cohort.terms.quarter,
		     text_string(&days));
	officer_line(client, _("figures of %u people or more, %s"), cohort->cohort.terms.floor,
		     officer_every(cohort->cohort.weeks));
	if (cohort->cohort.terms.floor < DAP_FLOOR_USUAL)
		officer_line(client,
			     _("a floor below %d protects each person less; think again whether two teams can be one"),
			     DAP_FLOOR_USUAL);
	if (last - week < DAP_LONG_WEEKS)
		officer_line(client, _("weeks left in this quarter: %u; --quarter next may suit better"),
			     (unsigned)(last - week));
	officer_line(client, _("the key for checking contributions is made, and sealed for %s"),
		     cohort->label.party[PARTY_B]);
	officer_line(client, _("the invitation, signed: '%s/%s/%s'"), office->exchange, cohort->task,
		     COHORT_INVITATION);
	officer_next(client, _("%s signs the invitation with 'evenkeel officer cohort'."),
		     cohort->label.party[PARTY_B]);
}

static int invite(const struct client *client, const struct command_call *call, struct office *office,
		  struct making *making, struct error *err)
{
	_cleanup_(office_cohort_clear) struct office_cohort cohort = {0};
	const char *team = command_value(call, "team");
	char task[OFFICE_TASK_HEX + 1];
	unsigned weeks = DAP_LONG_WEEKS;

	if (read_terms(client, call, &making->terms, &weeks, err) ||
	    cohort_label_make(team, office->own.name, office->other.name, &making->label, err) ||
	    check_new(office, team, making->terms.quarter, err) || office_unlock(office, err) ||
	    make_cohort(office, making, weeks, err) || keep(office, making, err))
		return -1;
	office_task_name(making->id, task);
	if (office_read_cohort(office, task, OFFICE_COHORT_FILE, &cohort, err) ||
	    office_put_invitation(office, &cohort, err))
		return -1;
	say(client, office, &cohort);
	return 0;
}

int invite_team(const struct client *client, const struct command_call *call, struct office *office, struct error *err)
{
	struct making making = {0};

	if (officer_only(office, PARTY_A, err) || officer_has_other(office, err))
		return -1;
	int r = invite(client, call, office, &making, err);
	text_clear(&making.label);
	return r;
}
