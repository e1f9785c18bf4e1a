/* B: invitations that wait for its signature. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/exchange.h>
#include <evenkeel/secret.h>

#include "cohorts.h"
#include "invite.h"
#include "officer_words.h"
#include "share.h"
#include "term.h"

void waiting_clear(struct waiting *waiting)
{
	office_cohorts_free(waiting->cohorts, waiting->count);
	*waiting = (struct waiting){0};
}

static bool same_config(const struct hpke_config *one, const struct hpke_config *other)
{
	return one->id == other->id && memcmp(one->public_key, other->public_key, HPKE_KEY_SIZE) == 0;
}

/* The parties' keys and names are those that were compared by telephone. */
static bool parties_fit(const struct office *office, const struct office_cohort *cohort)
{
	const struct office_public *a = &office->other, *b = &office->own;

	return cohort_parties(&cohort->cohort, a->sign, b->sign) == 0 &&
	       same_config(&cohort->cohort.leader, &a->input) &&
	       same_config(&cohort->cohort.collector, &a->collector) &&
	       same_config(&cohort->cohort.helper, &b->input) && strcmp(cohort->label.party[PARTY_A], a->name) == 0 &&
	       strcmp(cohort->label.party[PARTY_B], b->name) == 0;
}

static int check(const struct office *office, const struct office_cohort *cohort, uint64_t week)
{
	if (cohort->cohort.members > 0)
		return REFUSAL_TYPE;
	if (!parties_fit(office, cohort))
		return REFUSAL_TERMS;
	if (cohort->cohort.terms.quarter < dap_quarter(week))
		return REFUSAL_QUARTER;
	return cohort_signed_by(&cohort->cohort, PARTY_A);
}

static void note(struct waiting *waiting, const struct error *why)
{
	client_fail(why);
	waiting->refused++;
}

static int read_one(const struct client *client, const struct office *office, const char *task, struct waiting *waiting)
{
	struct office_cohort cohort = {0};
	struct error why = {0};
	char path[PATH_SIZE];

	if (share_path(office->exchange, task, COHORT_INVITATION, path, &why))
		return note(waiting, &why), 0;
	int r = share_read_cohort(path, &cohort, &why);
	if (r)
		return r < 0 ? (note(waiting, &why), 0) : 0;
	int refusal = strcmp(cohort.task, task) == 0 ? check(office, &cohort, officer_week(client)) : REFUSAL_TASK;
	if (refusal) {
		officer_refuse(&why, path, refusal, _("ask the other party by telephone what happened"));
		note(waiting, &why);
		office_cohort_clear(&cohort);
		return 0;
	}
	waiting->cohorts = mem_grow(waiting->cohorts, waiting->count + 1, sizeof(cohort));
	waiting->cohorts[waiting->count++] = cohort;
	return 0;
}

static bool is_known(const struct office_cohort *cohorts, size_t count, const char *task)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(cohorts[i].task, task) == 0)
			return true;
	return false;
}

int waiting_find(const struct client *client, const struct office *office, struct waiting *ret, struct error *err)
{
	struct office_cohort *known;
	size_t count;
	DIR *folder = opendir(office->exchange);

	if (!folder)
		return error_set(err, ERROR_FAILED, "cannot read '%s': %s", office->exchange, strerror(errno));
	if (office_cohorts(office, &known, &count, err)) {
		closedir(folder);
		return -1;
	}
	for (const struct dirent *entry; (entry = readdir(folder));)
		if (office_is_task(entry->d_name) && !is_known(known, count, entry->d_name))
			read_one(client, office, entry->d_name, ret);
	closedir(folder);
	office_cohorts_free(known, count);
	return 0;
}

static void show(const struct client *client, const struct office_cohort *cohort)
{
	_cleanup_(text_clear) struct text title = {0}, days = {0};

	text_appendf(&title, _("%s invites the team '%s':"), cohort->label.party[PARTY_A], cohort->label.team);
	officer_say(client, text_string(&title));
	officer_quarter(client, cohort->cohort.terms.quarter, &days);
	officer_line(client, _("quarter %u: %s"), (unsigned)cohort->cohort.terms.quarter, text_string(&days));
	officer_line(client, _("figures of %u people or more, %s"), cohort->cohort.terms.floor,
		     officer_every(cohort->cohort.weeks));
	officer_line(client, _("its keys and names are those that were compared, and its signature fits"));
}

static int open_key(const struct office *office, const struct office_cohort *cohort, uint8_t *key, struct error *err)
{
	enum { MOST = 4096 };
	_cleanup_(file_bytes_wipe) struct file_bytes message = {0};
	char path[PATH_SIZE];
	uint8_t *seed = secret_new(PRIO3_KEY_SIZE, NULL);

	int r = share_path(office->exchange, cohort->task, COHORT_KEY_MESSAGE, path, err);
	if (r == 0)
		r = file_bytes_read_plain(path, MOST, &message, err);
	if (r > 0)
		error_set(err, ERROR_FAILED, "there is no '%s' yet; try again later", path);
	if (r == 0) {
		r = exchange_key_open((struct hpke_bytes){message.bytes, message.size}, &cohort->cohort,
				      &office->keys->input, seed);
		if (r)
			officer_refuse(err, path, r,
				       _("ask the other party to write it again with 'evenkeel officer cohort'"));
	}
	if (r == 0)
		dap_verify_key(seed, cohort->cohort.task.task_id, key);
	sodium_free(seed);
	return r ? -1 : 0;
}

static int sign(const struct client *client, const struct office *office, struct office_cohort *cohort,
		struct error *err)
{
	uint8_t *key = secret_new(PRIO3_KEY_SIZE, NULL);
	int r = open_key(office, cohort, key, err);

	if (r == 0) {
		officer_line(client, _("the key for checking contributions opens"));
		cohort_sign(&cohort->cohort, PARTY_B, office->keys->sign);
		r = office_add_cohort(office, &cohort->cohort, key, NULL, err);
	}
	sodium_free(key);
	if (r == 0)
		r = office_put_cohort(office, &cohort->cohort, COHORT_INVITATION, err);
	if (r == 0)
		officer_line(client, _("signed: '%s/%s/%s', to be given to the members by either party"),
			     office->exchange, cohort->task, COHORT_INVITATION);
	return r;
}

/* 0: agreed; 1: not now. */
static int ask(const struct command_call *call, struct error *err)
{
	if (command_value(call, "yes"))
		return 0;
	if (!term_interactive())
		return error_set(err, ERROR_USAGE, "there is no terminal to ask whether to sign; add --yes");
	return term_confirm(_("Sign this invitation?"), false) ? 0 : 1;
}

int waiting_sign(const struct client *client, const struct command_call *call, struct office *office,
		 struct waiting *waiting, struct error *err)
{
	struct error why = {0};

	for (size_t i = 0; i < waiting->count; i++) {
		show(client, &waiting->cohorts[i]);
		int r = ask(call, err);
		if (r < 0 || (r == 0 && !office->keys && office_unlock(office, err)))
			return -1;
		if (r == 0 && sign(client, office, &waiting->cohorts[i], &why))
			note(waiting, &why);
	}
	return 0;
}
