#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/locale.h>
#include <evenkeel/rotate.h>

#include "choice.h"
#include "edit.h"
#include "page.h"
#include "recovery_code.h"
#include "service.h"
#include "settings.h"
#include "term.h"

enum { SHORT_PASSPHRASE = 12 };

static const struct command_option options[] = {
	{"passphrase-fd", "N", N_("read the passphrase from file descriptor N, ask nothing")},
	{"no-recovery-check", NULL, N_("do not ask for the recovery code to be typed back")},
	{"no-service", NULL, N_("leave the systemd user service and the autostart as they are")},
	{"kdf-test", NULL, N_("tests only: a passphrase that is fast to try, and so weak")},
	{0},
};

/* What the person chooses on the way; empty = the default. */
struct choices {
	struct text language, hours;
};

static void choices_clear(struct choices *choices)
{
	text_clear(&choices->language);
	text_clear(&choices->hours);
}

static int read_fd(const struct command_call *call, int *ret, struct error *err)
{
	const char *word = command_value(call, "passphrase-fd");
	long number = -1;
	if (word != NULL && client_number(word, "--passphrase-fd", 0, 1 << 20, &number, err) < 0)
		return -1;
	*ret = (int)number;
	return 0;
}

/* Only where there is none may one be made. */
static int check_empty(const struct client *client, struct error *err)
{
	struct store *store = NULL;
	int outcome = store_open(&store, client->paths.store, err);
	if (outcome == STORE_EMPTY)
		return 0;
	store_free(store);
	if (outcome == 0)
		error_set(err, ERROR_FAILED,
			  "there is a store already in '%s', and it stays as it is; see 'evenkeel status'",
			  client->paths.store);
	return -1;
}

static void say(const struct client *client, const char *string)
{
	struct page page = {.color = client->color, .columns = client->columns};
	page_blank(&page);
	page_paragraph(&page, string, "");
	page_print(&page);
}

static int choose_language(struct client *client, struct choices *choices, struct error *err)
{
	static const char *const codes[] = {"en", "zh_CN", "th"};
	static const enum config_language settings[] = {LANGUAGE_EN, LANGUAGE_ZH_CN, LANGUAGE_TH};
	/* Each in its own words, so that everyone finds theirs. */
	struct choice choice = {.text = _("Which language?"),
				.count = 3,
				.first = 1,
				.labels = {"English", "简体中文", "ไทย"},
				.must = true};
	int place = choice_key(client, &choice);
	if (place < 0)
		return error_set(err, ERROR_FAILED, "stopped; nothing was changed");
	text_append(&choices->language, codes[place]);
	client->language = locale_choose(settings[place]);
	return 0;
}

static int choose_hours(const struct client *client, struct choices *choices, struct error *err)
{
	struct config config;
	say(client, _("When do you usually work, Monday to Friday? For example 09:00-18:00, or 22:00-06:00, or "
		      "09:00-12:00, 13:00-17:00. ENTER alone for 09:00-18:00."));
	for (;;) {
		_cleanup_(text_clear) struct text line = {0};
		struct error wrong = {0};
		fputs("> ", stdout);
		if (term_line(&line, 100) < 0)
			return error_set(err, ERROR_FAILED, "stopped; nothing was changed");
		config_defaults(&config);
		if (line.length == 0)
			return 0;
		if (config_set(&config, "hours.mon", text_string(&line), &wrong) == 0) {
			text_append(&choices->hours, text_string(&line));
			return 0;
		}
		puts(wrong.message);
	}
}

static int choose(struct client *client, struct choices *choices, struct error *err)
{
	say(client,
	    _("Welcome. Evenkeel keeps your answers on this computer, sealed, so that only you can read them."));
	if (choose_language(client, choices, err) < 0 || choose_hours(client, choices, err) < 0)
		return -1;
	say(client, _("Now a passphrase: it opens your answers, and nothing else does. Four or five words that have "
		      "nothing to do with "
		      "each other are easy to keep in mind and hard to guess. You need it to look at your trends, not "
		      "to answer."));
	return 0;
}

static void append_setting(const char *key, const char *value, struct text *content)
{
	_cleanup_(text_clear) struct text edited = {0};
	config_edit(text_string(content), key, value, &edited);
	text_clear(content);
	text_append(content, text_string(&edited));
}

static int write_settings(const struct client *client, const struct choices *choices, struct error *err)
{
	static const char *const days[] = {"hours.mon", "hours.tue", "hours.wed", "hours.thu", "hours.fri"};
	_cleanup_(text_clear) struct text content = {0};
	if (access(client->paths.config, F_OK) == 0) {
		if (choices->language.length > 0 || choices->hours.length > 0)
			say(client, _("You have a settings file already; it stays as it is. Change it with 'evenkeel "
				      "config set'."));
		return 0;
	}
	edit_template(&content);
	if (choices->language.length > 0)
		append_setting("language", text_string(&choices->language), &content);
	for (size_t i = 0; choices->hours.length > 0 && i < sizeof(days) / sizeof(*days); i++)
		append_setting(days[i], text_string(&choices->hours), &content);
	return settings_write(client->paths.config, text_string(&content), err);
}

static int make_store(const struct client *client, int fd, bool test_kdf, bool check, struct error *err)
{
	struct recovery_talk talk = {
		.client = client,
		.check = check,
		.words = _("Your recovery code. Write it down on paper and keep it away from this computer. It opens "
			   "your answers when you forget "
			   "the passphrase, and it is shown only this once:"),
	};
	char *passphrase;
	size_t length;
	if (client_new_passphrase(fd, &passphrase, &length, err) < 0)
		return -1;
	if (length < SHORT_PASSPHRASE && !test_kdf)
		fprintf(stderr, "%s\n",
			_("That passphrase is short: somebody with your computer could find it by trying. It is taken; "
			  "a longer one "
			  "is safer."));
	if (term_interactive())
		say(client, _("One moment: the key is being made, slowly on purpose."));
	fflush(stdout);
	int outcome = store_create_confirmed(client->paths.store, passphrase, length, test_kdf ? STORE_TEST_KDF : 0,
					     client->now, recovery_confirm, &talk, err);
	client_forget(passphrase, length);
	if (outcome == STORE_EXISTS)
		return error_set(err, ERROR_FAILED,
				 "there is a store already in '%s', and it stays as it is; see 'evenkeel status'",
				 client->paths.store);
	return outcome == 0 ? 0 : -1;
}

/* In a sentence: what was done, and how it is undone. */
static bool say_started(const struct client *client)
{
	_cleanup_(text_clear) struct text words = {0};
	struct error err = {0};
	char path[PATH_SIZE];
	if (service_enable())
		text_appendf(&words,
			     _("The daemon runs, and starts with your session ('%s' undoes it). Look at 'evenkeel "
			       "status', or try 'evenkeel checkin'."),
			     SERVICE_DISABLE);
	else if (autostart_write(&client->paths, path, &err) == 0)
		text_appendf(&words,
			     _("No systemd looks after your session here, so the daemon starts with your next desktop "
			       "session by the file '%s'; remove it to undo that. To have it now: 'evenkeeld &'. "
			       "'evenkeel checkin' works without it."),
			     path);
	if (words.length > 0)
		say(client, text_string(&words));
	else
		client_fail(&err);
	return words.length > 0;
}

static void start_service(const struct client *client, bool wanted)
{
	if (!wanted || !say_started(client))
		say(client, _("All set. To be asked on your desktop, start the daemon in your session: 'systemctl "
			      "--user enable --now "
			      "evenkeeld', or just 'evenkeeld'. 'evenkeel checkin' works without it."));
}

static int set_up(struct client *client, const struct command_call *call, struct choices *choices, struct error *err)
{
	bool check;
	int fd;
	if (client_words(call, 0, 0, err) < 0 || read_fd(call, &fd, err) < 0 || check_empty(client, err) < 0 ||
	    recovery_can_check(command_value(call, "no-recovery-check") != NULL, &check, err) < 0)
		return -1;
	if (fd < 0 && term_interactive() && choose(client, choices, err) < 0)
		return -1;
	if (make_store(client, fd, command_value(call, "kdf-test") != NULL, check, err) < 0)
		return -1;
	/* The daemon's own directory, too: where its service may write at named places only, they must be there. */
	if (write_settings(client, choices, err) < 0 || paths_make_private(client->paths.state, err) < 0)
		return -1;
	/* The service opens the person's own store; one named with --store is looked after by whoever named it. */
	start_service(client, command_value(call, "no-service") == NULL && client->store_dir == NULL);
	return 0;
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(choices_clear) struct choices choices = {0};
	struct error err = {0};
	return set_up(client, call, &choices, &err) == 0 ? 0 : client_fail(&err);
}

const struct command cmd_setup = {
	.name = "setup",
	.args = "",
	.summary = N_("make your keys and settings; once, at the start"),
	.help = N_("Asks for your language, your working hours and a passphrase, makes the keys that seal your "
		   "answers, shows the recovery "
		   "code once, and switches the daemon on: as a systemd user service, or by a file in "
		   "~/.config/autostart where there is none. A store that is there already is never touched, nor is a "
		   "settings file.\n"
		   "With --passphrase-fd, EVENKEEL_PASSPHRASE_FD or EVENKEEL_PASSPHRASE_FILE nothing is asked about "
		   "the passphrase. The "
		   "recovery code is to be typed back, so that it is on paper for sure; with "
		   "--no-recovery-check, which is needed without a terminal, it is only printed.\n"
		   "\n"
		   "  evenkeel setup\n"
		   "  evenkeel setup --passphrase-fd 3 --no-recovery-check 3<passphrase.txt"),
	.options = options,
	.run = run,
};
