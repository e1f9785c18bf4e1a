#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/secret.h>
#include <evenkeel/vault.h>

#include "keys_ways.h"
#include "page.h"
#include "recovery_code.h"
#include "session.h"

static const struct command_option options[] = {
	{"full", NULL, N_("rotate: seal every record anew, not only the keys")},
	{"new-passphrase-fd", "N", N_("passphrase, recover: read the new one from file descriptor N")},
	{"code-fd", "N", N_("recover: read the recovery code from file descriptor N")},
	{"no-recovery-check", NULL, N_("rotate: do not ask for the recovery code to be typed back")},
	{"kdf-test", NULL, N_("tests only: a passphrase that is fast to try, and so weak")},
	{0},
};

void keys_say(const struct client *client, const char *string)
{
	struct page page = {.color = client->color, .columns = client->columns};
	page_paragraph(&page, string, "");
	page_print(&page);
}

static int read_fd(const struct command_call *call, const char *option, const char *label, int *ret, struct error *err)
{
	const char *word = command_value(call, option);
	long number = -1;
	if (word != NULL && client_number(word, label, 0, 1 << 20, &number, err) < 0)
		return -1;
	*ret = (int)number;
	return 0;
}

int keys_settle(int outcome, struct error *err)
{
	if (outcome == STORE_WRONG_KEY)
		return error_set(err, ERROR_LOCKED,
				 "wrong passphrase for this store; try again, or set another with the recovery code: "
				 "'evenkeel keys recover'");
	if (outcome == STORE_EMPTY)
		return error_set(err, ERROR_FAILED, "no store yet; run 'evenkeel setup'");
	return outcome == 0 ? 0 : -1;
}

int keys_open_store(struct client *client, struct store **ret, struct passphrase *ret_passphrase, struct error *err)
{
	if (client_open(client, ret, err) != 0)
		return -1;
	if (store_is_demo(*ret))
		return error_set(err, ERROR_FAILED, "the demo's keys stay as they are; they protect nothing");
	if (session_passphrase(ret_passphrase, err) < 0)
		return -1;
	return keys_settle(store_unlock(*ret, ret_passphrase->bytes, ret_passphrase->length, err), err);
}

static int change_passphrase(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	_cleanup_(passphrase_free) struct passphrase old = {0}, fresh = {0};
	int fd;
	if (read_fd(call, "new-passphrase-fd", "--new-passphrase-fd", &fd, err) < 0 ||
	    keys_open_store(client, &store, &old, err) < 0 || session_new_passphrase(fd, false, &fresh, err) < 0 ||
	    keys_settle(store_change_passphrase(store, old.bytes, old.length, fresh.bytes, fresh.length, err), err) < 0)
		return -1;
	keys_say(client,
		 _("The new passphrase opens your answers, and the old one does not any more. The recovery code "
		   "stays as it is."));
	keys_say(client,
		 _("Where a copy of the old key file may lie (a backup, or the disk itself), the old passphrase "
		   "still opens that copy. 'evenkeel keys rotate' makes it useless."));
	return 0;
}

/* A slip is seen before anybody thinks of a passphrase. */
static int check_code(const struct passphrase *code, struct error *err)
{
	unsigned char *master = secret_new(VAULT_MASTER_SIZE, NULL);
	int result = vault_code_decode(code->bytes, master, err);
	sodium_free(master);
	return result;
}

static int recover(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase code = {0}, fresh = {0};
	enum store_flag flags = command_value(call, "kdf-test") != NULL ? STORE_TEST_KDF : 0;
	int code_fd, fd;
	if (read_fd(call, "code-fd", "--code-fd", &code_fd, err) < 0 ||
	    read_fd(call, "new-passphrase-fd", "--new-passphrase-fd", &fd, err) < 0 ||
	    recovery_read(code_fd, &code, err) < 0 || check_code(&code, err) < 0 ||
	    session_new_passphrase(fd, true, &fresh, err) < 0 ||
	    keys_settle(store_recover(client->paths.store, code.bytes, fresh.bytes, fresh.length, flags, err), err) < 0)
		return -1;
	keys_say(client, _("Everything is there, and the new passphrase opens it. The recovery code stays as it is. If "
			   "somebody else may have seen it, 'evenkeel keys rotate' makes another."));
	return 0;
}

static const struct {
	const char *word;
	int words;
	int (*run)(struct client *client, const struct command_call *call, struct error *err);
} ways[] = {
	{"passphrase", 1, change_passphrase},
	{"recover", 1, recover},
	{"rotate", 1, keys_rotate},
	{"keyring", 2, keys_keyring},
};

static int choose(struct client *client, const struct command_call *call, struct error *err)
{
	if (client_words(call, 1, 2, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (strcmp(call->words[0], ways[i].word) == 0)
			return client_words(call, 1, ways[i].words, err) < 0 ? -1 : ways[i].run(client, call, err);
	return error_set(err, ERROR_USAGE, "'%s' is nothing that can be done with keys; see 'evenkeel keys --help'",
			 call->words[0]);
}

static int run(struct client *client, const struct command_call *call)
{
	struct error err = {0};
	return choose(client, call, &err) == 0 ? 0 : client_fail(&err);
}

const struct command cmd_keys = {
	.name = "keys",
	.args = "passphrase|recover|rotate|keyring on|off",
	.summary = N_("change the passphrase, use the recovery code, make new keys"),
	.help = N_("passphrase asks for another passphrase. recover sets one with the recovery code, when the old one "
		   "or the key file is lost. rotate makes new keys and a new recovery code, so that a copy of the "
		   "old ones opens nothing; with --full it seals every record anew, which is the cure when somebody "
		   "had the keys themselves. keyring lets the desktop's keyring open your answers; it is off by "
		   "default, since any program of your session can then read them.\n"
		   "For scripts: the present passphrase from EVENKEEL_PASSPHRASE_FD or EVENKEEL_PASSPHRASE_FILE, the "
		   "new one with --new-passphrase-fd. recover takes its code from --code-fd, or from the first line "
		   "of its input.\n"
		   "\n"
		   "  evenkeel keys passphrase\n"
		   "  evenkeel keys recover\n"
		   "  evenkeel keys rotate --full\n"
		   "  evenkeel keys keyring on"),
	.options = options,
	.run = run,
};
