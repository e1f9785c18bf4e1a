#include <string.h>

#include "officer.h"

static const struct command_option options[] = {
	{"dir", "DIR", N_("the office's own files; else ~/.local/share/evenkeel-officer")},
	{"party", "WORD", N_("init: office (the wellbeing office) or second (representatives, EAP)")},
	{"name", "NAME", N_("init: the party's name, as people know it")},
	{"exchange", "DIR", N_("init: the folder that the two parties share")},
	{"drop", "DIR", N_("init: the folder that members write to")},
	{"peer", "FILE", N_("init: take the other party's public keys")},
	{"fingerprint", "DIGITS", N_("init --peer: the digits that they read out; ask nothing")},
	{"recover", NULL, N_("init: another passphrase, by the recovery code")},
	{"code-fd", "N", N_("init --recover: read the recovery code from file descriptor N")},
	{"passphrase-fd", "N", N_("init: read the new passphrase from file descriptor N")},
	{"no-recovery-check", NULL, N_("init: do not ask for the recovery code to be typed back")},
	{"team", "NAME", N_("cohort: invite this team")},
	{"floor", "N", N_("cohort: figures of at least N people, 8 or more; else 10")},
	{"weeks", "N", N_("cohort: of a window, 4 or 1; 1 only from 30 members on")},
	{"quarter", "WORD", N_("cohort: this, next, or a number; else this")},
	{"leader-url", "URL", N_("cohort: the wellbeing office's later server")},
	{"helper-url", "URL", N_("cohort: the second party's later server")},
	{"yes", NULL, N_("cohort: sign what waits without asking")},
	{"code", "CODE", N_("enrol: a member's enrolment code")},
	{"person", "NAME", N_("enrol --code: whose it is")},
	{"file", "FILE", N_("enrol: code, tab and name a line; - is stdin")},
	{"remove", "NAME", N_("enrol: take a person out again, before the list is closed")},
	{"list", NULL, N_("enrol: who is enrolled")},
	{"close", NULL, N_("enrol: sign the list and hand it to the wellbeing office")},
	{"windows", "N", N_("report: only the N newest of each team; simulate: how many, else 6")},
	{"csv", NULL, N_("report: a table, a line a figure")},
	{"html", "FILE", N_("report: one page for a browser or for paper, into FILE; - for the output")},
	{"people", "N",
	 N_("enrol: how many joined, by the wellbeing office's count; simulate: how many, 10 to 2000; else 200")},
	{"cohorts", "N", N_("simulate: into how many they go; else of about 20 each")},
	{"seed", "N", N_("simulate: another company; the same seed makes the same one")},
	{"keep", "DIR", N_("simulate: leave all of it there, to practise on")},
	{"kdf-test", NULL, N_("tests only: a passphrase that is fast to try, and so weak")},
	{0},
};

/* @options: those that mean something to the word; --dir is everyone's. */
static const struct way {
	const char *word;
	officer_way *run;
	const char *options;
	bool json;
} ways[] = {
	{"init", officer_init,
	 " party name exchange drop peer fingerprint recover code-fd passphrase-fd no-recovery-check kdf-test ", false},
	{"cohort", officer_cohort, " team floor weeks quarter leader-url helper-url yes ", true},
	{"enrol", officer_enrol, " code person file remove list close people ", false},
	{"lead", officer_lead, " ", true},
	{"assist", officer_assist, " ", true},
	{"finish", officer_finish, " ", true},
	{"report", officer_report, " windows csv html ", true},
	{"simulate", officer_simulate, " people windows cohorts seed keep ", true},
};

static bool belongs(const char *name, const struct way *way)
{
	const char *place = strstr(way->options, name);
	size_t length = strlen(name);

	for (; place; place = strstr(place + 1, name))
		if (place[-1] == ' ' && place[length] == ' ')
			return true;
	return strcmp(name, "dir") == 0;
}

static int check_options(const struct client *client, const struct command_call *call, const struct way *way,
			 struct error *err)
{
	for (int i = 0; i < call->given_count; i++) {
		const char *name = options[call->given[i].row].name;
		if (!belongs(name, way))
			return error_set(err, ERROR_USAGE,
					 "'--%s' does not belong to 'officer %s'; see 'evenkeel officer --help'", name,
					 way->word);
	}
	if (client->json && !way->json)
		return error_set(err, ERROR_USAGE, "'evenkeel officer %s' has no --json", way->word);
	return 0;
}

static int choose(struct client *client, const struct command_call *call, struct error *err)
{
	if (call->count == 0)
		return client_words(call, 1, 1, err);
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (strcmp(call->words[0], ways[i].word) == 0)
			return check_options(client, call, &ways[i], err) ? -1 : ways[i].run(client, call, err);
	return error_set(err, ERROR_USAGE, "'%s' is nothing that an office does; see 'evenkeel officer --help'",
			 call->words[0]);
}

static int run(struct client *client, const struct command_call *call)
{
	struct error err = {0};
	int r = choose(client, call, &err);

	return r < 0 ? client_fail(&err) : r;
}

const struct command cmd_officer = {
	.name = "officer",
	.args = "init|cohort|enrol|lead|assist|finish|report|simulate",
	.summary = N_("team figures: the two offices that open sums together"),
	.help = N_(
		"Team figures are opened by two offices with opposed interests: the wellbeing office, and the "
		"employees' "
		"representatives or the EAP provider. Each has half of every contribution, on a computer of its own, "
		"and only "
		"sums of a whole team are ever put together. Never both offices on one computer, nor on two that one "
		"administrator looks after.\n"
		"init makes an office and says its digits; with --peer it takes the other party's public keys, once "
		"both have "
		"compared the digits by telephone. --recover sets another passphrase by the recovery code.\n"
		"cohort --team invites a team for a quarter of twelve weeks: the wellbeing office does. Without it, "
		"cohort says "
		"how far each team has come and who is next, and shows the second party what waits for its signature. "
		"Teams "
		"that are too small are merged by being invited as one, under a name that says so.\n"
		"enrol takes members' codes into the second party's sealed register (--code and --person, or --file), "
		"shows who "
		"is on it (--list), and signs the list (--close). At the wellbeing office it checks that list, signs "
		"it, too, "
		"and lays it where members find it; --people says how many joined by that office's own count, and a "
		"longer list is not signed. Once both have signed, the list is fixed for the quarter.\n"
		"lead, assist and finish open a window, from three days after its end on: the wellbeing office asks "
		"(lead), the "
		"second party answers (assist), the wellbeing office puts both sums together (finish), and the second "
		"party's "
		"next assist countersigns. Each takes TEAM and the window's name, as 2968-4; without them it does all "
		"that is "
		"due, and says what it checked, line by line. What does not hold is refused and written nowhere; a "
		"step that was "
		"broken off is given again. A window is opened once.\n"
		"report shows what was opened: each team's newest window with its figures, noise and trend, all "
		"windows with --csv, --json or --html FILE, and all teams of the quarter together where nothing "
		"withheld follows from that. Without TEAM it shows the newest quarter; of teams that are named there "
		"is no sum. Figures that too few or nearly all people share are withheld, and it says why.\n"
		"simulate plays a whole company of people who do not exist through both offices, in a temporary "
		"folder, and "
		"says how far what is published lies from the truth; with --keep it stays, to practise on.\n"
		"The passphrase for scripts: EVENKEEL_PASSPHRASE_FD or EVENKEEL_PASSPHRASE_FILE. More in "
		"evenkeel-officer(1).\n"
		"\n"
		"  evenkeel officer init --party office --name 'Wellbeing Office' \\\n"
		"      --exchange /srv/exchange --drop /srv/drop\n"
		"  evenkeel officer init --peer /srv/exchange/second.ekp\n"
		"  evenkeel officer cohort --team 'Phones North'\n"
		"  evenkeel officer enrol 'Phones North' --file codes.tsv\n"
		"  evenkeel officer enrol 'Phones North' --people 24\n"
		"  evenkeel officer lead\n"
		"  evenkeel officer assist 'Phones North' 2968-4\n"
		"  evenkeel officer report\n"
		"  evenkeel officer report 'Phones North' --html north.html"),
	.options = options,
	.json = true,
	.run = run,
};
