/* What there is of a membership, looked at anew each time: nothing but the files and the drop folder's roster says it. */
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/secret.h>

#include "team_drop.h"
#include "team_files.h"

static uint64_t week_of(const struct client *client)
{
	return dap_week(instant_floor_div(client->now.wall_ms, 1000));
}

uint64_t team_quarter(const struct client *client)
{
	return dap_quarter(week_of(client));
}

bool team_joined(const struct client *client)
{
	return team_has(client, team_quarter(client)) || team_has(client, team_quarter(client) + 1);
}

void team_wipe(struct team *team)
{
	file_bytes_wipe(&team->file);
	*team = (struct team){0};
}

int team_refuse_demo(const struct client *client, const struct store *store, struct error *err)
{
	if (!store_is_demo(store) || client->store_dir != NULL)
		return 0;
	return error_set(err, ERROR_FAILED,
			 "this is a demo: made-up answers go to no team; to try it all the same, name it with --store");
}

/* The first week of the cohort's quarter that is not over: rules for a week hold for all of them. */
static uint64_t week_within(const struct cohort *cohort, uint64_t week)
{
	uint64_t first = (uint64_t)cohort->terms.quarter * DAP_QUARTER_WEEKS;

	return week < first ? first : week;
}

static int damaged(const struct client *client, uint64_t quarter, struct error *err)
{
	char path[TEAM_PATH_SIZE];

	team_path(client, quarter, TEAM_COHORT, path);
	return error_set(err, ERROR_DAMAGED,
			 "what you joined, '%s', is damaged; 'evenkeel team leave', then join again", path);
}

static int read_own(const struct client *client, uint64_t quarter, struct team *team, struct error *err)
{
	unsigned char *secret = secret_new(DAP_SECRET_SIZE, NULL);
	int r = team_read_cohort(client, quarter, &team->file, err);

	if (r == 0 && (cohort_decode((struct hpke_bytes){team->file.bytes, team->file.size}, &team->cohort) ||
		       team->cohort.terms.quarter != quarter))
		r = damaged(client, quarter, err);
	if (r == 0 && (r = team_read_key(client, quarter, secret, err)) == 0)
		memcpy(team->key, secret + DAP_SECRET_SIZE - DAP_KEY_SIZE, DAP_KEY_SIZE);
	else if (r == 1 && team->file.size > 0) /* a cohort without its key: a leaving that was interrupted */
		r = team_remove(client, quarter, false, err) ? -1 : 1;
	sodium_free(secret);
	return r;
}

/* The drop folder's roster, if all is in order with it. */
static void take_roster(struct team *team, struct file_bytes *file)
{
	struct cohort roster;
	uint64_t week = week_within(&team->cohort, team->week);

	int r = cohort_decode((struct hpke_bytes){file->bytes, file->size}, &roster);
	if (r == 0)
		r = cohort_check_client(&roster, &team->cohort, team->key, week);
	if (r) {
		team->standing = TEAM_REFUSED;
		team->refusal = (enum refusal)r;
		return;
	}
	file_bytes_wipe(&team->file);
	team->file = *file;
	*file = (struct file_bytes){0};
	team->cohort = roster;
	team->fresh = true;
}

static void set_standing(struct team *team)
{
	uint64_t week = week_within(&team->cohort, team->week);
	int r = cohort_check_client(&team->cohort, &team->cohort, team->key, week);

	team->refusal = (enum refusal)r;
	team->standing = r ? TEAM_REFUSED : week == team->week ? TEAM_READY : TEAM_AHEAD;
}

/* A folder that is away now says nothing of the roster. */
static int look_at_drop(const struct client *client, struct team *team, struct error *err)
{
	struct team_drop_found found;

	if (team_drop_look(client, team->task, week_within(&team->cohort, team->week), &found, err))
		return -1;
	team->drop = found.state;
	if (found.listed && team->cohort.members == 0)
		take_roster(team, &found.roster);
	file_bytes_wipe(&found.roster);
	return 0;
}

static int look(const struct client *client, uint64_t quarter, struct team *team, struct error *err)
{
	int r = read_own(client, quarter, team, err);

	if (r)
		return r;
	cohort_label(&team->cohort, &team->label);
	team_task(&team->cohort, team->task);
	team->standing = TEAM_INVITED;
	if (look_at_drop(client, team, err))
		return -1;
	if (team->cohort.members > 0)
		set_standing(team);
	/* Its folders are made together with the roster. */
	if (team->cohort.members == 0 && team->drop == TEAM_DROP_NO_WEEK)
		team->drop = TEAM_DROP_READY;
	return 0;
}

int team_look_at(const struct client *client, uint64_t quarter, struct team *ret, struct error *err)
{
	struct team team = {.week = week_of(client)};
	int r = look(client, quarter, &team, err);

	if (r) {
		team_wipe(&team);
		team.week = week_of(client);
	}
	if (r < 0)
		return -1;
	*ret = team;
	return 0;
}

int team_look(const struct client *client, struct team *ret, struct error *err)
{
	uint64_t quarter = team_quarter(client);

	if (sodium_init() < 0)
		return error_set(err, ERROR_FAILED, "the system gives no random numbers");
	int r = team_look_at(client, quarter, ret, err);
	return r == 0 && ret->standing == TEAM_NOT_JOINED ? team_look_at(client, quarter + 1, ret, err) : r;
}

int team_state(const struct client *client, struct team *ret, struct error *err)
{
	struct team team = {0};

	if (team_look(client, &team, err))
		return -1;
	team_prune(client, team_quarter(client));
	if (team.fresh &&
	    team_write(client, team.cohort.terms.quarter, TEAM_COHORT, team.file.bytes, team.file.size, err)) {
		team_wipe(&team);
		return -1;
	}
	*ret = team;
	return 0;
}
