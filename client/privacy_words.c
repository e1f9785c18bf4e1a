/* The statements of `evenkeel privacy`. Each must be true of the program as it is: who changes what it does changes its words here. */
#include "privacy.h"

#include "team.h"

const struct privacy_statement privacy_leaves[] = {
	{"by_itself", N_("By itself nothing: no account, no server, no figures about use."), NULL},
	{"files_you_make",
	 N_("What you make with 'export', 'report' or 'backup' lies where you put it. Sealed exports "
	    "and backups open for you alone; csv, json, fhir and reports can be read by anyone who "
	    "has the file."),
	 NULL},
	{"team", N_("Figures for a team: none. You have joined no team, and nothing is sent to one."),
	 N_("Figures for your team, %s: only what you say yes to at the end of a weekly review, after you saw it.")},
	{NULL, NULL, NULL},
};

const struct privacy_statement privacy_visible[] = {
	{"installed",
	 N_("That Evenkeel is installed and running, and which of its commands you type: the list of "
	    "processes and the shell's history show them."),
	 NULL},
	{"typed_answers",
	 N_("Answers that you type as words of a command ('checkin stress=2'), for the same reason. "
	    "Answers given by keys, in a window or in the browser do not show there."),
	 NULL},
	{"team_file",
	 N_("That you joined a team, if you did, and that something waits to be sent to it: files say so. "
	    "What it says is sealed."),
	 NULL},
	{"clear_files", N_("The files above that are not sealed."), NULL},
	{"file_times",
	 N_("When the files change, how big they are and how many records they hold: so about when you "
	    "answer, take breaks or fill in a worksheet, and how long that one is; not what you "
	    "say."),
	 NULL},
	{"screen",
	 N_("What stands on your screen: questions and reminders, also when the screen is shared. Some "
	    "desktops keep a list of past notifications."),
	 NULL},
	{"full_control",
	 N_("Whoever controls this computer can also watch its keyboard and screen, and so learn the "
	    "passphrase. No program on it can prevent that; a computer of your own can."),
	 NULL},
	{NULL, NULL, NULL},
};

const struct privacy_statement privacy_hidden[] = {
	{"read_answers",
	 N_("Read your answers, worksheets and what follows from them, without your passphrase or recovery code; "
	    "nor do sizes of records tell which answers you gave."),
	 NULL},
	{"learn_strain",
	 N_("Learn from Evenkeel that things are hard for you: no answer, whatever it says, tells anybody."), NULL},
	{"unnoticed_changes",
	 N_("Change or remove earlier records without a trace: 'evenkeel verify' names it. Two "
	    "exceptions: the whole directory put back to an earlier day, and records younger "
	    "than a copy that somebody took of it."),
	 NULL},
	{NULL, NULL, NULL},
};

void privacy_say(const struct privacy_statement *statement, bool joined, const struct team *team, struct text *ret)
{
	if (statement->words_joined == NULL || !joined) {
		text_append(ret, _(statement->words));
		return;
	}
	if (team->standing == TEAM_NOT_JOINED) {
		text_append(ret, _("Figures for a team: you joined one, but what says which cannot be read, so nothing "
				   "can be sent; 'evenkeel team status' says more."));
		return;
	}
	text_appendf(ret, _(statement->words_joined), team->label.team);
	text_append_char(ret, ' ');
	team_promise(team, ret);
}
