/* Both offices of a simulation, on one computer as no real ones are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "office_make.h"
#include "office_own.h"
#include "simulate_work.h"

static int no_code(void *context, const char *code, struct error *err)
{
	(void)context;
	(void)code;
	(void)err;
	return 0;
}

static int folder(const struct simulate_work *work, const char *name, char ret[static PATH_SIZE])
{
	return office_join(work->dir, name, ret, work->err) || paths_make_private(ret, work->err) ? -1 : 0;
}

static int unlock(struct office *office, struct error *err)
{
	uint8_t master[VAULT_MASTER_SIZE];
	struct keys keys;
	int r = office_read_keys(office->dir, &keys, err);

	if (r == 0)
		r = keys_open(&keys, SIMULATE_PASSPHRASE, strlen(SIMULATE_PASSPHRASE), master, err);
	if (r == 0)
		r = office_open_keys(office, master, err);
	sodium_memzero(master, sizeof(master));
	return r;
}

static int make(struct simulate_work *work, unsigned party)
{
	struct office *office = &work->offices[party];
	struct office_order order = {
		.passphrase = SIMULATE_PASSPHRASE,
		.length = strlen(SIMULATE_PASSPHRASE),
		.test_kdf = true,
		.confirm = no_code,
	};

	office->own.party = party;
	snprintf(office->own.name, sizeof(office->own.name), "%s",
		 party == PARTY_A ? _("Practice office") : _("Practice council"));
	if (folder(work, SIMULATE_DROP, office->drop) || folder(work, SIMULATE_EXCHANGE, office->exchange) ||
	    office_join(work->dir, party == PARTY_A ? SIMULATE_OFFICE : SIMULATE_SECOND, office->dir, work->err))
		return -1;
	return office_make(&order, office, work->err) || unlock(office, work->err) ? -1 : 0;
}

/* For the commands, and for whoever practises on what is kept. */
static int passphrase(const struct simulate_work *work)
{
	char path[PATH_SIZE];

	if (office_join(work->dir, SIMULATE_PASSPHRASE_FILE, path, work->err) ||
	    file_write_bytes(path, SIMULATE_PASSPHRASE "\n", strlen(SIMULATE_PASSPHRASE) + 1, 0600, work->err))
		return -1;
	unsetenv("EVENKEEL_PASSPHRASE_FD");
	setenv("EVENKEEL_PASSPHRASE_FILE", path, true);
	return 0;
}

int simulate_offices(struct simulate_work *work)
{
	if (passphrase(work) || make(work, PARTY_A) || make(work, PARTY_B))
		return -1;
	for (unsigned party = PARTY_A; party <= PARTY_B; party++) {
		struct office *office = &work->offices[party];
		office->other = work->offices[PARTY_A + PARTY_B - party].own;
		office->has_other = true;
		if (office_write(office, office->dir, work->err))
			return -1;
	}
	return 0;
}

void simulate_ledgers_close(struct simulate_work *work)
{
	for (unsigned party = PARTY_A; party <= PARTY_B; party++)
		work->offices[party].ledger = ledger_free(work->offices[party].ledger);
}

int simulate_ledgers_open(struct simulate_work *work, int64_t now_s)
{
	simulate_ledgers_close(work);
	for (unsigned party = PARTY_A; party <= PARTY_B; party++)
		if (office_open_ledger(&work->offices[party], now_s, work->err))
			return -1;
	return 0;
}
