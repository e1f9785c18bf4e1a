/* `evenkeel officer init`: an office is made. The other party's file: officer_peer.c. */
#include <stdio.h>
#include <string.h>

#include "officer.h"
#include "officer_init.h"
#include "officer_words.h"
#include "page.h"
#include "passphrase.h"
#include "session.h"
#include "share.h"
#include "term.h"

enum { SHORT_PASSPHRASE = 12 };

static int read_fd(const struct command_call *call, const char *option, const char *label, int *ret, struct error *err)
{
	const char *word = command_value(call, option);
	long number = -1;

	if (word && client_number(word, label, 0, 1 << 20, &number, err))
		return -1;
	*ret = (int)number;
	return 0;
}

static int read_party(const char *word, unsigned *ret, struct error *err)
{
	for (unsigned party = PARTY_A; word && party <= PARTY_B; party++)
		if (strcmp(word, office_party_word(party)) == 0) {
			*ret = party;
			return 0;
		}
	return error_set(err, ERROR_USAGE,
			 "say which party this is: --party office for the wellbeing office, --party second for the "
			 "employees' representatives "
			 "or the EAP provider");
}

/* The office's own files never lie where others can read or replace them. */
static int check_apart(const char *dir, const char *shared, struct error *err)
{
	size_t length = strlen(shared);

	if (strncmp(dir, shared, length) != 0 || (dir[length] != '/' && dir[length] != '\0'))
		return 0;
	return error_set(err, ERROR_USAGE,
			 "the office's own files may not lie in the shared folder '%s'; name another place with --dir",
			 shared);
}

static int read_terms(const struct command_call *call, struct office *ret, struct error *err)
{
	static const char *const needed[] = {"name", "exchange", "drop"};

	if (read_party(command_value(call, "party"), &ret->own.party, err))
		return -1;
	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!command_value(call, needed[i]))
			return error_set(err, ERROR_USAGE, "--%s is missing; see 'evenkeel officer --help'", needed[i]);
	if (office_check_name(command_value(call, "name"), err) ||
	    share_find(command_value(call, "exchange"), ret->exchange, err) ||
	    share_find(command_value(call, "drop"), ret->drop, err))
		return -1;
	snprintf(ret->own.name, sizeof(ret->own.name), "%s", command_value(call, "name"));
	if (strcmp(ret->exchange, ret->drop) == 0)
		return error_set(err, ERROR_USAGE,
				 "the drop folder, where members write, and the exchange folder, for the two parties "
				 "alone, cannot be one");
	return check_apart(ret->dir, ret->exchange, err) || check_apart(ret->dir, ret->drop, err) ? -1 : 0;
}

int officer_new_passphrase(const struct command_call *call, struct passphrase *ret, struct error *err)
{
	bool test = command_value(call, "kdf-test") != NULL;
	int fd;

	if (read_fd(call, "passphrase-fd", "--passphrase-fd", &fd, err) || session_new_passphrase(fd, true, ret, err))
		return -1;
	if (ret->length < SHORT_PASSPHRASE && !test)
		fprintf(stderr, "%s\n",
			_("That passphrase is short: somebody with your computer could find it by trying. It is taken; "
			  "a longer one is safer."));
	return 0;
}

static int make(const struct client *client, const struct command_call *call, struct office *office, struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase passphrase = {0};
	struct recovery_talk talk = {
		.client = client,
		.words = _("The office's recovery code. Write it down on paper and keep it away from this computer. It "
			   "gives the office another "
			   "passphrase when this one is lost, and it is shown only this once:"),
		.lost = _("Without both the passphrase and this code no further window is opened, and nobody can bring "
			  "them back."),
	};

	if (recovery_can_check(command_value(call, "no-recovery-check") != NULL, &talk.check, err) ||
	    officer_new_passphrase(call, &passphrase, err))
		return -1;
	struct office_order order = {
		.passphrase = passphrase.bytes,
		.length = passphrase.length,
		.test_kdf = command_value(call, "kdf-test") != NULL,
		.confirm = recovery_confirm,
		.context = &talk,
	};
	if (term_interactive())
		officer_say(client, _("One moment: the key is being made, slowly on purpose."));
	return office_make(&order, office, err);
}

static int public_path(const struct office *office, char ret[static PATH_SIZE], struct error *err)
{
	char name[32];

	snprintf(name, sizeof(name), "%s.ekp", office_party_word(office->own.party));
	return office_join(office->exchange, name, ret, err);
}

/* Another office of this party's, in the folder where this one's file is to lie. */
static int check_exchange(const struct office *office, struct error *err)
{
	char path[PATH_SIZE];
	struct office_public there;

	if (public_path(office, path, err))
		return -1;
	if (officer_read_public(path, &there, NULL) == 0 && memcmp(there.sign, office->own.sign, DAP_KEY_SIZE) != 0)
		return error_set(
			err, ERROR_FAILED,
			"'%s' is another office's file; two offices of one party cannot share an exchange folder",
			path);
	return 0;
}

/* The file that the other party takes; a crash may have come before it. */
static int put_public(const struct client *client, const struct office *office, struct error *err)
{
	uint8_t bytes[OFFICE_PUBLIC_MAX];
	char path[PATH_SIZE];
	bool written;

	if (public_path(office, path, err) || share_keep(office->exchange, strrchr(path, '/') + 1, bytes,
							 office_public_encode(&office->own, bytes), &written, err))
		return -1;
	if (written)
		officer_line(client, _("the office's public keys for the other party: '%s'"), path);
	return 0;
}

static void say_fingerprint(const struct client *client, const struct office_public *party)
{
	char digits[OFFICE_FINGERPRINT];
	struct page page = {.color = client->color, .columns = client->columns};

	office_fingerprint(party, digits);
	page_blank(&page);
	text_append(&page.text, "    ");
	page_styled(&page, PAGE_STRONG, digits);
	text_append(&page.text, "\n\n");
	page_print(&page);
}

void officer_show(const struct client *client, const struct office_public *party, const char *words)
{
	_cleanup_(text_clear) struct text text = {0};

	text_appendf(&text, words, party->name);
	officer_say(client, text_string(&text));
	say_fingerprint(client, party);
}

static void say_next(const struct client *client, const struct office *office)
{
	if (office->has_other) {
		officer_next(client, "%s",
			     office->own.party == PARTY_A
				     ? _("'evenkeel officer cohort --team NAME' invites a team.")
				     : _("'evenkeel officer cohort' shows the teams that wait for your signature."));
		return;
	}
	officer_next(client,
		     _("when the other party has made its office, too, take its file: 'evenkeel officer init --peer "
		       "%s/%s.ekp'. You compare its "
		       "digits by telephone."),
		     office->exchange, office_party_word(office->own.party == PARTY_A ? PARTY_B : PARTY_A));
}

static void say_made(const struct client *client, const struct office *office)
{
	officer_line(client,
		     _("the office's own files: '%s', for this account alone; back them up, the ledger among them"),
		     office->dir);
	officer_show(client, &office->own, _("The digits of '%s', which the other party compares by telephone:"));
	officer_say(client, _("The two offices must never be on one computer, nor on two that the same administrator "
			      "looks after: whoever has both "
			      "keys can read each person's marks."));
	say_next(client, office);
}

/* Is what was asked for what is there? */
static int check_same(const struct command_call *call, const struct office *office, struct error *err)
{
	const char *party = command_value(call, "party"), *name = command_value(call, "name");

	if ((!party || strcmp(party, office_party_word(office->own.party)) == 0) &&
	    (!name || strcmp(name, office->own.name) == 0))
		return 0;
	return error_set(err, ERROR_FAILED,
			 "there is an office in '%s' already, '%s' (--party %s); it was not touched. Name another "
			 "place with --dir",
			 office->dir, office->own.name, office_party_word(office->own.party));
}

static int begin(const struct client *client, const struct command_call *call, struct error *err)
{
	struct office office = {0}, known = {0};

	if (office_directory(client, command_value(call, "dir"), office.dir, err))
		return -1;
	int r = office_look(office.dir, &known, err);
	if (r == 0) {
		if (check_same(call, &known, err) || check_exchange(&known, err) || put_public(client, &known, err))
			return -1;
		officer_show(client, &known.own,
			     _("The office '%s' is there already, and stays as it is. Its digits:"));
		say_next(client, &known);
		return 0;
	}
	if (r < 0 || read_terms(call, &office, err) || office_check_place(office.dir, err) ||
	    check_exchange(&office, err) || make(client, call, &office, err) || put_public(client, &office, err))
		return -1;
	say_made(client, &office);
	return 0;
}

static int recover(const struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase code = {0}, fresh = {0};
	_cleanup_(office_clear) struct office office = {0};
	int fd;

	if (office_find(client, command_value(call, "dir"), &office, err) ||
	    read_fd(call, "code-fd", "--code-fd", &fd, err) || recovery_read(fd, &code, err) ||
	    officer_new_passphrase(call, &fresh, err))
		return -1;
	struct office_order order = {
		.passphrase = fresh.bytes,
		.length = fresh.length,
		.test_kdf = command_value(call, "kdf-test") != NULL,
	};
	if (office_recover(&office, code.bytes, &order, err))
		return -1;
	officer_say(client, _("The new passphrase opens the office. The recovery code stays as it is."));
	return 0;
}

int officer_init(struct client *client, const struct command_call *call, struct error *err)
{
	if (client_words(call, 1, 1, err))
		return -1;
	if (command_value(call, "peer"))
		return officer_peer(client, call, err);
	return command_value(call, "recover") ? recover(client, call, err) : begin(client, call, err);
}
